"""Exact geometry: angles and pitches of known points."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecoach.core.body.geometry import NOWHERE, angle_deg, coordinates, distance, middle, pitch_deg, points

coordinate = st.floats(-2000, 2000, allow_nan=False)
point = st.builds(complex, coordinate, coordinate)


def p(x, y):
    return complex(x, y)


@pytest.mark.parametrize(
    ("c", "degrees"), [((2, 0), 180.0), ((1, 1), 90.0), ((0, 0), 0.0), ((2, 1), 135.0), ((2, -1), 135.0)]
)
def test_angle_at_a_joint_is_the_one_measured_with_a_protractor(c, degrees):
    assert angle_deg(p(0, 0), p(1, 0), p(*c)) == pytest.approx(degrees)


def test_a_true_140_degrees_reads_140_in_pixels_of_a_wide_picture():
    """In MediaPipe's 0..1 coordinates the same three points read 114 at 16:9."""
    joint, end = p(640, 360), math.radians(140)
    other = joint + 200 * p(math.cos(end), math.sin(end))
    assert angle_deg(joint + p(200, 0), joint, other) == pytest.approx(140)


@pytest.mark.parametrize(
    ("b", "degrees"), [((10, 0), 0), ((-10, 0), 0), ((10, -10), 45), ((-10, -10), 45), ((0, 10), -90)]
)
def test_pitch_is_positive_upwards_whichever_way_the_person_faces(b, degrees):
    assert pitch_deg(p(0, 0), p(*b)) == pytest.approx(degrees)


def test_an_unseen_point_gives_an_unknown_angle():
    assert math.isnan(angle_deg(NOWHERE, p(0, 0), p(1, 0)))
    assert math.isnan(pitch_deg(p(0, 0), NOWHERE))
    assert math.isnan(distance(NOWHERE, p(0, 0)))


def test_coinciding_points_give_an_unknown_angle_not_a_straight_one():
    assert math.isnan(angle_deg(p(1, 1), p(1, 1), p(2, 2)))


def test_the_middle_of_two_points_is_the_seen_one_when_one_is_hidden():
    assert middle(p(0, 0), p(2, 4)) == p(1, 2)
    assert middle(NOWHERE, p(2, 4)) == middle(p(2, 4), NOWHERE) == p(2, 4)


@given(point, point, point, st.floats(0.1, 10), point)
def test_moving_scaling_and_mirroring_the_picture_change_no_angle(a, b, c, scale, shift):
    before = angle_deg(a, b, c)
    if math.isnan(before) or min(distance(a, b), distance(b, c)) < 1:
        return
    assert angle_deg(a * scale + shift, b * scale + shift, c * scale + shift) == pytest.approx(before, abs=1e-3)
    a, b, c = (p(-point.real, point.imag) for point in (a, b, c))
    assert angle_deg(a, b, c) == pytest.approx(before, abs=1e-6)


def test_points_of_an_array_are_its_rows_and_back():
    rows = np.array([[1.5, 2.0, 0.0], [math.nan, math.nan, 0.0]], np.float32)[:, :2]
    seen, unseen = points(rows)
    assert seen == p(1.5, 2.0) and math.isnan(unseen.real)
    np.testing.assert_array_equal(coordinates([seen, unseen]), rows)
