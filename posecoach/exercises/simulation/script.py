"""Movements over time: from pose to pose, with the time to reach and to hold each, as values or as figures."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Generic, TypeVar

import numpy as np

from posecoach.core.exercise.exercise import HOLD_S, Exercise
from posecoach.core.judging.events import Event, Rep
from posecoach.core.judging.rep_tracker import RepTracker

T = TypeVar("T")
Values = dict[str, float]

REST_S, MOVE_S, BACK_S, WAYPOINT_S = 1.5, 1.4, 2.2, 0.6
"""Time in the start pose, on the way to a pose, on the way back, and in a pose that is passed (seconds)."""
USUAL_HOLD_S = 6.0
"""A hold where none is prescribed: long enough for every check's patience."""
RANDOM_STEP_S = (0.02, 0.15)
"""Between these lie the steps from frame to frame of a stream without a rate."""


def ease(share: float) -> float:
    """Share of the way done at a share of the time: starts and stops softly, as people do."""
    return (1 - math.cos(math.pi * min(1.0, max(0.0, share)))) / 2


def blend(a: Values, b: Values, share: float) -> Values:
    """Values part of the way from `a` to `b`."""
    return {key: value + (b.get(key, value) - value) * share for key, value in a.items()}


def times(end_s: float, rate_hz: float | None, seed: int = 7) -> Iterator[float]:
    """Frame times up to `end_s`; None = at random steps of 20 to 150 ms."""
    steps, t, i = np.random.default_rng(seed), 0.0, 0
    while t < end_s:
        yield t
        i += 1
        t = i / rate_hz if rate_hz else t + steps.uniform(*RANDOM_STEP_S)


class Script(Generic[T]):
    """A sequence of poses, as values or as figures, with the time to reach and to hold each."""

    def __init__(self, rest: T, tempo: float = 1.0) -> None:
        self.legs: list[tuple[float, float, T]] = [(0.0, REST_S, rest)]
        self._tempo = tempo

    def then(self, pose: T, *, move_s: float = MOVE_S, hold_s: float = REST_S) -> Script[T]:
        """Move to `pose`, faster by the tempo, and stay."""
        self.legs.append((move_s / self._tempo, hold_s, pose))
        return self

    @property
    def end_s(self) -> float:
        """When all is over."""
        return sum(move + hold for move, hold, _ in self.legs)

    def moment(self, t: float) -> tuple[T, T, float]:
        """Return between which poses the body is at `t` seconds, and what share of the way it has gone."""
        before = self.legs[0][2]
        for move_s, hold_s, pose in self.legs:
            if t < move_s:
                return before, pose, ease(t / move_s)
            if t < move_s + hold_s:
                return pose, pose, 1.0
            t, before = t - move_s - hold_s, pose
        return before, before, 1.0


def coach(exercise: Exercise, script: Script[Values], rate_hz: float | None = 15.0) -> tuple[list[Rep], list[Event]]:
    """Run scripted values through a fresh tracker; return its attempts and events."""
    tracker, events = RepTracker(exercise), list[Event]()
    for t in times(script.end_s, rate_hz):
        events += tracker.update(t, blend(*script.moment(t))).events
    events += tracker.finish(script.end_s)
    return tracker.reps, events


def pose(exercise: Exercise, side: str | None = None, **changes: float) -> Values:
    """Return the values of the good target pose with changes; of a sided exercise for the given raised leg."""
    values = {**exercise.example_start, **exercise.example_good, **changes}
    if side == "right":
        values = {
            key.replace("left", "*").replace("right", "left").replace("*", "right"): v for key, v in values.items()
        }
    return values


def longest_s(exercise: Exercise) -> float:
    """Return how long a hold may and should be: past the least one, well within the longest one."""
    bands = [check.band for check in exercise.checks if check.measure == HOLD_S]
    least, most = max((b.low for b in bands), default=-math.inf), min((b.high for b in bands), default=math.inf)
    if math.isfinite(most):
        return max(most - 2.0, (max(least, 0.0) + most) / 2)
    return max(USUAL_HOLD_S, least + 2.0)


def attempt(
    start: T, target: T, hold_s: float, waypoint: T | None = None, *, back_s: float = BACK_S, tempo: float = 1.0
) -> Script[T]:
    """Script an attempt: from the start pose to the target and back, by way of what must be passed."""
    script = Script(start, tempo)
    if waypoint:
        script.then(waypoint, hold_s=WAYPOINT_S)
    script.then(target, hold_s=hold_s)
    if waypoint:
        script.then(waypoint, hold_s=WAYPOINT_S)
    return script.then(start, move_s=back_s)


def still(pose: T, seconds: float) -> Script[T]:
    """Script a body that stays in a pose."""
    return Script(pose).then(pose, hold_s=seconds)


def scripted(exercise: Exercise, target: Values, hold_s: float, back_s: float = BACK_S) -> Script[Values]:
    """Script an attempt of an exercise in values."""
    start, waypoint = exercise.example_start, exercise.example_waypoint
    return attempt(start, target, hold_s, {**start, **waypoint} if waypoint else None, back_s=back_s)
