"""Converts the output of decoders and cameras to upright BGR images with square pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import cv2
import numpy as np
from av import VideoFrame
from av.sidedata.sidedata import Type as SideDataType
from av.video.reformatter import Interpolation, VideoReformatter
from numpy.typing import NDArray

from posecoach.core.body.pose import Image

SANE_ASPECT = (Fraction(1, 4), Fraction(4))
"""Pixel width : height of real footage (anamorphic: 2, PAL wide: 64/45); outside this range the header is broken."""

GLANCE_STEP = 8
"""Every 8th pixel in both directions tells nearly all images apart, in 0.03 ms at 640 x 480."""

FLIPS = {(False, False): None, (True, False): 1, (False, True): 0, (True, True): -1}
"""OpenCV's flip code for x and y flipped or not."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The steps from stored to upright images: scale, then optionally transpose, then optionally flip.

    Attributes
    ----------
    scaled : tuple of int
        Width and height after scaling, before turning.
    transpose : bool
        Whether to swap rows and columns.
    flip : int or None
        OpenCV's flip code for the last step: 0 upside down, 1 left to right, -1 both, None neither.
    pixel_aspect : Fraction
        Width : height of a stored pixel.
    """

    scaled: tuple[int, int]
    transpose: bool = False
    flip: int | None = None
    pixel_aspect: Fraction = Fraction(1)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the upright image."""
        width, height = self.scaled
        return (height, width) if self.transpose else (width, height)

    def turned(self, quarters: int) -> Layout:
        """Return the steps to the image that is turned clockwise by so many more quarter turns."""
        transpose, (x_flipped, y_flipped) = (
            self.transpose,
            next(key for key, code in FLIPS.items() if code == self.flip),
        )
        for _ in range(quarters % 4):
            transpose, x_flipped, y_flipped = not transpose, not y_flipped, x_flipped
        return replace(self, transpose=transpose, flip=FLIPS[x_flipped, y_flipped])


def layout_of(
    stored: tuple[int, int], pixel_aspect: Fraction | None, matrix: Sequence[int] | None, max_side: int | None
) -> Layout:
    """Work out the steps that show the images as a player would.

    Parameters
    ----------
    stored : tuple of int
        Width and height of the decoded frames, in pixels.
    pixel_aspect : Fraction or None
        Width : height of a stored pixel; None when unknown.
    matrix : sequence of 9 int, or None
        The container's display matrix in FFmpeg's order (see `orientation_of`).
    max_side : int or None
        Limit of the longer side in pixels; larger images are scaled down.
    """
    aspect = pixel_aspect or Fraction(1)
    if not SANE_ASPECT[0] <= aspect <= SANE_ASPECT[1]:
        aspect = Fraction(1)
    transpose, flip = orientation_of(matrix)
    return Layout(_scaled(stored, aspect, max_side), transpose, flip, aspect)


def display_matrix(frame: VideoFrame) -> list[int] | None:
    """Return the container's display matrix of a frame (9 numbers in FFmpeg's order); None when it has none."""
    side_data: Any = frame.side_data  # PyAV's stub calls it a dict of motion vectors
    for data in side_data:
        if data.type is SideDataType.DISPLAYMATRIX:
            return [int(number) for number in np.frombuffer(bytes(data), np.int32)]
    return None


def orientation_of(matrix: Sequence[int] | None) -> tuple[bool, int | None]:
    """Return the quarter turn and mirroring of a display matrix.

    The matrix (a b u, c d v, x y w) maps a stored point (p, q) to (a p + c q, b p + d q), y down. Other angles are
    rounded to the nearest quarter turn. `VideoFrame.rotation` is not enough: it reports a mirrored image as turned by
    180 degrees.

    Returns
    -------
    tuple
        Whether to transpose, and the flip code after that (see `Layout`).
    """
    if matrix is None:
        return False, None
    a, b, c, d = matrix[0], matrix[1], matrix[3], matrix[4]
    transpose = abs(b) + abs(c) > abs(a) + abs(d)
    x_flipped, y_flipped = (c < 0, b < 0) if transpose else (a < 0, d < 0)
    return transpose, FLIPS[x_flipped, y_flipped]


def _scaled(stored: tuple[int, int], aspect: Fraction, max_side: int | None) -> tuple[int, int]:
    """Return the size with square pixels and no side over `max_side`; even numbers after scaling, as encoders need."""
    width: Fraction = stored[0] * max(aspect, Fraction(1))
    height: Fraction = stored[1] / min(aspect, Fraction(1))
    shrink = min(Fraction(1), Fraction(max_side) / max(width, height)) if max_side else Fraction(1)
    if aspect == 1 and shrink == 1:
        return stored
    return _even(width * shrink), _even(height * shrink)


def _even(length: Fraction) -> int:
    return max(2, 2 * round(length / 2))


class UprightConverter:
    """Converts decoded frames to upright BGR images of one size.

    A frame of another size than the first one (some recorders change it midway) is fitted in undistorted, on black.

    Parameters
    ----------
    layout : Layout
        The steps.
    stored : tuple of int
        Width and height of the frames that `layout` was made for.
    """

    def __init__(self, layout: Layout, stored: tuple[int, int]) -> None:
        self._layout = layout
        self._stored = stored
        self._scale, self._to_bgr = VideoReformatter(), VideoReformatter()  # creating one takes longer than using it

    def __call__(self, frame: VideoFrame) -> Image:
        """Convert one frame.

        Returns
        -------
        uint8 array, shape (height, width, 3)
            Contiguous, blue, green, red.
        """
        target = self._layout.scaled
        size = target if (frame.width, frame.height) == self._stored else self._fitted_size(frame)
        # One thread is faster than several (measured), because the decoder's threads use all cores.
        if size != (frame.width, frame.height):  # to scale and convert in one step takes up to twice as long (measured)
            frame = self._scale.reformat(frame, *size, "yuv420p", interpolation=Interpolation.AREA, threads=1)
        image: Any = letterbox(self._to_bgr.reformat(frame, format="bgr24", threads=1).to_ndarray(), target)
        if self._layout.transpose:
            image = cv2.transpose(image)
        if self._layout.flip is not None:
            image = cv2.flip(image, self._layout.flip)
        return np.ascontiguousarray(image)

    def _fitted_size(self, frame: VideoFrame) -> tuple[int, int]:
        aspect = self._layout.pixel_aspect
        return _fit((round(frame.width * aspect) or 1, frame.height), self._layout.scaled)


def _fit(inner: tuple[int, int], outer: tuple[int, int]) -> tuple[int, int]:
    """Return the largest undistorted size of `inner` that fits into `outer`."""
    scale = min(outer[0] / inner[0], outer[1] / inner[1])
    width, height = (min(limit, max(1, round(side * scale))) for side, limit in zip(inner, outer, strict=True))
    return width, height


def letterbox(image: Any, size: tuple[int, int]) -> Any:
    """Centre an image on black, scaled undistorted where it does not fit; an image of the right size is unchanged."""
    height, width = image.shape[:2]
    if (width, height) == size:
        return image
    if width > size[0] or height > size[1] or (width < size[0] and height < size[1]):
        width, height = _fit((width, height), size)
        image = cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA)
    left, top = (size[0] - width) // 2, (size[1] - height) // 2
    return cv2.copyMakeBorder(
        image, top, size[1] - height - top, left, size[0] - width - left, cv2.BORDER_CONSTANT, value=(0, 0, 0)
    )


def same_image(image: Image, other: Image | None) -> bool:
    """Whether two images of a camera are equal to the last bit; real ones never are, because of their noise."""
    if other is None or not np.array_equal(image[::GLANCE_STEP, ::GLANCE_STEP], other[::GLANCE_STEP, ::GLANCE_STEP]):
        return False
    return np.array_equal(image, other)


def as_bgr(image: NDArray[Any] | None) -> Image | None:
    """Convert a camera's image to shape (height, width, 3); None when it has no pixels."""
    if image is None or image.dtype != np.uint8 or 0 in image.shape:
        return None
    channels = 1 if image.ndim == 2 else image.shape[2]
    if channels == 3:
        return image
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_GRAY2BGR if channels == 1 else cv2.COLOR_BGRA2BGR), np.uint8)
