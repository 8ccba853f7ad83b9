"""One attempt: the progression's values over time, which give the exact moments of its hold.

Coaching is live, but the exact start and end of a hold show only afterwards: a hold begins when the movement has come
within 5 % of the rise to the pose that is then held, and ends when it has left that pose by as much. So an attempt
keeps all its values and finds the moments in them.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass
from statistics import median

from posecoach.core.body.landmarks import Side
from posecoach.core.exercise.exercise import Progression
from posecoach.core.judging.progression_track import ProgressionTrack

SETTLE_S = 0.4
"""A body that stands still for this long has arrived: even a slow mover does not stay at one point that long."""
SETTLE_SHARE = 0.06
"""Share of the rise by which a still body may change in `SETTLE_S`; about the 5 % of the definition."""
DROP_SHARE = 0.25
"""A body that lost a quarter of the rise has left the pose: sagging and trembling stay below that."""
RECENT_S = 5.0
"""The held pose is that of the last seconds: long enough that a slow lowering does not count as one, short enough to
follow a pose that sags or is corrected."""
LEVEL_S = 1.0
"""Time over which the level of the held pose is measured, so that a wobble does not shift it."""


@dataclass(frozen=True, slots=True)
class Hold:
    """A stay in the target pose: start, end, and how long the form was good (seconds)."""

    start_s: float
    end_s: float
    good_s: float

    @property
    def length_s(self) -> float:
        """Length in seconds."""
        return self.end_s - self.start_s


class Attempt(ProgressionTrack):
    """One attempt since it left the start pose.

    Attributes
    ----------
    good : list of bool
        For each frame, whether every check was seen and in its band.
    holds : list of Hold
        The holds that are over.
    holding : bool
        Whether a hold is running.
    good_s : float
        Seconds of the running hold in good form.
    """

    def __init__(self, progression: Progression, base: float, start_s: float, side: Side | None) -> None:
        super().__init__(progression, base)
        self.start_s, self.side = start_s, side
        self.good: list[bool] = []
        self.holds: list[Hold] = []
        self.holding = False
        self.good_s = 0.0
        self._first = 0  # index of the running hold's first frame
        self._last_end = 0  # index at which the last hold ended
        self._settled = 0  # index at which the body stood still

    def add(self, t: float, value: float, good: bool) -> None:
        """Add the next frame."""
        if self.holding and len(self.times) == self._settled + 1:
            for i in range(
                self._first, len(self.times)
            ):  # the checks of the hold begin now: the arrival counts as this frame
                self.good[i] = good
            self.good_s = self.times[-1] - self.hold_start_s if good else 0.0
        if self.holding and self.good[-1]:
            self.good_s += t - self.times[-1]
        self.times.append(t)
        self.values.append(value)
        self.good.append(good)

    def mark_not_good(self, since_s: float) -> None:
        """Mark the time since then as not good: the deviation became a fault."""
        if since_s <= self.times[self._settled]:
            since_s = self.times[self._first]
        for i in range(self.index(since_s), len(self.times)):
            if self.good[i] and i >= self._first and i + 1 < len(self.times):
                self.good_s -= self.times[i + 1] - self.times[i]
            self.good[i] = False
        self.good_s = max(0.0, self.good_s)

    def is_settled(self) -> bool:
        """Whether the body has stood still for `SETTLE_S`."""
        now = self.times[-1]
        recent = self.values[self.index(now - SETTLE_S - 1e-6) :]
        whole = now - self.times[0] >= SETTLE_S
        return whole and max(recent) - min(recent) <= max(
            self.progression.jitter, SETTLE_SHARE * self.rise_to(recent[-1])
        )

    def begin_hold(self) -> float:
        """Mark that the body has arrived; return when it did."""
        self._settled, self.holding = len(self.times) - 1, True
        self._first = self._stay_start(self._settled, self.values[-1])
        self.good_s = 0.0
        return self.hold_start_s

    @property
    def hold_start_s(self) -> float:
        """When the running hold began, as far as is known yet."""
        return self.crossing(self._first, self.lower_edge(self._arrival_level()))

    def has_dropped(self) -> bool:
        """Whether the body has left the pose it held."""
        level = self._leaving_level()
        return level - self.values[-1] > max(2 * self.progression.jitter, DROP_SHARE * self.rise_to(level))

    def end_hold(self) -> Hold:
        """End the running hold at the last moment that still belonged to it."""
        self.holding = False
        self._first = self._stay_start(self._settled, self._arrival_level())
        level = self._leaving_level()
        tolerance = level - self.lower_edge(level)
        onwards = 1.0 if self.values[-1] > 2 * level - self.lower_edge(level) else -1.0  # up to a next target, or down
        edge = level + onwards * tolerance
        last = next(
            (i for i in range(len(self.times) - 1, self._settled, -1) if onwards * (self.values[i] - edge) <= 0),
            self._settled,
        )
        start_s = self.hold_start_s
        end_s = max(start_s, self.crossing(last + 1, edge) if last + 1 < len(self.times) else self.times[last])
        good_s = sum(
            max(0.0, min(self.times[i + 1], end_s) - max(self.times[i], start_s))
            for i in range(self._first, len(self.times) - 1)
            if self.good[i]
        )
        hold = Hold(start_s, end_s, min(good_s, end_s - start_s))
        self.holds.append(hold)
        self._last_end = len(self.times) - 1
        return hold

    def longest(self) -> Hold:
        """Return the longest hold; for an attempt without one, the time around its highest point."""
        if self.holds:
            return max(self.holds, key=lambda hold: hold.length_s)
        self._settled = self.values.index(max(self.values))
        return self.end_hold()

    def lowering_s(self, hold: Hold) -> float:
        """Seconds from the end of the hold until a tenth of the rise was left; NaN if that did not happen."""
        after = bisect_right(self.times, hold.end_s)
        if after == len(self.times):
            return math.nan
        level = self.base + 0.1 * self.rise_to(max(self.values[self.index(hold.start_s) : after]))
        for i in range(after, len(self.times)):
            if self.values[i] <= level:
                return self.crossing(i, level) - hold.end_s
        return math.nan

    def _level(self, start_s: float, end_s: float) -> float:
        first = max(self._settled, self.index(start_s))
        held = self.values[first : max(first, self.index(end_s))]
        return median(held) if held else self.values[self._settled]

    def _arrival_level(self) -> float:
        start_s = self.times[self._settled]
        return self._level(start_s, start_s + LEVEL_S)

    def _leaving_level(self) -> float:
        """Level of the held pose, without the last half second: the body may be leaving already."""
        now = self.times[-1]
        return self._level(now - RECENT_S, now - 0.5)

    def _stay_start(self, index: int, level: float) -> int:
        """First index of the unbroken stay in the pose held at `level` that contains `index`."""
        edge = self.lower_edge(level)
        while index > self._last_end and self.values[index - 1] >= edge:
            index -= 1
        return index
