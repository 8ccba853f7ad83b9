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
"""Nothing is further from the corner of the picture, or from the hips: pictures have 8,000 pixels."""
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
        0 to 1: how sure the estimator is that the landmark is in the picture and not hidden. Where the place is not a
        number, both become 0.
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
            self._bound()

    def _bound(self) -> None:
        """Bring back what is further away than any landmark; what is not a number becomes 0, and is not seen."""
        unknown = np.isnan(self.visibility) | np.isnan(self.xy).any(axis=1) | np.isnan(self.world).any(axis=1)
        for name, low, high in (("xy", -MAX_PX, MAX_PX), ("world", -MAX_M, MAX_M), ("visibility", 0, 1)):
            values = np.clip(getattr(self, name), low, high)
            values[unknown] = 0
            object.__setattr__(self, name, values)

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
