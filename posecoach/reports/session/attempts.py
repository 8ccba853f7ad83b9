"""What was measured over time, and where in it an attempt was at its best and at its worst."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
from numpy.typing import NDArray

from posecoach.core.body.body import Body
from posecoach.core.body.pose import TimedPose, Values
from posecoach.core.exercise.bands import bind
from posecoach.core.exercise.exercise import Check, Exercise
from posecoach.core.exercise.measures import Measurer
from posecoach.core.judging.events import Fault, Rep
from posecoach.core.judging.view_quality import view_deg
from posecoach.core.judging.worst_moment import worst_moment
from posecoach.exercises.registry import EXERCISES

POINTS_MAX = 600
"""Points of one curve: about as many as a plot is pixels wide."""
EVERY_S = 0.095
"""Least time between two poses looked at: ten a second are enough for moments that are told to 0.3 s, and measuring
takes most of a report's time."""


@dataclass(frozen=True, slots=True)
class Moment:
    """The body and its measures at `t` seconds."""

    t: float
    body: Body
    values: Values


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt with all that was seen of it, from its start to its end."""

    exercise: Exercise
    rep: Rep
    moments: tuple[Moment, ...]

    def t(self) -> NDArray[np.float64]:
        """Return the times of the moments (s)."""
        return np.array([moment.t for moment in self.moments], float)

    def values(self, key: str) -> NDArray[np.float64]:
        """Return a measure over time, NaN where unseen; as its change since the start where its check takes it so."""
        key_here = bind(key, self.rep.side)
        values = np.array([moment.values.get(key_here, math.nan) for moment in self.moments], float)
        if values.size and any(check.measure == key and check.from_start for check in self.exercise.checks):
            values -= values[0]
        return values

    def best(self) -> tuple[Moment, bool] | None:
        """Return when the held pose lay deepest within its bands, and whether within; None when no check was seen."""
        return self._highest(self._deep(), self.rep.hold_start_s, self.rep.hold_end_s)

    def worst(self) -> tuple[Moment, Fault | None] | None:
        """Return when the gravest fault that shows in the body was at its worst; without one, when it was nearest."""
        values = [moment.values for moment in self.moments]
        found = worst_moment(self.rep, self.exercise, [moment.t for moment in self.moments], values)
        if found:
            return self.moments[found[0]], found[1]
        nearest = self._highest(-self._deep(), self.rep.hold_start_s, self.rep.hold_end_s)
        return (nearest[0], None) if nearest else None

    def _deep(self) -> NDArray[np.float64]:
        """How deep the pose lies within the band that it is nearest to leaving."""
        inside = [self._inside(check) for check in self.exercise.checks if check.during == "hold"]
        least: NDArray[np.float64] = np.fmin.reduce(inside)
        return least

    def _inside(self, check: Check) -> NDArray[np.float64]:
        """How far within its band a check's measure lies, negative outside, in its unit."""
        values = self.values(check.measure)
        return np.minimum(values - check.band.low, check.band.high - values)

    def _highest(self, score: NDArray[np.float64], start_s: float, end_s: float) -> tuple[Moment, bool] | None:
        """Return the moment of the highest score from `start_s` to `end_s`, and whether that is above 0."""
        t = self.t()
        score = np.where((t >= start_s) & (t <= end_s), score, math.nan)
        if np.isnan(score).all():
            return None
        top = int(np.nanargmax(score))
        return self.moments[top], bool(score[top] >= 0)


def measured_attempts(reps: Sequence[Rep], seen: Iterable[TimedPose], height_cm: float) -> list[Attempt]:
    """Measure what was seen once more, ten times a second; how it was judged stands in the attempts.

    Parameters
    ----------
    reps : sequence of Rep
        The attempts, in order of time.
    seen : iterable of (float, Pose or None)
        The landmarks they were judged from.
    height_cm : float
        The person's height.

    Returns
    -------
    list of Attempt
        Without the attempts of an exercise whose plugin is gone: nobody knows what it measures.
    """
    exercises = {rep.exercise: EXERCISES[rep.exercise] for rep in reps if rep.exercise in EXERCISES}
    measure = Measurer([measure for exercise in exercises.values() for measure in exercise.measures], height_cm)
    moments: list[Moment] = []
    for t, pose in seen:
        if pose is not None and not (moments and t - moments[-1].t < EVERY_S):
            moments.append(Moment(t, *measure(pose)))
    return [
        Attempt(exercises[rep.exercise], rep, tuple(m for m in moments if rep.start_s <= m.t <= rep.end_s))
        for rep in reps
        if rep.exercise in exercises
    ]


def mean_conditions(attempts: Iterable[Attempt]) -> tuple[float, float]:
    """Return how far the body was turned from a side view (degrees), and the light (0 to 255), in the attempts' middle.

    NaN where there is nothing to tell it by.
    """
    poses = [moment.body.pose for attempt in attempts for moment in attempt.moments]
    lights = [pose.light for pose in poses if not math.isnan(pose.light)]
    return (
        median(map(view_deg, poses)) if poses else math.nan,
        median(lights) if lights else math.nan,
    )


def thin(t: NDArray[np.float64], y: NDArray[np.float64]) -> list[int]:
    """Return which points to draw, at most `POINTS_MAX`: of each stretch of time the lowest, the highest and a gap."""
    if len(t) <= POINTS_MAX:
        return list(range(len(t)))
    kept: set[int] = set()
    for part in np.array_split(np.arange(len(t)), POINTS_MAX // 3):
        unseen = np.isnan(y[part])
        known = part[~unseen]
        kept |= {int(i) for i in part[unseen][:1]}
        kept |= {int(known[y[known].argmin()]), int(known[y[known].argmax()])} if known.size else set()
    return sorted(kept)
