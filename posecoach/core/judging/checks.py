"""The form of one attempt: each check over time, all of them together, and what they find at its end."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from statistics import median

from posecoach.core.body.pose import Values
from posecoach.core.exercise.bands import bind
from posecoach.core.exercise.exercise import HOLD_S, LOWERING_S, Check
from posecoach.core.judging.attempt import Attempt, Hold
from posecoach.core.judging.events import Event, Fault, FaultCleared, FaultRaised, PhaseName

CLEAR_S = 0.3
"""A fault is put right when the value has been good for this long: one good frame is no correction."""


class CheckTracker:
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


class FormTracker:
    """Follows the checks of one attempt.

    Parameters
    ----------
    checks : iterable of Check
        The most important first.
    start : mapping of str to float
        The measures in the start pose, for checks on their change.
    """

    def __init__(self, checks: Iterable[Check] = (), start: Values | None = None) -> None:
        self._watches = tuple(CheckTracker(check) for check in checks)
        self._start: Values = start or {}

    @property
    def active(self) -> list[str]:
        """Codes of the faults that are active now, the most important first."""
        return [watch.check.code for watch in self._watches if watch.active]

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Active now, the most important first."""
        return tuple(fault for watch in self._watches if (fault := watch.current))

    def changes(self, t: float, before: list[str], phase: PhaseName) -> list[Event]:
        """Return which faults have become active since those of `before`, and which were put right in a hold."""
        active = self.active
        if active == before:
            return []
        changes: list[Event] = [FaultRaised(t, fault) for fault in self.faults if fault.code not in before]
        if phase == "hold":
            changes += [FaultCleared(t, code) for code in sorted(set(before) - set(active))]
        return changes

    def update(self, attempt: Attempt, phase: PhaseName, t: float, values: Values) -> bool:
        """Make the checks of this phase; True when all were seen and none is a fault."""
        good = True
        for watch in self._watches:
            if watch.check.during != phase:
                if watch.check.during != "end":
                    watch.leave()
                continue
            was_active = watch.active
            known = watch.see(t, self._value(watch.check, attempt, t, values))
            if watch.active and not was_active:
                attempt.spoil(watch.out_since)
            good = good and known is not None and not watch.active
        return good

    def leave(self) -> None:
        """End what is running: the phase is over."""
        for watch in self._watches:
            watch.leave()

    def sum_up(self, attempt: Attempt, hold: Hold, t: float, peak: Values) -> tuple[tuple[Fault, ...], float]:
        """Return the attempt's faults, and its seconds in good form.

        A hold too short for the checks' patience is judged on the spot, by the values at its highest point; one too
        long is told with all of its length, not with what it was in the middle of the fault.
        """
        ends = {HOLD_S: hold.length_s, LOWERING_S: attempt.lowering_s(hold)}
        hasty = False
        for watch in self._watches:
            check = watch.check
            if check.during == "end":
                watch.judge(t, ends.get(check.measure, math.nan))
            elif check.during == "hold" and hold.length_s < check.patience_s and check.measure != HOLD_S:
                watch.judge(hold.start_s, self._value(check, attempt, t, peak))
                hasty = True
        faults = tuple(
            _with(fault, hold.length_s, watch.check) if watch.check.measure == HOLD_S else fault
            for watch in self._watches
            for fault in watch.faults
            if watch.check.during != "moving"
        )
        return faults, 0.0 if hasty and faults else hold.good_s

    def unjudged(self) -> list[Check]:
        """Return the checks that could not be made for most of the time, and found no fault."""
        return [watch.check for watch in self._watches if watch.unjudged and not watch.faults]

    def unknown(self, t: float, for_s: float) -> Check | None:
        """Return the first check whose measure has not been seen for so long."""
        return next((watch.check for watch in self._watches if t - watch.unknown_since > for_s), None)

    def hint(self, hold_s: float) -> str:
        """Return the warning that is due before the hold becomes too long."""
        warnings = (watch.check.warn for watch in self._watches if watch.check.measure == HOLD_S and not watch.active)
        return next((words for from_s, words in filter(None, warnings) if hold_s >= from_s), "")

    def _value(self, check: Check, attempt: Attempt, t: float, values: Values) -> float:
        if check.measure == HOLD_S:
            return t - attempt.hold_start_s
        key = bind(check.measure, attempt.side)
        start = self._start.get(key, math.nan) if check.from_start else 0.0
        return values.get(key, math.nan) - start


def _with(fault: Fault, value: float, check: Check) -> Fault:
    """Return a fault told with another value."""
    return replace(fault, value=value, cue=check.sentence(value))
