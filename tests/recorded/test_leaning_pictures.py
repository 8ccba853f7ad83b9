"""Pictures of a camera that stands askew: the same attempts, holds and faults as of a camera that stands level."""

from __future__ import annotations

from functools import cache

import pytest
from leaning import all_leaning
from tracks import TRACKS, track

from posecoach.core.judging.coach import judge_all
from posecoach.exercises.registry import BUILT_IN
from posecoach.exercises.simulation.script import attempt, longest_s
from posecoach.exercises.simulation.simulator import View, film

OWN_DEG = {
    "bridge__yaw_30": 15.0,
    "double_knee_lift__yaw_30": 17.0,
    "leg_lift__yaw_30": -12.0,
    "leg_lift__yaw_minus_30": 5.0,
    "press_up__yaw_30": 12.0,
    "press_up__yaw_minus_30": -4.0,
}
"""By how much the floor under a lying body rises already: these cameras look down on bodies turned away from them."""
ALL = {exercise.id: exercise for exercise in BUILT_IN}
DONE = sorted(path.stem for path in TRACKS.glob("*__yaw_*.npz"))
FAULTS = [(one.id, code) for one in BUILT_IN for example in one.example_faults for code in example.faults]
MILD = [-12, -6, 6, 12]
"""Leans that are tried of who stands, which does not show them, and of who is turned by 30 degrees as well."""


def judged(seen, exercises, height_cm):
    """What was found of each attempt; and the holds in seconds."""
    reps = judge_all(seen, exercises, height_cm).reps
    found = [
        (rep.exercise, rep.side, sorted(fault.code for fault in rep.faults), [check.code for check in rep.unjudged])
        for rep in reps
    ]
    return found, [rep.hold_s for rep in reps]


@cache
def filmed(exercise, code=None):
    """Film two attempts of a figure, good ones or with a fault; and how a level camera judges them."""
    one = ALL[exercise]
    poor = next((example.figure for example in one.example_faults if code in example.faults), one.figure_good)
    script = attempt(one.figure_start, poor, longest_s(one), one.figure_waypoint)
    script.legs += script.legs[1:]
    seen = film(script, View())
    return seen, judged(seen, [one] if code else BUILT_IN, 170.0)


@cache
def recorded(name):
    """A recorded track; and how it is judged as it is."""
    seen, height_cm = track(name)
    return seen, judged(seen, BUILT_IN, height_cm), height_cm


def same(leaning, level):
    """Whether two judgements agree; the holds to a third of a second."""
    assert leaning[0] == level[0]
    assert leaning[1] == pytest.approx(level[1], abs=0.3)


@pytest.mark.parametrize(
    ("exercise", "deg"), [(key, deg) for key in ALL for deg in (MILD if key == "warrior_wall" else [-18, *MILD, 18])]
)
def test_every_exercise_is_judged_as_by_a_level_camera(exercise, deg):
    seen, expected = filmed(exercise)
    assert expected[0] == [(exercise, "left" if ALL[exercise].sided else None, [], [])] * 2
    same(judged(all_leaning(seen, deg), BUILT_IN, 170.0), expected)


@pytest.mark.parametrize("deg", MILD)
@pytest.mark.parametrize("name", DONE)
def test_recorded_bodies_are_judged_as_by_a_level_camera(name, deg):
    seen, expected, height_cm = recorded(name)
    same(judged(all_leaning(seen, deg - OWN_DEG.get(name, 0.0)), BUILT_IN, height_cm), expected)


@pytest.mark.parametrize("deg", [-12, 12])
@pytest.mark.parametrize(("exercise", "code"), FAULTS)
def test_a_lean_neither_hides_a_fault_nor_adds_one(exercise, code, deg):
    seen, expected = filmed(exercise, code)
    assert all(code in codes for _, _, codes, _ in expected[0]) and len(expected[0]) == 2
    same(judged(all_leaning(seen, deg), [ALL[exercise]], 170.0), expected)
