"""True values of the checks' measures, from joint angles and heights of figures whose pose is known."""

from __future__ import annotations

import math

import pytest
from truth.true_values import Moment, true_value

from posecoach.core.body.landmarks import SIDES
from posecoach.exercises.bird_dog import BIRD_DOG
from posecoach.exercises.bridge import BRIDGE
from posecoach.exercises.leg_lift import LEG_LIFT
from posecoach.exercises.press_up import PRESS_UP

HEIGHT_M = 1.7


def moment(*, supine, trunk=0.0, hip_m=0.1, side=None, near="left", heels_m=(0.0, 0.0), **angles):
    """A frame of the truth; angles of a joint are the same on both sides, or given as a pair."""
    both = {joint: value if isinstance(value, tuple) else (value, value) for joint, value in angles.items()}
    frame = {
        "angles": {f"{joint}_{s}": value for joint, pair in both.items() for s, value in zip(SIDES, pair, strict=True)},
        "heel_height_left_m": heels_m[0],
        "heel_height_right_m": heels_m[1],
        "hip_height_m": hip_m,
        "trunk_pitch_deg": trunk,
    }
    return Moment(frame, side, near, supine, HEIGHT_M)


def value(exercise, code, frame, start=None):
    return true_value(exercise.check(code), frame, start or frame)


def test_a_sagging_bridge_is_below_180_and_an_arched_one_above():
    sagging = moment(supine=True, trunk=-12.8, hip_m=0.222, hip=146.1, knee=52.5)
    arched = moment(supine=True, trunk=-36.4, hip_m=0.371, hip=162.3, knee=76.4)
    assert value(BRIDGE, "hips_low", sagging) == pytest.approx(146.1)
    assert value(BRIDGE, "hips_high", arched) == pytest.approx(197.7)


def test_a_leg_behind_the_body_is_level_when_hip_and_trunk_are():
    level = moment(
        supine=False, trunk=5.0, hip_m=0.45, heels_m=(0.0, 0.32), side="right", hip=(95.0, 175.0), knee=180.0
    )
    assert value(BIRD_DOG, "leg_low", level) == pytest.approx(0.0, abs=0.1)
    low = moment(supine=False, trunk=5.0, hip_m=0.49, heels_m=(0.0, 0.0), side="right", hip=(95.0, 155.0), knee=180.0)
    assert value(BIRD_DOG, "leg_low", low) == pytest.approx(-30.0, abs=0.1)
    high = moment(supine=False, trunk=5.0, hip_m=0.45, heels_m=(0.0, 0.8), side="right", hip=(95.0, 145.0), knee=180.0)
    assert value(BIRD_DOG, "leg_high", high) == pytest.approx(30.0, abs=0.1)


def test_what_does_not_follow_from_the_truth_is_unknown():
    bent = moment(supine=False, hip_m=0.45, side="right", hip=(95.0, 175.0), knee=(90.0, 120.0), shoulder=90.0)
    assert math.isnan(value(BIRD_DOG, "leg_low", bent))
    tilted = moment(supine=False, trunk=-23.0, hip_m=0.45, side="right", hip=175.0, knee=175.0, shoulder=(160.0, 95.0))
    assert math.isnan(value(BIRD_DOG, "leg_high", tilted)) and math.isnan(value(BIRD_DOG, "arm_low", tilted))
    assert math.isnan(value(BRIDGE, "short_hold", bent))


def test_arms_count_from_the_level():
    arms = moment(supine=False, trunk=5.0, side="right", shoulder=(175.0, 95.0))
    assert value(BIRD_DOG, "arm_low", arms) == pytest.approx(0.0)
    assert value(BIRD_DOG, "same_side", arms) == pytest.approx(-80.0)


def test_heels_and_knees_are_those_that_the_check_means():
    legs = moment(supine=True, heels_m=(0.15, 0.35), near="right", knee=(176.0, 150.0))
    assert value(LEG_LIFT, "legs_too_high", legs) == pytest.approx(35.0)
    assert value(LEG_LIFT, "legs_uneven", legs) == pytest.approx(20.0)
    assert value(LEG_LIFT, "knees_bent", legs) == 150.0


def test_a_pelvis_counts_from_the_start_pose():
    start, now = (moment(supine=False, hip_m=hip_m) for hip_m in (0.11, 0.24))
    assert value(PRESS_UP, "hips_lifted", now, start) == pytest.approx(13.0)


def test_an_elbow_under_the_shoulder_is_not_ahead():
    under, ahead = (moment(supine=False, trunk=20.0, shoulder=shoulder) for shoulder in (70.0, 110.0))
    assert value(PRESS_UP, "elbows_forward", under) == pytest.approx(0.0, abs=0.1)
    assert value(PRESS_UP, "elbows_forward", ahead) > 15.0
