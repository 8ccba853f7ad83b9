"""Notices a cut in the picture itself: another shot, or a camera put elsewhere.

A pose model that follows a body keeps a wrong skeleton after a cut, for seconds. A cut changes the edges all over the
picture, and its brightness in most places. Light switched on leaves the edges; a person who moves, even over a plain
wall where all edges are theirs, leaves the brightness of the rest.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from posecoach.core.body.pose import Image
from posecoach.vision.brightness import GREEN

SIZE = (48, 36)
"""Width and height of the small grey pictures that are compared: noise averages out, and it takes 0.3 ms."""
STEP = 2
"""Every second pixel in both directions is averaged: 44 for one of the small picture, from 640 x 480."""
ALIKE = 0.55
"""Correlation of the edges below which two pictures are different. Within 48 clips (rendered, and of people), dimmed to
3 %, with noise of 12 of 255, and lit anew, it fell below only for one that shows a person before a blank wall (0.35);
between any two of the clips it is 0.47 at most."""
CHANGED = 0.08
"""Mean change of brightness, as a share of the range, that a cut exceeds: 0.11 and more between any two of the clips;
0.06 at most within that one clip."""
RANGE_PERCENT = (2.0, 98.0)
"""What counts as the range of brightness: not a lamp or a hot pixel."""
LOWEST_RANGE = 8.0
"""Least range (0 to 255) that counts: of a black picture only noise is left."""


class CutDetector:
    """Compares each picture of a stream with the one before; call it with all of them, in order."""

    def __init__(self) -> None:
        self._before: NDArray[np.float32] | None = None

    def __call__(self, image: Image) -> bool:
        """Whether this picture shows something else than the one before."""
        before, self._before = self._before, _small(image)
        return before is not None and _is_cut(before, self._before)


def _small(image: Image) -> NDArray[np.float32]:
    """Return a small grey picture, shape (36, 48)."""
    green = np.ascontiguousarray(image[::STEP, ::STEP, GREEN])
    return np.asarray(cv2.resize(green, SIZE, interpolation=cv2.INTER_AREA), np.float32)


def _is_cut(one: NDArray[np.float32], other: NDArray[np.float32]) -> bool:
    change = float(np.abs(one - other).mean())
    if change <= CHANGED * LOWEST_RANGE:  # most pictures: the rest takes four times as long
        return False
    low, high = np.percentile((one, other), RANGE_PERCENT)
    changed = change / max(float(high - low), LOWEST_RANGE)
    return changed > CHANGED and _correlation(_edges(one), _edges(other)) < ALIKE


def _edges(grey: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the slopes of the brightness, across and down."""
    slopes = cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1)
    return np.asarray(slopes, np.float32).ravel()


def _correlation(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    """Return the correlation, -1 to 1; pictures without any edges are alike."""
    one, other = one - one.mean(), other - other.mean()
    size = float(np.sqrt((one @ one) * (other @ other)))
    return float(one @ other) / size if size else 1.0
