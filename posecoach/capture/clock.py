"""The clock that stamps a camera's pictures."""

from __future__ import annotations

import sys
import time

_AWAKE_OR_NOT = {"linux": "CLOCK_BOOTTIME", "darwin": "CLOCK_MONOTONIC"}
"""By system, the steady clock that goes on while the machine sleeps; the usual one stands still meanwhile, and a hold
before the sleep would go on after it."""
_CLOCK_ID: int | None = getattr(time, _AWAKE_OR_NOT.get(sys.platform, ""), None)


def steady_s() -> float:
    """Return seconds that only grow, also while the machine sleeps.

    Elsewhere than on Linux and macOS it is `time.perf_counter`: on Windows that goes on in sleep, and is finer than
    `time.monotonic`, which steps by 16 ms.
    """
    return time.perf_counter() if _CLOCK_ID is None else time.clock_gettime(_CLOCK_ID)
