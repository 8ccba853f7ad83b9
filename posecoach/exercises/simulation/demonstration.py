"""Shows how an exercise goes: a film of its figure, from the start pose to the target and back, to be looped."""

from __future__ import annotations

from posecoach.core.body.landmarks import SIDES
from posecoach.core.body.pose import Pose
from posecoach.core.exercise.exercise import Exercise
from posecoach.exercises.simulation.script import BACK_S, WAYPOINT_S, Script
from posecoach.exercises.simulation.simulator import View, film, mirrored

RATE_HZ = 15.0
"""Pictures per second: at the pace of an exercise a limb moves by less than its own thickness between two of them."""
HOLD_S = 2.0
"""How long the target is held: long enough to see the pose, short enough that the movement is soon seen again."""
PAUSE_S = 0.5
"""The same in the start pose after each attempt."""


def demonstrate(exercise: Exercise) -> list[Pose]:
    """Film a good attempt, of a sided exercise one with each leg, at `RATE_HZ` and at the usual pace.

    Returns
    -------
    list of Pose
        The last one goes on with the first; empty for an exercise without figures.
    """
    start, waypoint, target = exercise.figure_start, exercise.figure_waypoint, exercise.figure_good
    if start is None or target is None:
        return []
    script = Script(start)
    for side in SIDES if exercise.sided else SIDES[:1]:
        first, last, *way = mirrored(side, start, target, *([waypoint] if waypoint else []))
        for stop in way:
            script.then(stop, hold_s=WAYPOINT_S)
        script.then(last, hold_s=HOLD_S)
        for stop in way:
            script.then(stop, hold_s=WAYPOINT_S)
        script.then(first, move_s=BACK_S, hold_s=PAUSE_S)
    return [pose for _, pose in film(script, View(noise_px=0.0, rate_hz=RATE_HZ)) if pose]
