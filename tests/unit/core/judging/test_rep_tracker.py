"""The rep tracker over scripted value series: the count and the clock that an exercising person expects."""

import math
from itertools import pairwise

import pytest
from attempts import bridge, codes, followed, knees, stream

from posecoach.core.judging.events import FaultRaised, HoldReached, HoldStarted, RepDone
from posecoach.core.judging.rep_tracker import RepTracker
from posecoach.core.session.routine import with_hold
from posecoach.exercises.registry import EXERCISES
from posecoach.exercises.simulation.script import Script, blend, coach, pose, times

BRIDGE, BIRD_DOG, LEG_LIFT = EXERCISES["bridge"], EXERCISES["bird_dog"], EXERCISES["leg_lift"]


@pytest.mark.parametrize("rate_hz", [30.0, 15.0, 10.0, 7.0, None])
def test_the_same_movement_counts_the_same_at_any_frame_rate(rate_hz):
    (rep,), _ = coach(BRIDGE, bridge(hold_s=5.0), rate_hz)
    assert codes(rep) == {"short_hold"}
    assert rep.hold_s == pytest.approx(5.5, abs=0.3)


def test_hold_start_and_end_are_where_95_percent_of_the_way_is_done_and_left():
    """Of a soft movement of 1.6 s, 95 % of the way is done after 86 % of the time."""
    (rep,), _ = coach(BRIDGE, bridge(hold_s=10.0, up_s=1.6, down_s=2.0))
    assert rep.hold_start_s == pytest.approx(1.5 + 0.856 * 1.6, abs=0.15)
    assert rep.hold_end_s == pytest.approx(1.5 + 1.6 + 10.0 + 0.144 * 2.0, abs=0.15)


def test_three_attempts_are_three_reps_numbered_in_order():
    script = Script(BRIDGE.example_start)
    for _ in range(3):
        script.then(pose(BRIDGE), hold_s=10).then(BRIDGE.example_start, move_s=2.0)
    reps, _ = coach(BRIDGE, script)
    assert [rep.index for rep in reps] == [1, 2, 3]
    assert all(a.end_s <= b.start_s for a, b in pairwise(reps))


def test_a_touch_and_go_bridge_is_a_rep_with_a_short_hold():
    (rep,), _ = coach(BRIDGE, bridge(hold_s=0.0, up_s=1.0, down_s=1.5))
    assert "short_hold" in codes(rep)
    assert rep.hold_s < 1.0


def test_a_low_touch_and_go_bridge_is_blamed_for_low_hips():
    (rep,), _ = coach(BRIDGE, bridge(hold_s=0.0, hip_line=152.0, trunk_pitch=-14.0))
    assert {"hips_low", "short_hold"} <= codes(rep)
    assert rep.good_s == 0.0


def test_lifting_the_hips_just_a_little_is_no_attempt():
    reps, _ = coach(BRIDGE, bridge(hip_line=126.0, trunk_pitch=-3.0))
    assert reps == []


def test_a_hold_that_the_person_chose_is_the_target():
    reps, events = coach(with_hold(BRIDGE, 5.0), bridge(hold_s=5.0))
    assert codes(reps[0]) == set()
    assert sum(isinstance(event, HoldReached) for event in events) == 1


def test_an_open_hold_blames_nobody_for_its_length():
    reps, events = coach(with_hold(BRIDGE, None), bridge(hold_s=3.0))
    assert codes(reps[0]) == set()
    assert not any(isinstance(event, HoldReached) for event in events)


def test_letting_go_is_a_fault_and_lowering_slowly_is_none():
    assert codes(coach(BRIDGE, bridge(down_s=0.4))[0][0]) == {"lowered_fast"}
    assert codes(coach(BRIDGE, bridge(down_s=2.0))[0][0]) == set()


def test_sitting_up_from_the_start_pose_is_no_rep():
    sitting = {**BRIDGE.example_start, "trunk_pitch": 70.0, "hip_line": 60.0, "knee_near": 60.0}
    assert coach(BRIDGE, Script(BRIDGE.example_start).then(sitting, hold_s=5).then(BRIDGE.example_start))[0] == []


def test_sliding_the_legs_out_straight_is_no_bridge():
    flat = {**BRIDGE.example_start, "hip_line": 176.0, "knee_near": 175.0}
    assert coach(BRIDGE, Script(BRIDGE.example_start).then(flat, hold_s=5).then(BRIDGE.example_start))[0] == []


def test_a_hold_still_under_way_at_the_end_of_the_video_is_a_rep():
    (rep,), events = coach(BRIDGE, Script(BRIDGE.example_start).then(pose(BRIDGE), hold_s=6))
    assert rep.hold_s == pytest.approx(6.2, abs=0.4)
    assert isinstance(events[-1], RepDone)


def test_the_live_clock_agrees_with_the_final_hold():
    tracker, script, shown = RepTracker(BRIDGE), bridge(hold_s=10), 0.0
    for t in times(script.end_s, 30):
        update = tracker.update(t, blend(*script.moment(t)))
        if update.phase == "hold":
            assert update.hold_s >= shown - 0.3
            shown = update.hold_s
    assert shown == pytest.approx(tracker.reps[0].hold_s, abs=0.6)


@pytest.mark.parametrize("down_s", [2.0, 3.0, 6.0])
def test_the_prescribed_hold_is_not_reached_while_the_body_comes_down(down_s):
    """Held for 9 s, and then lowered slowly, as asked."""
    (rep,), events = coach(BRIDGE, bridge(hold_s=8.5, down_s=down_s))
    assert rep.hold_s < 9.6
    assert not any(isinstance(event, HoldReached) for event in events)


def test_the_side_is_that_of_the_raised_leg_on_both_sides():
    script = Script(BIRD_DOG.example_start)
    for side in ("left", "right", "left"):
        script.then(pose(BIRD_DOG, side), hold_s=5).then(BIRD_DOG.example_start)
    reps, _ = coach(BIRD_DOG, script)
    assert [rep.side for rep in reps] == ["left", "right", "left"]


def test_a_raised_leg_that_is_lowered_a_bit_is_a_fault_as_soon_as_any_other():
    """The supporting leg reads a tenth of the rise: that is no mix-up of the legs."""
    low = pose(BIRD_DOG, thigh_back_left=58.0, leg_level_left=-25.0, thigh_back_right=9.0)
    script = Script(BIRD_DOG.example_start).then(pose(BIRD_DOG, thigh_back_right=8.0), hold_s=4.0)
    _, events = coach(BIRD_DOG, script.then(low, move_s=0.6, hold_s=4.0).then(BIRD_DOG.example_start))
    (raised_s,) = [event.t for event in events if isinstance(event, FaultRaised)]
    lowered_s = 1.5 + 1.4 + 4.0 + 0.6
    assert raised_s == pytest.approx(lowered_s + BIRD_DOG.check("leg_low").patience_s, abs=0.5)


def test_a_donkey_kick_is_no_bird_dog():
    kick = pose(BIRD_DOG, knee_left=90.0, raised_arm=-68.0, arms_apart=2.0, same_side_left=0.0)
    assert coach(BIRD_DOG, Script(BIRD_DOG.example_start).then(kick, hold_s=2).then(BIRD_DOG.example_start))[0] == []


def test_stepping_back_into_a_plank_is_no_bird_dog():
    step = pose(
        BIRD_DOG, raised_arm=-68.0, arms_apart=2.0, same_side_left=0.0, thigh_back_left=60.0, leg_level_left=-30.0
    )
    assert coach(BIRD_DOG, Script(BIRD_DOG.example_start).then(step, hold_s=2).then(BIRD_DOG.example_start))[0] == []


def test_a_pose_misjudged_for_a_moment_does_not_break_the_hold():
    tracker, script = (
        RepTracker(BIRD_DOG),
        Script(BIRD_DOG.example_start).then(pose(BIRD_DOG), hold_s=8).then(BIRD_DOG.example_start),
    )
    for t in times(script.end_s, 15):
        flicker = {"raised_arm": -68.0, "arms_apart": 2.0, "thigh_back_left": 85.0} if 5.0 < t < 5.3 else {}
        tracker.update(t, {**blend(*script.moment(t)), **flicker})
    assert tracker.reps[0].hold_s == pytest.approx(8.4, abs=0.4)


def test_an_attempt_has_times_also_when_one_leg_was_misjudged_on_coming_into_view():
    tracker = RepTracker(BIRD_DOG)
    script = Script(BIRD_DOG.example_start).then(pose(BIRD_DOG), hold_s=8).then(BIRD_DOG.example_start)
    first_s, *later_s = times(script.end_s, 15)
    tracker.update(first_s, {**blend(*script.moment(first_s)), "thigh_back_left": -40.0})
    for t in later_s:
        tracker.update(t, blend(*script.moment(t)))
    tracker.finish(script.end_s)
    (rep,) = tracker.reps
    assert first_s <= rep.start_s <= rep.hold_start_s < rep.hold_end_s <= rep.end_s


@pytest.mark.parametrize("down_s", [2.0, 4.0, 6.0])
def test_lowering_slowly_is_not_counted_as_holding(down_s):
    (rep,), _ = coach(BRIDGE, bridge(hold_s=10.0, down_s=down_s))
    assert rep.hold_end_s == pytest.approx(1.5 + 1.6 + 10.0 + 0.144 * down_s, abs=0.35)
    assert rep.faults == ()


def test_resting_feet_that_wander_by_a_centimetre_are_no_attempt():
    script = Script(LEG_LIFT.example_start)
    for _ in range(10):
        nudged = blend(
            LEG_LIFT.example_start, {"foot_rise": LEG_LIFT.example_start["foot_rise"] + 1.2, "near_heel": 1.0}, 1.0
        )
        script.then(nudged, move_s=0.3, hold_s=0.6).then(LEG_LIFT.example_start, move_s=0.3, hold_s=0.6)
    assert coach(LEG_LIFT, script)[0] == []


def test_hold_started_comes_once_an_attempt():
    _, events = coach(BRIDGE, bridge())
    assert sum(isinstance(event, HoldStarted) for event in events) == 1


KNEES, PRESS = EXERCISES["double_knee_lift"], EXERCISES["press_up"]


def test_sliding_the_feet_out_along_the_floor_is_no_double_knee_lift():
    assert coach(KNEES, knees(3.0, passed=False))[0] == []


def test_drawing_the_knees_to_the_chest_and_back_is_no_double_knee_lift():
    chest = {**KNEES.example_start, **KNEES.example_waypoint}
    assert coach(KNEES, Script(KNEES.example_start).then(chest, hold_s=3).then(KNEES.example_start))[0] == []


def test_going_on_from_elbows_to_palms_ends_the_hold_on_the_elbows():
    palms = pose(PRESS, near_elbow=154.0, chest_rise=35.0, elbow_ahead=-22.0, trunk_pitch=40.0)
    script = (
        Script(PRESS.example_start)
        .then(pose(PRESS), hold_s=6)
        .then(palms, hold_s=4)
        .then(PRESS.example_start, move_s=2)
    )
    (rep,), events = coach(PRESS, script)
    assert rep.hold_s == pytest.approx(6.4, abs=0.8)
    assert sum(isinstance(event, HoldStarted) for event in events) == 2


def test_pressing_straight_up_to_the_palms_is_one_attempt_too():
    palms = pose(PRESS, near_elbow=154.0, chest_rise=35.0, elbow_ahead=-22.0, trunk_pitch=40.0)
    (rep,), _ = coach(PRESS, Script(PRESS.example_start).then(palms, hold_s=5).then(PRESS.example_start, move_s=2))
    assert rep.faults == ()


def test_an_attempt_right_after_another_begins_when_that_has_ended():
    """A hidden arm hides the start pose between them."""
    between = {**BIRD_DOG.example_start, "supporting_arm": math.nan}
    script = Script(BIRD_DOG.example_start).then(pose(BIRD_DOG), move_s=0.2, hold_s=0.7)
    script.then(between, move_s=0.1, hold_s=0.25).then(pose(BIRD_DOG), move_s=0.1, hold_s=6.0)
    (first, second), _ = followed(BIRD_DOG, stream(script.then(BIRD_DOG.example_start)))
    assert first.end_s <= second.start_s <= second.hold_start_s
