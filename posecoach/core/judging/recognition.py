"""Which exercise is this: all coaches watch, the one whose movement is being made speaks.

A pure function over time like the coach, with the coach's own interface. It knows no exercise: each declares its
posture, start and target poses, and its coach tells how far the body follows them. Since every coach has watched
all along, the attempt in which the name becomes certain is judged from its beginning.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace

from posecoach.core.body.body import Body
from posecoach.core.body.pose import Values
from posecoach.core.exercise.exercise import Exercise
from posecoach.core.judging.events import Event, PhaseName, Rep, RepDone, Update
from posecoach.core.judging.rep_tracker import RepTracker
from posecoach.core.judging.view_quality import NOBODY

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
        self._trackers = {exercise.id: RepTracker(exercise) for exercise in exercises}
        self.reps: list[Rep] = []
        self._now: str | None = None
        self._followed_t = -math.inf

    def restart(self) -> None:
        """Begin anew: no reps, nothing recognised."""
        for tracker in self._trackers.values():
            tracker.restart()
        self.reps, self._now, self._followed_t = [], None, -math.inf

    def update(self, t: float, values: Values, body: Body | None = None, trouble: str | None = None) -> Update:
        """Judge the values of the frame at `t` by the exercise that is being done; see `RepTracker.update`."""
        happened = {key: tracker.follow(t, values, trouble) for key, tracker in self._trackers.items()}
        ended = _ended(happened)
        self._choose(t, ended)
        rep = self._keep(ended)
        if self._now is None:
            ready = any(tracker.phase == "start" for tracker in self._trackers.values())
            unseen = trouble or (None if values else NOBODY)
            return Update(
                t,
                body.pose if body else None,
                values,
                title=READY if ready else OTHER,
                phase="start" if ready else "away",
                reps=len(self.reps),
                unseen=unseen,
                body=body,
            )
        events: list[Event] = [event for event in happened[self._now] if not isinstance(event, RepDone)]
        events += [RepDone(t, rep)] if rep else []
        return self._trackers[self._now].report(t, values, body, trouble, events, len(self.reps))

    def finish(self, t: float) -> list[Event]:
        """End the stream; a hold under way is an attempt."""
        rep = self._keep(_ended({key: tracker.finish(t) for key, tracker in self._trackers.items()}))
        return [RepDone(t, rep)] if rep else []

    def _choose(self, t: float, ended: dict[str, Rep]) -> None:
        """Keep the exercise in hand while it is followed; else take the one followed furthest."""
        ranks = {key: CERTAIN if key in ended else RANK[tracker.phase] for key, tracker in self._trackers.items()}
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


def _ended(happened: dict[str, list[Event]]) -> dict[str, Rep]:
    """Return the attempts that ended, by their exercise."""
    return {key: event.rep for key, events in happened.items() for event in events if isinstance(event, RepDone)}
