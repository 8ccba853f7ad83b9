"""Follows through one attempt which target pose the body is in, and whether it is not that of a similar movement."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from posecoach.core.body.landmarks import Side
from posecoach.core.body.pose import Values
from posecoach.core.exercise.bands import PoseCondition
from posecoach.core.exercise.exercise import Exercise
from posecoach.core.judging.attempt.attempt import DROPOUT_S
from posecoach.core.judging.attempt.progression_track import SWINGS_MAX, count_swings

NEXT_TARGET_S = 0.2
"""A body that has been in the next target pose for this long has left the one before."""
CERTAIN_SHARE = 0.1
"""Share of a hold in which the pose must be seen to be that of the exercise; limbs are hidden now and then."""


class TargetPose:
    """Follows one attempt.

    Parameters
    ----------
    exercise : Exercise
        The exercise.
    at_rest : mapping of str to float
        The measures in the start pose.
    recognising : bool
        Whether the movement must be told from others, too: nobody said that it is this exercise.

    Attributes
    ----------
    held : int or None
        Index of the target pose that is held.
    peak : mapping of str to float
        The measures at the highest moment in a target pose.
    peak_level : float
        The progression then; -infinite without such a moment.
    """

    def __init__(self, exercise: Exercise, at_rest: Values, recognising: bool) -> None:
        self._targets, self._at_rest = exercise.targets, at_rest
        self._distinguishing = exercise.distinguishing
        self._recognised_by = exercise.recognised_by if recognising else ()
        self._kicks = exercise.kicks
        self._kicking: list[float] = []
        self.held: int | None = None
        self.peak: Values = {}
        self.peak_level = -math.inf
        self._off_since = math.inf
        self._answers: Counter[bool | None] = Counter()

    def find(self, values: Values, side: Side | None) -> int | None:
        """Return the index of the target pose that the body is in; the held one while that is unknown."""
        answers = [target.met(values, side, start=self._at_rest) for target in self._targets]
        if True in answers:
            return answers.index(True)
        return self.held if None in answers else None

    def may_be(self, values: Values, side: Side | None) -> bool | None:
        """Whether the pose is not that of a similar movement; None when too little is seen to tell."""
        if self._any(self._distinguishing, values, side) is False:
            return False
        return self._any(self._recognised_by, values, side)

    def _any(self, conditions: Sequence[PoseCondition], values: Values, side: Side | None) -> bool | None:
        answers = {condition.met(values, side, start=self._at_rest) for condition in conditions}
        return True if not answers or True in answers else None if None in answers else False

    def reach(self, level: float, values: Values) -> None:
        """Remember the highest moment in a target pose."""
        if level > self.peak_level:
            self.peak_level, self.peak = level, values

    def hold(self, index: int) -> None:
        """Note that the body holds this target pose now."""
        self.held, self._off_since = index, math.inf

    def count(self, answer: bool | None) -> None:
        """Count what `may_be` said of a frame of a hold."""
        self._answers[answer] += 1

    def watch(self, values: Values) -> None:
        """Take the measures of any frame of the attempt."""
        if self._kicks and not math.isnan(value := values.get(self._kicks[0], math.nan)):
            self._kicking.append(value)

    @property
    def certain(self) -> bool | None:
        """Whether the holds were those of the exercise; None when too little was seen."""
        if self._kicks and count_swings(self._kicking, self._kicks[1]) > SWINGS_MAX:
            return False
        yes, no = self._answers[True], self._answers[False]
        if no > yes:
            return False if no >= self._answers[None] else None
        return True if yes >= CERTAIN_SHARE * self._answers.total() else None

    def is_left(self, index: int | None, t: float) -> bool:
        """Whether the body has left the held pose, for another target or for none, for longer than a dropout."""
        if index == self.held:
            self._off_since = math.inf
            return False
        self._off_since = min(self._off_since, t)
        return t - self._off_since > (DROPOUT_S if index is None else NEXT_TARGET_S)
