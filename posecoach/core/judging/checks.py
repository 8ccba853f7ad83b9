"""The checks of one attempt: each one over time, all of them together, and the faults at its end."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from statistics import median

from posecoach.core.body.pose import Values
from posecoach.core.exercise.bands import bind
from posecoach.core.exercise.exercise import HOLD_S, LOWERING_S, Check
from posecoach.core.judging.attempt.attempt import Attempt
from posecoach.core.judging.attempt.hold import Hold
from posecoach.core.judging.events import Event, Fault, FaultCleared, FaultRaised, PhaseName

CLEAR_S = 0.3
"""A fault is corrected when the value has been good for this long: one good frame is not enough."""


class CheckTracker:
    """Follows one check through one attempt.

    Attributes
    ----------
    faults : list of Fault
        The faults that are over.
    active : bool
        Whether there is a fault now: out of the band for longer than the check's patience.
    unknown_since : float
        Time (s) since which the value has not been seen; infinite while it is seen.
    """

    def __init__(self, check: Check) -> None:
        self.check = check
        self.faults: list[Fault] = []
        self.active = False
        self._out: list[tuple[float, float]] = []
        self._good_since: float | None = None
        self.unknown_since = math.inf
        self._n_frames = self._n_unknown = 0

    def update(self, t: float, value: float) -> bool | None:
        """Check the value at `t` (s). True = good, False = out of band, None = unknown."""
        good = self.check.band.holds(value, was_inside=not self._out)
        self.unknown_since = math.inf if good is not None else min(self.unknown_since, t)
        self._n_frames += 1
        self._n_unknown += good is None
        if good is False:
            self._out.append((t, value))
            self._good_since = None
            self.active = self.active or t - self._out[0][0] >= self.check.patience_s
        elif good and self._out:
            self._good_since = t if self._good_since is None else self._good_since
            if not self.active or t - self._good_since >= CLEAR_S:
                self.end()
        return good

    def end(self) -> None:
        """End a running fault: it was corrected, or its phase is over."""
        if self.active:
            self.faults.append(self._fault(median(value for _, value in self._out)))
        self._out, self._good_since, self.active = [], None, False
        self.unknown_since = math.inf

    def judge_once(self, t: float, value: float) -> None:
        """Judge a single value, without patience."""
        if self.check.band.holds(value) is False:
            self._out, self.active = [(t, value)], True
            self.end()

    @property
    def unjudged(self) -> bool:
        """Whether the value was unknown for most of the time."""
        return 2 * self._n_unknown > self._n_frames

    @property
    def current(self) -> Fault | None:
        """The active fault with its present value."""
        return self._fault(self._out[-1][1]) if self.active else None

    @property
    def out_since(self) -> float:
        """Time (s) since which the value has been out of its band; infinite when it is not."""
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
    judged : bool
        Whether the attempt is followed frame by frame; otherwise nothing in its hold can be judged.
    """

    def __init__(self, checks: Iterable[Check] = (), start: Values | None = None, judged: bool = True) -> None:
        self._judged = judged
        self._trackers = tuple(CheckTracker(check) for check in checks)
        self._start: Values = start or {}

    @property
    def active(self) -> list[str]:
        """Codes of the faults that are active now, the most important first."""
        return [tracker.check.code for tracker in self._trackers if tracker.active]

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Active now, the most important first."""
        return tuple(fault for tracker in self._trackers if (fault := tracker.current))

    def changes(self, t: float, before: list[str], phase: PhaseName) -> list[Event]:
        """Return the faults raised since `before`, and those corrected in a hold."""
        active = self.active
        if active == before:
            return []
        changes: list[Event] = [FaultRaised(t, fault) for fault in self.faults if fault.code not in before]
        if phase == "hold":
            cleared = (tracker.check for tracker in self._trackers if tracker.check.code in set(before) - set(active))
            changes += [FaultCleared(t, check.code, check.say, check.praise) for check in cleared]
        return changes

    def update(self, attempt: Attempt, phase: PhaseName, t: float, values: Values) -> bool:
        """Run the checks of this phase; True when all values were seen and there is no fault."""
        good = True
        for tracker in self._trackers:
            if tracker.check.during != phase:
                if tracker.check.during != "end":
                    tracker.end()
                continue
            was_active = tracker.active
            known = tracker.update(t, self._value(tracker.check, attempt, t, values))
            if tracker.active and not was_active:
                attempt.mark_not_good(tracker.out_since)
            good = good and known is not None and not tracker.active
        return good

    def end_phase(self) -> None:
        """End the running faults: the phase is over."""
        for tracker in self._trackers:
            tracker.end()

    def sum_up(self, attempt: Attempt, hold: Hold, t: float, peak: Values) -> tuple[tuple[Fault, ...], float]:
        """Return the attempt's faults, and its seconds in good form.

        A hold that is too short for the checks' patience is judged from the values at the peak. One that is too long
        reports its full length, not the length at the middle of the fault.
        """
        durations_s = {HOLD_S: hold.length_s, LOWERING_S: attempt.lowering_s(hold)}
        whole = attempt.start_seen and hold.end_seen
        bad_form = False
        for tracker in self._trackers:
            check = tracker.check
            if check.during == "end":
                value = durations_s.get(check.measure, math.nan)
                could_be_longer = not whole or check.band.holds(value + hold.unseen_s)
                tracker.judge_once(t, math.nan if check.measure == HOLD_S and could_be_longer else value)
            elif self._judged and _is_judged_at_peak(check, hold):
                tracker.judge_once(hold.start_s, self._value(check, attempt, t, peak))
                bad_form = bad_form or bool(tracker.faults)
        end_s = max(t, hold.end_s)
        faults = tuple(
            _ended(_with_value(fault, hold, tracker.check), attempt.holds, end_s)
            for tracker in self._trackers
            for fault in tracker.faults
            if tracker.check.during != "moving"
            and fault.start_s <= end_s
            and not (tracker.check.measure == HOLD_S and tracker.check.band.holds(hold.length_s))
        )
        return faults, 0.0 if bad_form else hold.good_s

    def unjudged(self) -> list[Check]:
        """Return the checks that had no value for most of the time, and found no fault."""
        if not self._judged:
            return [tracker.check for tracker in self._trackers if tracker.check.during == "hold"]
        return [tracker.check for tracker in self._trackers if tracker.unjudged and not tracker.faults]

    def unknown(self, t: float, for_s: float) -> Check | None:
        """Return the first check whose value has been unknown for longer than `for_s` seconds."""
        return next((tracker.check for tracker in self._trackers if t - tracker.unknown_since > for_s), None)

    def hint(self, hold_s: float) -> str:
        """Return the warning before the hold becomes too long; empty when there is none."""
        warnings = (
            tracker.check.warn for tracker in self._trackers if tracker.check.measure == HOLD_S and not tracker.active
        )
        return next((text for from_s, text in filter(None, warnings) if hold_s >= from_s), "")

    def _value(self, check: Check, attempt: Attempt, t: float, values: Values) -> float:
        if check.measure == HOLD_S:
            return attempt.hold_s()
        if is_turned(check, values):
            return math.nan
        key = bind(check.measure, attempt.side)
        start = self._start.get(key, math.nan) if check.from_start else 0.0
        return values.get(key, math.nan) - start


def is_turned(check: Check, values: Values) -> bool:
    """Whether the body is turned too far for a check."""
    return values.get("turned_deg", 0.0) > check.view_limit_deg


def _is_judged_at_peak(check: Check, hold: Hold) -> bool:
    return check.during == "hold" and check.measure != HOLD_S and hold.length_s < check.patience_s


def _with_value(fault: Fault, hold: Hold, check: Check) -> Fault:
    """Return a fault of the hold's length with the whole length, also in its cue; any other as it is."""
    if check.measure != HOLD_S:
        return fault
    return replace(fault, value=hold.length_s, cue=check.sentence(hold.length_s))


def _ended(fault: Fault, holds: Sequence[Hold], end_s: float) -> Fault:
    """Return a fault that ends with the hold in which it began, and with the attempt (s) at the latest."""
    end_s = next((hold.end_s for hold in holds if hold.start_s <= fault.start_s <= hold.end_s), end_s)
    return replace(fault, end_s=min(fault.end_s, end_s))
