"""Every exercise judges its own in-file examples as it says, and declares itself completely."""

import pytest
from scripted import Script, attempt, coach, longest_s, pose

from posecoach.exercises.registry import EXERCISES

CODES = {
    "leg_lift": {"legs_too_high", "legs_too_low", "knees_bent", "legs_uneven"},
    "bird_dog": {"arm_low", "leg_low", "leg_high", "same_side", "knee_bent", "back_not_level"},
    "bridge": {"hips_low", "hips_high", "lowered_fast", "short_hold"},
    "press_up": {"hips_lifted", "elbows_forward"},
    "double_knee_lift": {"held_too_long", "feet_too_high", "feet_down", "knees_bent"},
    "warrior_wall": {"leg_low", "trunk_high", "standing_knee_bent", "lifted_knee_bent"},
}
all_exercises = pytest.mark.parametrize("exercise", EXERCISES.values(), ids=lambda e: e.id)


@all_exercises
def test_the_public_fault_codes_are_all_there(exercise):
    assert {check.code for check in exercise.checks} == CODES[exercise.id]


@all_exercises
def test_a_good_attempt_is_counted_once_with_its_hold_and_no_fault(exercise):
    hold_s = longest_s(exercise)
    reps, _ = coach(exercise, attempt(exercise, pose(exercise), hold_s))
    assert [rep.faults for rep in reps] == [()]
    assert reps[0].hold_s == pytest.approx(hold_s, abs=0.8)
    assert reps[0].good_s == pytest.approx(reps[0].hold_s, abs=0.2)


@pytest.mark.parametrize(
    ("exercise", "example"),
    [(e, bad) for e in EXERCISES.values() for bad in e.example_faults],
    ids=lambda x: x.id if hasattr(x, "id") else "+".join(sorted(x.faults)),
)
def test_a_bad_attempt_is_counted_and_its_fault_named_with_value_band_and_cue(exercise, example):
    (rep,), _ = coach(exercise, attempt(exercise, pose(exercise, **example.values), longest_s(exercise)))
    assert {fault.code for fault in rep.faults} == example.faults
    for fault in rep.faults:
        low, high = fault.target
        assert not low <= fault.value <= high
        assert fault.cue[0].isupper() and fault.cue.endswith(".") and "{" not in fault.cue
        assert rep.hold_start_s - 0.5 <= fault.start_s <= fault.end_s <= rep.end_s
    assert rep.good_s < 1.0


@all_exercises
def test_lying_or_kneeling_in_the_start_pose_is_no_attempt(exercise):
    reps, _ = coach(exercise, Script(exercise.example_start).then(exercise.example_start, hold_s=30))
    assert reps == []


@all_exercises
def test_what_is_said_aloud_has_at_most_seven_words(exercise):
    assert all(1 <= len(check.say.split()) <= 7 for check in exercise.checks)


@all_exercises
def test_every_check_says_why_and_every_prescription_names_its_source(exercise):
    assert all(check.why for check in exercise.checks)
    assert exercise.prescription.source and exercise.prescription.start and exercise.prescription.camera


@all_exercises
def test_measures_named_by_phases_and_checks_exist(exercise):
    from posecoach.core.exercise.bands import bind
    from posecoach.core.exercise.exercise import HOLD_S, LOWERING_S
    from posecoach.core.exercise.measures import SHARED

    known = {m.key for m in (*SHARED, *exercise.measures)} | {HOLD_S, LOWERING_S}
    stances = (exercise.posture, exercise.start, exercise.waypoint, *exercise.targets, *exercise.distinguishing)
    named = [key for stance in stances for key, _ in stance.bands]
    named += [exercise.progression.measure, *(check.measure for check in exercise.checks)]
    for side in ("left", "right") if exercise.sided else (None,):
        assert {bind(key, side) for key in named} <= known
