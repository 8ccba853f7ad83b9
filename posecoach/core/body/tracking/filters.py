"""Filters over time: smoothing, and the quantile of the last seconds."""

from __future__ import annotations

import math
from bisect import bisect_left, insort
from collections import deque

import numpy as np
from numpy.typing import NDArray

CUTOFF_STILL_HZ = 1.5
"""Cut-off at rest: the estimator's jitter on a still body lies above 2 Hz on the sample videos."""
CUTOFF_PER_SPEED_HZ = 12.0
"""Cut-off added per body length per second of speed: a limb lifted in 1 s is followed with less than 0.1 s delay."""
CUTOFF_SPEED_HZ = 1.0
"""Cut-off of the speed itself, as in the paper."""
GAP_S = 0.5
"""After a longer gap the past says nothing about the present: the filter restarts."""


class OneEuro:
    """Filters an array of coordinates; each entry has a cut-off that follows its own speed."""

    def __init__(self) -> None:
        self._t: float | None = None
        self._value: NDArray[np.floating] = np.empty(0)
        self._speed: NDArray[np.floating] = np.empty(0)

    def __call__(self, t: float, value: NDArray[np.floating], length: float) -> NDArray[np.floating]:
        """Smooth `value` (any shape, the same each time) at time `t` (s); `length` > 0 is the body's, same unit."""
        if self._t is None or t - self._t > GAP_S or t <= self._t:
            self._t, self._value, self._speed = t, value, np.zeros_like(value)
            return value
        dt, self._t = t - self._t, t
        two_pi_dt = 2 * math.pi * dt  # at a cut-off f, 1 / (1 + two_pi_dt * f) is the weight of the past
        change, past = value - self._value, 1 / (1 + two_pi_dt * CUTOFF_SPEED_HZ)
        self._speed = past * self._speed + ((1 - past) / dt / length) * change
        damping = 1 + two_pi_dt * CUTOFF_STILL_HZ + two_pi_dt * CUTOFF_PER_SPEED_HZ * np.abs(self._speed)
        self._value = value - change / damping
        return self._value


class RollingQuantile:
    """Remembers numbers for some time, and always the last one.

    Parameters
    ----------
    memory_s : float
        How long to remember a number (s).

    Attributes
    ----------
    t : float
        Time of the last number; -infinite before the first.
    """

    def __init__(self, memory_s: float) -> None:
        self._memory_s = memory_s
        self._seen: deque[tuple[float, float]] = deque()
        self._ordered: list[float] = []
        self.t = -math.inf

    def __len__(self) -> int:
        return len(self._ordered)

    def add(self, t: float, value: float) -> None:
        """Add a number, not NaN, seen at `t` (s)."""
        self._seen.append((t, value))
        insort(self._ordered, value)
        self.t = t

    def forget(self, t: float) -> None:
        """Drop the numbers that are too old at `t` (s)."""
        while len(self._seen) > 1 and self._seen[0][0] < t - self._memory_s:
            _, value = self._seen.popleft()
            del self._ordered[bisect_left(self._ordered, value)]

    def quantile(self, share: float) -> float:
        """Return the value that `share` of the numbers lie below, interpolated; NaN when there are no numbers."""
        if not self._ordered:
            return math.nan
        at = share * (len(self._ordered) - 1)
        low, high = self._ordered[int(at)], self._ordered[math.ceil(at)]
        return low + (high - low) * (at % 1)
