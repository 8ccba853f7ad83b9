"""The floor, estimated from where feet rested, at any camera angle."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stick_figure import long_sit

from posecoach.core.body.geometry import points
from posecoach.core.body.landmarks import N_LANDMARKS
from posecoach.core.body.tracking.floor import FloorEstimator, _lower_corners, _slope

place = st.builds(complex, st.integers(0, 500), st.integers(0, 300))


@given(st.lists(place, min_size=1, max_size=40), place)
def test_steepest_candidates_beside_them_a_corner_of_the_rests_is_steepest_and_one_is_lowest(rests, contact):
    corners = _lower_corners(rests)
    assert set(corners) <= set(rests)
    assert max(at.imag for at in corners) == max(at.imag for at in rests)
    contact -= 501.0
    steepest = max(_slope(at - contact) for at in rests)
    assert max(_slope(at - contact) for at in corners) == pytest.approx(steepest)


@given(st.lists(place, min_size=1, max_size=40), place)
def test_from_anywhere_the_steepest_rest_is_found(rests, contact):
    """A person who has moved along the mat lies with the shoulder where the heel was: then no outline helps."""
    contact += 0.5  # on no rest
    ground = FloorEstimator("left", 170.0)
    ground._rests.extend((0.0, at) for at in rests)
    ground._lowest = _lower_corners(rests)
    steepest = max(_slope(at - contact) for at in ground._steepest_candidates(contact.real))
    assert steepest == pytest.approx(max(_slope(at - contact) for at in rests))


@given(st.lists(place, max_size=20), place)
def test_a_further_rest_changes_the_corners_as_if_all_were_looked_at(rests, further):
    assert _lower_corners([*_lower_corners(rests), further]) == _lower_corners([*rests, further])


def test_a_leg_in_a_single_point_gives_no_scale_and_is_forgotten():
    """A mistake of the estimator: hip, knee, ankle and heel at one place."""
    ground = FloorEstimator("left", 170.0)
    ground.update(0.0, [complex(100.0, 100.0)] * N_LANDMARKS, 1.0)
    assert math.isnan(ground.cm_per_px)
    stretched = long_sit()
    ground.update(0.1, points(stretched.xy), 1.0)
    assert ground.cm_per_px == pytest.approx(0.5, rel=0.01)
