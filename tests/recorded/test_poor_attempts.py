"""Attempts of the exercises that are far from good, done by figures: each one is counted, with its fault."""

from __future__ import annotations

from dataclasses import replace

import pytest
from movements import figures as f
from movements.movement import VIEWS, Movement, filmed, view_id
from movements.others import KNEELING, LYING

from posecoach.core.judging.coach import judge_all
from posecoach.exercises.registry import BUILT_IN

ALL = {exercise.id: exercise for exercise in BUILT_IN}
TOUCH_S, HOLD_S = 0.6, 3.0
"""A top that is only touched, and one that is held for longer than every check's patience."""
seen = pytest.mark.parametrize(("view", "half_s"), VIEWS, ids=view_id)
alone_or_not = pytest.mark.parametrize("names", [("leg_lift",), tuple(ALL)], ids=["named", "auto"])


def judged(movement, view, half_s, *names):
    """Attempts of a movement, judged as one of these exercises: the exercise and the codes of its faults."""
    reps = judge_all(filmed(movement, view, half_s), [ALL[name] for name in names or ALL], view.height_cm).reps
    return [(rep.exercise, frozenset(fault.code for fault in rep.faults)) for rep in reps]


def legs_raised(hip, pause_s):
    """Raise straight legs from the floor, to these angles of the hips."""
    return Movement((*LYING, f.SLIDING, f.LYING), (replace(f.LYING, hip=hip), f.LYING), pause_s)


@seen
@alone_or_not
@pytest.mark.parametrize(("hip_deg", "pause_s"), [(92.0, HOLD_S), (100.0, TOUCH_S)], ids=["held", "touched"])
def test_straight_legs_raised_upright_are_leg_lifts_far_too_high(view, half_s, names, hip_deg, pause_s):
    movement = legs_raised(hip_deg, pause_s)
    assert judged(movement, view, half_s, *names) == [("leg_lift", {"legs_too_high"})] * movement.repetitions(half_s)


@seen
@pytest.mark.parametrize("hip_deg", [(112.0, f.LYING.hip), (166.0, f.LYING.hip)], ids=["high", "low"])
def test_one_leg_raised_is_an_uneven_leg_lift_for_who_has_named_it(view, half_s, hip_deg):
    movement = legs_raised(hip_deg, HOLD_S)
    found = judged(movement, view, half_s, "leg_lift")
    assert len(found) == movement.repetitions(half_s)
    assert all("legs_uneven" in codes for _, codes in found)


@seen
@alone_or_not
def test_a_leg_lift_of_4_cm_is_too_low(view, half_s, names):
    movement = legs_raised(180.8, HOLD_S)
    assert judged(movement, view, half_s, *names) == [("leg_lift", {"legs_too_low"})] * movement.repetitions(half_s)


@seen
def test_a_bird_dog_without_its_arm_after_a_right_one_is_a_bird_dog_with_a_low_arm(view, half_s):
    good = ALL["bird_dog"].figure_good
    legs_only = replace(good, shoulder=f.QUAD.shoulder, elbow=f.QUAD.elbow)
    (first, second, *_) = judged(Movement(KNEELING, (good, f.QUAD, legs_only, f.QUAD), HOLD_S), view, half_s)
    assert (first, second) == (("bird_dog", set()), ("bird_dog", {"arm_low"}))


@seen
@pytest.mark.parametrize("names", [("press_up",), tuple(ALL)], ids=["named", "auto"])
def test_a_press_up_of_10_cm_is_counted(view, half_s, names):
    movement = Movement((*KNEELING, f.PRONE), (f.PRESSED_LOW, f.PRONE), HOLD_S)
    found = [exercise for exercise, _ in judged(movement, view, half_s, *names)]
    assert found == ["press_up"] * movement.repetitions(half_s)
