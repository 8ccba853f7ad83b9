"""Decides whether the body is seen well enough to judge one exercise, and whether it keeps the exercise's posture."""

from __future__ import annotations

import math
from collections.abc import Sequence

from posecoach.core.body.landmarks import Side
from posecoach.core.body.pose import Values
from posecoach.core.exercise.bands import bind
from posecoach.core.exercise.exercise import Exercise
from posecoach.core.exercise.measures import label_of
from posecoach.core.judging.unjudged import cannot_see
from posecoach.core.judging.view_quality import NOBODY

CONFIRM_S = 1.0
"""A posture that could not be confirmed for this long counts as unseen: it may be another movement."""


class Sight:
    """Follows what is seen of one exercise.

    Parameters
    ----------
    exercise : Exercise
        The exercise.

    Attributes
    ----------
    seen_t : float
        Time (s) of the last frame that could be judged.
    broken_t : float
        Time since which the posture has been broken; infinite while it is kept.
    """

    def __init__(self, exercise: Exercise) -> None:
        self._exercise = exercise
        self._required = (exercise.progression.measure, *(key for key, _ in exercise.targets[0].bands))
        self.seen_t, self.broken_t, self._unconfirmed_t = -math.inf, math.inf, math.inf

    def update(self, t: float, values: Values, problem: str | None, sides: Sequence[Side | None]) -> bool:
        """Look at the values at `t` (s); return whether they can be judged.

        Parameters
        ----------
        t : float
            Seconds.
        values : mapping of str to float
            The measures; empty when nobody was seen.
        problem : str or None
            Why this view cannot be judged.
        sides : sequence of Side or None
            The sides that may be moving.
        """
        if problem or not values:
            return False
        kept = self._exercise.posture.met(values)
        self.broken_t = min(self.broken_t, t) if kept is False else math.inf
        self._unconfirmed_t = min(self._unconfirmed_t, t) if kept is None else math.inf
        return t - self._unconfirmed_t <= CONFIRM_S and self.unseen_reason(values, sides) is None

    def unseen_reason(self, values: Values, sides: Sequence[Side | None]) -> str | None:
        """Return a sentence that names a required measure that is not seen; None when all are."""
        if not values:
            return NOBODY
        for key in self._required:
            if all(math.isnan(values.get(bind(key, side), math.nan)) for side in sides):
                return cannot_see(label_of(self._exercise, bind(key, sides[0])))
        return None
