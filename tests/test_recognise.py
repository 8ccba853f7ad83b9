"""Recognition over scripted movements: which exercise is done, and nothing counted on anything else."""

import pytest
from scripted import Script, pose, times
from test_exercises import attempt, longest_s

from posecoach.core.measures import SHARED
from posecoach.core.recognise import OTHER, Recogniser
from posecoach.exercises import EXERCISES


def recognise(*scripts):
    """Run scripts one after the other, with a few seconds of something else between; reps and last update."""
    coach, t0, update = Recogniser(EXERCISES.values()), 0.0, None
    for script in scripts:
        for t in times(script.end_s, 15.0):
            update = coach.update(t0 + t, script.at(t))
        t0 += script.end_s + 4.0
    coach.finish(t0)
    return coach.reps, update


each = pytest.mark.parametrize("exercise", EXERCISES.values(), ids=lambda e: e.id)


@each
def test_an_attempt_is_recognised_as_its_own_exercise_from_its_beginning(exercise):
    script = attempt(exercise, pose(exercise), longest_s(exercise))
    (rep,), _ = recognise(script)
    assert rep.exercise == exercise.id
    assert rep.hold_s == pytest.approx(longest_s(exercise), abs=0.8)


@each
def test_the_start_pose_alone_is_no_attempt_of_anything(exercise):
    assert recognise(Script(exercise.rest).then(exercise.rest, hold_s=20))[0] == []


def test_several_exercises_in_one_video_are_told_apart_and_numbered_through():
    order = ("bridge", "double_knee_lift", "bridge", "bird_dog")
    scripts = [attempt(EXERCISES[key], pose(EXERCISES[key]), longest_s(EXERCISES[key])) for key in order]
    reps, _ = recognise(*scripts)
    assert tuple(rep.exercise for rep in reps) == order
    assert [rep.index for rep in reps] == [1, 2, 3, 4]


def test_standing_is_not_one_of_the_exercises_and_that_is_said_calmly():
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
