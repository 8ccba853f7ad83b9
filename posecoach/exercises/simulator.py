"""Makes movements from an exercise's own examples: values over time, and a figure that moves before a camera.

Pure: the same script and view give the same poses, noise included. The figure is seen as the pose estimator sees a
body: its hip points lie in front of the joints, and its far side is a little less sure. What no figure shows is that a
far arm or leg is hidden, that the picture is dark, or that clothes hide the body.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from posecoach.core.body.figure import Figure, between, tilted
from posecoach.core.body.landmarks import N_LANDMARKS, SIDES, Side
from posecoach.core.body.pose import Pose, TimedPose
from posecoach.core.exercise.exercise import HOLD_S, Exercise
from posecoach.core.judging.events import Event, Rep
from posecoach.core.judging.rep_tracker import RepTracker

T = TypeVar("T")
Values = dict[str, float]

REST_S, MOVE_S, BACK_S, WAYPOINT_S = 1.5, 1.4, 2.2, 0.6
"""Time in the start pose, on the way to a pose, on the way back, and in a pose that is passed (seconds)."""
USUAL_HOLD_S = 6.0
"""A hold where none is prescribed: long enough for every check's patience."""
SIZE = (960, 720)
"""Width and height of the picture in pixels."""
DISTANCE_CM, FOCAL_PX = 320.0, 920.0
"""The camera of a laptop 3 m away: 55 degrees of view, and a standing body fits below what the screen shows."""
LENS_CM = 50.0
"""It stands at least this high: on a chair's seat, or with its lid up on a box."""
NEAR_SEEN, FAR_SEEN = 0.98, 0.9
"""Visibility of the landmarks of the near and of the far side."""
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


@dataclass(frozen=True, slots=True)
class View:
    """How the figure is filmed.

    Attributes
    ----------
    yaw_deg : float
        How far the camera is turned away from the exact side view, about the vertical.
    noise_px : float
        Standard deviation of the landmarks' noise in the picture, in pixels.
    near : Side
        The side of the body that faces the camera.
    height_cm : float
        The body's height.
    rate_hz : float or None
        Frames per second; None = at random steps.
    seed : int
        Of the noise.
    """

    yaw_deg: float = 0.0
    noise_px: float = 1.0
    near: Side = "left"
    height_cm: float = 170.0
    rate_hz: float | None = 15.0
    seed: int = 1


def film(script: Script[Figure], view: View | None = None) -> list[TimedPose]:
    """Film a figure that moves by a script.

    Raises
    ------
    ValueError
        When a figure cannot rest on what it says it rests on.
    """
    view = view or View()
    anchor = script.legs[0][2].rests[0]
    laid = {figure: tilted(figure) for _, _, figure in script.legs}
    body = cache(lambda a, b, share: between(laid[a], laid[b], share, anchor))  # a hold is one pose for many frames
    moments = list(times(script.end_s, view.rate_hz))
    bodies = [body(*script.moment(t)) for t in moments]
    noise = np.random.default_rng(view.seed)
    camera = _camera(np.array(bodies), view)
    return [(t, camera(t, body, noise)) for t, body in zip(moments, bodies, strict=True)]


def _camera(
    bodies: NDArray[np.float64], view: View
) -> Callable[[float, NDArray[np.float64], np.random.Generator], Pose]:
    """Return a camera that looks level at the middle of where the bodies move."""
    scale = view.height_cm / 170.0
    low, high = bodies.min(axis=(0, 1)) * scale, bodies.max(axis=(0, 1)) * scale
    middle = (low + high) / 2
    lens_cm = max(middle[1], LENS_CM)
    angle = math.radians(view.yaw_deg + (180.0 if view.near == "right" else 0.0))
    turn = np.array([[math.cos(angle), 0, math.sin(angle)], [0, 1, 0], [-math.sin(angle), 0, math.cos(angle)]])
    visibility = np.full(N_LANDMARKS, NEAR_SEEN, np.float32)
    far = [i for i in range(1, N_LANDMARKS) if (bodies[0][i, 2] > 0) != (view.near == "left")]
    visibility[far] = FAR_SEEN

    def see(t: float, body: NDArray[np.float64], noise: np.random.Generator) -> Pose:
        seen = (body * scale - [middle[0], 0.0, 0.0]) @ turn.T
        px_per_cm = FOCAL_PX / (DISTANCE_CM - seen[:, 2])
        x = SIZE[0] / 2 + seen[:, 0] * px_per_cm
        y = SIZE[1] / 2 + (lens_cm - seen[:, 1]) * px_per_cm
        shake = noise.normal(0.0, view.noise_px, (N_LANDMARKS, 3))
        hips = (seen[23] + seen[24]) / 2
        world = ((seen - hips) * [1, -1, -1] + shake * DISTANCE_CM / FOCAL_PX) / 100
        xy = np.column_stack([x, y]) + shake[:, :2]
        return Pose(t, xy.astype(np.float32), world.astype(np.float32), visibility, SIZE)

    return see


def mirrored(side: Side, *figures: Figure) -> tuple[Figure, ...]:
    """Return figures, which exercises give with the left leg raised, for a raised leg of `side`."""
    return figures if side == SIDES[0] else tuple(figure.mirrored() for figure in figures)
