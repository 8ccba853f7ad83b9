"""Which target pose is held, when it is left, and whether the movement may be another one that resembles it."""

from __future__ import annotations

import math

import pytest

from posecoach.core.judging.attempt.attempt import DROPOUT_S
from posecoach.core.judging.attempt.target_pose import NEXT_TARGET_S, TargetPose
from posecoach.exercises.registry import EXERCISES
from posecoach.exercises.simulation.script import pose

PRESS, BIRD_DOG, LEG_LIFT, BRIDGE = (EXERCISES[name] for name in ("press_up", "bird_dog", "leg_lift", "bridge"))
ELBOWS = pose(PRESS)
PALMS = pose(PRESS, near_elbow=154.0, chest_rise=35.0, elbow_ahead=-22.0, trunk_pitch=40.0)
FLAT_HEELS = {
    "heel_rise_left": -2.0,
    "heel_rise_right": -2.0,
    "shoulder_roll": 0.0,
    "heel_lead": 0.0,
}


def target(exercise, recognising=False, **at_rest):
    return TargetPose(exercise, {**exercise.example_start, **at_rest}, recognising)


def leg_lift(**changes):
    """A leg lift as it is recognised, with changes."""
    lifted = {**FLAT_HEELS, "heel_rise_left": 13.0, "heel_rise_right": 13.0}
    return pose(LEG_LIFT, **{**lifted, **changes})


def test_each_target_of_a_sequence_is_found():
    press_up = target(PRESS)
    assert [press_up.find(values, None) for values in (ELBOWS, PALMS, PRESS.example_start)] == [0, 1, None]


def test_while_the_pose_is_unknown_it_is_the_held_one():
    press_up = target(PRESS)
    hidden = {**PALMS, "near_elbow": math.nan}
    assert press_up.find(hidden, None) is None
    press_up.hold(1)
    assert press_up.find(hidden, None) == 1


def test_a_target_is_measured_from_where_the_body_started():
    """A chest on a pillow is high before it rises."""
    assert target(PRESS).find(ELBOWS, None) == 0
    assert target(PRESS, chest_rise=20.0).find(ELBOWS, None) is None


@pytest.mark.parametrize(("values", "after_s"), [(PALMS, NEXT_TARGET_S), (PRESS.example_start, DROPOUT_S)])
def test_a_pose_is_left_for_the_next_target_soon_and_for_none_after_a_dropout(values, after_s):
    press_up = target(PRESS)
    press_up.hold(0)
    left = [t / 30 for t in range(60) if press_up.is_left(press_up.find(values, None), t / 30)]
    assert left[0] == pytest.approx(after_s, abs=0.05)


def test_a_pose_misjudged_for_a_moment_again_and_again_is_not_left():
    press_up = target(PRESS)
    press_up.hold(0)
    assert not any(press_up.is_left(None if t % 10 < 5 else 0, t / 15) for t in range(90))


def test_the_highest_moment_in_the_target_is_remembered():
    press_up = target(PRESS)
    assert press_up.peak_level == -math.inf and press_up.peak == {}
    for level in (10.0, 25.0, 20.0):
        press_up.reach(level, {**ELBOWS, "chest_rise": level})
    assert (press_up.peak_level, press_up.peak["chest_rise"]) == (25.0, 25.0)


# -- similar movements ---------------------------------------------------------------------------------------------


def test_a_donkey_kick_may_not_be_a_bird_dog():
    kick = pose(BIRD_DOG, knee_left=90.0, raised_arm=-68.0, supporting_arm=-68.0, arms_apart=2.0)
    assert target(BIRD_DOG).may_be(kick, "left") is False
    assert target(BIRD_DOG).may_be(pose(BIRD_DOG), "left") is True


def test_a_leg_without_an_arm_is_a_bird_dog_only_for_who_named_it():
    legs_only = pose(BIRD_DOG, raised_arm=-68.0, supporting_arm=-68.0, arms_apart=2.0)
    assert target(BIRD_DOG).may_be(legs_only, "left") is True
    assert target(BIRD_DOG, recognising=True).may_be(legs_only, "left") is False


def test_a_hidden_arm_leaves_it_open_which_of_both_it_is():
    hidden = pose(BIRD_DOG, raised_arm=math.nan, arms_apart=math.nan)
    assert target(BIRD_DOG).may_be(hidden, "left") is True
    assert target(BIRD_DOG, recognising=True).may_be(hidden, "left") is None


@pytest.mark.parametrize(("roll_cm", "answer"), [(0.0, True), (15.0, False), (-15.0, False)])
def test_who_rolls_over_lifts_no_legs(roll_cm, answer):
    one = target(LEG_LIFT, **FLAT_HEELS)
    assert one.may_be(leg_lift(shoulder_roll=roll_cm), None) is answer


def test_one_leg_alone_is_another_exercise_unless_it_was_named():
    one_leg = leg_lift(heel_lead=15.0, heel_rise_right=-2.0)
    assert target(LEG_LIFT, recognising=True, **FLAT_HEELS).may_be(one_leg, None) is False
    assert target(LEG_LIFT, **FLAT_HEELS).may_be(one_leg, None) is True


def counted(**answers):
    one = target(BIRD_DOG, recognising=True)
    for answer, times in ((True, "yes"), (False, "no"), (None, "unknown")):
        for _ in range(answers.get(times, 0)):
            one.count(answer)
    return one.certain


@pytest.mark.parametrize(
    ("answers", "certain"),
    [
        ({"yes": 30}, True),
        ({"yes": 10, "unknown": 60}, True),
        ({"yes": 3, "unknown": 60}, None),
        ({"unknown": 60}, None),
        ({"yes": 20, "no": 10}, True),
        ({"yes": 10, "no": 20}, False),
        ({"no": 10, "unknown": 60}, None),
        ({"no": 30, "unknown": 10}, False),
    ],
    ids=str,
)
def test_a_hold_is_the_exercise_when_it_was_seen_to_be_for_a_part_of_it(answers, certain):
    assert counted(**answers) is certain


@pytest.mark.parametrize(("swing_cm", "certain"), [(2.0, True), (15.0, False)])
def test_legs_that_cross_each_other_again_and_again_kick(swing_cm, certain):
    """Held legs wobble by 2 cm."""
    one = target(LEG_LIFT, recognising=True, **FLAT_HEELS)
    for i in range(90):
        one.watch(leg_lift(heel_lead=swing_cm * (-1) ** (i // 5)))
        one.count(True)
    assert one.certain is certain


def test_hidden_heels_kick_nobody_out():
    one = target(LEG_LIFT, recognising=True, **FLAT_HEELS)
    for i in range(90):
        one.watch(leg_lift(heel_lead=math.nan if i % 2 else 1.0))
        one.count(True)
    assert one.certain is True


def test_an_exercise_without_look_alikes_is_what_it_is():
    one = target(BRIDGE, recognising=True)
    assert one.may_be(pose(BRIDGE), None) is True
