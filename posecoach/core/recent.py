"""Numbers of the last seconds, kept in order of size: their median is at hand in every frame."""

from __future__ import annotations

import math
from bisect import bisect_left, insort
from collections import deque


class Recent:
    """Remembers numbers for some time; the last one for good.

    Parameters
    ----------
    memory_s : float
        For how long (s).

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
        """Take a number, not NaN, seen at `t` (s)."""
        self._seen.append((t, value))
        insort(self._ordered, value)
        self.t = t

    def forget(self, t: float) -> None:
        """Drop what at `t` (s) is too long ago."""
        while len(self._seen) > 1 and self._seen[0][0] < t - self._memory_s:
            _, value = self._seen.popleft()
            del self._ordered[bisect_left(self._ordered, value)]

    def quantile(self, share: float) -> float:
        """Return what `share` of the numbers lie below, between two of them in proportion; NaN when there are none."""
        if not self._ordered:
            return math.nan
        at = share * (len(self._ordered) - 1)
        low, high = self._ordered[int(at)], self._ordered[math.ceil(at)]
        return low + (high - low) * (at % 1)
