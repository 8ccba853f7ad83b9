"""The one state machine: values at time t -> Update (phase, hold, rep, faults).

It reads an exercise's declarations and knows no exercise. An attempt begins when the progression leaves the start
pose and ends with the return to it. In between the body arrives in the target pose (`attempt.Attempt` finds out when
it stands still there), holds, and leaves. A body unseen for half a second ends a hold without a fault.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from posecoach.core.body.body import Body
from posecoach.core.body.landmarks import SIDES, Side
from posecoach.core.body.pose import Values
from posecoach.core.exercise.bands import bind
from posecoach.core.exercise.exercise import Exercise
from posecoach.core.exercise.measures import find_measure
from posecoach.core.judging.attempt import Attempt, Hold
from posecoach.core.judging.checks import FormTracker
from posecoach.core.judging.events import (
    AttemptStarted,
    Event,
    HoldEnded,
    HoldReached,
    HoldStarted,
    PhaseName,
    Rep,
    RepDone,
    Unjudged,
    Update,
)
from posecoach.core.judging.start_pose import StartPose
from posecoach.core.judging.view_quality import NOBODY

DROPOUT_S = 0.5
"""A pose lost for no longer than this does not break a hold."""
AT_TOP = 0.9
"""Share of the highest rise at which an attempt without a hold must have been in the target pose."""
LOST_S = 2.0
"""An attempt on its way to the target is dropped when the body was unseen for this long."""
BROKEN_S = 0.7
"""A posture broken for longer than this is another movement, not a stumble."""


class RepTracker:
    """Judges one exercise over a stream of values.

    Parameters
    ----------
    exercise : Exercise
        The exercise.
    """

    def __init__(self, exercise: Exercise) -> None:
        self.exercise = exercise
        self._sides: tuple[Side | None, ...] = SIDES if exercise.sided else (None,)
        self._required = (exercise.progression.measure, *(key for key, _ in exercise.targets[0].bands))
        self.reps: list[Rep] = []
        self.restart()

    def restart(self) -> None:
        """Forget all reps and the running attempt."""
        self.reps = []
        self._last_hold = Hold(0.0, 0.0, 0.0)
        self._candidate_sides = self._sides
        self._hold_s = 0.0
        self._enter("away")
        self._seen_t = -math.inf
        self._broken_t = math.inf

    def _enter(self, phase: PhaseName) -> None:
        self.phase: PhaseName = phase
        if phase in ("away", "start"):
            self._attempt: Attempt | None = None
            self._checks = FormTracker()
            self._peak: tuple[float, Values] = (-math.inf, {})
            self._target_index: int | None = None
            self._off_since = math.inf
            self._passed_waypoint = not self.exercise.waypoint.bands
        if phase == "away":
            self._start = StartPose(self.exercise.progression, self._sides)

    # -- one frame -----------------------------------------------------------------------------------------

    def update(self, t: float, values: Values, body: Body | None = None, problem: str | None = None) -> Update:
        """Judge the values of the frame at `t` (s, growing).

        Parameters
        ----------
        t : float
            Seconds.
        values : mapping of str to float
            The measures; empty when nobody was seen.
        body : Body, optional
            Put into the update, with its pose.
        problem : str, optional
            Why this view cannot be judged; the body then counts as unseen.
        """
        events = self.follow(t, values, problem)
        return self.report(t, values, body, problem, events, len(self.reps))

    def follow(self, t: float, values: Values, problem: str | None = None) -> list[Event]:
        """Judge a frame as `update` does, but return only its events; `report` gives the rest."""
        self._candidate_sides = self._sides if self._attempt is None else (self._attempt.side,)
        if self.phase == "away" and not self._at_start(values):  # far from this exercise
            return []
        events: list[Event] = []
        before = self._checks.active
        if t - self._seen_t > DROPOUT_S:
            self._handle_loss(t, events)
        if not problem and self._unseen_reason(values) is None:
            self._seen_t = t
            self._judge(t, values, events)
        if self._attempt:
            events += self._checks.changes(t, before, self.phase)
            self._count_hold(self._attempt, t, events)
        return events

    def finish(self, t: float) -> list[Event]:
        """End the stream: a running hold counts as an attempt, a mere start does not."""
        events: list[Event] = []
        if self._attempt:
            self._end_attempt(t, events, came_back=False)
        return events

    def _unseen_reason(self, values: Values) -> str | None:
        """Return a sentence that names a required measure that is not seen; None when all are."""
        if not values:
            return NOBODY
        for key in self._required:
            if all(map(math.isnan, [values.get(bind(key, side), math.nan) for side in self._candidate_sides])):
                return self._cannot_see(bind(key, self._candidate_sides[0]))
        return None

    def _cannot_see(self, key: str) -> str:
        measure = find_measure(self.exercise, key)
        label = measure.label if measure else key
        return f"I cannot see your {label.removeprefix('left ').removeprefix('right ')} well enough to judge."

    def _judge(self, t: float, values: Values, events: list[Event]) -> None:
        broken = self.exercise.posture.met(values) is False
        self._broken_t = min(self._broken_t, t) if broken else math.inf
        if t - self._broken_t >= BROKEN_S:
            self._end_attempt(self._broken_t, events, came_back=False)
        elif self.phase in ("away", "start"):
            if not broken:
                self._watch_start(t, values, events)
        elif self._attempt:
            self._follow_attempt(self._attempt, t, values, events)

    def _handle_loss(self, t: float, events: list[Event]) -> None:
        """End the hold of a body unseen for longer than a dropout, and the attempt too if it had a hold."""
        attempt = self._attempt
        if attempt is None:
            self._enter("away")
        elif attempt.holding or attempt.holds or t - self._seen_t > LOST_S:
            self._end_attempt(self._seen_t, events, came_back=False)

    # -- phases --------------------------------------------------------------------------------------------

    def _watch_start(self, t: float, values: Values, events: list[Event]) -> None:
        """Away or in the start pose: learn its level and notice when the body leaves it."""
        at_start = self._at_start(values)
        if at_start and self.phase == "away":
            self._enter("start")
        if self.phase != "start":
            return
        if at_start:
            self._start.add(t, values)
            self._passed_waypoint = not self.exercise.waypoint.bands
        self._passed_waypoint = self._passed_waypoint or self.exercise.waypoint.met(values) is True
        leaving, side = self._start.leaving(values)
        if self._passed_waypoint and (leaving or self.exercise.waypoint.bands):
            self._begin_attempt(side, t, values, events)

    def _at_start(self, values: Values) -> bool:
        return self.exercise.start.met(values, was_met=self.phase == "start") is True

    def _begin_attempt(self, side: Side | None, t: float, values: Values, events: list[Event]) -> None:
        self.phase = "moving"
        self._attempt = Attempt(self.exercise.progression, self._start.base(side), self._start.left_s, side)
        self._checks = FormTracker(self.exercise.checks, self._start.values)
        events.append(AttemptStarted(t))
        self._follow_attempt(self._attempt, t, values, events)

    def _follow_attempt(self, attempt: Attempt, t: float, values: Values, events: list[Event]) -> None:
        """Follow an attempt: on the way, in the hold or on the way back."""
        if self.phase == "moving" and not attempt.holds:
            attempt = self._attempt = self._better_side(attempt, values)
        value = self._start.level(attempt.side, values)
        if math.isnan(value):
            return
        attempt.add(t, value, self._checks.update(attempt, self.phase, t, values))
        target_index = self._find_target(attempt, values)
        if target_index is not None and value > self._peak[0] and self._is_distinguished(attempt, values):
            self._peak = (value, values)
        if self.phase == "hold":
            if (
                attempt.has_dropped()
                or attempt.rise() <= self.exercise.progression.leave_start
                or self._has_left(target_index, t)
            ):
                self._leave_hold(attempt, events)
        elif (
            target_index is not None
            and self._is_distinguished(attempt, values)
            and attempt.rise() >= self.exercise.progression.min_attempt
            and attempt.is_settled()
        ):
            self.phase, self._target_index, self._off_since = "hold", target_index, math.inf
            events.append(HoldStarted(attempt.begin_hold()))
        elif self._is_back(attempt, values):
            self._end_attempt(t, events)

    def _find_target(self, attempt: Attempt, values: Values) -> int | None:
        """Return the index of the target pose that the body is in; the held one while that is unknown."""
        answers = [target.met(values, attempt.side) for target in self.exercise.targets]
        if True in answers:
            return answers.index(True)
        return self._target_index if None in answers and self.phase == "hold" else None

    def _is_distinguished(self, attempt: Attempt, values: Values) -> bool:
        """Whether the pose is not that of a similar movement, as far as can be seen."""
        start = self._start.values
        met = [condition.met(values, attempt.side, start=start) for condition in self.exercise.distinguishing]
        return not met or any(answer is not False for answer in met)

    def _has_left(self, target_index: int | None, t: float) -> bool:
        """Whether the body has left the held pose: for another target, or for longer than a dropout."""
        if target_index == self._target_index:
            self._off_since = math.inf
            return False
        self._off_since = min(self._off_since, t)
        return target_index is not None or t - self._off_since > DROPOUT_S

    def _better_side(self, attempt: Attempt, values: Values) -> Attempt:
        """Follow the other leg when it is the one that rises."""
        rises = self._start.rises(values)
        own = rises[attempt.side]
        for side, rise in rises.items():
            if (
                rise > 1.5 * max(0.0 if math.isnan(own) else own, self.exercise.progression.leave_start)
                and side != attempt.side
            ):
                return Attempt(self.exercise.progression, self._start.base(side), attempt.start_s, side)
        return attempt

    def _leave_hold(self, attempt: Attempt, events: list[Event]) -> None:
        self.phase, self._target_index = ("lowering" if attempt.has_dropped() else "moving"), None
        self._checks.end_phase()
        events.append(HoldEnded(attempt.end_hold().end_s))

    def _is_back(self, attempt: Attempt, values: Values) -> bool:
        low = attempt.rise() <= self.exercise.progression.leave_start
        return low and self.exercise.start.met(values, was_met=False) is not False

    # -- the end of an attempt -----------------------------------------------------------------------------

    def _end_attempt(self, t: float, events: list[Event], came_back: bool = True) -> None:
        """End the attempt: it is a rep when the body held the target pose, or at least touched it and came back."""
        attempt = self._attempt
        if attempt and attempt.times:
            if attempt.holding:
                self._leave_hold(attempt, events)
            touched = came_back and self._touched_target(attempt)
            if attempt.holds or touched:
                self._add_rep(attempt, t, events)
        self._enter("away")

    def _touched_target(self, attempt: Attempt) -> bool:
        """Whether an attempt without a hold reached the target at its highest, and went there and back once."""
        highest_rise = max(attempt.values) - attempt.base
        at_top = self._peak[0] - attempt.base >= AT_TOP * highest_rise
        return highest_rise >= self.exercise.progression.min_attempt and at_top and not attempt.is_kicking()

    def _add_rep(self, attempt: Attempt, t: float, events: list[Event]) -> None:
        hold = self._last_hold = attempt.longest()
        faults, good_s = self._checks.sum_up(attempt, hold, t, self._peak[1])
        unjudged = (
            Unjudged(check.code, self._cannot_see(bind(check.measure, attempt.side)))
            for check in self._checks.unjudged()
        )
        rep = Rep(
            len(self.reps) + 1,
            self.exercise.id,
            attempt.side,
            attempt.start_s,
            hold.start_s,
            hold.end_s,
            max(t, hold.end_s),
            hold.length_s,
            good_s,
            self.exercise.prescription.hold_s,
            faults,
            tuple(unjudged),
        )
        self.reps.append(rep)
        events.append(RepDone(t, rep))

    # -- what is reported --------------------------------------------------------------------------------

    def _count_hold(self, attempt: Attempt, t: float, events: list[Event]) -> None:
        """Count the seconds of the running hold; notice when the prescribed hold is reached."""
        target_s = self.exercise.prescription.hold_s
        if attempt.holding:
            hold_s = t - attempt.hold_start_s
            if target_s and hold_s >= target_s > self._hold_s:
                events.append(HoldReached(t))
            self._hold_s = hold_s
        elif not attempt.holds:
            self._hold_s = 0.0

    def report(
        self,
        t: float,
        values: Values,
        body: Body | None,
        problem: str | None,
        events: Iterable[Event],
        reps: int,
    ) -> Update:
        """Return the update of the last frame, with its `events` and the number of `reps` so far."""
        attempt = self._attempt
        hold_s, good_s = self._hold_and_good_s()
        return Update(
            t,
            body.pose if body else None,
            values,
            exercise=self.exercise.id,
            title=self.exercise.title,
            phase=self.phase,
            side=attempt.side if attempt else None,
            hold_s=hold_s,
            good_s=good_s,
            hold_target_s=self.exercise.prescription.hold_s,
            rep=reps + 1 if attempt else 0,
            reps=reps,
            faults=self._checks.faults,
            hint=self._checks.hint(hold_s) if attempt and attempt.holding else "",
            unseen=problem or self._unseen_reason(values) or self._unseen_check(t),
            events=tuple(events),
            body=body,
        )

    def _hold_and_good_s(self) -> tuple[float, float]:
        """Seconds of the running hold and of its good part; between attempts those of the last one."""
        attempt = self._attempt
        if attempt and attempt.holding:
            return self._hold_s, min(attempt.good_s, self._hold_s)
        if attempt and not attempt.holds:
            return 0.0, 0.0
        hold = attempt.longest() if attempt else self._last_hold
        return hold.length_s, hold.good_s

    def _unseen_check(self, t: float) -> str | None:
        """Return a sentence that names a check that is unseen in a hold without a fault; None when all are seen."""
        if self._attempt is None or not self._attempt.holding or self._checks.active:
            return None
        unknown = self._checks.unknown(t, DROPOUT_S)
        return self._cannot_see(bind(unknown.measure, self._attempt.side)) if unknown else None
