"""The attempts with their measures over time, and the best and worst moment of each."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
from numpy.typing import NDArray

from posecoach.core.body.body import Body
from posecoach.core.body.pose import TimedPose, Values
from posecoach.core.body.tracking.turn import true_turn_deg, view_deg
from posecoach.core.exercise.bands import bind
from posecoach.core.exercise.exercise import Check, Exercise
from posecoach.core.exercise.measures import Measurer
from posecoach.core.judging.events import Fault, Rep
from posecoach.core.judging.worst_moment import worst_moment
from posecoach.exercises.registry import EXERCISES

POINTS_MAX = 600
"""Most points of one curve: about the width of a plot in pixels."""
SAMPLE_S = 0.095
"""Shortest time between two measured poses: ten a second are enough for moments that are known to 0.3 s, and measuring
takes most of a report's time."""
MOMENTS_MAX = 9_000
"""Most moments of all attempts, which take 50 MB: where the attempts last longer than 14 minutes, they are fewer."""


@dataclass(frozen=True, slots=True)
class Moment:
    """The body and its measures at `t` seconds."""

    t: float
    body: Body
    values: Values


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt with its moments, from its start to its end."""

    exercise: Exercise
    rep: Rep
    moments: tuple[Moment, ...]

    def times(self) -> NDArray[np.float64]:
        """Return the times of the moments (s)."""
        return np.array([moment.t for moment in self.moments], float)

    def values(self, key: str) -> NDArray[np.float64]:
        """Return a measure over time, NaN where unseen; as the change since the start if its check needs that."""
        bound_key = bind(key, self.rep.side)
        values = np.array([moment.values.get(bound_key, math.nan) for moment in self.moments], float)
        if values.size and any(check.measure == key and check.from_start for check in self.exercise.checks):
            values -= values[0]
        return values

    def best(self) -> tuple[Moment, bool] | None:
        """Return the moment of the hold deepest inside its bands, and whether it is inside; None when it is unknown."""
        return self._highest(self._depth(), self.rep.hold_start_s, self.rep.hold_end_s)

    def worst(self) -> tuple[Moment, Fault | None] | None:
        """Return the worst moment of the worst visible fault; without a fault, the moment nearest to a limit."""
        values = [moment.values for moment in self.moments]
        found = worst_moment(self.rep, self.exercise, [moment.t for moment in self.moments], values)
        if found:
            return self.moments[found[0]], found[1]
        nearest = self._highest(-self._depth(), self.rep.hold_start_s, self.rep.hold_end_s)
        return (nearest[0], None) if nearest else None

    def _depth(self) -> NDArray[np.float64]:
        """Return how far inside its nearest band edge the pose is, over time."""
        margins = [self._margin(check) for check in self.exercise.checks if check.during == "hold"]
        least: NDArray[np.float64] = np.fmin.reduce(margins)
        return least

    def _margin(self, check: Check) -> NDArray[np.float64]:
        """Return how far inside its band a check's measure is, negative outside, in its unit."""
        values = self.values(check.measure)
        return np.minimum(values - check.band.low, check.band.high - values)

    def _highest(self, score: NDArray[np.float64], start_s: float, end_s: float) -> tuple[Moment, bool] | None:
        """Return the moment of the highest score from `start_s` to `end_s`, and whether that is above 0."""
        times = self.times()
        score = np.where((times >= start_s) & (times <= end_s), score, math.nan)
        if np.isnan(score).all():
            return None
        top = int(np.nanargmax(score))
        return self.moments[top], bool(score[top] >= 0)


def measure_attempts(reps: Sequence[Rep], poses: Iterable[TimedPose], height_cm: float) -> list[Attempt]:
    """Measure the poses of the attempts again, ten times a second; the judgement stays that of `reps`.

    Parameters
    ----------
    reps : sequence of Rep
        The attempts, in order of time.
    poses : iterable of (float, Pose or None)
        Time in seconds and pose of every frame.
    height_cm : float
        The person's height.

    Returns
    -------
    list of Attempt
        Without the attempts of an exercise whose plugin is not installed: its measures are unknown.
    """
    exercises = {rep.exercise: EXERCISES[rep.exercise] for rep in reps if rep.exercise in EXERCISES}
    measure = Measurer([measure for exercise in exercises.values() for measure in exercise.measures], height_cm)
    step_s = max(SAMPLE_S, sum(rep.end_s - rep.start_s for rep in reps) / MOMENTS_MAX)
    moments: list[Moment] = []
    coming, last_s = deque(reps), -math.inf
    for t, pose in poses:
        if pose is None or t - last_s < step_s:
            continue
        moment, last_s = Moment(t, *measure(pose)), t
        while coming and coming[0].end_s < t:
            coming.popleft()
        if coming and coming[0].start_s <= t:
            moments.append(moment)
    times = [moment.t for moment in moments]
    return [
        Attempt(
            exercises[rep.exercise],
            rep,
            tuple(moments[bisect_left(times, rep.start_s) : bisect_right(times, rep.end_s)]),
        )
        for rep in reps
        if rep.exercise in exercises
    ]


def median_conditions(attempts: Iterable[Attempt]) -> tuple[float, float]:
    """Return the medians of the body's turn from a side view (degrees) and of the light (0 to 255) in the attempts.

    NaN = not known.
    """
    poses = [moment.body.pose for attempt in attempts for moment in attempt.moments]
    lights = [pose.light for pose in poses if not math.isnan(pose.light)]
    return (
        true_turn_deg(median(map(view_deg, poses))) if poses else math.nan,
        median(lights) if lights else math.nan,
    )


def thin_points(t: NDArray[np.float64], y: NDArray[np.float64]) -> list[int]:
    """Return which points to draw, at most `POINTS_MAX`: the lowest, the highest and a gap of each stretch of time."""
    if len(t) <= POINTS_MAX:
        return list(range(len(t)))
    kept: set[int] = set()
    for part in np.array_split(np.arange(len(t)), POINTS_MAX // 3):
        unseen = np.isnan(y[part])
        known = part[~unseen]
        kept |= {int(i) for i in part[unseen][:1]}
        kept |= {int(known[y[known].argmin()]), int(known[y[known].argmax()])} if known.size else set()
    return sorted(kept)
