"""The landmarks of a picture that is turned are those of the picture, turned."""

import math
from dataclasses import replace

import numpy as np
import pytest
import stick_figure

from posecoach.core.body import landmarks as lm
from posecoach.core.body.tracking.person_tracker import PersonTracker
from posecoach.core.judging.coach import Coach
from posecoach.exercises.registry import EXERCISES

POSE = stick_figure.lying()


def same(one, other) -> bool:
    return one.size == other.size and all(np.array_equal(getattr(one, k), getattr(other, k)) for k in ("xy", "world"))


def test_a_quarter_turn_is_clockwise():
    x, y = POSE.xy[lm.NOSE]
    turned = POSE.turned(1)
    assert turned.size == (POSE.size[1], POSE.size[0])
    assert tuple(turned.xy[lm.NOSE]) == (POSE.size[1] - y, x)
    across, down, away = POSE.world[lm.NOSE]
    assert tuple(turned.world[lm.NOSE]) == (-down, across, away)
    assert np.array_equal(turned.visibility, POSE.visibility) and turned.t == POSE.t


@pytest.mark.parametrize("quarters", [-3, -1, 0, 1, 2, 3, 4])
def test_turned_there_and_back_it_is_the_same(quarters):
    assert same(POSE.turned(quarters).turned(-quarters), POSE)


def test_two_quarters_are_a_half_and_four_are_none():
    assert same(POSE.turned(1).turned(1), POSE.turned(2))
    assert same(POSE.turned(4), POSE) and same(POSE.turned(-1), POSE.turned(3))


@pytest.mark.parametrize("far", [math.nan, math.inf, -math.inf, 1e6, 1e19, -3e38])
@pytest.mark.parametrize(("name", "limit"), [("xy", 1e5), ("world", 100.0), ("visibility", 1.0)])
def test_a_landmark_beyond_all_limits_stays_within_them_and_one_without_a_place_is_not_seen(name, limit, far):
    pose = stick_figure.supine(0.0)
    values = getattr(pose, name).copy()
    values[5] = far
    kept = replace(pose, **{name: values})
    assert all(np.isfinite(getattr(kept, each)).all() for each in ("xy", "world", "visibility"))
    assert np.abs(getattr(kept, name)).max() <= limit
    if math.isnan(far):
        assert kept.visibility[5] == 0 and (kept.xy[5] == 0).all() and (kept.world[5] == 0).all()
    assert np.array_equal(np.delete(kept.xy, 5, axis=0), np.delete(pose.xy, 5, axis=0))


@pytest.mark.parametrize("far", [math.nan, math.inf, 0.0, 1e10, 1e20, 3e38])
def test_a_whole_body_without_a_possible_place_is_judged_without_an_error(far):
    coach, tracker = Coach(*EXERCISES.values()), PersonTracker()
    for i in range(30):
        pose = stick_figure.supine(i / 10)
        if i % 10 > 5:
            pose = replace(pose, xy=np.full_like(pose.xy, far), world=np.full_like(pose.world, far))
        tracker.accept(pose)
        tracker.area(i / 10)
        coach.step(i / 10, pose)
    assert not coach.finish(3.0) and not coach.reps
