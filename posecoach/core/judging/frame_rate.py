"""Notices a stream with too few frames to judge: a slow machine or camera."""

from __future__ import annotations

from collections import deque
from itertools import pairwise
from statistics import median

STEPS = 5
"""The rate is that of the median of so many steps, so that a camera that stalls now and then is no slow one."""
SLOW_S, FAST_S = 0.23, 0.21
"""Steps (seconds) from which on a stream is too slow, and up to which it is fast enough again. On 24 tracks filmed at 5
frames a second, all attempts and faults are as at 15, and holds differ by 0.1 s at most; with 4, a quarter of the
attempts has other faults, and holds differ by up to 5 s."""


class FrameRate:
    """Follows the rate of a stream.

    Attributes
    ----------
    too_slow : bool
        Whether the last frames came too slowly to judge.
    """

    def __init__(self) -> None:
        self._times: deque[float] = deque(maxlen=STEPS + 1)
        self.too_slow = False

    def add(self, t: float) -> None:
        """Take the time of the next frame in seconds."""
        self._times.append(t)
        if len(self._times) > STEPS:
            step_s = median(after - before for before, after in pairwise(self._times))
            self.too_slow = step_s > (FAST_S if self.too_slow else SLOW_S)
