"""Scripted attempts of single exercises, for the rep tracker and its checks."""

from posecoach.core.judging.rep_tracker import RepTracker
from posecoach.exercises.registry import EXERCISES
from posecoach.exercises.simulation.script import Script, blend, pose, times

BRIDGE, KNEES = EXERCISES["bridge"], EXERCISES["double_knee_lift"]


def bridge(hold_s=10.5, up_s=1.6, down_s=2.0, **changes):
    """Lie, bridge with these changes of the good pose, and lower."""
    return (
        Script(BRIDGE.example_start)
        .then(pose(BRIDGE, **changes), move_s=up_s, hold_s=hold_s)
        .then(BRIDGE.example_start, move_s=down_s)
    )


def knees(hold_s, passed=True):
    """Draw the knees to the chest, stretch the legs, and back; not `passed` = without the chest."""
    chest = {**KNEES.example_start, **KNEES.example_waypoint}
    script = Script(KNEES.example_start)
    if passed:
        script.then(chest, hold_s=0.5)
    script.then(pose(KNEES), hold_s=hold_s)
    if passed:
        script.then(chest, hold_s=0.5)
    return script.then(KNEES.example_start)


def stream(script, rate_hz=15.0):
    """Times and values of a script, frame by frame."""
    return [(t, blend(*script.moment(t))) for t in times(script.end_s, rate_hz)]


def followed(exercise, frames):
    """Follow frames (s, values) to their end; the attempts, and all updates."""
    tracker = RepTracker(exercise)
    updates = [tracker.update(t, values) for t, values in frames]
    tracker.finish(frames[-1][0])
    return tracker.reps, updates


def codes(rep):
    """Codes of the faults of an attempt."""
    return {fault.code for fault in rep.faults}
