"""When a movement reached the pose that was then held, and when it left it, from the whole movement.

By definition that is when the last 5 % of the way begin. There the curve is flat: a pixel of noise moves the crossing
of this edge by half a second. So each of several heights of the way gives its own time, in its steep part, and what is
missing to the edge follows from the shape that people's movements have (minimum jerk: Flash and Hogan 1985). The
median of them is robust against noise, and against a movement that is not of this shape.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import median

from posecoach.core.body.tracking.filters import CUTOFF_STILL_HZ

SHARES = (0.08, 0.12, 0.2, 0.3, 0.4)
"""Heights of the way, from the held pose, at which its time is taken."""
DIP_S = 0.35
"""A body that is back in the pose after this time did not leave it: the estimator mistook a limb for some frames."""
LEAVING_LAG_S = 1 / (2 * math.pi * CUTOFF_STILL_HZ)
"""Smoothing shows a body that leaves its rest this much later (0.1 s)."""
ARRIVING_LAG_S = 0.04
"""A moving body is smoothed less. Measured on 36 clips, as the mean difference to the true moments."""
HOLE_S = 0.25
"""Between frames further apart than this nothing was seen: an edge never lies there, but a pose may last over it."""


def _progress(share: float) -> float:
    """Time of a minimum-jerk movement, as a share of its duration, at which it has covered `share` of its way."""
    low, high = 0.0, 1.0
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if middle**3 * (10 - 15 * middle + 6 * middle**2) < share else (low, middle)
    return low


EDGE = 0.05
_AT_EDGE = _progress(EDGE)
_AT_SHARES = tuple(_progress(share) for share in SHARES)


def crossing(times: Sequence[float], values: Sequence[float], index: int, level: float) -> float:
    """Time at which the value crossed `level` between the frames `index - 1` and `index`."""
    if index <= 0:
        return times[0]
    (a_s, b_s), (a, b) = times[index - 1 : index + 1], values[index - 1 : index + 1]
    if (a - level) * (b - level) >= 0:
        return b_s
    return a_s + (b_s - a_s) * (level - a) / (b - a)


def edge_s(times: Sequence[float], values: Sequence[float], index: int, step: int, level: float, base: float) -> float:
    """Time at which the body was 5 % of its way off the held pose, before (`step` -1) or after (1) the hold.

    Parameters
    ----------
    times, values : sequence of float
        Seconds, and the progression then.
    index : int
        A frame within the hold, from which the way is followed.
    step : int
        -1 back to the arrival, 1 on to the leaving.
    level, base : float
        Values of the held pose and of the start pose.
    """
    passed: list[float] = []
    i = index
    for share in (EDGE, *SHARES):
        bound = level - share * (level - base)
        while 0 <= i + step < len(times) and values[i] >= bound:
            ahead = _beyond_dip(times, values, i, step, bound)
            if abs(times[ahead] - times[i]) > HOLE_S and values[ahead] < bound:
                return _edge(passed, step) if passed else times[i]
            i = ahead
        if values[i] >= bound:  # the way ends here
            break
        passed.append(crossing(times, values, max(i, i - step), bound))
    return _edge(passed, step) if passed else times[i]


def _beyond_dip(times: Sequence[float], values: Sequence[float], index: int, step: int, bound: float) -> int:
    """Return the next frame; when that is the beginning of a dip below `bound`, the first one after the dip."""
    ahead = index + step
    while 0 <= ahead < len(times) and abs(times[ahead] - times[index]) <= DIP_S:
        if values[ahead] >= bound:
            return ahead
        ahead += step
    return index + step


def _edge(passed: list[float], step: int) -> float:
    """Return the time of the edge from the times at which the heights of the way were passed, `EDGE` first."""
    if len(passed) < 3:
        return passed[0]
    ats = _AT_SHARES[: len(passed) - 1]
    duration_s = abs(passed[-1] - passed[1]) / (ats[-1] - ats[0])
    guesses = [t - step * duration_s * (at - _AT_EDGE) for t, at in zip(passed[1:], ats, strict=True)]
    return median([passed[0], *guesses])
