"""The film that shows how an exercise goes: every exercise has one, and it goes on without a jump."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from posecoach.core.body.landmarks import ANKLE, HIP
from posecoach.core.judging.coach import judge_all
from posecoach.exercises.registry import EXERCISES
from posecoach.exercises.simulation.demonstration import RATE_HZ, demonstrate

JUMP_PX = 60.0
"""A figure 500 pixels long moves by less from one picture to the next."""


@pytest.mark.parametrize("name", sorted(EXERCISES))
def test_the_film_is_steady_and_goes_on_where_it_began(name):
    poses = demonstrate(EXERCISES[name])
    xy = np.array([pose.xy for pose in (*poses, poses[0])])
    assert np.hypot(*np.moveaxis(np.diff(xy, axis=0), -1, 0)).max() < JUMP_PX
    assert np.diff([pose.t for pose in poses]) == pytest.approx(1 / RATE_HZ)


@pytest.mark.parametrize("name", sorted(EXERCISES))
def test_the_film_shows_an_attempt_with_each_leg(name):
    exercise = EXERCISES[name]
    poses = demonstrate(exercise)
    found = judge_all([(pose.t, pose) for pose in poses], [exercise], 170.0)
    assert [rep.side for rep in found.reps] == (["left", "right"] if exercise.sided else [None])


def test_the_body_turns_its_left_side_to_the_viewer():
    for exercise in EXERCISES.values():
        first = demonstrate(exercise)[0]
        assert first.world[HIP["left"], 2] < first.world[HIP["right"], 2]
        assert first.visibility[ANKLE["left"]] > first.visibility[ANKLE["right"]]


def test_an_exercise_without_a_figure_has_no_film():
    assert demonstrate(replace(EXERCISES["bridge"], figure_good=None)) == []
    assert demonstrate(replace(EXERCISES["bridge"], figure_start=None)) == []
