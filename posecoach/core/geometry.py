"""Angles and pitches of points in a plane or in space: arrays in, degrees out; NaN in, NaN out.

Points are pixels (x right, y down, true aspect) or metres, never MediaPipe's 0..1 coordinates: those are
stretched by the picture's aspect ratio, and a true 140 degrees reads 114 in them at 16:9.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Point = NDArray[np.floating]
"""Shape (2,): x right, y down."""

NOWHERE: Point = np.full(2, np.nan)
"""The point that was not seen."""


def angle_deg(a: Point, b: Point, c: Point) -> float:
    """Angle at `b` between the directions to `a` and to `c`.

    Returns
    -------
    float
        0 to 180 degrees, 180 = straight; NaN when a point is unseen or two points coincide.
    """
    (ux, uy), (vx, vy) = a - b, c - b
    if (ux == uy == 0) or (vx == vy == 0):
        return math.nan
    return math.degrees(abs(math.atan2(ux * vy - uy * vx, ux * vx + uy * vy)))


def pitch_deg(a: Point, b: Point) -> float:
    """Slope of the line from `a` to `b` against the horizontal of the picture.

    Returns
    -------
    float
        -90 (straight down) over 0 (level) to 90 degrees (straight up); NaN when unseen.
    """
    dx, dy = b - a
    return math.degrees(math.atan2(-dy, abs(dx)))


def distance(a: Point, b: Point) -> float:
    """Length of the line from `a` to `b` in their unit; NaN when unseen."""
    return math.hypot(*(b - a))


def middle(a: Point, b: Point) -> Point:
    """Point half way; the other one where one is unseen."""
    if math.isnan(a[0]):
        return b
    return a if math.isnan(b[0]) else (a + b) / 2
