"""Movements of figures: a way into a position, then a cycle of poses a few times; and from where they are filmed.

What a flat figure cannot show is done by a twist, which moves its landmarks in space. What neither shows is left out:
a limb hidden behind the body, and how the pose model errs on a rare posture.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from posecoach.core.body import landmarks as lm
from posecoach.core.body.figure import Figure
from posecoach.core.body.landmarks import Side
from posecoach.core.body.pose import TimedPose
from posecoach.exercises.simulation.script import REST_S, Script, ease, times
from posecoach.exercises.simulation.simulator import View, film_bodies, pose_bodies

Bodies = NDArray[np.float64]
Twist = Callable[[NDArray[np.float64], Bodies, float], Bodies]
"""From times since the cycle began (s, negative before), landmarks in cm and the seconds of half a repetition to the
twisted landmarks."""

RATE_HZ, STILL_RATE_HZ = 15.0, 6.0
"""Poses a second; a body that lies still for a minute needs fewer."""
WAY_S, WAY_PAUSE_S, PAUSE_S = 1.2, 0.3, 0.6
"""Time from pose to pose on the way into the position, in each of these, and in those of the cycle (seconds)."""
SET_S = 12.0
"""A movement is repeated for at least this long: three times in 1.5 s up and down, twice in 3 s (seconds)."""


@dataclass(frozen=True, slots=True)
class Movement:
    """One movement.

    Attributes
    ----------
    way : tuple of Figure
        The way into the position; its last pose is the one in which each repetition begins.
    cycle : tuple of Figure
        The poses of one repetition, to the last one.
    pause_s : float
        How long it stays in each pose of the cycle.
    speed : float
        How much faster than half a repetition per given time it goes from pose to pose.
    twist : Twist, optional
        What the figure cannot show.
    rate_hz : float
        Poses a second.
    """

    way: tuple[Figure, ...]
    cycle: tuple[Figure, ...] = ()
    pause_s: float = PAUSE_S
    speed: float = 1.0
    twist: Twist | None = None
    rate_hz: float = RATE_HZ

    def script(self, half_s: float) -> Script[Figure]:
        """Script it with `half_s` seconds from pose to pose of the cycle."""
        script, move_s = Script(self.way[0]), half_s / self.speed
        for figure in self.way[1:]:
            script.then(figure, move_s=WAY_S, hold_s=REST_S if figure is self.way[-1] else WAY_PAUSE_S)
        for figure in self.cycle * self.repetitions(half_s):
            script.then(figure, move_s=move_s, hold_s=self.pause_s)
        return script

    def cycles_s(self, half_s: float) -> float:
        """How long all repetitions take in seconds."""
        return self.repetitions(half_s) * self._cycle_s(half_s)

    def _cycle_s(self, half_s: float) -> float:
        return len(self.cycle) * (half_s / self.speed + self.pause_s)

    def repetitions(self, half_s: float) -> int:
        """How often it is done."""
        return math.ceil(SET_S / self._cycle_s(half_s))


@cache
def _bodies(movement: Movement, half_s: float) -> tuple[list[float], Bodies]:
    script = movement.script(half_s)
    moments = list(times(script.end_s, movement.rate_hz))
    bodies = pose_bodies(script, moments)
    if movement.twist:
        bodies = movement.twist(np.array(moments) - (script.end_s - movement.cycles_s(half_s)), bodies, half_s)
    return moments, bodies


def filmed(movement: Movement, view: View, half_s: float) -> list[TimedPose]:
    """Film a movement that takes `half_s` seconds from pose to pose."""
    moments, bodies = _bodies(movement, half_s)
    return film_bodies(moments, bodies, view)


def _swing(t: NDArray[np.float64], half_s: float) -> NDArray[np.float64]:
    """Go from 0 to 1 and back, softly, each in `half_s`; 0 before t = 0."""
    return np.asarray(np.where(t > 0, (1 - np.cos(np.pi * t / half_s)) / 2, 0.0))


def _turned(bodies: Bodies, joints: list[int], about: Bodies, degrees: NDArray[np.float64]) -> Bodies:
    """Turn landmarks about the axis along the floor through the points `about` (moments, 3)."""
    turned, angle = bodies.copy(), np.radians(degrees)[:, None]
    y, z = (bodies[:, joints, i] - about[:, None, i] for i in (1, 2))
    turned[:, joints, 1] = about[:, None, 1] + y * np.cos(angle) - z * np.sin(angle)
    turned[:, joints, 2] = about[:, None, 2] + y * np.sin(angle) + z * np.cos(angle)
    return turned


LEFT_LEG = [joint["left"] for joint in (lm.KNEE, lm.ANKLE, lm.HEEL, lm.TOE)]
SPREAD_DEG = 65.0
"""How far the thigh is lifted to the side in a fire hydrant."""
TRUNK_AXIS_CM, ON_SIDE_CM = 10.0, 9.0
"""Height above the floor of the line about which a lying body rolls over, and how much higher it is on its side."""
DRIFT_CM, DRIFT_S = 3.0, 20.0
"""How far the pose model lets a joint of a still body wander, and how long that takes."""
WALK_CM, WALK_S = 140.0, 4.0
"""From how far off somebody walks in, and for how long."""


def spread(t: NDArray[np.float64], bodies: Bodies, half_s: float) -> Bodies:
    """Lift the left thigh to the side."""
    hip = bodies[:, lm.HIP["left"]]
    return _turned(bodies, LEFT_LEG, hip, -SPREAD_DEG * _swing(t, half_s))


def circle(t: NDArray[np.float64], bodies: Bodies, half_s: float) -> Bodies:
    """Lift the left thigh to the side while it circles: highest a quarter of the circle before it is behind."""
    hip = bodies[:, lm.HIP["left"]]
    return _turned(bodies, LEFT_LEG, hip, -SPREAD_DEG * _swing(t + np.minimum(t, half_s / 2), half_s))


def roll(t: NDArray[np.float64], bodies: Bodies, half_s: float) -> Bodies:
    """Roll from the back to the belly and back again, with a pause in both."""
    full_s = half_s + PAUSE_S
    share = np.array([ease((s % full_s) / half_s) for s in np.maximum(t, 0.0)])
    there = (np.maximum(t, 0.0) // full_s) % 2 == 0
    axis = np.tile([0.0, TRUNK_AXIS_CM, 0.0], (len(t), 1))
    degrees = 180.0 * np.where(there, share, 1.0 - share)
    rolled = _turned(bodies, list(range(lm.N_LANDMARKS)), axis, degrees)
    rolled[:, :, 1] += (ON_SIDE_CM * np.sin(np.radians(degrees)))[:, None]
    return rolled


def drift(*joints: int, cm: float = DRIFT_CM) -> Twist:
    """Let joints of a still body rise slowly, and sink again."""

    def drifting(t: NDArray[np.float64], bodies: Bodies, _: float) -> Bodies:
        drifted = bodies.copy()
        drifted[:, joints, 1] += (cm * _swing(t, DRIFT_S))[:, None]
        return drifted

    return drifting


def walk_in(t: NDArray[np.float64], bodies: Bodies, _: float) -> Bodies:
    """Walk in, from beyond the feet."""
    walked = bodies.copy()
    off = WALK_CM * np.maximum(0.0, 1.0 - np.maximum(t - t[0], 0.0) / WALK_S)
    walked[:, :, 0] += off[:, None]
    return walked


_VIEWS: tuple[tuple[float, Side, float], ...] = (
    (0.0, "left", 1.5),
    (0.0, "right", 3.0),
    (20.0, "left", 3.0),
    (-20.0, "left", 1.5),
    (20.0, "right", 1.5),
)
VIEWS = [(View(yaw, near=near, seed=seed), half_s) for seed, (yaw, near, half_s) in enumerate(_VIEWS)]
"""From where each movement is seen, and the seconds from pose to pose; each with noise of its own."""


def view_id(part: View | float) -> str:
    """Name a view or a pace in a test's name."""
    return f"{part.near} {part.yaw_deg:+.0f}" if isinstance(part, View) else f"{part} s"
