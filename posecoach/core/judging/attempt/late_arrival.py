"""Notices a body that is in the target pose from its first frame on: the attempt began before anyone watched."""

from __future__ import annotations

import math
from collections.abc import Sequence

from posecoach.core.body.landmarks import Side
from posecoach.core.body.pose import Values
from posecoach.core.exercise.exercise import Exercise

CERTAIN_S = 1.0
"""A target pose kept for this long is held, not passed through."""
FIRST_S = 2.0
"""A recording that begins on the way to the target arrives there within this time; a pose taken up later was seen to
begin."""

Frames = list[tuple[float, Values]]
"""Seconds, and the measures then."""


class LateArrival:
    """Watches the first moments of a stream or of a view.

    Parameters
    ----------
    exercise : Exercise
        The exercise.
    sides : sequence of Side or None
        The sides that may move.
    """

    def __init__(self, exercise: Exercise, sides: Sequence[Side | None]) -> None:
        self._exercise, self._sides = exercise, sides
        self._frames: Frames = []
        self._side: Side | None = None
        self._first_t = math.nan
        self.open = not exercise.waypoint.bands  # without it the target is an ordinary way to lie

    def watches(self, t: float, values: Values) -> bool:
        """Whether the stream or view is so young that a pose taken up now was not seen to begin.

        A body that was in another posture before came from there.
        """
        if self.open and values:
            self._first_t = t if math.isnan(self._first_t) else self._first_t
            young = bool(self._frames) or t - self._first_t <= FIRST_S
            self.open = young and self._exercise.posture.met(values) is not False
        return self.open

    def update(self, t: float, values: Values) -> tuple[Side | None, Frames] | None:
        """Take the values of a frame in which the body is seen.

        Returns
        -------
        tuple of (Side or None) and list, or None
            Once: the moving side, and all frames since the first one, when the body is held in the target pose.
        """
        in_target = [side for side in self._sides if self._is_target(values, side)]
        if not in_target or (self._frames and in_target[0] != self._side):
            self._frames = []
            return None
        self._side = in_target[0]
        self._frames.append((t, values))
        if t - self._frames[0][0] < CERTAIN_S:
            return None
        self.open = False
        return self._side, self._frames

    def _is_target(self, values: Values, side: Side | None) -> bool:
        exercise = self._exercise
        if exercise.posture.met(values) is not True or exercise.start.met(values, was_met=False) is True:
            return False
        grows = exercise.progression.measure
        return any(
            target.met(values, side, start=exercise.example_start) is True
            for target in exercise.targets
            if all(key != grows for key, _ in target.since_start)
        )
