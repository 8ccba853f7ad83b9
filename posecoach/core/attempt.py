"""One attempt: its track of travel over time, from which the moments of its hold are told.

The person is coached live, but the exact start and end of a hold show only afterwards: a hold begins when the
movement has come within 5 % of its way to the pose that is then held, and ends when it has left it by as much.
So the track is kept for as long as the attempt lasts, and moments are read off it.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass
from statistics import median

from posecoach.core.exercise import Travel
from posecoach.core.landmarks import Side

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


@dataclass(slots=True)
class Sample:
    """Travel at one time; `good` = every check was seen and in its band."""

    t: float
    travel: float
    good: bool


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
    """The track of one attempt since it left the start pose."""

    def __init__(self, travel: Travel, base: float, start_s: float, side: Side | None) -> None:
        self.travel, self.base, self.start_s, self.side = travel, base, start_s, side
        self.track: list[Sample] = []
        self.holds: list[Hold] = []
        self.holding = False
        self.good_s = 0.0
        self._from = 0
        self._last_end = 0
        self._settled = 0

    def add(self, t: float, travel: float, good: bool) -> None:
        """Take the next frame."""
        if self.holding and len(self.track) == self._settled + 1:
            for sample in self.track[self._from :]:  # form is first looked at now: arriving was like it
                sample.good = good
            self.good_s = self.track[-1].t - self.hold_start_s if good else 0.0
        if self.holding and self.track[-1].good:
            self.good_s += t - self.track[-1].t
        self.track.append(Sample(t, travel, good))

    def spoil(self, since_s: float) -> None:
        """Take back what was thought good since then: it has become a fault."""
        if since_s <= self.track[self._settled].t:
            since_s = self.track[self._from].t
        for i in range(self._index(since_s), len(self.track)):
            if self.track[i].good and i >= self._from and i + 1 < len(self.track):
                self.good_s -= self.track[i + 1].t - self.track[i].t
            self.track[i].good = False
        self.good_s = max(0.0, self.good_s)

    def rise(self) -> float:
        """How far the body now is above its start pose."""
        return self.track[-1].travel - self.base

    def way(self, level: float) -> float:
        """How far `level` lies above the start pose, at least the measure's jitter."""
        return max(level - self.base, self.travel.steady)

    def settled(self) -> bool:
        """Whether the body has stood still for `SETTLE_S`."""
        now = self.track[-1]
        recent = [s.travel for s in self.track[self._index(now.t - SETTLE_S - 1e-6) :]]
        whole = now.t - self.track[0].t >= SETTLE_S
        return whole and max(recent) - min(recent) <= max(self.travel.steady, SETTLE_SHARE * self.way(now.travel))

    def begin_hold(self) -> float:
        """Mark that the body has arrived; return when it did."""
        self._settled, self.holding = len(self.track) - 1, True
        self._from = self._back(self._settled, self.track[-1].travel)
        self.good_s = 0.0
        return self.hold_start_s

    @property
    def hold_start_s(self) -> float:
        """When the running hold began, as far as is known yet."""
        return self._crossing(self._from, self._floor(self._arrival_level()))

    def sinking(self) -> bool:
        """Whether the body has left the pose it held."""
        level = self._leaving_level()
        return level - self.track[-1].travel > max(2 * self.travel.steady, DROP_SHARE * self.way(level))

    def end_hold(self) -> Hold:
        """Close the running hold at the last moment that still belonged to it."""
        self.holding = False
        self._from = self._back(self._settled, self._arrival_level())
        level = self._leaving_level()
        onwards = 1.0 if self.track[-1].travel > 2 * level - self._floor(level) else -1.0  # up to a next stage, or down
        edge = level + onwards * (level - self._floor(level))
        last = next(
            (i for i in range(len(self.track) - 1, self._settled, -1) if onwards * (self.track[i].travel - edge) <= 0),
            self._settled,
        )
        start_s = self.hold_start_s
        end_s = max(start_s, self._crossing(last + 1, edge) if last + 1 < len(self.track) else self.track[last].t)
        good_s = sum(
            max(0.0, min(b.t, end_s) - max(a.t, start_s))
            for a, b in zip(self.track[self._from :], self.track[self._from + 1 :], strict=False)
            if a.good
        )
        hold = Hold(start_s, end_s, min(good_s, end_s - start_s))
        self.holds.append(hold)
        self._last_end = len(self.track) - 1
        return hold

    def longest(self) -> Hold:
        """Return the longest hold; of an attempt that never settled, the time around its highest point."""
        if self.holds:
            return max(self.holds, key=lambda hold: hold.length_s)
        top = max(range(len(self.track)), key=lambda i: self.track[i].travel)
        self._settled = top
        return self.end_hold()

    def wavers(self) -> bool:
        """Whether travel went to and fro more than once: kicking, not lifting."""
        swings, high, low, rising = 0, -math.inf, math.inf, True
        span = SWING_SHARE * self.way(max(sample.travel for sample in self.track))
        for sample in self.track:
            high, low = max(high, sample.travel), min(low, sample.travel)
            if rising and high - sample.travel > span:
                swings, rising, low = swings + 1, False, sample.travel
            elif not rising and sample.travel - low > span:
                swings, rising, high = swings + 1, True, sample.travel
        return swings > SWINGS_MAX

    def lowering_s(self, hold: Hold) -> float:
        """Seconds from the end of the hold until a tenth of the way was left."""
        after = [i for i, s in enumerate(self.track) if s.t > hold.end_s]
        if not after:
            return math.nan
        level = self.base + 0.1 * self.way(max(s.travel for s in self.track if hold.start_s <= s.t <= hold.end_s))
        for i in after:
            if self.track[i].travel <= level:
                return self._crossing(i, level) - hold.end_s
        return math.nan

    def _index(self, t: float) -> int:
        """Index of the first sample at or after `t`."""
        return bisect_left(self.track, t, key=lambda sample: sample.t)

    def _level(self, start_s: float, end_s: float) -> float:
        first = max(self._settled, self._index(start_s))
        held = [s.travel for s in self.track[first : max(first, self._index(end_s))]]
        return median(held) if held else self.track[self._settled].travel

    def _arrival_level(self) -> float:
        start_s = self.track[self._settled].t
        return self._level(start_s, start_s + LEVEL_S)

    def _leaving_level(self) -> float:
        """Level of the pose lately: not of the last half second, which may be the leaving itself."""
        now = self.track[-1].t
        return self._level(now - LATELY_S, now - 0.5)

    def _floor(self, level: float) -> float:
        """Lowest travel that still belongs to a pose held at `level`."""
        return level - max(WITHIN * self.way(level), self.travel.steady / 2)

    def _back(self, index: int, level: float) -> int:
        """First index of the unbroken stay above the floor of `level` that contains `index`."""
        floor = self._floor(level)
        while index > self._last_end and self.track[index - 1].travel >= floor:
            index -= 1
        return index

    def _crossing(self, index: int, level: float) -> float:
        """Time at which travel crossed `level` between the frames `index - 1` and `index`."""
        if index <= 0:
            return self.track[0].t
        a, b = self.track[index - 1], self.track[index]
        if (a.travel - level) * (b.travel - level) >= 0:
            return b.t
        return a.t + (b.t - a.t) * (level - a.travel) / (b.travel - a.travel)
