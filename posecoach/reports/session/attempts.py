"""The attempts with their measures over time, and the best and worst moment of each."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from posecoach.core.body.body import Body
from posecoach.core.body.pose import TimedPose, Values
from posecoach.core.body.tracking.turn import true_turn_deg, view_deg
from posecoach.core.exercise.bands import bind
from posecoach.core.exercise.exercise import Check, Exercise
from posecoach.core.exercise.measures import SHARED, Measurer
from posecoach.core.judging.events import Fault, Rep
from posecoach.core.judging.worst_moment import worst_moment
from posecoach.exercises.registry import EXERCISES

POINTS_MAX = 600
"""Most points of one curve: about the width of a plot in pixels."""
SAMPLE_S = 0.095
"""Shortest time between two measured poses: ten a second are enough for moments that are known to 0.3 s, and measuring
takes most of a report's time."""
MOMENTS_MAX = 9_000
"""Most moments of all attempts: where the attempts last longer than 14 minutes, they are fewer. While an attempt is
measured each takes 6 kB, later, without its body, 0.5 kB."""

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Moment:
    """The body and its measures at `t` seconds."""

    t: float
    body: Body
    values: Values


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt with its measures over time, from its start to its end, and with the bodies of two of its moments.

    Attributes
    ----------
    exercise : Exercise
        The exercise.
    rep : Rep
        The attempt as it was judged.
    t : array, shape (n,)
        Times of the moments (s).
    measured : mapping of str to array, shape (n,)
        Measures of the exercise at these times, NaN where unseen.
    turn_deg, light : array, shape (n,)
        The body's turn in the view (degrees), and the light (0 to 255, NaN = unknown).
    best : tuple of Moment and bool, or None
        The moment of the hold deepest inside its bands, and whether it is inside; None when it is unknown.
    worst : tuple of Moment and (Fault or None), or None
        The worst moment of the worst visible fault; without a fault, the moment nearest to a limit.
    """

    exercise: Exercise
    rep: Rep
    t: Numbers
    measured: Mapping[str, Numbers]
    turn_deg: Numbers
    light: Numbers
    best: tuple[Moment, bool] | None = None
    worst: tuple[Moment, Fault | None] | None = None

    def without_bodies(self) -> Attempt:
        """Return the attempt without its best and worst moment, whose bodies take 15 kB."""
        return replace(self, best=None, worst=None)

    def values(self, key: str) -> Numbers:
        """Return a measure over time, NaN where unseen; as the change since the start if its check needs that."""
        values: Numbers = self.measured.get(bind(key, self.rep.side), np.full(len(self.t), math.nan))
        if values.size and any(check.measure == key and check.from_start for check in self.exercise.checks):
            values = values - values[0]
        return values

    def depth(self) -> Numbers:
        """Return how far inside its nearest band edge the pose is, over time; NaN outside the hold."""
        margins = [self._margin(check) for check in self.exercise.checks if check.during == "hold"]
        held = (self.t >= self.rep.hold_start_s) & (self.t <= self.rep.hold_end_s)
        depth: Numbers = np.where(held, np.fmin.reduce(margins), math.nan)
        return depth

    def _margin(self, check: Check) -> Numbers:
        """Return how far inside its band a check's measure is, negative outside, in its unit."""
        values = self.values(check.measure)
        return np.minimum(values - check.band.low, check.band.high - values)


def measure_attempts(reps: Sequence[Rep], poses: Iterable[TimedPose], height_cm: float) -> Iterator[Attempt]:
    """Measure the poses of the attempts again, ten times a second; the judgement stays that of `reps`.

    Parameters
    ----------
    reps : sequence of Rep
        The attempts, in order of time.
    poses : iterable of (float, Pose or None)
        Time in seconds and pose of every frame.
    height_cm : float
        The person's height.

    Yields
    ------
    Attempt
        In order of time, without those of an exercise whose plugin is not installed: its measures are unknown.
    """
    known = [rep for rep in reps if rep.exercise in EXERCISES]
    coming = deque(sorted(known, key=lambda rep: rep.start_s))
    moments: list[Moment] = []
    for moment in _moments(reps, poses, height_cm):
        while coming and coming[0].end_s < moment.t:
            yield _attempt(coming.popleft(), moments)
            moments = [one for one in moments if coming and one.t >= coming[0].start_s]
        if coming and coming[0].start_s <= moment.t:
            moments.append(moment)
    yield from (_attempt(rep, moments) for rep in coming)


def _moments(reps: Sequence[Rep], poses: Iterable[TimedPose], height_cm: float) -> Iterator[Moment]:
    """Measure the poses: all of them in order, because the measures learn the body from them."""
    exercises = [EXERCISES[one] for one in dict.fromkeys(rep.exercise for rep in reps) if one in EXERCISES]
    measure = Measurer([measure for exercise in exercises for measure in exercise.measures], height_cm)
    step_s = max(SAMPLE_S, sum(rep.end_s - rep.start_s for rep in reps) / MOMENTS_MAX)
    last_s = -math.inf
    for t, pose in poses:
        if pose is not None and t - last_s >= step_s:
            last_s = t
            yield Moment(t, *measure(pose))


def _attempt(rep: Rep, moments: Iterable[Moment]) -> Attempt:
    """Return the attempt of those of the moments that lie in it."""
    exercise = EXERCISES[rep.exercise]
    own = [moment for moment in moments if rep.start_s <= moment.t <= rep.end_s]
    attempt = Attempt(
        exercise,
        rep,
        t=np.array([moment.t for moment in own], float),
        measured={
            measure.key: np.array([moment.values[measure.key] for moment in own], float)
            for measure in (*SHARED, *exercise.measures)
        },
        turn_deg=np.array([view_deg(moment.body.pose) for moment in own], float),
        light=np.array([moment.body.pose.light for moment in own], float),
    )
    return replace(attempt, best=_best(attempt, own), worst=_worst(attempt, own))


def _best(attempt: Attempt, moments: Sequence[Moment]) -> tuple[Moment, bool] | None:
    depth = attempt.depth()
    if np.isnan(depth).all():
        return None
    top = int(np.nanargmax(depth))
    return moments[top], bool(depth[top] >= 0)


def _worst(attempt: Attempt, moments: Sequence[Moment]) -> tuple[Moment, Fault | None] | None:
    values = [moment.values for moment in moments]
    if found := worst_moment(attempt.rep, attempt.exercise, attempt.t.tolist(), values):
        return moments[found[0]], found[1]
    depth = attempt.depth()
    return None if np.isnan(depth).all() else (moments[int(np.nanargmin(depth))], None)


def median_conditions(attempts: Sequence[Attempt]) -> tuple[float, float]:
    """Return the medians of the body's turn from a side view (degrees) and of the light (0 to 255) in the attempts.

    NaN = not known.
    """
    turn_deg = _median([attempt.turn_deg for attempt in attempts])
    return true_turn_deg(turn_deg), _median([attempt.light for attempt in attempts])


def _median(parts: Sequence[Numbers]) -> float:
    """Return the median of the known numbers; NaN when there is none."""
    numbers = np.concatenate([*parts, []])
    known = numbers[~np.isnan(numbers)]
    return float(np.median(known)) if known.size else math.nan


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
