"""The landmarks of a picture that is turned are those of the picture, turned."""

import numpy as np
import pytest
import stick_figure

from posecoach.core.body import landmarks as lm

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
