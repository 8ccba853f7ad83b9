"""Learns the start pose: the level from which an attempt rises, and when one begins."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable, Sequence
from statistics import median

from posecoach.core.body.landmarks import Side
from posecoach.core.body.pose import Values
from posecoach.core.body.tracking.filters import RollingQuantile
from posecoach.core.exercise.bands import bind
from posecoach.core.exercise.progression import Progression
from posecoach.core.judging.attempt.attempt import Attempt

REST_S = 5.0
REST_QUANTILE = 0.2
"""The start pose's level is the 20 % quantile of its last five seconds, so that a slow start does not raise it."""

BEFORE_S = 1.0
MOVING_S = 0.2
"""The body at rest is the median of the first time before it left, without the second: then parts of it move."""
WATCHED = 1800
"""Frames of the start pose that are kept: a minute at 30 a second."""


class StartPose:
    """Remembers the last seconds in the start pose, for each side that may move.

    Attributes
    ----------
    since_s : float
        Time of the first frame; NaN before it.
    left_s : float
        Time of the latest frame at rest.
    trusted : bool
        Whether an attempt has just ended in it; otherwise it must last some time to be believed.
    """

    def __init__(self, progression: Progression, sides: tuple[Side | None, ...], trusted: bool = False) -> None:
        self._progression = progression
        self._levels: dict[Side | None, RollingQuantile] = {side: RollingQuantile(REST_S) for side in sides}
        self._watched: dict[Side | None, deque[tuple[float, float]]] = {side: deque(maxlen=WATCHED) for side in sides}
        self._recent: deque[tuple[float, Values]] = deque()
        self.since_s = self.left_s = self._last_s = math.nan
        self.trusted = trusted

    def add(self, t: float, values: Values) -> None:
        """Learn from a frame in the start pose."""
        for side, levels in self._levels.items():
            level = self.level(side, values)
            own = levels.quantile(REST_QUANTILE)
            if not math.isnan(level) and not level - own > self._progression.leave_start:
                levels.add(t, level)
            levels.forget(t)
        self._last_s = t
        for side, watched in self._watched.items():
            level = self.level(side, values)
            if not math.isnan(level):
                watched.append((t, level))
        if math.isnan(self.since_s):
            self.since_s = self.left_s = t
        if not self.leaving(values)[0] or not self._recent:
            self.left_s = t
            self._recent.append((t, values))
            while self._recent[0][0] < t - BEFORE_S:
                self._recent.popleft()

    @property
    def values(self) -> Values:
        """All measures shortly before the body left its rest, and the progression's usual value there."""
        still = [values for t, values in self._recent if t <= self.left_s - MOVING_S] or [v for _, v in self._recent]
        known = {key: [value for v in still if not math.isnan(value := v[key])] for key in (still[0] if still else ())}
        rest = {bind(self._progression.measure, side): self.base(side) for side in self._levels}
        return {key: median(values) for key, values in known.items() if values} | rest

    @property
    def lasted_s(self) -> float:
        """Seconds from its first to its last frame; infinite when it is trusted."""
        return math.inf if self.trusted else self._last_s - self.since_s

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

    def lowered(self) -> Attempt | None:
        """Return the attempt that this start pose really was, when the body has come to rest far below it.

        A recording may begin in a hold; then the floor seems to be where the raised legs are.
        """
        for side, watched in self._watched.items():
            if watched and watched[-1][1] < self.base(side) - self._progression.min_attempt:
                return self._hold_in(watched, side)
        return None

    def hold_before(self, frames: Iterable[tuple[float, Values]]) -> Attempt | None:
        """Return the attempt that the frames before this start pose were, when the body was held far above it."""
        for side, watched in self._watched.items():
            before = [(t, level) for t, values in frames if not math.isnan(level := self.level(side, values))]
            if attempt := self._hold_in([*before, *watched], side):
                return attempt
        return None

    def _hold_in(self, watched: Sequence[tuple[float, float]], side: Side | None) -> Attempt | None:
        """Return the attempt in these levels of one side: a hold far above the last of them, where the body rests."""
        if not watched:
            return None
        resting = Attempt(self._progression, watched[-1][1], watched[0][0], side, start_seen=False)
        for t, level in watched:
            resting.add(t, level, good=False)
            if not resting.is_settled():
                continue
            if not resting.holding and not resting.holds and resting.rise() >= self._progression.min_attempt:
                resting.begin_hold()
            elif resting.holding and resting.has_dropped():
                resting.end_hold()
        return resting if resting.holds and resting.is_settled() else None

    def leaving(self, values: Values) -> tuple[bool, Side | None]:
        """Whether a side has left the start pose, and the side that has risen most."""
        side, rise = max(self.rises(values).items(), key=lambda item: -math.inf if math.isnan(item[1]) else item[1])
        return rise > self._progression.leave_start, side
