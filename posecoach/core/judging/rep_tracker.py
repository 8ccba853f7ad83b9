"""The one state machine: values at time t -> Update (phase, hold, rep, faults).

It reads an exercise's declarations and knows no exercise. An attempt begins when travel leaves the start pose
and ends when the start pose is back; between, the body arrives in the target pose (it stands still there, told
by `attempt.Attempt`), holds, and leaves. What is not seen for half a second ends a hold and blames nobody.
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
"""Share of the highest rise at which the target pose must have been seen, for an attempt that held nothing."""
LOST_S = 2.0
"""An attempt on its way to the target is given up when nothing was seen of it for this long."""
BROKEN_S = 0.7
"""A posture lost for longer than this is another movement, not a stumble."""


class RepTracker:
    """Judges one exercise over a stream of values.

    Parameters
    ----------
    exercise : Exercise
        What is to be done.
    """

    def __init__(self, exercise: Exercise) -> None:
        self.exercise = exercise
        self._sides: tuple[Side | None, ...] = SIDES if exercise.sided else (None,)
        self._vital = (exercise.progression.measure, *(key for key, _ in exercise.targets[0].bands))
        self.reps: list[Rep] = []
        self.restart()

    def restart(self) -> None:
        """Begin the set anew: no reps, nothing under way."""
        self.reps = []
        self._hold = Hold(0.0, 0.0, 0.0)
        self._in_question = self._sides
        self._shown_hold_s = 0.0
        self._go("away")
        self._seen_t = -math.inf
        self._broken_t = math.inf

    def _go(self, phase: PhaseName) -> None:
        self.phase: PhaseName = phase
        if phase in ("away", "start"):
            self._attempt: Attempt | None = None
            self._form = FormTracker()
            self._peak: tuple[float, Values] = (-math.inf, {})
            self._stage: int | None = None
            self._off_since = math.inf
            self._passed_waypoint = not self.exercise.waypoint.bands
        if phase == "away":
            self._start = StartPose(self.exercise.progression, self._sides)

    # -- one frame -----------------------------------------------------------------------------------------

    def update(self, t: float, values: Values, body: Body | None = None, trouble: str | None = None) -> Update:
        """Judge the values of the frame at `t` (s, growing).

        Parameters
        ----------
        t : float
            Seconds.
        values : mapping of str to float
            The measures; empty when nobody was seen.
        body : Body, optional
            Is handed on to the sinks, with its pose.
        trouble : str, optional
            Why the body cannot be judged as it is seen; it then counts as unseen.
        """
        events = self.follow(t, values, trouble)
        return self.report(t, values, body, trouble, events, len(self.reps))

    def follow(self, t: float, values: Values, trouble: str | None = None) -> list[Event]:
        """Judge a frame as `update` does; return what happened, and leave the rest to be asked for by `report`."""
        self._in_question = self._sides if self._attempt is None else (self._attempt.side,)
        if self.phase == "away" and not self._at_start(values):  # far from this exercise
            return []
        events: list[Event] = []
        before = self._form.active
        if t - self._seen_t > DROPOUT_S:
            self._lose(t, events)
        if not trouble and self._hidden(values) is None:
            self._seen_t = t
            self._step(t, values, events)
        if self._attempt:
            events += self._form.changes(t, before, self.phase)
            self._count(self._attempt, t, events)
        return events

    def finish(self, t: float) -> list[Event]:
        """End the stream: a hold that was under way is an attempt, a mere start is none."""
        events: list[Event] = []
        if self._attempt:
            self._close(t, events, came_back=False)
        return events

    def _hidden(self, values: Values) -> str | None:
        """Return what is not seen of that without which nothing can be judged, as a sentence."""
        if not values:
            return NOBODY
        for key in self._vital:
            if all(map(math.isnan, [values.get(bind(key, side), math.nan) for side in self._in_question])):
                return self._cannot_see(bind(key, self._in_question[0]))
        return None

    def _cannot_see(self, key: str) -> str:
        measure = find_measure(self.exercise, key)
        label = measure.label if measure else key
        return f"I cannot see your {label.removeprefix('left ').removeprefix('right ')} well enough to judge."

    def _step(self, t: float, values: Values, events: list[Event]) -> None:
        broken = self.exercise.posture.met(values) is False
        self._broken_t = min(self._broken_t, t) if broken else math.inf
        if t - self._broken_t >= BROKEN_S:
            self._close(self._broken_t, events, came_back=False)
        elif self.phase in ("away", "start"):
            if not broken:
                self._wait(t, values, events)
        elif self._attempt:
            self._follow(self._attempt, t, values, events)

    def _lose(self, t: float, events: list[Event]) -> None:
        """Nobody to be seen for longer than a dropout: the hold is over, the attempt too if it had one."""
        attempt = self._attempt
        if attempt is None:
            self._go("away")
        elif attempt.holding or attempt.holds or t - self._seen_t > LOST_S:
            self._close(self._seen_t, events, came_back=False)

    # -- phases --------------------------------------------------------------------------------------------

    def _wait(self, t: float, values: Values, events: list[Event]) -> None:
        """Away or in the start pose: learn its level, notice when it is left."""
        at_start = self._at_start(values)
        if at_start and self.phase == "away":
            self._go("start")
        if self.phase != "start":
            return
        if at_start:
            self._start.see(t, values)
            self._passed_waypoint = not self.exercise.waypoint.bands
        self._passed_waypoint = self._passed_waypoint or self.exercise.waypoint.met(values) is True
        leaving, side = self._start.leaving(values)
        if self._passed_waypoint and (leaving or self.exercise.waypoint.bands):
            self._open(side, t, values, events)

    def _at_start(self, values: Values) -> bool:
        return self.exercise.start.met(values, was_met=self.phase == "start") is True

    def _open(self, side: Side | None, t: float, values: Values, events: list[Event]) -> None:
        self.phase = "moving"
        self._attempt = Attempt(self.exercise.progression, self._start.base(side), self._start.left_s, side)
        self._form = FormTracker(self.exercise.checks, self._start.values)
        events.append(AttemptStarted(t))
        self._follow(self._attempt, t, values, events)

    def _follow(self, attempt: Attempt, t: float, values: Values, events: list[Event]) -> None:
        """On the way, in the hold or on the way back."""
        if self.phase == "moving" and not attempt.holds:
            attempt = self._attempt = self._better_side(attempt, values)
        travel = self._start.level(attempt.side, values)
        if math.isnan(travel):
            return
        attempt.add(t, travel, self._form.update(attempt, self.phase, t, values))
        stage = self._target_met(attempt, values)
        if stage is not None and travel > self._peak[0] and self._is_told(attempt, values):
            self._peak = (travel, values)
        if self.phase == "hold":
            if attempt.sinking() or attempt.rise() <= self.exercise.progression.leave_start or self._has_left(stage, t):
                self._leave_hold(attempt, events)
        elif (
            stage is not None
            and self._is_told(attempt, values)
            and attempt.rise() >= self.exercise.progression.min_attempt
            and attempt.settled()
        ):
            self.phase, self._stage, self._off_since = "hold", stage, math.inf
            events.append(HoldStarted(attempt.begin_hold()))
        elif self._is_back(attempt, values):
            self._close(t, events)

    def _target_met(self, attempt: Attempt, values: Values) -> int | None:
        """Return which of the target poses the body is in; the held one while that cannot be told."""
        answers = [target.met(values, attempt.side) for target in self.exercise.targets]
        if True in answers:
            return answers.index(True)
        return self._stage if None in answers and self.phase == "hold" else None

    def _is_told(self, attempt: Attempt, values: Values) -> bool:
        """Whether the pose is this exercise's and not that of a similar movement, as far as can be seen."""
        start = self._start.values
        told = [condition.met(values, attempt.side, start=start) for condition in self.exercise.distinguishing]
        return not told or any(answer is not False for answer in told)

    def _has_left(self, stage: int | None, t: float) -> bool:
        """Whether the held pose has been left: for another stage, or for longer than a misjudged frame lasts."""
        if stage == self._stage:
            self._off_since = math.inf
            return False
        self._off_since = min(self._off_since, t)
        return stage is not None or t - self._off_since > DROPOUT_S

    def _better_side(self, attempt: Attempt, values: Values) -> Attempt:
        """Take the other leg's track when it is the one that is going up."""
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
        self.phase, self._stage = ("lowering" if attempt.sinking() else "moving"), None
        self._form.leave()
        events.append(HoldEnded(attempt.end_hold().end_s))

    def _is_back(self, attempt: Attempt, values: Values) -> bool:
        low = attempt.rise() <= self.exercise.progression.leave_start
        return low and self.exercise.start.met(values, was_met=False) is not False

    # -- the end of an attempt -----------------------------------------------------------------------------

    def _close(self, t: float, events: list[Event], came_back: bool = True) -> None:
        """End the attempt: a rep when the target pose was held, or at least touched on the way there and back."""
        attempt = self._attempt
        if attempt and attempt.times:
            if attempt.holding:
                self._leave_hold(attempt, events)
            touched = came_back and self._touched(attempt)
            if attempt.holds or touched:
                self._finish_rep(attempt, t, events)
        self._go("away")

    def _touched(self, attempt: Attempt) -> bool:
        """Whether an attempt that held nothing reached the target at its highest, and went there and back once."""
        rose = max(attempt.travels) - attempt.base
        at_top = self._peak[0] - attempt.base >= AT_TOP * rose
        return rose >= self.exercise.progression.min_attempt and at_top and not attempt.wavers()

    def _finish_rep(self, attempt: Attempt, t: float, events: list[Event]) -> None:
        hold = self._hold = attempt.longest()
        faults, good_s = self._form.sum_up(attempt, hold, t, self._peak[1])
        unjudged = (
            Unjudged(check.code, self._cannot_see(bind(check.measure, attempt.side))) for check in self._form.unjudged()
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

    # -- what is told of it --------------------------------------------------------------------------------

    def _count(self, attempt: Attempt, t: float, events: list[Event]) -> None:
        """Count the seconds of the running hold; notice when they are as many as prescribed."""
        target_s = self.exercise.prescription.hold_s
        if attempt.holding:
            hold_s = t - attempt.hold_start_s
            if target_s and hold_s >= target_s > self._shown_hold_s:
                events.append(HoldReached(t))
            self._shown_hold_s = hold_s
        elif not attempt.holds:
            self._shown_hold_s = 0.0

    def report(
        self,
        t: float,
        values: Values,
        body: Body | None,
        trouble: str | None,
        events: Iterable[Event],
        reps: int,
    ) -> Update:
        """Tell of the frame that was followed last, in which `events` happened, `reps` attempts being done."""
        attempt = self._attempt
        hold_s, good_s = self._held()
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
            faults=self._form.faults,
            hint=self._form.hint(hold_s) if attempt and attempt.holding else "",
            unseen=trouble or self._hidden(values) or self._not_praised(t),
            events=tuple(events),
            body=body,
        )

    def _held(self) -> tuple[float, float]:
        """Seconds of the running hold and of its good part; after an attempt the last one's, until the next begins."""
        attempt = self._attempt
        if attempt and attempt.holding:
            return self._shown_hold_s, min(attempt.good_s, self._shown_hold_s)
        if attempt and not attempt.holds:
            return 0.0, 0.0
        hold = attempt.longest() if attempt else self._hold
        return hold.length_s, hold.good_s

    def _not_praised(self, t: float) -> str | None:
        """Return what of a hold without a fault has not been seen for long: it is no more praised than blamed."""
        if self._attempt is None or not self._attempt.holding or self._form.active:
            return None
        unknown = self._form.unknown(t, DROPOUT_S)
        return self._cannot_see(bind(unknown.measure, self._attempt.side)) if unknown else None
