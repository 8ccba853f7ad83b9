"""One attempt: the progression's values over time, which give the exact moments of its hold.

Coaching is live, but the exact start and end of a hold show only afterwards: a hold begins when the movement has come
within 5 % of the rise to the pose that is then held, and ends when it has left that pose by as much. So an attempt
keeps all its values and finds the moments in them.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from statistics import median

from posecoach.core.body.landmarks import Side
from posecoach.core.exercise.progression import Progression
from posecoach.core.judging.attempt.edges import ARRIVING_LAG_S, HOLE_S, LEAVING_LAG_S, crossing, edge_s
from posecoach.core.judging.attempt.hold import Hold
from posecoach.core.judging.attempt.progression_track import ProgressionTrack

DROPOUT_S = 0.5
"""A body unseen for no longer than this does not interrupt a hold when its pose is the same afterwards."""
SETTLE_S = 0.4
"""A body that stands still for this long has arrived: even a slow mover does not stay at one point that long."""
SETTLE_SHARE = 0.06
"""Share of the rise by which a still body may change in `SETTLE_S`; about the 5 % of the definition."""
NOISE_MAX = 3.0
"""In noise a still body may read as far apart as this many times that, when the middle stays."""
DROP_SHARE = 0.25
"""A body that lost a quarter of the rise has left the pose: sagging and trembling stay below that."""
DROP_S = 0.3
FALL_SHARE = 0.5
"""A drop must last, for a hidden foot jumps for some frames; one of half of the rise is a fall."""
RECENT_S = 5.0
"""The held pose is that of the last seconds: long enough that a slow lowering does not count as one, short enough to
follow a pose that sags or is corrected."""
LEVEL_S = 1.0
"""Time over which the level of the held pose is measured, so that a wobble does not shift it."""


class Attempt(ProgressionTrack):
    """One attempt since it left the start pose.

    Attributes
    ----------
    start_s : float
        When it left the start pose, or was first seen.
    side : Side or None
        Side of the raised leg.
    start_seen : bool
        Whether its beginning was seen.
    good : list of bool
        For each frame, whether every check was seen and in its band.
    holds : list of Hold
        The holds that are over.
    holding : bool
        Whether a hold is running.
    good_s : float
        Seconds of the running hold in good form.
    """

    def __init__(
        self, progression: Progression, base: float, start_s: float, side: Side | None, start_seen: bool = True
    ) -> None:
        super().__init__(progression, base)
        self.start_s, self.side, self.start_seen = start_s, side, start_seen
        self.good: list[bool] = []
        self.holds: list[Hold] = []
        self.holding = False
        self.good_s = 0.0
        self._dropped_t = math.inf
        self._gaps: list[tuple[float, float]] = []  # times without sight
        self._first = 0  # index of the running hold's first frame
        self._last_end = 0  # index at which the last hold ended
        self._settled = 0  # index at which the body stood still
        self._held = 0  # index up to which the running hold has been counted
        self._start_s: float | None = None  # start of the running hold, once it cannot change any more

    def add(self, t: float, value: float, good: bool) -> None:
        """Add the next frame."""
        if self.holding and len(self.times) == self._settled + 1:
            for i in range(self._first, len(self.times)):  # the checks begin now: the arrival counts as this frame
                self.good[i] = good
            self.good_s = self.times[-1] - self.hold_start_s if good else 0.0
        if self.holding and self.good[-1] and t - self.times[-1] <= DROPOUT_S:
            self.good_s += t - self.times[-1]
        if self.times and t - self.times[-1] > DROPOUT_S:
            self._gaps.append((self.times[-1], t))
        self.times.append(t)
        self.values.append(value)
        self.good.append(good)

    def mark_not_good(self, since_s: float) -> None:
        """Mark the time since then as not good: the deviation became a fault."""
        if since_s <= self.times[min(self._settled + 1, len(self.times) - 1)]:  # when the checks began
            since_s = self.times[self._last_end]  # the arrival counts as that frame
        for i in range(self.index(since_s), len(self.times)):
            if self.good[i] and i >= self._first and i + 1 < len(self.times):
                self.good_s -= min(self.times[i + 1] - self.times[i], DROPOUT_S)
            self.good[i] = False
        self.good_s = max(0.0, self.good_s)

    def is_settled(self) -> bool:
        """Whether the body has stood still for `SETTLE_S`."""
        now = self.times[-1]
        first, half = self.index(now - SETTLE_S - 1e-6), self.index(now - SETTLE_S / 2)
        if now - self.times[0] < SETTLE_S or not first < half < len(self.times) - 1:
            return False
        before, after = self.values[first:half], self.values[half:]
        tolerance = self._tolerance(after[-1], SETTLE_SHARE, 1)
        spread = max(*before, *after) - min(*before, *after)
        return spread <= tolerance or (
            spread <= NOISE_MAX * tolerance and abs(median(after) - median(before)) <= tolerance / 2
        )

    def has_arrived(self) -> bool:
        """Whether the body has risen far enough for an attempt, and stands still."""
        return self.rise() >= self.progression.min_attempt and self.is_settled()

    def _tolerance(self, level: float, share: float, jitters: float) -> float:
        return max(jitters * self.progression.jitter, share * self.rise_to(level))

    def begin_hold(self) -> float:
        """Mark that the body has arrived; return when it did."""
        self._settled = self._held = len(self.times) - 1
        self.holding, self._start_s = True, None
        self._first = self._last_end
        self._first = self.index(self.hold_start_s)
        self.good_s = 0.0
        return self.hold_start_s

    @property
    def hold_start_s(self) -> float:
        """When the running hold began, as far as is known yet."""
        if self._start_s is not None:
            return self._start_s
        start_s = edge_s(self.times, self.values, self._settled, -1, self._arrival_level(), self.base) - ARRIVING_LAG_S
        start_s = min(max(start_s, self.times[self._last_end]), self.times[self._settled])
        if self.times[-1] - self.times[self._settled] > LEVEL_S:
            self._start_s = start_s
        return start_s

    def hold_s(self) -> float:
        """Seconds for which the running hold has been seen; it stands while the body is on its way out."""
        start_s = self.hold_start_s
        edge = self.lower_edge(self._leaving_level())
        left = len(self.times) - 1
        if not self.is_settled():  # a body that stands still has sagged: it is not on its way
            while self.values[left] < edge and left > self._held:
                left -= 1
        self._held, end_s = left, self.times[left]
        return end_s - start_s - self._unseen_s(start_s, end_s)

    def stayed_s(self, t: float) -> float:
        """Seconds from the moment in which the body stood still in the pose until `t`."""
        return t - self.times[self._settled]

    def _unseen_s(self, start_s: float, end_s: float) -> float:
        """Seconds of interruptions between two times."""
        return sum(b - a for a, b in self._gaps if start_s <= a and b <= end_s)

    def has_dropped(self) -> bool:
        """Whether the body has left the pose it held: by half of the rise, or by less for some time."""
        value, now = self.steady(), self.times[-1]
        if self.is_near(value):
            self._dropped_t = math.inf
            return False
        self._dropped_t = min(self._dropped_t, now)
        return self.lost_share(value) > FALL_SHARE or now - self._dropped_t >= DROP_S

    def is_near(self, value: float) -> bool:
        """Whether a value is still that of the held pose, or above it."""
        level = self._leaving_level()
        return level - value <= self._tolerance(level, DROP_SHARE, 2)

    def lost_share(self, value: float) -> float:
        """How much of the rise to the held pose is lost at a value, as a share; below 0 when the value is above it."""
        level = self._leaving_level()
        return (level - value) / self.rise_to(level)

    def end_hold(self, left: bool = True) -> Hold:
        """End the running hold at the last moment that still belonged to it; `left`: the body was seen leaving."""
        self.holding = False
        start_s = self.hold_start_s
        self._first = self.index(start_s)
        end_s = max(start_s, self._leaving_s() if left else self.times[-1])
        good_s = sum(
            max(0.0, min(self.times[i + 1], end_s) - max(self.times[i], start_s))
            for i in range(self._first, len(self.times) - 1)
            if self.good[i] and self.times[i + 1] - self.times[i] <= DROPOUT_S
        )
        unseen_s = self._unseen_s(start_s, end_s)
        hold = Hold(start_s, end_s, min(good_s, end_s - start_s - unseen_s), unseen_s, left)
        self.holds.append(hold)
        self._last_end, self._start_s = len(self.times) - 1, None
        return hold

    def _leaving_s(self) -> float:
        """When the body left the pose of the running hold, down to the start pose or up to a next target."""
        level = self._leaving_level()
        tolerance = level - self.lower_edge(level)
        up = self.steady() > level + tolerance
        edge = level + tolerance if up else level - tolerance
        onwards = 1.0 if up else -1.0
        last = next(
            (i for i in range(len(self.times) - 1, self._settled, -1) if onwards * (self.values[i] - edge) <= 0),
            self._settled,
        )
        if last + 1 == len(self.times) or self.times[last + 1] - self.times[last] > HOLE_S:
            return self.times[last]
        if up:
            return crossing(self.times, self.values, last + 1, edge) - LEAVING_LAG_S
        return edge_s(self.times, self.values, last, 1, level, self.base) - LEAVING_LAG_S

    def longest(self) -> Hold:
        """Return the longest hold; for an attempt without one, the time around its highest point."""
        if self.holds:
            return max(self.holds, key=lambda hold: hold.length_s)
        self._settled, self._start_s = self.values.index(max(self.values)), None
        return self.end_hold()

    def time_above(self, level: float) -> float:
        """Longest time (s) for which the body stayed above a level without a break."""
        longest_s, since_s = 0.0, None  # type: float, float | None
        for t, value in zip(self.times, self.values, strict=True):
            since_s = None if value < level else t if since_s is None else since_s
            longest_s = max(longest_s, t - since_s if since_s is not None else 0.0)
        return longest_s

    def back_s(self) -> float:
        """When the body had come back to the level of the start pose, for good."""
        low = self.base + self.progression.leave_start
        above = max((i for i, value in enumerate(self.values) if value > low), default=-1)
        return self.times[min(above + 1, len(self.times) - 1)]

    def lowering_s(self, hold: Hold) -> float:
        """Seconds from the end of the hold until a tenth of the rise was left; NaN if that was not seen."""
        after = bisect_right(self.times, hold.end_s)
        if after == len(self.times) or not hold.end_seen:
            return math.nan
        level = self.base + 0.1 * self.rise_to(max(self.values[self.index(hold.start_s) : after], default=self.base))
        for i in range(after, len(self.times)):
            if self.times[i] - self.times[i - 1] > HOLE_S:
                break
            if self.values[i] <= level:
                return crossing(self.times, self.values, i, level) - hold.end_s
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
