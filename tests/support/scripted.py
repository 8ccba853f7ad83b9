"""Scripted movements: values of an exercise over time, for the coach, without camera or model."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator

from posecoach.core.exercise.exercise import Exercise
from posecoach.core.judging.events import Event, Rep
from posecoach.core.judging.rep_tracker import RepTracker

Values = dict[str, float]


def blend(a: Values, b: Values, share: float) -> Values:
    """Values part of the way from `a` to `b`."""
    return {key: value + (b.get(key, value) - value) * share for key, value in a.items()}


def ease(share: float) -> float:
    """Share of the way done at a share of the time: starts and stops softly, as people do."""
    return (1 - math.cos(math.pi * min(1.0, max(0.0, share)))) / 2


def times(end_s: float, rate_hz: float | None) -> Iterator[float]:
    """Frame times up to `end_s`; `None` = at random steps of 20 to 150 ms."""
    steps, t, i = random.Random(7), 0.0, 0
    while t < end_s:
        yield t
        i += 1
        t = i / rate_hz if rate_hz else t + steps.uniform(0.02, 0.15)


class Script:
    """A sequence of poses with the time to reach and to hold each."""

    def __init__(self, rest: Values) -> None:
        self.legs: list[tuple[float, float, Values]] = [(0.0, 1.5, rest)]

    def then(self, pose: Values, *, move_s: float = 1.4, hold_s: float = 1.5) -> Script:
        """Move to `pose` and stay."""
        self.legs.append((move_s, hold_s, pose))
        return self

    @property
    def end_s(self) -> float:
        return sum(move + hold for move, hold, _ in self.legs)

    def at(self, t: float) -> Values:
        before = self.legs[0][2]
        for move_s, hold_s, pose in self.legs:
            if t < move_s:
                return blend(before, pose, ease(t / move_s))
            if t < move_s + hold_s:
                return pose
            t, before = t - move_s - hold_s, pose
        return before


def pose(exercise: Exercise, side: str | None = None, **changes: float) -> Values:
    """The good target pose with changes; for a sided exercise of the given raised leg."""
    values = {**exercise.example_start, **exercise.example_good, **changes}
    if side == "right":
        values = {
            key.replace("left", "*").replace("right", "left").replace("*", "right"): v for key, v in values.items()
        }
    return values


def coach(exercise: Exercise, script: Script, rate_hz: float | None = 15.0) -> tuple[list[Rep], list[Event]]:
    """Run the script through a fresh coach; its reps and events."""
    judge, events = RepTracker(exercise), []
    for t in times(script.end_s, rate_hz):
        events += judge.update(t, script.at(t)).events
    events += judge.finish(script.end_s)
    return judge.reps, events


def longest_s(exercise):
    """A hold as long as prescribed, where no longest one is."""
    return 3.5 if exercise.id == "double_knee_lift" else 11.0


def attempt(exercise, target, hold_s):
    """From the start pose to the target and back, by way of what must be passed."""
    script, passed = Script(exercise.example_start), {**exercise.example_start, **exercise.example_waypoint}
    if exercise.example_waypoint:
        script.then(passed, hold_s=0.6)
    script.then(target, hold_s=hold_s)
    if exercise.example_waypoint:
        script.then(passed, hold_s=0.6)
    return script.then(exercise.example_start, move_s=2.0)
