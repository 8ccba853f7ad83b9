"""How often something may be tried."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable


class TryLimit:
    """Allows a number of tries within any period, by all who try together.

    Parameters
    ----------
    most : int
        How many.
    within_s : float
        Length of the period in seconds.
    now : callable
        Returns the time in seconds.
    """

    def __init__(self, most: int, within_s: float, now: Callable[[], float] = time.monotonic) -> None:
        self._most, self._within_s, self._now = most, within_s, now
        self._tries: deque[float] = deque(maxlen=most)
        self._lock = threading.Lock()

    def allows(self) -> bool:
        """Note a try; return whether it is allowed."""
        with self._lock:
            now_s = self._now()
            if len(self._tries) == self._most and now_s - self._tries[0] < self._within_s:
                return False
            self._tries.append(now_s)
            return True
