"""Follows one attempt: on the way to the target pose, in the hold, and on the way back."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Literal

from posecoach.core.body.pose import Values
from posecoach.core.exercise.bands import bind
from posecoach.core.exercise.exercise import Check, Exercise
from posecoach.core.exercise.measures import label_of
from posecoach.core.judging.attempt.attempt import DROPOUT_S, Attempt
from posecoach.core.judging.attempt.beginning import Beginning, Begun
from posecoach.core.judging.attempt.late_arrival import Frames
from posecoach.core.judging.attempt.target_pose import TargetPose
from posecoach.core.judging.checks import FormTracker, is_turned
from posecoach.core.judging.events import Event, HoldEnded, HoldReached, HoldStarted, Rep
from posecoach.core.judging.unjudged import not_judged, unjudged

AT_TOP = 0.9
"""Share of the highest rise at which an attempt without a hold must have been in the target pose."""
TOUCH_S = 0.2
"""An attempt without a hold must have risen far enough for this long: a jump of the landmarks is no movement."""
OTHER_SIDE_S = 0.2
"""The other leg is followed when it has been the one that rises for this long."""
ELSEWHERE_S = 0.2
"""After a loss of sight the body is believed to be in another pose when it has been found there for this long."""
MIXED_UP_S = 2.0
"""In dim pictures the estimator takes one leg for the other, or mixes them, for up to a second and a half."""
MISSED_SHARE = 0.5
"""Then what one leg has lost the other one has gained, but for this share. Of a person who only lowers the raised leg
a bit, the supporting one reads up to a tenth of the rise."""


class AttemptTracker:
    """Follows one attempt.

    Parameters
    ----------
    exercise : Exercise
        The exercise.
    begun : Begun
        The attempt, as it began.
    beginning : Beginning
        What is known about its start pose.
    recognising : bool
        Whether it must be told from other movements, too: nobody said that it is this exercise.

    Attributes
    ----------
    attempt : Attempt
        Its values over time.
    checks : FormTracker
        Its checks.
    phase : str
        Where the body is.
    """

    def __init__(self, exercise: Exercise, begun: Begun, beginning: Beginning, recognising: bool) -> None:
        self._exercise, self._beginning = exercise, beginning
        self.attempt: Attempt = begun.attempt
        self.phase: Literal["moving", "hold", "lowering"] = "moving"
        at_rest = beginning.start.values if begun.attempt.start_seen else {}
        self._target = TargetPose(exercise, at_rest or exercise.example_start, recognising)
        self.checks = FormTracker(exercise.checks, at_rest, judged=bool(begun.frames))
        self._other_side_t = math.inf
        self._mixed_up_t = self._elsewhere_t = math.inf
        self._on_the_way: Frames = []
        self._hold_s = 0.0

    def follow(self, t: float, values: Values, events: list[Event]) -> bool:
        """Take the values of a frame in which the body is seen; return whether it is back in the start pose."""
        if self.phase == "moving" and not self.attempt.holds:
            self._choose_side(t, values)
        if self._are_legs_mixed_up(t, values):
            self._hold_with_either_leg(t, values)
            return False
        attempt, progression = self.attempt, self._exercise.progression
        value = self._beginning.start.level(attempt.side, values)
        if math.isnan(value):
            return False
        attempt.add(t, value, self.checks.update(attempt, self.phase, t, values))
        self._target.watch(values)
        index, answer = self._target.find(values, attempt.side), self._target.may_be(values, attempt.side)
        if index is not None and answer is not False:
            self._target.reach(value, values)
        if self.phase == "hold":
            self._target.count(answer)
            low = attempt.start_seen and attempt.rise() <= progression.leave_start
            if attempt.has_dropped() or low or self._target.is_left(index, t):
                self.leave_hold(events)
        elif index is not None and answer is not False and attempt.has_arrived():
            self.phase = "hold"
            self._target.hold(index)
            events.append(HoldStarted(attempt.begin_hold()))
        else:
            return self._is_back(values)
        return False

    def _choose_side(self, t: float, values: Values) -> None:
        """Follow the other leg, from the beginning, when it has been the one that rises."""
        other = self._beginning.other_side(self.attempt, values)
        self._other_side_t = math.inf if other is None else min(self._other_side_t, t)
        if other and t - self._other_side_t >= OTHER_SIDE_S:
            for earlier_t, earlier in self._on_the_way:
                level = self._beginning.start.level(other.side, earlier)
                if not math.isnan(level):
                    other.add(earlier_t, level, good=False)
            self.attempt = other
        self._on_the_way.append((t, values))

    def _are_legs_mixed_up(self, t: float, values: Values) -> bool:
        """Whether the estimator mixes the legs up in a hold: what the raised one lost, the other one has gained."""
        attempt, own = self.attempt, self._beginning.start.level(self.attempt.side, values)
        mixed_up = (
            attempt.holding
            and not math.isnan(own)
            and not attempt.is_near(own)
            and any(
                attempt.lost_share(own + rise) <= MISSED_SHARE * attempt.lost_share(own)
                for rise in self._other_rises(values)
            )
        )
        self._mixed_up_t = min(self._mixed_up_t, t) if mixed_up else math.inf
        return mixed_up and t - self._mixed_up_t < MIXED_UP_S

    def _hold_with_either_leg(self, t: float, values: Values) -> None:
        """Go on with the hold while a leg is up, whichever is said to be: nobody exchanges them in an instant."""
        for rise in self._other_rises(values):
            if self.attempt.is_near(self.attempt.base + rise):
                self.attempt.add(t, self.attempt.base + rise, good=False)

    def _other_rises(self, values: Values) -> list[float]:
        """How far the other leg is above its start pose; empty when the exercise has no sides."""
        return [rise for side, rise in self._beginning.start.rises(values).items() if side != self.attempt.side]

    def _is_back(self, values: Values) -> bool:
        attempt, at_start = self.attempt, self._exercise.start.met(values, was_met=False)
        if not attempt.start_seen:
            return at_start is True and bool(attempt.holds)
        risen = max(attempt.rise(), attempt.values[-1] - attempt.base)
        return risen <= self._exercise.progression.leave_start and at_start is not False

    def find_again(self, t: float, values: Values, events: list[Event]) -> bool:
        """Go on after a loss of sight; with the hold, when the body is found in the same pose.

        Returns whether the frame is believed: the first ones after a loss are often wrong.
        """
        if self._are_legs_mixed_up(t, values):
            return False
        attempt, level = self.attempt, self._beginning.start.level(self.attempt.side, values)
        same = self._target.find(values, attempt.side) == self._target.held and attempt.is_near(level)
        if attempt.holding and not same:
            self._elsewhere_t = min(self._elsewhere_t, t)
            if t - self._elsewhere_t < ELSEWHERE_S:
                return False
            self.leave_hold(events, seen=False)
        self._elsewhere_t = math.inf
        return True

    def leave_hold(self, events: list[Event], seen: bool = True) -> None:
        """End the hold; `seen`: the body was seen leaving the pose."""
        self.phase, self._target.held = ("lowering" if self.attempt.has_dropped() else "moving"), None
        self.checks.end_phase()
        events.append(HoldEnded(self.attempt.end_hold(seen).end_s))

    def count_hold(self, t: float, events: list[Event]) -> None:
        """Count the seconds of the running hold; notice when the prescribed hold is reached."""
        target_s = self._exercise.prescription.hold_s
        if self.attempt.holding:
            hold_s = self.attempt.hold_s()
            if target_s and hold_s >= target_s > self._hold_s:
                events.append(HoldReached(t))
            self._hold_s = hold_s
        elif not self.attempt.holds:
            self._hold_s = 0.0

    def hold_and_good_s(self) -> tuple[float, float]:
        """Return the seconds of the hold so far and of its good part."""
        if self.attempt.holding:
            return self._hold_s, min(self.attempt.good_s, self._hold_s)
        if not self.attempt.holds:
            return 0.0, 0.0
        hold = self.attempt.longest()
        return hold.length_s, hold.good_s

    # -- the end -------------------------------------------------------------------------------------------

    @property
    def certain(self) -> bool | None:
        """Whether it was this exercise, not a similar movement; None when too little was seen to tell."""
        return self._target.certain

    def counts(self, came_back: bool) -> bool:
        """Whether the body held the target pose, or at least touched it and came back."""
        return bool(self.attempt.holds) or (came_back and self._touched_target())

    def _touched_target(self) -> bool:
        """Whether the target was reached at the highest moment, and the body went there and back once."""
        attempt = self.attempt
        if not attempt.times:
            return False
        least = attempt.base + self._exercise.progression.min_attempt
        at_top = self._target.peak_level - attempt.base >= AT_TOP * (max(attempt.values) - attempt.base)
        return at_top and attempt.time_above(least) >= TOUCH_S and not attempt.is_kicking()

    def rep(self, t: float) -> Rep:
        """Return the attempt that ended at `t` (s) as a rep, without its number."""
        attempt = self.attempt
        hold = attempt.longest()
        faults, good_s = self.checks.sum_up(attempt, hold, t, self._target.peak)
        codes = {fault.code for fault in faults}
        return Rep(
            0,
            self._exercise.id,
            attempt.side,
            attempt.start_s,
            hold.start_s,
            hold.end_s,
            max(t, hold.end_s),
            hold.length_s,
            good_s,
            self._exercise.prescription.hold_s,
            faults,
            tuple(
                unjudged(check, self._label(check), self._first(check, codes), is_turned(check, self._target.peak))
                for check in self.checks.unjudged()
            ),
            start_seen=attempt.start_seen,
            unseen_s=hold.unseen_s,
        )

    def unseen_check(self, t: float, values: Values) -> str | None:
        """Return a sentence that names a check that is unseen in a hold without a fault; None when all are seen."""
        unknown = self.checks.unknown(t, DROPOUT_S) if self.attempt.holding and not self.checks.active else None
        if unknown is None:
            return None
        first = self._first(unknown, self.checks.active)
        return not_judged(unknown, self._label(unknown), first, is_turned(unknown, values))

    def _label(self, check: Check) -> str:
        return label_of(self._exercise, bind(check.measure, self.attempt.side))

    def _first(self, check: Check, codes: Iterable[str]) -> Check | None:
        """Return the check whose fault leaves this one without a meaning, if it was found."""
        return self._exercise.check(check.needs) if check.needs in codes else None
