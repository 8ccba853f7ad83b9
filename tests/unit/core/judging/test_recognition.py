"""Recognition over scripted movements: which exercise is done, and nothing counted on anything else."""

from dataclasses import replace

import pytest

from posecoach.core.exercise.measures import SHARED
from posecoach.core.judging.recognition import OTHER, Recogniser
from posecoach.exercises.registry import EXERCISES
from posecoach.exercises.simulation.script import Script, blend, longest_s, pose, scripted, times


def recognise(*scripts):
    """Run scripts one after the other, with a few seconds of something else between; reps and last update."""
    coach, t0, update = Recogniser(EXERCISES.values()), 0.0, None
    for script in scripts:
        for t in times(script.end_s, 15.0):
            update = coach.update(t0 + t, blend(*script.moment(t)))
        t0 += script.end_s + 4.0
    coach.finish(t0)
    return coach.reps, update


FEET_DOWN = {
    "heel_lead": 0.0,
    "shoulder_roll": 0.0,
    "heel_rise_left": -2.0,
    "heel_rise_right": -2.0,
}
FEET_UP = {**FEET_DOWN, "heel_rise_left": 13.0, "heel_rise_right": 13.0}
SEEN = {"leg_lift": (FEET_DOWN, FEET_UP)}
"""What shows that it is no similar movement, where the examples leave it out: at rest, and in the target pose."""


def good(exercise):
    """Script a good attempt, with all that a camera sees of it."""
    at_rest, in_target = SEEN.get(exercise.id, ({}, {}))
    seen = replace(exercise, example_start={**exercise.example_start, **at_rest})
    return scripted(seen, pose(seen, **in_target), longest_s(exercise))


each = pytest.mark.parametrize("exercise", EXERCISES.values(), ids=lambda e: e.id)


@each
def test_an_attempt_is_recognised_as_its_own_exercise_from_its_beginning(exercise):
    (rep,), _ = recognise(good(exercise))
    assert rep.exercise == exercise.id
    assert rep.hold_s == pytest.approx(longest_s(exercise), abs=0.8)


@each
def test_the_start_pose_alone_is_no_attempt_of_anything(exercise):
    assert recognise(Script(exercise.example_start).then(exercise.example_start, hold_s=20))[0] == []


def test_several_exercises_in_one_video_are_distinguished_and_numbered_in_order():
    order = ("bridge", "double_knee_lift", "bridge", "bird_dog")
    reps, _ = recognise(*(good(EXERCISES[key]) for key in order))
    assert tuple(rep.exercise for rep in reps) == order
    assert [rep.index for rep in reps] == [1, 2, 3, 4]


def test_standing_is_calmly_named_as_none_of_the_exercises():
    standing = {"trunk_pitch": 88.0, "face_up": 0.0, "hip_left": 175.0, "knee_left": 178.0}
    reps, update = recognise(Script(standing).then(standing, hold_s=10))
    assert reps == []
    assert (update.exercise, update.title, update.faults, update.phase) == (None, OTHER, (), "away")


def test_one_key_means_one_measure_over_all_exercises():
    """All exercises are measured at once: the same name must not mean two things."""
    seen = {}
    for measure in (*SHARED, *(m for e in EXERCISES.values() for m in e.measures)):
        code = getattr(measure.read, "__code__", measure.read)
        names = (code.co_names, code.co_freevars) if hasattr(code, "co_names") else code
        assert seen.setdefault(measure.key, (measure.unit, names)) == (measure.unit, names), measure.key


SUPINE = {
    **EXERCISES["double_knee_lift"].example_start,
    **EXERCISES["leg_lift"].example_start,
    **FEET_DOWN,
    "near_hip": 175.0,
    "near_heel": 0.0,
}
KNEELING = EXERCISES["bird_dog"].example_start


KICKED = {**FEET_UP, "heel_lead": 18.0, "heel_rise_left": 20.0, "heel_rise_right": 4.0}


def swinging(low, high, times_=8, move_s=0.35):
    """Go to and fro between two poses."""
    script = Script(low)
    for _ in range(times_):
        script.then(high, move_s=move_s, hold_s=0.0).then(
            {**low, "near_heel": 6.0, "foot_rise": 10.0, **KICKED, "heel_lead": -18.0}, move_s=move_s, hold_s=0.0
        )
    return script.then(low, hold_s=2.0)


def others():
    """Movements that are none of the exercises, by the values they show."""
    crook = {**SUPINE, **EXERCISES["double_knee_lift"].example_start, **EXERCISES["bridge"].example_start}
    lying = {**SUPINE, **{"knee_near": 176.0, "hip_line": 176.0}}
    tabletop = {
        **crook,
        "near_hip": 84.0,
        "straightest_knee": 90.0,
        "least_knee": 88.0,
        "near_heel": 45.0,
        "foot_near": 45.0,
    }
    one_out = {**tabletop, "near_hip": 168.0, "straightest_knee": 174.0, "near_heel": 12.0}
    prone = EXERCISES["press_up"].example_start
    yield (
        "dead bug",
        Script(crook).then(tabletop).then(one_out, hold_s=2).then(tabletop).then(one_out, hold_s=2).then(crook),
    )
    kicked = {**lying, "near_heel": 28.0, "foot_rise": 32.0, "heel_difference": 20.0, **KICKED, "heel_lead": 18.0}
    yield "flutter kick", swinging(lying, kicked)
    one_up = {**lying, "near_heel": 15.0, "foot_rise": 13.0, "heel_difference": 15.0, "heel_lead": 15.0}
    yield (
        "one leg lifted",
        Script(lying).then({**one_up, "heel_lead": 15.0, "heel_rise_left": 13.0}, hold_s=6).then(lying),
    )
    yield "pelvic tilt", Script(crook).then({**crook, "hip_line": 126.0, "trunk_pitch": -3.0}, hold_s=4).then(crook)
    yield "sitting up", Script(crook).then({**crook, "trunk_pitch": 70.0, "hip_line": 60.0}, hold_s=4).then(crook)
    yield "cat-cow", Script(KNEELING).then({**KNEELING, "trunk_pitch": -6.0}, hold_s=3).then(KNEELING)
    yield (
        "push-up",
        Script(prone)
        .then(
            {
                **prone,
                "chest_rise": 45.0,
                "pelvis_rise": 32.0,
                "near_elbow": 165.0,
                "leg_near": -22.0,
                "trunk_pitch": 12.0,
                "arm_near": -80.0,
            },
            hold_s=1.5,
        )
        .then(prone),
    )
    yield (
        "superman",
        Script(prone).then({**prone, "chest_rise": 16.0, "arm_near": 8.0, "trunk_pitch": 12.0}, hold_s=3).then(prone),
    )
    yield (
        "donkey kick",
        Script(KNEELING)
        .then({**pose(EXERCISES["bird_dog"]), "knee_left": 92.0, "raised_arm": -68.0, "arms_apart": 2.0}, hold_s=1.5)
        .then(KNEELING),
    )
    step = {**KNEELING, "trunk_pitch": 40.0, "thigh_back_left": -70.0, "supporting_thigh": 5.0, "face_up": -0.7}
    upright = {
        **KNEELING,
        "trunk_pitch": 87.0,
        "face_up": 0.0,
        "knee_left": 176.0,
        "knee_right": 176.0,
        "standing_leg": -88.0,
    }
    yield "getting up from hands and knees", Script(KNEELING).then(step).then(upright, hold_s=3)
    yield "lying down", Script({**crook, "trunk_pitch": 70.0}).then(crook, hold_s=3).then(lying, hold_s=3)
    yield "walking", Script({"trunk_pitch": 87.0, "face_up": 0.0, "knee_left": 170.0, "standing_leg": -88.0})


@pytest.mark.parametrize(("name", "script"), tuple(others()), ids=lambda x: x if isinstance(x, str) else "")
def test_other_movements_count_nothing(name, script):
    assert recognise(script)[0] == [], name
