"""The one state machine: values at time t -> Update (phase, hold, rep, faults).

It reads an exercise's declarations and knows no exercise. An attempt begins when the progression leaves the start
pose and ends with the return to it. In between the body arrives in the target pose (`attempt.Attempt` finds out when
it stands still there), holds, and leaves. What was not seen interrupts a hold without a fault; it goes on when the
body is found in the same pose again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from posecoach.core.body.body import Body
from posecoach.core.body.landmarks import SIDES, Side
from posecoach.core.body.pose import Values
from posecoach.core.exercise.exercise import Exercise
from posecoach.core.judging.attempt.attempt import DROPOUT_S
from posecoach.core.judging.attempt.beginning import Beginning
from posecoach.core.judging.attempt_tracker import AttemptTracker
from posecoach.core.judging.events import AttemptStarted, Event, PhaseName, Rep, RepDone, Update
from posecoach.core.judging.sight import Sight

LOST_S = 2.0
"""The start pose, and an attempt on its way to the target, are dropped when the body was unseen for this long."""
PAUSED_S = 10.0
"""A hold goes on when the body was unseen for no longer than this and is found in the same pose."""
BROKEN_S = 0.7
"""A posture broken for longer than this is another movement, not a stumble."""
STAY_S = 1.0
"""A pose kept for this long, and then left for another posture, was a hold."""
SET_S = 60.0
"""An attempt that could not be told from a similar movement counts when a certain one follows within this time."""


def follow_up(reps: Sequence[Rep], rep: Rep) -> Rep:
    """Return a rep with its number after `reps`; it begins when the last of them has ended, at the earliest."""
    start_s = max(rep.start_s, reps[-1].end_s) if reps else rep.start_s
    return replace(rep, index=len(reps) + 1, start_s=min(start_s, rep.hold_start_s))


class RepTracker:
    """Judges one exercise over a stream of values.

    Parameters
    ----------
    exercise : Exercise
        The exercise.
    recognising : bool
        Whether it is one of several candidates: movements that only resemble it then do not count.
    """

    def __init__(self, exercise: Exercise, recognising: bool = False) -> None:
        self.exercise = exercise
        self._recognising = recognising
        self._sides: tuple[Side | None, ...] = SIDES if exercise.sided else (None,)
        self.reps: list[Rep] = []
        self._doubtful: list[Rep] = []
        self._last_s = 0.0, 0.0
        self._candidate_sides: tuple[Side | None, ...] = self._sides
        self._sight = Sight(self.exercise)
        self._beginning = Beginning(self.exercise, self._sides)
        self._leave()

    def _leave(self, came_back: bool = False) -> None:
        """Note that no attempt is under way any more; `came_back`: the body is in the start pose again."""
        self._now: AttemptTracker | None = None
        self._beginning.leave(came_back)

    @property
    def phase(self) -> PhaseName:
        """Where the body is."""
        if self._now:
            return self._now.phase
        return "start" if self._beginning.in_start else "away"

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
        self._candidate_sides = self._sides if self._now is None else (self._now.attempt.side,)
        if self._now is None and not self._beginning.watches(t, values):
            return []  # far from this exercise
        events: list[Event] = []
        before = self._now.checks.active if self._now else []
        seen = self._sight.update(t, values, problem, self._candidate_sides)
        seen = self._bridge_gap(t, values, seen, events)
        if t - self._sight.broken_t >= BROKEN_S:
            self._break_off(self._sight.broken_t, events)
        elif seen:
            self._sight.seen_t = t
            self._judge(t, values, events)
        if self._now:
            events += self._now.checks.changes(t, before, self._now.phase)
            self._now.count_hold(t, events)
        return events

    def finish(self, t: float) -> list[Event]:
        """End the stream: a running hold counts as an attempt, a mere start does not."""
        events: list[Event] = []
        if self._now:
            self._end(self._now, t, events, came_back=False, seen=False)
        return events

    def change_view(self, t: float) -> list[Event]:
        """Begin with another view: the camera was moved, and nothing measured before holds any more."""
        events = self.finish(t)
        self._leave()
        self._beginning.change_view()
        return events

    def _judge(self, t: float, values: Values, events: list[Event]) -> None:
        """Follow the attempt, or watch whether one begins."""
        if self._now:
            if self._now.follow(t, values, events):
                self._end(self._now, t, events)
            return
        begun = self._beginning.update(t, values) if self._sight.broken_t > t else None
        if begun is None:
            return
        asked = self._recognising and not (self.exercise.recognised_once and self.reps)
        self._now = AttemptTracker(self.exercise, begun, self._beginning, asked)
        events.append(AttemptStarted(begun.attempt.start_s))
        for time_s, moment in begun.frames:
            if self._now and self._now.follow(time_s, moment, events):
                self._end(self._now, time_s, events)
        if not begun.frames:
            self._end(self._now, begun.attempt.back_s(), events)

    def _bridge_gap(self, t: float, values: Values, seen: bool, events: list[Event]) -> bool:
        """Bridge the time since the body was last seen, or end what cannot go on; return whether it is seen now."""
        now, gap_s = self._now, t - self._sight.seen_t
        if gap_s <= DROPOUT_S:
            return seen
        if now is None:
            if gap_s > LOST_S:
                self._leave()
            return seen
        now.checks.end_phase()
        if gap_s > (PAUSED_S if now.attempt.holding or now.attempt.holds else LOST_S):
            self._end(now, self._sight.seen_t, events, came_back=False, seen=False)
            return seen
        return seen and now.find_again(t, values, events)

    # -- the end of an attempt -----------------------------------------------------------------------------

    def _break_off(self, t: float, events: list[Event]) -> None:
        """End what was under way when the posture broke at `t`; a hold just begun led to something else."""
        if self._now and not (self._now.attempt.holding and self._now.attempt.stayed_s(t) < STAY_S):
            self._end(self._now, t, events, came_back=False)
        else:
            self._leave()

    def _end(
        self, now: AttemptTracker, t: float, events: list[Event], came_back: bool = True, seen: bool = True
    ) -> None:
        """End the attempt, and add a rep if it counts; `seen`: the body was still seen then."""
        if now.attempt.holding:
            now.leave_hold(events, seen)
        counts = now.counts(came_back)
        if counts and now.certain is not False:
            rep = now.rep(t)
            self._last_s = rep.hold_s, rep.good_s
            self._add_rep(rep, now.certain, t, events)
        self._leave(came_back and counts)

    def _add_rep(self, rep: Rep, certain: bool | None, t: float, events: list[Event]) -> None:
        """Add a rep; one that may be a similar movement waits until a certain one follows."""
        if certain is None:
            self._doubtful.append(rep)
            return
        doubtful = [earlier for earlier in self._doubtful if rep.start_s - earlier.end_s <= SET_S]
        self._doubtful = []
        for found in (*doubtful, rep):
            self.reps.append(follow_up(self.reps, found))
            events.append(RepDone(t, self.reps[-1]))

    # -- what is reported --------------------------------------------------------------------------------

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
        now = self._now
        hold_s, good_s = now.hold_and_good_s() if now else self._last_s
        unseen = problem or self._sight.unseen_reason(values, self._candidate_sides)
        return Update(
            t,
            body.pose if body else None,
            values,
            exercise=self.exercise.id,
            title=self.exercise.title,
            phase=self.phase,
            side=now.attempt.side if now else None,
            hold_s=hold_s,
            good_s=good_s,
            hold_target_s=self.exercise.prescription.hold_s,
            rep=reps + 1 if now else 0,
            reps=reps,
            faults=now.checks.faults if now else (),
            hint=now.checks.hint(hold_s) if now and now.attempt.holding else "",
            unseen=unseen or (now.unseen_check(t, values) if now else None),
            events=tuple(events),
            body=body,
        )
