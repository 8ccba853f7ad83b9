"""How far the picture leans: learnt from bodies that rest on the floor, and from nothing else."""

from __future__ import annotations

import math
from functools import cache

import pytest
from leaning import all_leaning, leaning
from movements import figures as f
from tracks import TRACKS, track

from posecoach.core.body import landmarks as lm
from posecoach.core.body.body import seen_points
from posecoach.core.body.geometry import NOWHERE, points
from posecoach.core.body.tracking.tilt import IGNORED_DEG, MAX_DEG, REST_S, TiltEstimator, resting
from posecoach.core.exercise.measures import Measurer
from posecoach.exercises.registry import BUILT_IN
from posecoach.exercises.simulation.script import still
from posecoach.exercises.simulation.simulator import View, film

ALL = {exercise.id: exercise for exercise in BUILT_IN}
PRESS_UP, BIRD_DOG = ALL["press_up"].figure_start, ALL["bird_dog"].figure_start
FACE_DOWN, FACE_UP = -1.0, 1.0
RESTS = {
    "prone, arms beside the body": (PRESS_UP, "front"),
    "prone, arms stretched out": (f.PRONE_LONG, "front"),
    "hands and knees": (f.QUAD, "knees"),
    "start of a bird dog": (BIRD_DOG, "knees"),
}
OTHERS = {
    "plank": f.PLANK,
    "plank on the forearms": f.ON_FOREARMS,
    "press-up": ALL["press_up"].figure_good,
    "bird dog": ALL["bird_dog"].figure_good,
    "start of the warrior": ALL["warrior_wall"].figure_start,
    "standing": f.STAND,
    "downward dog": f.DOG_DOWN,
    "child's pose": f.CHILD,
}
rests = pytest.mark.parametrize(("figure", "rest"), RESTS.values(), ids=RESTS)
sides = pytest.mark.parametrize("near", ["left", "right"])
leans = pytest.mark.parametrize("deg", [-18, -12, -6, 6, 12, 18])


@cache
def posed(figure, near="left"):
    """One picture of a figure, without noise."""
    return film(still(figure, 0.1), View(noise_px=0.0, near=near))[0][1]


def seen(pose):
    return seen_points(pose, points(pose.xy))


def estimated(pose, seconds=2.0, rate_hz=15.0, face_up=FACE_DOWN):
    """Estimator after a body has kept still for some seconds, and how often its answer changed."""
    estimator = TiltEstimator()
    changes = [estimator.update(i / rate_hz, seen(pose), face_up) for i in range(round(seconds * rate_hz))]
    return estimator, sum(changes)


@sides
@rests
def test_a_body_at_rest_before_a_level_camera_says_that_nothing_leans(figure, rest, near):
    found, lean = resting(seen(posed(figure, near)), FACE_DOWN)
    assert found == rest and abs(lean) < IGNORED_DEG
    assert estimated(posed(figure, near))[0].deg == 0.0


@leans
@sides
@rests
def test_what_rests_on_the_floor_shows_how_far_the_picture_leans(figure, rest, near, deg):
    """To what bodies lean by themselves, and that much is left out; never the other way."""
    estimator, changes = estimated(leaning(posed(figure, near), deg))
    left = deg - estimator.deg
    assert estimator.deg * deg >= 0.0 and abs(left) <= 2 * IGNORED_DEG
    assert changes == (estimator.deg != 0.0)
    if abs(deg) > 2 * IGNORED_DEG:
        assert estimator.deg != 0.0


@pytest.mark.parametrize("deg", [-12, 0, 12])
@sides
@pytest.mark.parametrize("figure", OTHERS.values(), ids=OTHERS)
def test_other_poses_say_nothing(figure, near, deg):
    assert resting(seen(leaning(posed(figure, near), deg)), FACE_DOWN)[0] is None


@pytest.mark.parametrize("figure", [f.LYING, f.FEET_DOWN, f.BRIDGE])
def test_on_the_back_the_floor_itself_is_known(figure):
    assert resting(seen(leaning(posed(figure), 12)), FACE_UP)[0] is None


@pytest.mark.parametrize("deg", [MAX_DEG + 8.0, -MAX_DEG - 8.0, 90.0])
@rests
def test_a_lying_body_that_leans_too_far_is_not_lying(figure, rest, deg):
    assert estimated(leaning(posed(figure), deg))[0].deg == 0.0


@pytest.mark.parametrize("rate_hz", [30.0, 15.0, 7.0])
@rests
def test_a_rest_must_last(figure, rest, rate_hz):
    pose = leaning(posed(figure), 15)
    assert estimated(pose, REST_S - 0.1, rate_hz)[0].deg == 0.0
    assert estimated(pose, REST_S + 0.4, rate_hz)[0].deg > 0.0


def test_a_body_that_turns_is_not_at_rest():
    """It rolls by 4 degrees from frame to frame, from one side to the other."""
    estimator = TiltEstimator()
    for i in range(60):
        estimator.update(i / 15, seen(leaning(posed(f.PRONE_LONG), 12 + 4 * (-1) ** i)), FACE_DOWN)
    assert estimator.deg == 0.0


def test_each_way_to_rest_is_learnt_from_once():
    """Heights of before would mean something else; the picture does not lean more from attempt to attempt."""
    estimator, changes = estimated(leaning(posed(f.QUAD), 14))
    first_deg = estimator.deg
    for i in range(60):
        changes += estimator.update(10 + i / 15, seen(leaning(posed(f.QUAD), 18)), FACE_DOWN)
    assert (estimator.deg, changes) == (first_deg, 1)
    for i in range(60):
        estimator.update(20 + i / 15, seen(leaning(posed(f.PRONE_LONG), 20)), FACE_DOWN)
    assert estimator.deg > first_deg + 2.0


@rests
def test_a_hidden_far_side_changes_little(figure, rest):
    pose = leaning(posed(figure), 15)
    hidden = seen(pose)
    for joint in (lm.SHOULDER, lm.ELBOW, lm.HIP, lm.KNEE, lm.ANKLE):
        hidden[joint["right"]] = NOWHERE
    found, lean = resting(hidden, FACE_DOWN)
    if found is not None:
        assert found == rest and lean == pytest.approx(resting(seen(pose), FACE_DOWN)[1], abs=4.0)


def test_nobody_seen_says_nothing():
    found, lean = resting([NOWHERE] * 33, FACE_DOWN)
    assert found is None and math.isnan(lean)


@pytest.mark.parametrize("name", ["plank", "pushup_straight_arms", "superman", "cat_cow", "childs_pose", "squat"])
def test_recorded_movements_before_a_level_camera_do_not_lean(name):
    poses, height_cm = track(name)
    measure = Measurer((), height_cm)
    assert max(abs(measure(pose)[0].tilt_deg) for _, pose in poses if pose) <= IGNORED_DEG


@pytest.mark.parametrize("deg", [-15, 15])
@pytest.mark.parametrize("name", sorted(path.stem for path in TRACKS.glob("bird_dog__*.npz")))
def test_a_recorded_bird_dog_shows_the_lean(name, deg):
    poses, height_cm = track(name)
    measure = Measurer((), height_cm)
    found = [measure(pose)[0].tilt_deg for _, pose in all_leaning(poses, deg) if pose]
    assert len(set(found)) == 2, "it is learnt once"
    assert abs(found[-1] - deg) < 0.75 * abs(deg), "these cameras look down askew: that is a lean, too"
