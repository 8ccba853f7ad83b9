"""Recognises the exercise: the rep trackers of all candidates run, and the one that fits the movement reports.

Like a rep tracker, and with the same interface, it depends only on the values so far. It knows no exercise: each one
declares its posture, start and target poses, and its tracker says how far the body follows them. Since all trackers
run from the start, the attempt in which the exercise is recognised is judged from its beginning.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable

from posecoach.core.body.body import Body
from posecoach.core.body.pose import Values
from posecoach.core.exercise.exercise import Exercise
from posecoach.core.judging.events import Event, PhaseName, Rep, RepDone, Update
from posecoach.core.judging.rep_tracker import RepTracker, follow_up
from posecoach.core.judging.view_quality import NOBODY
from posecoach.translation import N_

RANK: dict[PhaseName, int] = {"away": 0, "start": 1, "moving": 2, "lowering": 3, "hold": 4}
"""How far the body follows an exercise: one that is followed further replaces one that is uncertain."""
FORGET_S = 2.0
"""Seconds without any of the exercise's poses after which it is dropped: turning over takes longer."""
CERTAIN = RANK["lowering"]
"""From this rank another exercise does not replace the current one."""
OTHER = N_("Not one of the exercises")
READY = N_("Ready")


class Recogniser:
    """Recognises the exercise in a stream of values, and judges it.

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
        self._trackers = {exercise.id: RepTracker(exercise, recognising=True) for exercise in exercises}
        self.reps: list[Rep] = []
        self._current: str | None = None
        self._followed_t = -math.inf

    def update(self, t: float, values: Values, body: Body | None = None, problem: str | None = None) -> Update:
        """Judge the frame at `t` as the recognised exercise; see `RepTracker.update`."""
        events_of = {key: tracker.follow(t, values, problem) for key, tracker in self._trackers.items()}
        done = self._add_reps(t, events_of)
        if self._current is None:
            ready = any(tracker.phase == "start" for tracker in self._trackers.values())
            unseen = problem or (None if values else NOBODY)
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
        events: list[Event] = [event for event in events_of[self._current] if not isinstance(event, RepDone)]
        events += done
        return self._trackers[self._current].report(t, values, body, problem, events, len(self.reps))

    def finish(self, t: float) -> list[Event]:
        """End the stream; a running hold counts as an attempt."""
        return [*self._add_reps(t, {key: tracker.finish(t) for key, tracker in self._trackers.items()})]

    def change_view(self, t: float) -> list[Event]:
        """Begin with another view; see `RepTracker.change_view`."""
        done = self._add_reps(t, {key: tracker.change_view(t) for key, tracker in self._trackers.items()})
        self._current = None
        return [*done]

    def _add_reps(self, t: float, events_of: dict[str, list[Event]]) -> list[RepDone]:
        """Choose the exercise, and add the attempts that ended in it; the other trackers saw the same movement."""
        ended = {key: [e.rep for e in events if isinstance(e, RepDone)] for key, events in events_of.items()}
        self._choose(t, {key for key, reps in ended.items() if reps})
        done: list[RepDone] = []
        for rep in ended.get(self._current, []) if self._current else []:
            if not self.reps or rep.hold_start_s >= self.reps[-1].hold_end_s:
                self.reps.append(follow_up(self.reps, rep))
                done.append(RepDone(t, self.reps[-1]))
        return done

    def _choose(self, t: float, ended: Collection[str]) -> None:
        """Keep the current exercise while the body follows it; else choose the one followed furthest."""
        ranks = {key: CERTAIN if key in ended else RANK[tracker.phase] for key, tracker in self._trackers.items()}
        current = ranks.get(self._current, 0) if self._current else 0
        best = max(ranks, key=lambda key: (ranks[key], key == self._current))
        if current < CERTAIN and ranks[best] > max(current, RANK["start"]):
            self._current, current = best, ranks[best]
        if current:
            self._followed_t = t
        elif t - self._followed_t > FORGET_S:
            self._current = None
