"""The progression's values over the time of one attempt, and what can be read off them."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable
from statistics import median

from posecoach.core.exercise.progression import Progression

WITHIN = 0.05
"""Share of the rise that still belongs to the held pose (the definition of hold_start and hold_end)."""
SWING_SHARE = 0.4
SWINGS_MAX = 3
"""Down, up and down again is an uncertain lift; more swings of this share of the rise are kicking."""
STEADY_S = 0.2
"""What the body does now is the median of this time, so that no single frame decides."""


class ProgressionTrack:
    """The values of the progression, frame by frame.

    Attributes
    ----------
    base : float
        The value in the start pose.
    times, values : list of float
        Time (s) of each frame, and the value then.
    """

    def __init__(self, progression: Progression, base: float) -> None:
        self.progression, self.base = progression, base
        self.times: list[float] = []
        self.values: list[float] = []

    def steady(self) -> float:
        """Return the value now, as the median of the last moments."""
        first = min(self.index(self.times[-1] - STEADY_S), max(len(self.times) - 3, 0))
        return median(self.values[first:])

    def rise(self) -> float:
        """How far the body is above the start pose now."""
        return self.steady() - self.base

    def rise_to(self, level: float) -> float:
        """How far `level` lies above the start pose, at least the measure's jitter."""
        return max(level - self.base, self.progression.jitter)

    def is_kicking(self) -> bool:
        """Whether the body went up and down too often for a lift."""
        return count_swings(self.values, SWING_SHARE * self.rise_to(max(self.values))) > SWINGS_MAX

    def index(self, t: float) -> int:
        """Index of the first frame at or after `t`."""
        return bisect_left(self.times, t)

    def lower_edge(self, level: float) -> float:
        """Lowest value that still belongs to a pose held at `level`."""
        return level - max(WITHIN * self.rise_to(level), self.progression.jitter / 2)


def count_swings(values: Iterable[float], span: float) -> int:
    """Return how often the values turned back by more than `span`, down and up."""
    swings, high, low, rising = 0, -math.inf, math.inf, True
    for value in values:
        high, low = max(high, value), min(low, value)
        if rising and high - value > span:
            swings, rising, low = swings + 1, False, value
        elif not rising and value - low > span:
            swings, rising, high = swings + 1, True, value
    return swings
