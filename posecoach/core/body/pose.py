"""A frame of the stream, and the landmarks of the person in it. Both carry their own time."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from posecoach.core.body.landmarks import N_LANDMARKS

Image = NDArray[np.uint8]
"""A picture, shape (height, width, 3): blue, green, red."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture of the stream.

    Attributes
    ----------
    t : float
        Seconds since the stream began, strictly growing.
    image : uint8 array, shape (height, width, 3)
        Blue, green, red; upright, never mirrored.
    """

    t: float
    image: Image

    def __post_init__(self) -> None:
        if self.image.ndim != 3 or self.image.shape[2] != 3 or 0 in self.image.shape:
            raise ValueError(f"image: expected shape (height, width, 3), got {self.image.shape}")


MAX_PX, MAX_M = 1e5, 100.0
"""A landmark further from the picture's corner, or from the hips, has no possible place: pictures have 8,000 pixels."""
_SHAPES = {"xy": (N_LANDMARKS, 2), "world": (N_LANDMARKS, 3), "visibility": (N_LANDMARKS,)}


@dataclass(frozen=True, slots=True)
class Pose:
    """The 33 landmarks of one person in one frame.

    Attributes
    ----------
    t : float
        Time of the frame in seconds.
    xy : float32 array, shape (33, 2)
        Pixels of the frame, x right, y down, never mirrored; may lie outside the picture.
    world : float32 array, shape (33, 3)
        Metres from the middle of the hips, x right, y down, z away from the camera.
    visibility : float32 array, shape (33,)
        0 to 1: how sure the estimator is that the landmark is in the picture and not hidden. It becomes 0 where the
        landmark is not finite or further away than any can be, and so does its place.
    size : tuple of int
        Width and height of the frame in pixels.
    light : float
        Mean brightness of the frame, 0 to 255; NaN when not measured.

    Examples
    --------
    >>> xy, world, visibility = (np.zeros(shape, np.float32) for shape in ((33, 2), (33, 3), 33))
    >>> Pose(0.0, xy, world, visibility, (640, 480)).scaled((320, 240)).size
    (320, 240)
    """

    t: float
    xy: NDArray[np.float32]
    world: NDArray[np.float32]
    visibility: NDArray[np.float32]
    size: tuple[int, int]
    light: float = math.nan

    def __post_init__(self) -> None:
        for name, shape in _SHAPES.items():
            if getattr(self, name).shape != shape:
                raise ValueError(f"{name}: expected shape {shape}, got {getattr(self, name).shape}")
        flat, space, seen = np.vdot(self.xy, self.xy), np.vdot(self.world, self.world), self.visibility
        if not (flat <= MAX_PX**2 and space <= MAX_M**2 and np.vdot(seen, seen) <= N_LANDMARKS):  # NaN is not either
            self._forget_impossible()

    def _forget_impossible(self) -> None:
        """Take as not seen what has no place: a landmark that is not finite, or further away than any can be."""
        near = (np.abs(self.xy) <= MAX_PX).all(axis=1) & (np.abs(self.world) <= MAX_M).all(axis=1)
        near &= self.visibility >= 0
        for name in _SHAPES:
            values = getattr(self, name).copy()
            values[~near] = 0
            object.__setattr__(self, name, values)
        object.__setattr__(self, "visibility", np.minimum(self.visibility, 1))

    def scaled(self, size: tuple[int, int]) -> Pose:
        """Return the pose in the pixels of a frame of another size (width, height)."""
        factors = np.array([size[0] / self.size[0], size[1] / self.size[1]], np.float32)
        return Pose(self.t, self.xy * factors, self.world, self.visibility, size, self.light)

    def turned(self, quarters: int) -> Pose:
        """Return the pose in the frame turned clockwise by so many quarter turns, negative = anticlockwise.

        Left and right stay the person's own.
        """
        (width, height), xy, world = self.size, self.xy, self.world
        for _ in range(quarters % 4):
            xy = np.stack([height - xy[:, 1], xy[:, 0]], axis=1)
            world = np.stack([-world[:, 1], world[:, 0], world[:, 2]], axis=1)
            width, height = height, width
        return Pose(self.t, xy, world, self.visibility, (width, height), self.light)


Values = Mapping[str, float]
"""Measure key -> value; NaN = not seen."""

TimedPose = tuple[float, Pose | None]
"""Time in seconds, and the pose found then; None when nobody was found."""


def turned(poses: Iterable[TimedPose], quarters: int) -> Iterator[TimedPose]:
    """Yield the poses in the picture that is turned clockwise by so many quarter turns."""
    return ((t, pose and pose.turned(quarters)) for t, pose in poses)
