"""A recording, or another view, that begins in the middle of a hold: counted for what was seen of it, without blame."""

from __future__ import annotations

import pytest
from attempts import BRIDGE, codes, followed, stream

from posecoach.core.judging.attempt.late_arrival import CERTAIN_S, FIRST_S, LateArrival
from posecoach.exercises.registry import EXERCISES
from posecoach.exercises.simulation.script import Script, pose, times

LEG_LIFT, KNEES, WARRIOR = EXERCISES["leg_lift"], EXERCISES["double_knee_lift"], EXERCISES["warrior_wall"]
OPEN = [one for one in EXERCISES.values() if one.id not in ("double_knee_lift", "leg_lift", "press_up")]
"""Left out: where the target alone is an ordinary way to lie, or is known only by how far it is from the start."""
each = pytest.mark.parametrize("exercise", OPEN, ids=lambda e: e.id)


def from_hold(exercise, hold_s=6.0, back=True, side="left"):
    """Begin in the target pose, and go back to the start pose."""
    script = Script(pose(exercise, side if exercise.sided else None)).then(
        pose(exercise, side if exercise.sided else None), hold_s=hold_s - 2.9
    )
    return script.then(exercise.example_start, move_s=2.0, hold_s=3.0) if back else script


@each
def test_a_recording_that_begins_in_a_hold_counts_what_was_seen(exercise):
    (rep,), _ = followed(exercise, stream(from_hold(exercise)))
    assert not rep.start_seen
    assert (rep.start_s, rep.hold_start_s) == (0.0, 0.0)
    assert rep.hold_s == pytest.approx(6.0 + 0.3, abs=0.4)
    assert codes(rep) == set()


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("name", ["bird_dog", "warrior_wall"])
def test_the_side_is_that_of_the_raised_leg(name, side):
    (rep,), _ = followed(EXERCISES[name], stream(from_hold(EXERCISES[name], side=side)))
    assert (rep.side, rep.start_seen) == (side, False)


def test_a_hold_that_may_have_been_longer_is_not_too_short():
    (rep,), _ = followed(BRIDGE, stream(from_hold(BRIDGE, 4.0)))
    assert rep.hold_s < 9.0 and codes(rep) == set()


def test_lowering_that_was_seen_is_judged_all_the_same():
    script = Script(pose(BRIDGE)).then(pose(BRIDGE), hold_s=4.0).then(BRIDGE.example_start, move_s=0.3, hold_s=3.0)
    (rep,), _ = followed(BRIDGE, stream(script))
    assert codes(rep) == {"lowered_fast"}


def test_a_fault_in_such_a_hold_is_a_fault():
    low = pose(BRIDGE, hip_line=152.0)
    (rep,), _ = followed(BRIDGE, stream(Script(low).then(low, hold_s=5.0).then(BRIDGE.example_start, hold_s=3.0)))
    assert codes(rep) == {"hips_low"}


def test_the_next_attempt_is_an_ordinary_one():
    script = from_hold(BRIDGE, 4.0).then(pose(BRIDGE), hold_s=10.0).then(BRIDGE.example_start, move_s=2.0)
    first, second = followed(BRIDGE, stream(script))[0]
    assert (first.start_seen, second.start_seen) == (False, True)
    assert second.hold_s == pytest.approx(10.4, abs=0.3) and codes(second) == set()


def test_a_target_pose_passed_through_at_the_beginning_is_no_hold():
    script = Script(pose(BRIDGE)).then(BRIDGE.example_start, move_s=0.5, hold_s=5.0)
    script.legs[0] = (0.0, 0.3, script.legs[0][2])
    assert followed(BRIDGE, stream(script))[0] == []


@pytest.mark.parametrize("late_s", [FIRST_S + 0.5, 4.0, 20.0])
def test_a_target_pose_taken_up_later_was_seen_to_begin(late_s):
    """Whoever lies about first, and is up without a start pose, did something else before."""
    about = {**BRIDGE.example_start, "knee_near": 120.0, "hip_line": 160.0, "trunk_pitch": 5.0}
    late = LateArrival(BRIDGE, (None,))
    for t in times(late_s, 15.0):
        assert late.watches(t, about)
        assert not late.open or late.update(t, about) is None
    late.watches(late_s, pose(BRIDGE))
    assert not late.open


@pytest.mark.parametrize("rate_hz", [30.0, 15.0, 7.0])
def test_it_takes_a_second_in_the_target_to_be_sure_and_comes_once(rate_hz):
    late, found = LateArrival(WARRIOR, ("left", "right")), []
    for t in times(4.0, rate_hz):
        if late.watches(t, pose(WARRIOR)) and (arrival := late.update(t, pose(WARRIOR))):
            found.append((t, arrival))
    ((t, (side, frames)),) = found
    assert t == pytest.approx(CERTAIN_S, abs=0.15) and side == "left"
    assert frames[0][0] == 0.0 and frames[-1][0] == t


def test_a_frame_that_shows_nobody_does_not_begin_the_watch():
    late = LateArrival(BRIDGE, (None,))
    for t in times(30.0, 5.0):
        assert late.watches(t, {})
    assert late.watches(30.0, pose(BRIDGE)) and late.watches(30.5, pose(BRIDGE))


def test_stretched_legs_are_an_ordinary_way_to_lie_so_nothing_is_assumed():
    """Double-knee lifts are known by the way through the chest."""
    script = Script(pose(KNEES)).then(pose(KNEES), hold_s=5.0).then(KNEES.example_start, hold_s=2.0)
    assert followed(KNEES, stream(script))[0] == []


# -- leg lifts: the floor is known by resting feet, and raised feet that keep still seem to rest ---------------------

RAISED = {**pose(LEG_LIFT), "near_heel": 0.0, "highest_heel": 0.5}
"""Feet held up from the first frame: measured from where they are, they are on the floor."""
DOWN = {**LEG_LIFT.example_start, "near_heel": -15.0, "highest_heel": -14.0}


def raised_first(hold_s):
    return Script(RAISED).then(RAISED, hold_s=hold_s - 2.9).then(DOWN, move_s=1.5, hold_s=3.0)


@pytest.mark.parametrize("rate_hz", [30.0, 15.0, 10.0])
def test_raised_feet_that_were_taken_for_the_floor_are_a_lift_once_they_come_down(rate_hz):
    (rep,), _ = followed(LEG_LIFT, stream(raised_first(6.0), rate_hz))
    assert not rep.start_seen
    assert rep.hold_s == pytest.approx(6.2, abs=0.4)


def test_the_height_of_such_a_hold_was_not_known_so_it_is_neither_blamed_nor_praised():
    (rep,), _ = followed(LEG_LIFT, stream(raised_first(6.0)))
    assert rep.faults == () and rep.good_s == 0.0
    assert {"legs_too_high", "legs_too_low"} <= {check.code for check in rep.unjudged}
    assert all(check.reason for check in rep.unjudged)


def test_the_lifts_after_it_are_measured_from_the_true_floor():
    lifted = {**pose(LEG_LIFT), "near_heel": 15.0}
    true_down = LEG_LIFT.example_start
    script = raised_first(6.0).then(true_down, hold_s=2.0).then(lifted, hold_s=6.0).then(true_down, move_s=1.5)
    _, second = followed(LEG_LIFT, stream(script))[0]
    assert second.start_seen and second.hold_s == pytest.approx(6.4, abs=0.4)
    assert codes(second) == set()


def test_feet_that_sink_a_little_while_they_rest_are_no_lift():
    """The mat gives, or the estimator drifts: less than an attempt's height."""
    sunk = {**LEG_LIFT.example_start, "foot_rise": LEG_LIFT.example_start["foot_rise"] - 1.5}
    script = Script(LEG_LIFT.example_start).then(LEG_LIFT.example_start, hold_s=4.0).then(sunk, move_s=1.0, hold_s=5.0)
    assert followed(LEG_LIFT, stream(script))[0] == []
