"""What is seen of one exercise: when it can be judged, what is missing, and since when the posture is broken."""

from __future__ import annotations

import math

import pytest

from posecoach.core.judging.sight import CONFIRM_S, Sight
from posecoach.core.judging.view_quality import NOBODY, WHY
from posecoach.exercises.registry import EXERCISES
from posecoach.exercises.simulation.script import pose

each = pytest.mark.parametrize("exercise", EXERCISES.values(), ids=lambda e: e.id)
BRIDGE, BIRD_DOG, LEG_LIFT = EXERCISES["bridge"], EXERCISES["bird_dog"], EXERCISES["leg_lift"]


def sides(exercise):
    return ("left", "right") if exercise.sided else (None,)


@each
def test_the_example_poses_of_every_exercise_can_be_judged(exercise):
    sight = Sight(exercise)
    for values in (exercise.example_start, pose(exercise)):
        assert sight.update(0.0, values, None, sides(exercise))
        assert sight.unseen_reason(values, sides(exercise)) is None
        assert sight.broken_t == math.inf


@each
def test_nobody_in_the_picture_and_a_view_that_shows_too_little_cannot_be_judged(exercise):
    sight = Sight(exercise)
    assert not sight.update(0.0, {}, None, sides(exercise))
    assert sight.unseen_reason({}, sides(exercise)) == NOBODY
    assert not sight.update(0.1, pose(exercise), WHY["dark"], sides(exercise))


@each
def test_a_progression_that_is_not_seen_is_named_by_the_part_of_the_body(exercise):
    keys = {side: exercise.progression.measure.format(leg=side, other="") for side in ("left", "right")}
    values = {**pose(exercise), **dict.fromkeys(keys.values(), math.nan)}
    sight = Sight(exercise)
    assert not sight.update(0.0, values, None, sides(exercise))
    reason = sight.unseen_reason(values, sides(exercise))
    assert reason.startswith("I cannot see your ") and reason.endswith(" well enough to judge.")
    assert not any(key in reason for key in keys.values()) and "left" not in reason


def test_of_two_legs_the_one_that_may_move_must_be_seen():
    values = {**pose(BIRD_DOG), "thigh_back_right": math.nan}
    sight = Sight(BIRD_DOG)
    assert sight.update(0.0, values, None, ("left", "right"))
    assert sight.update(0.1, values, None, ("left",))
    assert not sight.update(0.2, values, None, ("right",))


def test_since_when_the_posture_is_broken_is_known_and_ends_when_it_is_kept_again():
    sight, sitting = Sight(BRIDGE), {**pose(BRIDGE), "trunk_pitch": 70.0}
    for t in (1.0, 1.5, 2.0):
        sight.update(t, sitting, None, (None,))
        assert sight.broken_t == 1.0
    sight.update(2.5, pose(BRIDGE), None, (None,))
    assert sight.broken_t == math.inf
    sight.update(3.0, sitting, None, (None,))
    assert sight.broken_t == 3.0


def test_nobody_seen_breaks_no_posture():
    sight = Sight(BRIDGE)
    sight.update(1.0, {**pose(BRIDGE), "trunk_pitch": 70.0}, None, (None,))
    for t in (1.5, 2.0, 9.0):
        sight.update(t, {}, None, (None,))
    assert sight.broken_t == 1.0, "what was broken when it was lost still is"
    kept = Sight(BRIDGE)
    kept.update(1.0, {}, None, (None,))
    assert kept.broken_t == math.inf


@pytest.mark.parametrize("rate_hz", [30.0, 15.0, 7.0])
def test_a_posture_that_cannot_be_confirmed_is_believed_for_a_second(rate_hz):
    """A foot that is hidden may be anywhere; it may be another movement."""
    sight, hidden = Sight(BRIDGE), {**pose(BRIDGE), "foot_near": math.nan}
    judged = [sight.update(i / rate_hz, hidden, None, (None,)) for i in range(round(3 * rate_hz))]
    assert judged.count(True) / rate_hz == pytest.approx(CONFIRM_S, abs=0.16)
    assert judged == sorted(judged, reverse=True)
    assert sight.update(3.0, pose(BRIDGE), None, (None,)), "seen again, it is judged again"
    assert sight.update(3.1, hidden, None, (None,))
