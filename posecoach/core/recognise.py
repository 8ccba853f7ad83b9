"""Which exercise is this: all coaches watch, the one whose movement is being made speaks.

A pure function over time like the coach, with the coach's own interface. It knows no exercise: each declares its
posture, start and target poses, and its coach tells how far the body follows them. Since every coach has watched
all along, the attempt in which the name becomes certain is judged from its beginning.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace

from posecoach.core.coach import NOBODY, Coach
from posecoach.core.exercise import Exercise
from posecoach.core.types import Event, PhaseName, Pose, Rep, RepDone, Update, Values

RANK: dict[PhaseName, int] = {"away": 0, "start": 1, "moving": 2, "lowering": 3, "hold": 4}
"""How far the body follows an exercise: one that is followed further takes over from one in doubt."""
FORGET_S = 2.0
"""Seconds without any of the exercise's poses after which it is no longer the one: turning over takes longer."""
CERTAIN = RANK["lowering"]
"""From this rank the exercise in hand is not given up for another one."""
OTHER = "Not one of the exercises"
READY = "Ready"


class Recogniser:
    """Tells exercises apart over a stream of values, and judges the one that is done.

    Parameters
    ----------
    exercises : iterable of Exercise
        The candidates.

    Attributes
    ----------
    reps : list of Rep
        Attempts of all exercises, numbered through.
    """

    def __init__(self, exercises: Iterable[Exercise]) -> None:
        self._coaches = {exercise.id: Coach(exercise) for exercise in exercises}
        self.reps: list[Rep] = []
        self._now: str | None = None
        self._followed_t = -math.inf

    def restart(self) -> None:
        """Begin anew: no reps, nothing recognised."""
        for coach in self._coaches.values():
            coach.restart()
        self.reps, self._now, self._followed_t = [], None, -math.inf

    def update(self, t: float, values: Values, pose: Pose | None = None, trouble: str | None = None) -> Update:
        """Judge the values of the frame at `t` by the exercise that is being done; see `Coach.update`."""
        updates = {key: coach.update(t, values, pose, trouble) for key, coach in self._coaches.items()}
        ended = {
            key: done.rep for key, update in updates.items() for done in update.events if isinstance(done, RepDone)
        }
        self._choose(t, updates, ended)
        rep = self._keep(ended)
        if self._now is None:
            ready = any(update.phase == "start" for update in updates.values())
            unseen = trouble or (None if values else NOBODY)
            return Update(
                t,
                pose,
                values,
                title=READY if ready else OTHER,
                phase="start" if ready else "away",
                reps=len(self.reps),
                unseen=unseen,
            )
        update = updates[self._now]
        events: list[Event] = [event for event in update.events if not isinstance(event, RepDone)]
        events += [RepDone(t, rep)] if rep else []
        return replace(update, reps=len(self.reps), rep=len(self.reps) + 1 if update.rep else 0, events=tuple(events))

    def finish(self, t: float) -> list[Event]:
        """End the stream; a hold under way is an attempt."""
        done = {key: coach.finish(t) for key, coach in self._coaches.items()}
        ended = {key: event.rep for key, events in done.items() for event in events if isinstance(event, RepDone)}
        rep = self._keep(ended)
        return [RepDone(t, rep)] if rep else []

    def _choose(self, t: float, updates: dict[str, Update], ended: dict[str, Rep]) -> None:
        """Keep the exercise in hand while it is followed; else take the one followed furthest."""
        ranks = {key: CERTAIN if key in ended else RANK[update.phase] for key, update in updates.items()}
        held = ranks.get(self._now, 0) if self._now else 0
        best = max(ranks, key=lambda key: (ranks[key], key == self._now))
        if held < CERTAIN and ranks[best] > max(held, RANK["start"]):
            self._now, held = best, ranks[best]
        if held:
            self._followed_t = t
        elif t - self._followed_t > FORGET_S:
            self._now = None

    def _keep(self, ended: dict[str, Rep]) -> Rep | None:
        """Take over the attempt that ended in the exercise in hand; others saw the same movement their own way."""
        rep = ended.get(self._now) if self._now else None
        if rep is None or (self.reps and rep.hold_start_s < self.reps[-1].hold_end_s):
            return None
        rep = replace(rep, index=len(self.reps) + 1)
        self.reps.append(rep)
        return rep
