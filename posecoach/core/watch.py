"""One check over time: patience before a fault, hysteresis at its edges, and what is to be said of it."""

from __future__ import annotations

import math
from statistics import median

from posecoach.core.exercise import Check
from posecoach.core.types import Fault

CLEAR_S = 0.3
"""A fault is put right when the value has been good for this long: one good frame is no correction."""


class Watch:
    """Follows one check through one attempt.

    Attributes
    ----------
    faults : list of Fault
        What was wrong and is over.
    active : bool
        Whether it is wrong now, beyond the check's patience.
    unknown_since : float
        Since when (s) the value has not been seen; infinite when it is.
    """

    def __init__(self, check: Check) -> None:
        self.check = check
        self.faults: list[Fault] = []
        self.active = False
        self._out: list[tuple[float, float]] = []
        self._good_since: float | None = None
        self.unknown_since = math.inf
        self._looks = self._misses = 0

    def see(self, t: float, value: float) -> bool | None:
        """Take the value at `t` (s). True = good, False = out of band, None = unknown."""
        good = self.check.band.holds(value, was_inside=not self._out)
        self.unknown_since = math.inf if good is not None else min(self.unknown_since, t)
        self._looks += 1
        self._misses += good is None
        if good is False:
            self._out.append((t, value))
            self._good_since = None
            self.active = self.active or t - self._out[0][0] >= self.check.patience_s
        elif good and self._out:
            self._good_since = t if self._good_since is None else self._good_since
            if not self.active or t - self._good_since >= CLEAR_S:
                self.leave()
        return good

    def leave(self) -> None:
        """End what is running: it was put right, or its phase is over."""
        if self.active:
            self.faults.append(self._fault(median(value for _, value in self._out)))
        self._out, self._good_since, self.active = [], None, False
        self.unknown_since = math.inf

    def judge(self, t: float, value: float) -> None:
        """Judge one value on the spot, without patience."""
        if self.check.band.holds(value) is False:
            self._out, self.active = [(t, value)], True
            self.leave()

    @property
    def unjudged(self) -> bool:
        """Whether for most of the time the value could not be seen."""
        return 2 * self._misses > self._looks

    @property
    def current(self) -> Fault | None:
        """The active fault with its present value."""
        return self._fault(self._out[-1][1]) if self.active else None

    @property
    def out_since(self) -> float:
        """Since when (s) the value has been out of its band; infinite when it is not."""
        return self._out[0][0] if self._out else math.inf

    def _fault(self, value: float) -> Fault:
        check, (start_s, end_s) = self.check, (self._out[0][0], self._out[-1][0])
        target = (check.band.low, check.band.high)
        return Fault(check.code, start_s, end_s, value, target, check.unit, check.sentence(value), check.say)
