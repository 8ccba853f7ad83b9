"""One attempt: its track of travel over time, from which the moments of its hold are told.

The person is coached live, but the exact start and end of a hold show only afterwards: a hold begins when the
movement has come within 5 % of its way to the pose that is then held, and ends when it has left it by as much.
So the track is kept for as long as the attempt lasts, and moments are read off it.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from statistics import median

from posecoach.core.body.landmarks import Side
from posecoach.core.exercise.exercise import Progression

WITHIN = 0.05
"""Share of the way that still belongs to the held pose (the definition of hold_start and hold_end)."""
SETTLE_S = 0.4
"""Standing still for this long is having arrived: a slow mover passes no point for so long."""
SETTLE_SHARE = 0.06
"""Share of the way that may change in `SETTLE_S` when settled; about the 5 % of the definition."""
DROP_SHARE = 0.25
"""Having lost a quarter of the way is leaving the pose: sagging and trembling stay below that."""
SWING_SHARE = 0.4
SWINGS_MAX = 3
"""Down, and up and down once more: an uncertain lift. With more swings of this share of the way it is kicking."""
LATELY_S = 5.0
"""The pose held lately is that of the last seconds: long enough that a slow lowering does not pass for it, short
enough to follow a pose that sags or is corrected."""
LEVEL_S = 1.0
"""Time over which the height of the held pose is taken, so that a wobble does not shift it."""


@dataclass(frozen=True, slots=True)
class Hold:
    """A stay in the target pose (seconds) with the part in good form."""

    start_s: float
    end_s: float
    good_s: float

    @property
    def length_s(self) -> float:
        """Length in seconds."""
        return self.end_s - self.start_s


class Attempt:
    """The track of one attempt since it left the start pose.

    Attributes
    ----------
    times, travels : list of float
        The track: when (s), and the travel then.
    goods : list of bool
        Whether every check was seen and in its band then.
    """

    def __init__(self, travel: Progression, base: float, start_s: float, side: Side | None) -> None:
        self.progression, self.base, self.start_s, self.side = travel, base, start_s, side
        self.times: list[float] = []
        self.travels: list[float] = []
        self.goods: list[bool] = []
        self.holds: list[Hold] = []
        self.holding = False
        self.good_s = 0.0
        self._from = 0
        self._last_end = 0
        self._settled = 0

    def add(self, t: float, travel: float, good: bool) -> None:
        """Take the next frame."""
        if self.holding and len(self.times) == self._settled + 1:
            for i in range(self._from, len(self.times)):  # form is first looked at now: arriving was like it
                self.goods[i] = good
            self.good_s = self.times[-1] - self.hold_start_s if good else 0.0
        if self.holding and self.goods[-1]:
            self.good_s += t - self.times[-1]
        self.times.append(t)
        self.travels.append(travel)
        self.goods.append(good)

    def spoil(self, since_s: float) -> None:
        """Take back what was thought good since then: it has become a fault."""
        if since_s <= self.times[self._settled]:
            since_s = self.times[self._from]
        for i in range(self._index(since_s), len(self.times)):
            if self.goods[i] and i >= self._from and i + 1 < len(self.times):
                self.good_s -= self.times[i + 1] - self.times[i]
            self.goods[i] = False
        self.good_s = max(0.0, self.good_s)

    def rise(self) -> float:
        """How far the body now is above its start pose."""
        return self.travels[-1] - self.base

    def way(self, level: float) -> float:
        """How far `level` lies above the start pose, at least the measure's jitter."""
        return max(level - self.base, self.progression.jitter)

    def settled(self) -> bool:
        """Whether the body has stood still for `SETTLE_S`."""
        now = self.times[-1]
        recent = self.travels[self._index(now - SETTLE_S - 1e-6) :]
        whole = now - self.times[0] >= SETTLE_S
        return whole and max(recent) - min(recent) <= max(self.progression.jitter, SETTLE_SHARE * self.way(recent[-1]))

    def begin_hold(self) -> float:
        """Mark that the body has arrived; return when it did."""
        self._settled, self.holding = len(self.times) - 1, True
        self._from = self._back(self._settled, self.travels[-1])
        self.good_s = 0.0
        return self.hold_start_s

    @property
    def hold_start_s(self) -> float:
        """When the running hold began, as far as is known yet."""
        return self._crossing(self._from, self._floor(self._arrival_level()))

    def sinking(self) -> bool:
        """Whether the body has left the pose it held."""
        level = self._leaving_level()
        return level - self.travels[-1] > max(2 * self.progression.jitter, DROP_SHARE * self.way(level))

    def end_hold(self) -> Hold:
        """Close the running hold at the last moment that still belonged to it."""
        self.holding = False
        self._from = self._back(self._settled, self._arrival_level())
        level = self._leaving_level()
        onwards = 1.0 if self.travels[-1] > 2 * level - self._floor(level) else -1.0  # up to a next stage, or down
        edge = level + onwards * (level - self._floor(level))
        last = next(
            (i for i in range(len(self.times) - 1, self._settled, -1) if onwards * (self.travels[i] - edge) <= 0),
            self._settled,
        )
        start_s = self.hold_start_s
        end_s = max(start_s, self._crossing(last + 1, edge) if last + 1 < len(self.times) else self.times[last])
        good_s = sum(
            max(0.0, min(self.times[i + 1], end_s) - max(self.times[i], start_s))
            for i in range(self._from, len(self.times) - 1)
            if self.goods[i]
        )
        hold = Hold(start_s, end_s, min(good_s, end_s - start_s))
        self.holds.append(hold)
        self._last_end = len(self.times) - 1
        return hold

    def longest(self) -> Hold:
        """Return the longest hold; of an attempt that never settled, the time around its highest point."""
        if self.holds:
            return max(self.holds, key=lambda hold: hold.length_s)
        self._settled = self.travels.index(max(self.travels))
        return self.end_hold()

    def wavers(self) -> bool:
        """Whether travel went to and fro more than once: kicking, not lifting."""
        swings, high, low, rising = 0, -math.inf, math.inf, True
        span = SWING_SHARE * self.way(max(self.travels))
        for travel in self.travels:
            high, low = max(high, travel), min(low, travel)
            if rising and high - travel > span:
                swings, rising, low = swings + 1, False, travel
            elif not rising and travel - low > span:
                swings, rising, high = swings + 1, True, travel
        return swings > SWINGS_MAX

    def lowering_s(self, hold: Hold) -> float:
        """Seconds from the end of the hold until a tenth of the way was left."""
        after = bisect_right(self.times, hold.end_s)
        if after == len(self.times):
            return math.nan
        level = self.base + 0.1 * self.way(max(self.travels[self._index(hold.start_s) : after]))
        for i in range(after, len(self.times)):
            if self.travels[i] <= level:
                return self._crossing(i, level) - hold.end_s
        return math.nan

    def _index(self, t: float) -> int:
        """Index of the first frame at or after `t`."""
        return bisect_left(self.times, t)

    def _level(self, start_s: float, end_s: float) -> float:
        first = max(self._settled, self._index(start_s))
        held = self.travels[first : max(first, self._index(end_s))]
        return median(held) if held else self.travels[self._settled]

    def _arrival_level(self) -> float:
        start_s = self.times[self._settled]
        return self._level(start_s, start_s + LEVEL_S)

    def _leaving_level(self) -> float:
        """Level of the pose lately: not of the last half second, which may be the leaving itself."""
        now = self.times[-1]
        return self._level(now - LATELY_S, now - 0.5)

    def _floor(self, level: float) -> float:
        """Lowest travel that still belongs to a pose held at `level`."""
        return level - max(WITHIN * self.way(level), self.progression.jitter / 2)

    def _back(self, index: int, level: float) -> int:
        """First index of the unbroken stay above the floor of `level` that contains `index`."""
        floor = self._floor(level)
        while index > self._last_end and self.travels[index - 1] >= floor:
            index -= 1
        return index

    def _crossing(self, index: int, level: float) -> float:
        """Time at which travel crossed `level` between the frames `index - 1` and `index`."""
        if index <= 0:
            return self.times[0]
        (a_s, b_s), (a, b) = self.times[index - 1 : index + 1], self.travels[index - 1 : index + 1]
        if (a - level) * (b - level) >= 0:
            return b_s
        return a_s + (b_s - a_s) * (level - a) / (b - a)
