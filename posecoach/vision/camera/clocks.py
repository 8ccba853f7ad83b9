"""Clocks of cameras: ours, and how a time on a phone's clock becomes one on ours."""

from __future__ import annotations

import sys
import time
from collections import deque

_CLOCKS = {"linux": "CLOCK_BOOTTIME", "darwin": "CLOCK_MONOTONIC"}
"""System -> the monotonic clock that continues while the machine sleeps; with the usual one, which stops, a hold from
before the sleep would continue after it."""
_CLOCK_ID: int | None = getattr(time, _CLOCKS.get(sys.platform, ""), None)

WINDOW_S = 10.0
"""The clocks are compared over this time: at least one of its pictures came without delay, and clocks that differ by a
ten-thousandth drift apart by no more than a millisecond."""


def steady_s() -> float:
    """Return monotonic time in seconds, which also grows while the machine sleeps.

    Other systems use `time.perf_counter`: on Windows it continues during sleep and has a finer resolution than
    `time.monotonic`, whose steps are 16 ms.
    """
    if sys.platform == "win32" or _CLOCK_ID is None:
        return time.perf_counter()
    return time.clock_gettime(_CLOCK_ID)


class RemoteClock:
    """Translates times on another device's clock to our own.

    Nobody knows the difference between the clocks, but each picture arrives after it was captured: of all pictures of
    the last `WINDOW_S`, the one with the least difference between arrival and capture was the least delayed. Measured
    by that one, every time is right but for the least delay, a few milliseconds in a home, which is the same for all.
    A clock that jumps, stops or races only makes pictures look late or not: no time is ever later than the arrival.
    """

    def __init__(self) -> None:
        self._least: deque[tuple[float, float]] = deque()  # (arrival, difference), both growing: the first is the least

    def to_ours(self, captured_s: float, arrived_s: float) -> float:
        """Return when a picture was captured, on our clock; `arrived_s` never falls from call to call."""
        difference_s = arrived_s - captured_s
        while self._least and self._least[0][0] < arrived_s - WINDOW_S:
            self._least.popleft()
        while self._least and self._least[-1][1] >= difference_s:
            self._least.pop()
        self._least.append((arrived_s, difference_s))
        return min(arrived_s, captured_s + self._least[0][1])
