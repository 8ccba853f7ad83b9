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
LONGEST_S = 60.0
"""A hold that shows only when it ends may have lasted this long."""

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

    Attributes
    ----------
    open : bool
        Whether a target pose that is taken up now was not seen to begin.
    so_far : list
        All frames so far, while none was in the start pose or in another posture: they may turn out to be a hold.
    """

    def __init__(self, exercise: Exercise, sides: Sequence[Side | None]) -> None:
        self._exercise, self._sides = exercise, sides
        self._frames: Frames = []
        self._side: Side | None = None
        self._first_t = math.nan
        self.open = self._unbroken = not exercise.waypoint.bands  # without it the target is an ordinary way to lie
        self.so_far: Frames = []

    def end(self, keep: bool = False) -> None:
        """Note that all that follows is seen to begin; `keep`: the frames so far may still turn out to be a hold."""
        self.open = self._unbroken = False
        if not keep:
            self.so_far = []

    def watches(self, t: float, values: Values) -> bool:
        """Whether the stream or view is so young that a pose taken up now was not seen to begin.

        A body that was in another posture before came from there.
        """
        if not values or not (self.open or self._unbroken):
            return self.open
        if self._exercise.posture.met(values) is False:
            self.end()
            return False
        self._first_t = t if math.isnan(self._first_t) else self._first_t
        self.open = self.open and (bool(self._frames) or t - self._first_t <= FIRST_S)
        self._unbroken = self._unbroken and t - self._first_t <= LONGEST_S
        if self._unbroken:
            self.so_far.append((t, values))
        return self.open or self._unbroken

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
        self.end()
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
