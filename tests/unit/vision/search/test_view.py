"""A part of the picture, enlarged and clearer, and back."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stick_figure import lying

from posecoach.vision.search.view import view_around, view_at

SIZE = (640, 480)


@given(st.floats(-700, 1400), st.floats(-500, 900), st.floats(0.1, 1.0))
def test_a_view_lies_in_the_frame_and_has_its_shape(x, y, share):
    x0, y0, x1, y1 = view_at(SIZE, (x, y), share).box
    assert 0 <= x0 < x1 <= SIZE[0] and 0 <= y0 < y1 <= SIZE[1]
    assert (x1 - x0) / (y1 - y0) == pytest.approx(SIZE[0] / SIZE[1], rel=0.03)


def test_a_point_found_in_the_view_comes_back_to_its_place_in_the_frame():
    image = np.full((480, 640, 3), 60, np.uint8)
    image[300:304, 500:504] = 200
    view = view_at(SIZE, (500, 320), 0.5)
    shown = view.of(image)
    assert shown.shape == image.shape
    y, x = np.argwhere(shown[:, :, 0] > 128).mean(axis=0)
    assert view.points_in_frame(np.array([[x + 0.5, y + 0.5]])) == pytest.approx(np.array([[502, 302]]), abs=0.6)


def test_a_pose_keeps_its_metres():
    pose = lying()
    back = view_at(SIZE, (320, 240), 0.5).in_frame(pose)
    assert np.array_equal(back.world, pose.world) and back.size == pose.size
    assert np.ptp(back.xy[:, 0]) == pytest.approx(np.ptp(pose.xy[:, 0]) / 2, rel=1e-4)


def test_the_view_around_a_small_body_shows_all_of_it_and_one_around_a_large_body_is_the_whole_frame():
    xy = lying().xy
    small = (xy - xy.mean(axis=0)) * 0.3 + [200, 400]
    view = view_around(small, SIZE)
    assert view.shows(small) and view.box[2] - view.box[0] < SIZE[0] / 2
    assert view_around(xy, SIZE).box == (0, 0, *SIZE)


def test_a_body_at_the_edge_of_the_view_is_cut_off_unless_the_edge_is_the_frames_own():
    xy = lying().xy
    small = (xy - xy.mean(axis=0)) * 0.3 + [200, 400]
    assert not view_at(SIZE, (330, 400), 0.4).shows(small)
    at_the_left = small - [small[:, 0].min(), 0]
    assert view_at(SIZE, (0, 400), 0.4).shows(at_the_left)
