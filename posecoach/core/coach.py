"""The one state machine: values at time t -> Update (phase, hold, rep, faults).

It reads an exercise's declarations and knows no exercise. An attempt begins when travel leaves the start pose
and ends when the start pose is back; between, the body arrives in the target pose (it stands still there, told
by `attempt.Attempt`), holds, and leaves. What is not seen for half a second ends a hold and blames nobody.
"""

from __future__ import annotations

import math

from posecoach.core.attempt import Attempt, Hold
from posecoach.core.exercise import Exercise, bind
from posecoach.core.form import Form
from posecoach.core.landmarks import SIDES, Side
from posecoach.core.measures import SHARED
from posecoach.core.startpose import StartPose
from posecoach.core.types import (
    AttemptStarted,
    Event,
    FaultCleared,
    FaultRaised,
    HoldEnded,
    HoldReached,
    HoldStarted,
    PhaseName,
    Pose,
    Rep,
    RepDone,
    Update,
    Values,
)

DROPOUT_S = 0.5
"""A pose lost for no longer than this does not break a hold."""
AT_TOP = 0.9
"""Share of the highest rise at which the target pose must have been seen, for an attempt that held nothing."""
NOBODY = "I cannot see you."
LOST_S = 2.0
"""An attempt on its way to the target is given up when nothing was seen of it for this long."""
BROKEN_S = 0.7
"""A posture lost for longer than this is another movement, not a stumble."""


class Coach:
    """Judges one exercise over a stream of values.

    Parameters
    ----------
    exercise : Exercise
        What is to be done.
    """

    def __init__(self, exercise: Exercise) -> None:
        self.exercise = exercise
        self._sides: tuple[Side | None, ...] = SIDES if exercise.sided else (None,)
        self.reps: list[Rep] = []
        self.restart()

    def restart(self) -> None:
        """Begin the set anew: no reps, nothing under way."""
        self.reps = []
        self._hold = Hold(0.0, 0.0, 0.0)
        self._shown_hold_s = 0.0
        self._go("away")
        self._seen_t = -math.inf
        self._broken_t = math.inf

    def _go(self, phase: PhaseName) -> None:
        self.phase: PhaseName = phase
        if phase in ("away", "start"):
            self._attempt: Attempt | None = None
            self._form = Form()
            self._peak: tuple[float, Values] = (-math.inf, {})
            self._stage: int | None = None
            self._off_since = math.inf
            self._passed_via = not self.exercise.via.bands
        if phase == "away":
            self._start = StartPose(self.exercise.travel, self._sides)

    # -- one frame -----------------------------------------------------------------------------------------

    def update(self, t: float, values: Values, pose: Pose | None = None, trouble: str | None = None) -> Update:
        """Judge the values of the frame at `t` (s, growing).

        Parameters
        ----------
        t : float
            Seconds.
        values : mapping of str to float
            The measures; empty when nobody was seen.
        pose : Pose, optional
            Is handed on to the sinks.
        trouble : str, optional
            Why the body cannot be judged as it is seen; it then counts as unseen.
        """
        events: list[Event] = []
        before = {fault.code for fault in self._form.faults}
        unseen = trouble or self._unseen(values)
        if t - self._seen_t > DROPOUT_S:
            self._lose(t, events)
        if unseen is None:
            self._seen_t = t
            self._step(t, values, events)
        faults = {fault.code: fault for fault in self._form.faults}
        events += [FaultRaised(t, fault) for code, fault in faults.items() if code not in before]
        if self.phase == "hold":
            events += [FaultCleared(t, code) for code in sorted(before - set(faults))]
        return self._report(t, values, pose, unseen, events)

    def finish(self, t: float) -> list[Event]:
        """End the stream: a hold that was under way is an attempt, a mere start is none."""
        events: list[Event] = []
        if self._attempt:
            self._close(t, events, came_back=False)
        return events

    def _unseen(self, values: Values) -> str | None:
        if not values:
            return NOBODY
        sides = self._sides if self._attempt is None else (self._attempt.side,)
        for key in (self.exercise.travel.measure, *(key for key, _ in self.exercise.targets[0].bands)):
            if all(math.isnan(values.get(bind(key, side), math.nan)) for side in sides):
                return self._cannot_see(bind(key, sides[0]))
        return None

    def _cannot_see(self, key: str) -> str:
        label = next((m.label for m in (*self.exercise.measures, *SHARED) if m.key == key), key)
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
        at_start = self.exercise.start.met(values, was_met=self.phase == "start") is True
        if at_start and self.phase == "away":
            self._go("start")
        if self.phase != "start":
            return
        if at_start:
            self._start.see(t, values)
            self._passed_via = not self.exercise.via.bands
        self._passed_via = self._passed_via or self.exercise.via.met(values) is True
        leaving, side = self._start.leaving(values)
        if self._passed_via and (leaving or self.exercise.via.bands):
            self._open(side, t, values, events)

    def _open(self, side: Side | None, t: float, values: Values, events: list[Event]) -> None:
        self.phase = "moving"
        self._attempt = Attempt(self.exercise.travel, self._start.base(side), self._start.left_s, side)
        self._form = Form(self.exercise.checks, self._start.values)
        events.append(AttemptStarted(t))
        self._follow(self._attempt, t, values, events)

    def _follow(self, attempt: Attempt, t: float, values: Values, events: list[Event]) -> None:
        """On the way, in the hold or on the way back."""
        if self.phase == "moving" and not attempt.holds:
            attempt = self._attempt = self._better_side(attempt, values)
        travel = self._start.level(attempt.side, values)
        if math.isnan(travel):
            return
        attempt.add(t, travel, self._form.look(attempt, self.phase, t, values))
        stage = self._stage_met(attempt, values)
        if stage is not None and travel > self._peak[0] and self._is_told(attempt, values):
            self._peak = (travel, values)
        if self.phase == "hold":
            if attempt.sinking() or attempt.rise() <= self.exercise.travel.leave or self._has_left(stage, t):
                self._leave_hold(attempt, events)
        elif (
            stage is not None
            and self._is_told(attempt, values)
            and attempt.rise() >= self.exercise.travel.attempt
            and attempt.settled()
        ):
            self.phase, self._stage, self._off_since = "hold", stage, math.inf
            events.append(HoldStarted(attempt.begin_hold()))
        elif self._is_back(attempt, values):
            self._close(t, events)

    def _stage_met(self, attempt: Attempt, values: Values) -> int | None:
        """Return which of the target poses the body is in; the held one while that cannot be told."""
        answers = [target.met(values, attempt.side) for target in self.exercise.targets]
        if True in answers:
            return answers.index(True)
        return self._stage if None in answers and self.phase == "hold" else None

    def _is_told(self, attempt: Attempt, values: Values) -> bool:
        """Whether the pose is this exercise's and not that of a similar movement, as far as can be seen."""
        start = self._start.values
        told = [telltale.met(values, attempt.side, start=start) for telltale in self.exercise.telltales]
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
            if rise > 1.5 * max(0.0 if math.isnan(own) else own, self.exercise.travel.leave) and side != attempt.side:
                return Attempt(self.exercise.travel, self._start.base(side), attempt.start_s, side)
        return attempt

    def _leave_hold(self, attempt: Attempt, events: list[Event]) -> None:
        self.phase, self._stage = ("lowering" if attempt.sinking() else "moving"), None
        self._form.leave()
        events.append(HoldEnded(attempt.end_hold().end_s))

    def _is_back(self, attempt: Attempt, values: Values) -> bool:
        low = attempt.rise() <= self.exercise.travel.leave
        return low and self.exercise.start.met(values, was_met=False) is not False

    # -- the end of an attempt -----------------------------------------------------------------------------

    def _close(self, t: float, events: list[Event], came_back: bool = True) -> None:
        """End the attempt: a rep when the target pose was held, or at least touched on the way there and back."""
        attempt = self._attempt
        if attempt and attempt.track:
            if attempt.holding:
                self._leave_hold(attempt, events)
            touched = came_back and self._touched(attempt)
            if attempt.holds or touched:
                self._finish_rep(attempt, t, events)
        self._go("away")

    def _touched(self, attempt: Attempt) -> bool:
        """Whether an attempt that held nothing reached the target at its highest, and went there and back once."""
        rose = max(sample.travel for sample in attempt.track) - attempt.base
        at_top = self._peak[0] - attempt.base >= AT_TOP * rose
        return rose >= self.exercise.travel.attempt and at_top and not attempt.wavers()

    def _finish_rep(self, attempt: Attempt, t: float, events: list[Event]) -> None:
        hold = self._hold = attempt.longest()
        faults, good_s = self._form.sum_up(attempt, hold, t, self._peak[1])
        unjudged = (
            (check.code, self._cannot_see(bind(check.measure, attempt.side))) for check in self._form.unjudged()
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
            faults,
            tuple(unjudged),
        )
        self.reps.append(rep)
        events.append(RepDone(t, rep))

    def _report(self, t: float, values: Values, pose: Pose | None, unseen: str | None, events: list[Event]) -> Update:
        attempt, target_s = self._attempt, self.exercise.prescription.hold_s
        faults = self._form.faults
        hold_s, good_s = self._hold.length_s, self._hold.good_s
        if attempt and attempt.holding:
            hold_s = t - attempt.hold_start_s
            good_s = min(attempt.good_s, hold_s)
            if target_s and hold_s >= target_s > self._shown_hold_s:
                events.append(HoldReached(t))
            self._shown_hold_s = hold_s
            unknown = self._form.unknown(t, DROPOUT_S)
            if unknown and not faults:  # no praise for what cannot be seen
                unseen = unseen or self._cannot_see(bind(unknown.measure, attempt.side))
        elif attempt and attempt.holds:
            hold_s, good_s = attempt.longest().length_s, attempt.longest().good_s
        elif attempt:
            hold_s = good_s = self._shown_hold_s = 0.0
        return Update(
            t,
            pose,
            values,
            exercise=self.exercise.id,
            title=self.exercise.title,
            phase=self.phase,
            side=attempt.side if attempt else None,
            hold_s=hold_s,
            good_s=good_s,
            hold_target_s=target_s,
            rep=len(self.reps) + 1 if attempt else 0,
            reps=len(self.reps),
            faults=faults,
            hint=self._form.hint(hold_s) if attempt and attempt.holding else "",
            unseen=unseen,
            events=tuple(events),
        )
