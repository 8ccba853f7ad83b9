"""Knows when a body has not moved: the picture around it is the same, so its pose is too, and need not be estimated."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from posecoach.core.body import landmarks as lm
from posecoach.core.body.pose import Frame, Image, Pose
from posecoach.core.body.tracking.person_tracker import Area, length_px
from posecoach.vision.brightness import GREEN

LOOK_AGAIN_S = 0.26
"""A pose holds for less than this, whatever the picture shows: about four poses a second are estimated at least. Any
movement ends it at once; with 0.19 s the errors of hold, angles and heels were the same within 3 %."""
MOVED = 0.006
"""Movement that counts, as a share of the length of trunk and leg: 8 mm of an adult. In 30 clips the pose that was kept
lay 0.15 % of the body from a new estimate on average, less than two estimates differ."""
CELLS = 70
"""Pixels are averaged to cells, so many to the length of trunk and leg: 2 cm of an adult; noise averages out."""
LEAST_SLOPE = 20.0
"""Change of brightness (of 255) from cell to cell that the edge of a limb makes at least: weaker ones are noise."""
AGREE = 0.03
"""Share of that length by which a joint may differ from one estimate to the next; by more, and the body moves, or the
estimator is not sure of it."""
AGREEING = 4
"""So many estimates in turn must agree before a pose is kept. With 2, of a bird dog whose limbs the estimator mixes up
now and then, too few right estimates were left to recognise it; what is skipped stays the same within 3 %."""
LEAST_CELLS = 3
"""So many cells must show a movement: one or two are hot pixels, or artefacts of compression."""
BODY = slice(lm.SHOULDER["left"], None)
"""The landmarks that are compared: all but those of the head, which the rules do not use one by one."""
MARGIN = 0.1
"""The part of the picture that counts reaches this share of their extent beyond the landmarks: hair and hands do."""


class _Surroundings(NamedTuple):
    """The part of a picture around a body, in cells of so many pixels, and the slopes of the brightness there."""

    area: Area
    cell_px: float
    grey: NDArray[np.float32]
    slopes: NDArray[np.float32]


class StillnessDetector:
    """Keeps the last pose of one stream, for as long as nothing moves around the body; costs 0.3 ms a picture.

    How far an edge has moved follows from the change of brightness there, divided by the slope of the brightness.
    """

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Keep nothing: somebody else, or another view."""
        self._last: tuple[Image, Pose] | None = None
        self._around: _Surroundings | None = None
        self._agreeing = 0

    def remember(self, frame: Frame, pose: Pose) -> None:
        """Keep a pose that was estimated in a frame, in the frame's pixels."""
        last, self._last, self._around = self._last, (frame.image, pose), None
        agree = last is not None and np.hypot(*(pose.xy - last[1].xy)[BODY].T).max() <= AGREE * length_px(pose)
        self._agreeing = self._agreeing + 1 if agree else 1

    def __call__(self, frame: Frame) -> Pose | None:
        """Return the kept pose, at the frame's time, when the body has not moved since; None when it may have."""
        if self._last is None or self._agreeing < AGREEING:
            return None
        image, pose = self._last
        if not 0 <= frame.t - pose.t < LOOK_AGAIN_S or frame.image.shape != image.shape:
            return None
        self._around = before = self._around or _surroundings(image, pose)  # now: the estimate is not to wait for it
        if before is None:
            return None
        change = _cells(frame.image, before.area, before.cell_px) - before.grey
        moved = np.abs(change - np.median(change)) / before.slopes > MOVED * CELLS  # not light that changes everywhere
        return None if np.count_nonzero(moved) >= LEAST_CELLS else replace(pose, t=frame.t)


def _surroundings(image: Image, pose: Pose) -> _Surroundings | None:
    """Return what is around a body; None when it is too small, or outside the picture."""
    height, width = image.shape[:2]
    low, high = pose.xy.min(axis=0), pose.xy.max(axis=0)
    margin = MARGIN * (high - low).max()
    x0, y0 = np.clip(low - margin, 0, (width, height)).astype(int).tolist()
    x1, y1 = np.clip(high + margin, 0, (width, height)).astype(int).tolist()
    cell_px = max(length_px(pose) / CELLS, 1.0)
    if min(x1 - x0, y1 - y0) < LEAST_CELLS * cell_px:
        return None
    grey = _cells(image, (x0, y0, x1, y1), cell_px)
    return _Surroundings((x0, y0, x1, y1), cell_px, grey, _slopes(grey))


def _cells(image: Image, area: Area, cell_px: float) -> NDArray[np.float32]:
    """Return the mean brightness of each cell of an area."""
    x0, y0, x1, y1 = area
    size = round((x1 - x0) / cell_px), round((y1 - y0) / cell_px)
    green = np.ascontiguousarray(image[y0:y1, x0:x1, GREEN])
    return np.asarray(cv2.resize(green, size, interpolation=cv2.INTER_AREA), np.float32)


def _slopes(grey: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the steepest slope near each cell, in brightness per cell."""
    across, down = (cv2.Sobel(grey, cv2.CV_32F, *order, scale=1 / 8) for order in ((1, 0), (0, 1)))
    steepest = cv2.dilate(cv2.magnitude(across, down), np.ones((3, 3), np.uint8))
    return np.asarray(np.maximum(steepest, LEAST_SLOPE), np.float32)
