"""When an attempt begins: out of a start pose that lasted, or found in the target when its way was hidden."""

from __future__ import annotations

import pytest
from attempts import BRIDGE, bridge, codes, followed, stream

from posecoach.core.judging.attempt.beginning import FRESH_S, START_S, Beginning
from posecoach.core.judging.events import AttemptStarted
from posecoach.exercises.registry import EXERCISES
from posecoach.exercises.simulation.script import Script, blend, pose, scripted, times

BIRD_DOG, LEG_LIFT, KNEES = EXERCISES["bird_dog"], EXERCISES["leg_lift"], EXERCISES["double_knee_lift"]
ELSEWHERE = {**BRIDGE.example_start, "knee_near": 120.0, "hip_line": 160.0, "trunk_pitch": 5.0}
"""Lying with the legs half stretched: the bridge's posture, but neither its start nor its target."""
SITTING = {**BRIDGE.example_start, "trunk_pitch": 70.0, "hip_line": 60.0}
rates = pytest.mark.parametrize("rate_hz", [30.0, 15.0, 10.0])


def begun(exercise, frames):
    """The first attempt that begins, and when that is noticed; None when none does."""
    beginning = Beginning(exercise, ("left", "right") if exercise.sided else (None,))
    for t, values in frames:
        if beginning.watches(t, values) and (found := beginning.update(t, values)):
            return found.attempt, t
    return None


def seconds(values, start_s, end_s, rate_hz=15.0):
    return [(start_s + t, values) for t in times(end_s - start_s, rate_hz)]


@rates
def test_the_attempt_begins_when_the_body_leaves_its_rest(rate_hz):
    attempt, noticed_s = begun(BRIDGE, stream(bridge(), rate_hz))
    assert attempt.start_s == pytest.approx(1.5 + 0.2 * 1.6, abs=0.15) and attempt.start_s <= noticed_s
    assert attempt.start_seen
    assert attempt.base == pytest.approx(BRIDGE.example_start["hip_line"], abs=1.0)


@rates
def test_a_start_pose_of_a_frame_or_two_begins_nothing(rate_hz):
    """A body misjudged for a moment seems to lie with its hips down; it was in the pose before."""
    elsewhere = seconds(ELSEWHERE, 0.0, 3.0, rate_hz)
    wrong = seconds(BRIDGE.example_start, 3.0, 3.0 + START_S - 0.15, rate_hz)
    frames = [*elsewhere, *wrong, *seconds(pose(BRIDGE), 3.2, 8.0, rate_hz)]
    assert begun(BRIDGE, frames) is None


@rates
def test_a_start_pose_that_lasted_begins_an_attempt(rate_hz):
    start = seconds(BRIDGE.example_start, 3.0, 3.0 + START_S + 0.2, rate_hz)
    script = Script(BRIDGE.example_start).then(pose(BRIDGE), hold_s=5.0)
    moved = [(t + 2.0, values) for t, values in stream(script, rate_hz) if t >= 1.5]
    attempt, _ = begun(BRIDGE, [*seconds(ELSEWHERE, 0.0, 3.0, rate_hz), *start, *moved])
    assert attempt.start_s >= 3.0


def test_between_two_attempts_a_touch_of_the_floor_is_start_pose_enough():
    """It has just returned to it from an attempt."""
    script = Script(BRIDGE.example_start)
    for _ in range(3):
        script.then(pose(BRIDGE), hold_s=3.0).then(BRIDGE.example_start, move_s=1.5, hold_s=0.1)
    reps, _ = followed(BRIDGE, stream(script))
    assert len(reps) == 3


def test_resting_for_long_or_moving_a_little_begins_nothing():
    fidgeting = {**BRIDGE.example_start, "hip_line": BRIDGE.example_start["hip_line"] + 4.0}
    script = Script(BRIDGE.example_start)
    for _ in range(8):
        script.then(fidgeting, move_s=0.4, hold_s=0.5).then(BRIDGE.example_start, move_s=0.4, hold_s=2.0)
    assert begun(BRIDGE, stream(script)) is None


@pytest.mark.parametrize("hidden", [{}, ELSEWHERE], ids=["nobody seen", "misjudged"])
def test_found_in_the_target_after_a_hidden_way_it_is_an_attempt_from_the_start_pose(hidden):
    """The body left the start pose a moment ago; whatever was seen on the way, it is up now."""
    script = bridge(6.0)
    frames = [(t, hidden if 1.6 <= t < 3.2 else values) for t, values in stream(script)]
    (rep,), updates = followed(BRIDGE, frames)
    assert rep.start_s == pytest.approx(1.6, abs=0.15) and rep.start_seen
    assert rep.hold_s == pytest.approx(6.4, abs=0.6)
    assert sum(isinstance(event, AttemptStarted) for update in updates for event in update.events) == 1


@pytest.mark.parametrize("between", [{}, SITTING], ids=["nobody seen", "sitting"])
def test_found_in_the_target_long_after_the_start_pose_it_is_none(between):
    """What happened in the meantime is not known."""
    frames = [
        *seconds(BRIDGE.example_start, 0.0, 2.0),
        *seconds(between, 2.0, 2.0 + FRESH_S + 1.0),
        *seconds(pose(BRIDGE), 3.0 + FRESH_S, 12.0),
    ]
    assert followed(BRIDGE, frames)[0] == []


def test_a_waypoint_must_be_passed():
    """Knees to the chest: without it the feet only slid along the floor."""
    slid = Script(KNEES.example_start).then(pose(KNEES), hold_s=3.0)
    assert begun(KNEES, stream(slid)) is None
    assert begun(KNEES, stream(scripted(KNEES, pose(KNEES), 3.0))) is not None


@pytest.mark.parametrize("side", ["left", "right"])
def test_the_side_that_rises_is_the_side_of_the_attempt(side):
    attempt, _ = begun(BIRD_DOG, stream(scripted(BIRD_DOG, pose(BIRD_DOG, side), 5.0)))
    assert attempt.side == side


def test_a_leg_that_is_nudged_first_does_not_take_the_attempt_from_the_other():
    nudged = {**BIRD_DOG.example_start, "thigh_back_left": 20.0, "most_raised_thigh": 20.0}
    script = Script(BIRD_DOG.example_start).then(nudged, move_s=0.6, hold_s=0.2)
    script.then(pose(BIRD_DOG, "right"), hold_s=6.0).then(BIRD_DOG.example_start)
    (rep,), _ = followed(BIRD_DOG, stream(script))
    assert rep.side == "right" and codes(rep) == set()


@pytest.mark.parametrize("rest_s", [1.5, 4.0, 20.0])
def test_the_level_of_the_start_is_that_of_the_last_rest_however_long(rest_s):
    """Whoever settles deeper on the mat starts from there."""
    deeper = {**BRIDGE.example_start, "hip_line": 110.0}
    script = Script(BRIDGE.example_start).then(deeper, move_s=2.0, hold_s=rest_s).then(pose(BRIDGE), hold_s=5.0)
    attempt, _ = begun(BRIDGE, stream(script))
    assert attempt.base == pytest.approx(110.0, abs=4.0)


def test_another_view_begins_from_nothing():
    """After a cut, what was learnt of the start pose is not used; the next attempt needs its own."""
    beginning = Beginning(BRIDGE, (None,))
    for t, values in seconds(BRIDGE.example_start, 0.0, 3.0):
        beginning.update(t, values)
    assert beginning.in_start
    beginning.change_view()
    assert not beginning.in_start
    lower = {**BRIDGE.example_start, "hip_line": 100.0}
    for t, values in seconds(lower, 3.0, 5.0):
        assert beginning.update(t, values) is None
    assert beginning.start.base(None) == pytest.approx(100.0)


def test_a_single_wrong_frame_in_the_rest_does_not_begin_an_attempt():
    frames = stream(Script(BRIDGE.example_start).then(BRIDGE.example_start, hold_s=6.0))
    frames[40] = (frames[40][0], blend(BRIDGE.example_start, pose(BRIDGE), 0.9))
    reps, updates = followed(BRIDGE, frames)
    assert reps == [] and not updates[-1].rep
