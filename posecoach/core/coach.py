"""The one state machine: values at time t -> Update (phase, hold, rep, faults).

It reads an exercise's declarations and knows no exercise. An attempt begins when travel leaves the start pose
and ends when the start pose is back; between, the body arrives in the target pose (it stands still there, told
by `attempt.Attempt`), holds, and leaves. What is not seen for half a second ends a hold and blames nobody.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import replace

import numpy as np

from posecoach.core.attempt import Attempt, Hold
from posecoach.core.exercise import HOLD_S, LOWERING_S, Check, Exercise, bind
from posecoach.core.landmarks import SIDES, Side
from posecoach.core.types import (
    AttemptStarted,
    Event,
    Fault,
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
from posecoach.core.watch import Watch

DROPOUT_S = 0.5
"""A pose lost for no longer than this does not break a hold."""
LOST_S = 2.0
"""An attempt on its way to the target is given up when nothing was seen of it for this long."""
BROKEN_S = 0.7
"""A posture lost for longer than this is another movement, not a stumble."""
REST_S = 5.0
REST_QUANTILE = 0.2
"""The start pose's level is what a fifth of its last five seconds lies below: a slow start must not raise it."""
HOLD_TOLERANCE = 0.9
"""Share of the prescribed hold that counts as held: the moments are told to some 0.3 s, a person counts worse."""


class Coach:
    """Judges one exercise over a stream of values.

    Parameters
    ----------
    exercise : Exercise
        What is to be done.
    hold_target_s : float, optional
        Another hold than the prescribed one, in seconds.
    """

    def __init__(self, exercise: Exercise, hold_target_s: float | None = None) -> None:
        self.exercise = exercise
        self.hold_target_s = hold_target_s or exercise.prescription.hold_s
        self.checks = tuple(self._scaled(check) for check in exercise.checks)
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

    def _scaled(self, check: Check) -> Check:
        """Return the check with the session's own hold target in its band."""
        if check.measure != HOLD_S or self.hold_target_s is None:
            return check
        return replace(check, band=replace(check.band, low=HOLD_TOLERANCE * self.hold_target_s))

    def _go(self, phase: PhaseName) -> None:
        self.phase: PhaseName = phase
        if phase in ("away", "start"):
            self._attempt: Attempt | None = None
            self._watches: tuple[Watch, ...] = ()
            self._peak: tuple[float, Values] = (-math.inf, {})
        if phase == "away":
            self._rest: dict[Side | None, deque[tuple[float, float]]] = {side: deque() for side in self._sides}

    # -- one frame -----------------------------------------------------------------------------------------

    def update(self, t: float, values: Values, pose: Pose | None = None) -> Update:
        """Judge the values of the frame at `t` (s, growing); empty values when nobody was seen."""
        events: list[Event] = []
        before = {watch.check.code for watch in self._watches if watch.active}
        unseen = self._unseen(values)
        if t - self._seen_t > DROPOUT_S:
            self._lose(t, events)
        if unseen is None:
            self._seen_t = t
            self._step(t, values, events)
        faults = tuple(fault for watch in self._watches if (fault := watch.current))
        events += [FaultRaised(t, fault) for fault in faults if fault.code not in before]
        if self.phase == "hold":
            events += [FaultCleared(t, code) for code in sorted(before - {fault.code for fault in faults})]
        return self._report(t, values, pose, faults, unseen, events)

    def finish(self, t: float) -> list[Event]:
        """End the stream: a hold that was under way is an attempt, a mere start is none."""
        events: list[Event] = []
        if self._attempt:
            self._close(t, events)
        return events

    def _unseen(self, values: Values) -> str | None:
        if not values:
            return "I cannot see you."
        keys = [self.exercise.travel.measure, *(key for key, _ in self.exercise.target.bands)]
        sides = self._sides if self._attempt is None else (self._attempt.side,)
        for key in keys:
            if all(math.isnan(values.get(bind(key, side), math.nan)) for side in sides):
                label = next((m.label for m in self.exercise.measures if m.key == bind(key, sides[0])), key)
                return f"I cannot see your {label.replace('left ', '').replace('right ', '')} well enough to judge."
        return None

    def _step(self, t: float, values: Values, events: list[Event]) -> None:
        broken = self.exercise.posture.met(values) is False
        self._broken_t = min(self._broken_t, t) if broken else math.inf
        if t - self._broken_t >= BROKEN_S:
            self._close(self._broken_t, events)
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
            self._close(self._seen_t, events)

    # -- phases --------------------------------------------------------------------------------------------

    def _wait(self, t: float, values: Values, events: list[Event]) -> None:
        """Away or in the start pose: learn its level, notice when it is left."""
        at_start = self.exercise.start.met(values, was_met=self.phase == "start") is True
        if at_start and self.phase == "away":
            self._go("start")
        if self.phase != "start":
            return
        leaving: list[tuple[float, Side | None, float]] = []
        for side, rest in self._rest.items():
            travel = values.get(bind(self.exercise.travel.measure, side), math.nan)
            base = self._base(side)
            if travel - base > self.exercise.travel.leave:
                leaving.append((travel - base, side, base))
            elif not math.isnan(travel) and at_start:
                rest.append((t, travel))
            while len(rest) > 1 and rest[0][0] < t - REST_S:
                rest.popleft()
        if leaving:
            _, side, base = max(leaving, key=lambda found: found[0])
            self._open(side, base, t, events)
            self._step(t, values, events)

    def _base(self, side: Side | None) -> float:
        """Level of the start pose; a leg hidden there is taken to be like the other one."""
        rest = self._rest[side] or max(self._rest.values(), key=len)
        return float(np.quantile([level for _, level in rest], REST_QUANTILE)) if rest else math.nan

    def _open(self, side: Side | None, base: float, t: float, events: list[Event]) -> None:
        rest = self._rest[side] or max(self._rest.values(), key=len)
        start_s = rest[-1][0]
        self.phase = "moving"
        self._attempt = Attempt(self.exercise.travel, base, start_s, side)
        self._watches = tuple(Watch(check) for check in self.checks)
        events.append(AttemptStarted(t))

    def _follow(self, attempt: Attempt, t: float, values: Values, events: list[Event]) -> None:
        """On the way, in the hold or on the way back."""
        if self.phase == "moving" and not attempt.holds:
            attempt = self._better_side(attempt, t, values)
        travel = values.get(bind(self.exercise.travel.measure, attempt.side), math.nan)
        if math.isnan(travel):
            return
        good = self._look(attempt, t, values)
        attempt.add(t, travel, good)
        in_target = self.exercise.target.met(values, attempt.side)
        if self.exercise.telltale.met(values, attempt.side) is False:
            in_target = False
        if in_target and travel > self._peak[0]:
            self._peak = (travel, values)
        if self.phase == "hold":
            if attempt.sinking() or in_target is False:
                self._leave_hold(attempt, t, events)
        elif in_target and attempt.rise() >= self.exercise.travel.attempt and attempt.settled():
            self.phase = "hold"
            events.append(HoldStarted(attempt.begin_hold()))
        elif self._is_back(attempt, travel, values):
            self._close(t, events)

    def _better_side(self, attempt: Attempt, t: float, values: Values) -> Attempt:
        """Take the other leg's track when it is the one that is going up."""
        for side in self._sides:
            if side == attempt.side or not attempt.track:
                continue
            base = self._base(side)
            rise = values.get(bind(self.exercise.travel.measure, side), math.nan) - base
            if rise > 1.5 * max(attempt.track[-1].travel - attempt.base, self.exercise.travel.leave):
                return self._swap(Attempt(self.exercise.travel, base, attempt.start_s, side))
        return attempt

    def _swap(self, attempt: Attempt) -> Attempt:
        self._attempt = attempt
        return attempt

    def _look(self, attempt: Attempt, t: float, values: Values) -> bool:
        """Make the checks of this phase; True when all were seen and none is a fault."""
        good = True
        for watch in self._watches:
            if watch.check.during != self.phase:
                if watch.check.during != "end":
                    watch.leave()
                continue
            was_active = watch.active
            value = self._value(watch.check, attempt, t, values)
            known = watch.see(t, value)
            if watch.active and not was_active:
                attempt.spoil(watch.out_since)
            good = good and known is not None and not watch.active
        return good

    def _value(self, check: Check, attempt: Attempt, t: float, values: Values) -> float:
        if check.measure == HOLD_S:
            return t - attempt.hold_start_s
        return values.get(bind(check.measure, attempt.side), math.nan)

    def _leave_hold(self, attempt: Attempt, t: float, events: list[Event]) -> None:
        self.phase = "lowering"
        for watch in self._watches:
            watch.leave()
        events.append(HoldEnded(attempt.end_hold().end_s))

    def _is_back(self, attempt: Attempt, travel: float, values: Values) -> bool:
        low = travel - attempt.base <= self.exercise.travel.leave
        return low and self.exercise.start.met(values, was_met=False) is not False

    # -- the end of an attempt -----------------------------------------------------------------------------

    def _close(self, t: float, events: list[Event]) -> None:
        """End the attempt: a rep when it was one, else nothing."""
        attempt = self._attempt
        if attempt and attempt.track:
            if attempt.holding:
                self._leave_hold(attempt, t, events)
            rose = max(sample.travel for sample in attempt.track) - attempt.base
            if attempt.holds or (self._peak[1] and rose >= self.exercise.travel.attempt):
                self._finish_rep(attempt, t, events)
        self._go("away")

    def _finish_rep(self, attempt: Attempt, t: float, events: list[Event]) -> None:
        hold = self._hold = attempt.longest()
        ends = {HOLD_S: hold.length_s, LOWERING_S: attempt.lowering_s(hold)}
        for watch in self._watches:
            check = watch.check
            if check.during == "end":
                watch.judge(t, ends.get(check.measure, math.nan))
            elif check.during == "hold" and hold.length_s < check.patience_s and check.measure != HOLD_S:
                watch.judge(hold.start_s, self._peak[1].get(bind(check.measure, attempt.side), math.nan))
        faults = tuple(f for watch in self._watches for f in watch.faults if watch.check.during != "moving")
        judged_at_peak = hold.length_s < max((c.patience_s for c in self.checks if c.during == "hold"), default=0.0)
        good_s = 0.0 if judged_at_peak and faults else hold.good_s
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
        )
        self.reps.append(rep)
        events.append(RepDone(t, rep))

    def _report(
        self,
        t: float,
        values: Values,
        pose: Pose | None,
        faults: tuple[Fault, ...],
        unseen: str | None,
        events: list[Event],
    ) -> Update:
        attempt = self._attempt
        hold_s, good_s = self._hold.length_s, self._hold.good_s
        if attempt and attempt.holding:
            hold_s = t - attempt.hold_start_s
            good_s = min(attempt.good_s, hold_s)
            target = self.hold_target_s
            if target and hold_s >= target > self._shown_hold_s:
                events.append(HoldReached(t))
            self._shown_hold_s = hold_s
        elif attempt and not attempt.holds:
            hold_s = good_s = self._shown_hold_s = 0.0
        return Update(
            t,
            pose,
            values,
            self.exercise.id,
            self.exercise.title,
            self.phase,
            attempt.side if attempt else None,
            hold_s,
            good_s,
            self.hold_target_s,
            len(self.reps) + 1 if attempt else 0,
            len(self.reps),
            faults,
            unseen,
            tuple(events),
        )
