"""Numbers of the last seconds and their quantiles, and the ground that is laid from them."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecoach.core.body.filters import RollingQuantile
from posecoach.core.body.floor import FloorEstimator, _lower_corners, _slope

number = st.floats(-1e3, 1e3, allow_nan=False)
place = st.builds(complex, st.integers(0, 500), st.integers(0, 300))


@given(st.lists(number, min_size=1, max_size=40), st.floats(0.0, 1.0))
def test_quantiles_are_numpy_s_of_the_numbers_in_memory(numbers, share):
    recent = RollingQuantile(10.0)
    for t, value in enumerate(numbers):
        recent.add(float(t), value)
        recent.forget(float(t))
    kept = numbers[-11:]
    assert len(recent) == len(kept)
    assert recent.quantile(share) == pytest.approx(np.quantile(kept, share), abs=1e-9)


def test_the_last_number_is_kept_however_long_ago_and_none_is_unknown():
    recent = RollingQuantile(1.0)
    assert math.isnan(recent.quantile(0.5)) and recent.t == -math.inf
    recent.add(0.0, 3.0)
    recent.forget(100.0)
    assert recent.quantile(0.5) == 3.0 and recent.t == 0.0


@given(st.lists(place, min_size=1, max_size=40), place)
def test_seen_from_beside_them_a_corner_of_the_rests_is_steepest_and_one_is_lowest(rests, contact):
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
