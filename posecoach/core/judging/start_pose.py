"""Learns the start pose: the level from which an attempt rises, and when one begins."""

from __future__ import annotations

import math

from posecoach.core.body.filters import RollingQuantile
from posecoach.core.body.landmarks import Side
from posecoach.core.body.pose import Values
from posecoach.core.exercise.bands import bind
from posecoach.core.exercise.exercise import Progression

REST_S = 5.0
REST_QUANTILE = 0.2
"""The start pose's level is the 20 % quantile of its last five seconds, so that a slow start does not raise it."""


class StartPose:
    """Remembers the last seconds in the start pose, for each side that may move.

    Attributes
    ----------
    values : mapping of str to float
        All measures of the latest frame in the start pose.
    left_s : float
        Time of that frame. While a side has been raised ever since the first frame: the time of that one.
    """

    def __init__(self, progression: Progression, sides: tuple[Side | None, ...]) -> None:
        self._progression = progression
        self._levels: dict[Side | None, RollingQuantile] = {side: RollingQuantile(REST_S) for side in sides}
        self.values: Values = {}
        self.left_s = math.nan

    def add(self, t: float, values: Values) -> None:
        """Learn from a frame in the start pose."""
        for side, levels in self._levels.items():
            level = self.level(side, values)
            if not math.isnan(level) and not level - self.base(side) > self._progression.leave_start:
                levels.add(t, level)
            levels.forget(t)
        left = self.leaving(values)[0]
        if not left:
            self.values = values
        if not left or math.isnan(self.left_s):
            self.left_s = t

    def level(self, side: Side | None, values: Values) -> float:
        """Value of the progression for one side."""
        return values.get(bind(self._progression.measure, side), math.nan)

    def base(self, side: Side | None) -> float:
        """Value of the progression for one side at rest; for a hidden leg that of the other one. NaN when unknown."""
        levels = self._levels[side] or max(self._levels.values(), key=len)
        return levels.quantile(REST_QUANTILE)

    def rises(self, values: Values) -> dict[Side | None, float]:
        """How far each side is above its value at rest; NaN when unseen."""
        return {side: self.level(side, values) - self.base(side) for side in self._levels}

    def leaving(self, values: Values) -> tuple[bool, Side | None]:
        """Whether a side has left the start pose, and the side that has risen most."""
        side, rise = max(self.rises(values).items(), key=lambda item: -math.inf if math.isnan(item[1]) else item[1])
        return rise > self._progression.leave_start, side
