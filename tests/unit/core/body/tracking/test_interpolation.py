"""Between two poses a body is between them; where nobody was found, nobody is made up."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stick_figure import supine

from posecoach.core.body.tracking.interpolation import SampledPose, fill_in


def pose(t, hips_cm):
    return supine(t, hips_cm=hips_cm)


def test_a_frame_between_two_poses_lies_between_them_in_time():
    low, high = pose(0.0, 10), pose(0.4, 30)
    found = list(
        fill_in(
            [
                SampledPose(0.0, low, True),
                SampledPose(0.1, None, False),
                SampledPose(0.2, None, False),
                SampledPose(0.4, high, True),
            ]
        )
    )
    assert [t for t, _ in found] == [0.0, 0.1, 0.2, 0.4]
    for (t, between), share in zip(found, (0.0, 0.25, 0.5, 1.0), strict=True):
        assert between.t == t and between.xy.dtype == np.float32
        assert between.xy == pytest.approx(low.xy + (high.xy - low.xy) * share, abs=0.01)


@given(st.floats(10, 30), st.floats(10, 30), st.floats(0.01, 0.39))
def test_it_never_overshoots(before_cm, after_cm, t):
    before, after = pose(0.0, before_cm), pose(0.4, after_cm)
    (_, between) = list(
        fill_in([SampledPose(0.0, before, True), SampledPose(t, None, False), SampledPose(0.4, after, True)])
    )[1]
    low, high = np.minimum(before.xy, after.xy), np.maximum(before.xy, after.xy)
    assert (between.xy >= low - 0.01).all() and (between.xy <= high + 0.01).all()


@pytest.mark.parametrize(("before", "after"), [(None, pose(0.2, 10)), (pose(0.0, 10), None), (None, None)])
def test_beside_a_frame_without_anybody_nobody_is_made_up(before, after):
    found = list(
        fill_in([SampledPose(0.0, before, True), SampledPose(0.1, None, False), SampledPose(0.2, after, True)])
    )
    assert found[1] == (0.1, None)


def test_after_the_last_look_the_body_stays_and_before_the_first_there_is_none():
    last = pose(0.1, 20)
    found = list(fill_in([SampledPose(0.0, None, False), SampledPose(0.1, last, True), SampledPose(0.15, None, False)]))
    assert found[0] == (0.0, None)
    assert found[2][1].t == 0.15 and np.array_equal(found[2][1].xy, last.xy)


def test_a_hidden_landmark_is_no_more_seen_between_than_beside():
    before, after = pose(0.0, 10), pose(0.2, 10)
    before.visibility[5] = 0.1
    assert list(
        fill_in([SampledPose(0.0, before, True), SampledPose(0.1, None, False), SampledPose(0.2, after, True)])
    )[1][1].visibility[5] == pytest.approx(0.1)


def test_where_every_frame_was_looked_at_nothing_changes():
    frames = [
        SampledPose(0.0, pose(0.0, 10), True),
        SampledPose(0.1, None, True),
        SampledPose(0.2, pose(0.2, 12), True),
    ]
    assert list(fill_in(frames)) == [(t, found) for t, found, _ in frames]
