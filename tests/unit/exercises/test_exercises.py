"""Each of the six exercises does what it declares, in values and as a moving figure, and leaves the others alone."""

import pytest

from posecoach.exercises.registry import BUILT_IN
from posecoach.exercises.simulation.script import Script, coach, longest_s, pose, scripted
from posecoach.exercises.testing import check

CODES = {
    "leg_lift": {"legs_too_high", "legs_too_low", "knees_bent", "legs_uneven"},
    "bird_dog": {"arm_low", "leg_low", "leg_high", "same_side", "knee_bent", "back_not_level"},
    "bridge": {"hips_low", "hips_high", "lowered_fast", "short_hold"},
    "press_up": {"hips_lifted", "elbows_forward"},
    "double_knee_lift": {"held_too_long", "feet_too_high", "feet_down", "knees_bent"},
    "warrior_wall": {"leg_low", "trunk_high", "standing_knee_bent", "lifted_knee_bent"},
}
all_exercises = pytest.mark.parametrize("exercise", BUILT_IN, ids=lambda e: e.id)


@all_exercises
def test_an_exercise_does_what_it_declares(exercise):
    check(exercise)


@all_exercises
def test_the_public_fault_codes_are_all_there(exercise):
    assert {check.code for check in exercise.checks} == CODES[exercise.id]


@all_exercises
def test_a_good_attempt_in_values_is_counted_once_with_its_hold_and_no_fault(exercise):
    hold_s = longest_s(exercise)
    reps, _ = coach(exercise, scripted(exercise, pose(exercise), hold_s))
    assert [rep.faults for rep in reps] == [()]
    assert reps[0].hold_s == pytest.approx(hold_s, abs=0.8)
    assert reps[0].good_s == pytest.approx(reps[0].hold_s, abs=0.2)


@pytest.mark.parametrize(
    ("exercise", "example"),
    [(e, bad) for e in BUILT_IN for bad in e.example_faults],
    ids=lambda x: x.id if hasattr(x, "id") else "+".join(sorted(x.faults)),
)
def test_a_bad_attempt_in_values_is_counted_and_its_fault_named_with_value_band_and_cue(exercise, example):
    (rep,), _ = coach(exercise, scripted(exercise, pose(exercise, **example.values), longest_s(exercise)))
    assert {fault.code for fault in rep.faults} == example.faults
    for fault in rep.faults:
        low, high = fault.target
        assert not low <= fault.value <= high
        assert fault.cue[0].isupper() and fault.cue.endswith(".") and "{" not in fault.cue
        assert rep.hold_start_s - 0.5 <= fault.start_s <= fault.end_s <= rep.end_s
    assert rep.good_s < 1.0


@all_exercises
def test_staying_in_the_start_pose_is_no_attempt(exercise):
    reps, _ = coach(exercise, Script(exercise.example_start).then(exercise.example_start, hold_s=30))
    assert reps == []
