"""Angles and pitches of points in a plane, in degrees; NaN in, NaN out.

Points are pixels (x right, y down, true aspect) or metres, never MediaPipe's 0..1 coordinates: those are
stretched by the picture's aspect ratio, and a true 140 degrees reads 114 in them at 16:9.

A single point is a complex number, x + iy: points subtract to directions, a factor of 1j turns a direction by a
quarter (clockwise on the screen), and `abs` gives its length. Arrays of two numbers would do this far slower.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Point = complex
"""x right, and y down as its imaginary part."""

NOWHERE: Point = complex(math.nan, math.nan)
"""The point that was not seen."""


def points(xy: NDArray[np.floating]) -> list[Point]:
    """Return the rows of an array of shape (n, 2) as points."""
    found: list[Point] = xy.astype(float).view(complex)[:, 0].tolist()
    return found


def coordinates(points: Sequence[Point] | NDArray[np.complexfloating]) -> NDArray[np.float64]:
    """Return n points as an array of shape (n, 2)."""
    found = np.asarray(points, complex)
    return np.column_stack([found.real, found.imag])


def angle_deg(a: Point, b: Point, c: Point) -> float:
    """Angle at `b` between the directions to `a` and to `c`.

    Returns
    -------
    float
        0 to 180 degrees, 180 = straight; NaN when a point is unseen or two points coincide.
    """
    u, v = a - b, c - b
    return math.degrees(abs(cmath.phase(v * u.conjugate()))) if u and v else math.nan


def pitch_deg(a: Point, b: Point) -> float:
    """Slope of the line from `a` to `b` against the horizontal of the picture.

    Returns
    -------
    float
        -90 (straight down) over 0 (level) to 90 degrees (straight up); NaN when unseen.
    """
    along = b - a
    return math.degrees(math.atan2(-along.imag, abs(along.real)))


def distance(a: Point, b: Point) -> float:
    """Length of the line from `a` to `b` in their unit; NaN when unseen."""
    return abs(b - a)


def middle(a: Point, b: Point) -> Point:
    """Midpoint; when one point is unseen, the other one."""
    if cmath.isnan(a):
        return b
    return a if cmath.isnan(b) else (a + b) / 2
