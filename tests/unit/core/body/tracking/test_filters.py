"""Quantiles of the numbers of the last seconds."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecoach.core.body.tracking.filters import RollingQuantile

number = st.floats(-1e3, 1e3, allow_nan=False)


@given(st.lists(number, min_size=1, max_size=40), st.floats(0.0, 1.0))
def test_quantiles_are_numpy_s_of_the_numbers_in_memory(numbers, share):
    recent = RollingQuantile(10.0)
    for t, value in enumerate(numbers):
        recent.add(float(t), value)
        recent.forget(float(t))
    kept = numbers[-11:]
    assert len(recent) == len(kept)
    assert recent.quantile(share) == pytest.approx(np.quantile(kept, share), abs=1e-9)


def test_the_last_number_is_kept_however_old_and_none_is_unknown():
    recent = RollingQuantile(1.0)
    assert math.isnan(recent.quantile(0.5)) and recent.t == -math.inf
    recent.add(0.0, 3.0)
    recent.forget(100.0)
    assert recent.quantile(0.5) == 3.0 and recent.t == 0.0
