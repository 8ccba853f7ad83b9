"""The skeleton on the person: what is seen of it, where it is seen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from overlay_cases import a_pose, an_update

from posecoach.core.body.landmarks import HIP, KNEE
from posecoach.feedback.overlay import style as palette
from posecoach.feedback.overlay.body import shown_points
from posecoach.feedback.overlay.overlay import Overlay


def test_the_nearer_side_is_drawn_in_the_colour_of_the_state():
    image = np.zeros((480, 640, 3), np.uint8)
    drawn = Overlay().draw(image, an_update())
    thigh = {side: a_pose().xy[[HIP[side], KNEE[side]]].mean(axis=0).astype(int) for side in ("left", "right")}
    assert tuple(drawn[thigh["left"][1], thigh["left"][0]]) == palette.GREEN
    assert tuple(drawn[thigh["right"][1], thigh["right"][0]]) != palette.GREEN


@pytest.mark.parametrize("lost", ["hidden", "nan", "far"])
def test_landmarks_that_are_not_seen_are_not_drawn(lost):
    pose = a_pose()
    xy, visibility = pose.xy.copy(), pose.visibility.copy()
    if lost == "hidden":
        visibility[:] = 0.05
    else:
        xy[:] = np.nan if lost == "nan" else 1e9
    image = np.zeros((480, 640, 3), np.uint8)
    update = an_update(pose=replace(pose, xy=xy, visibility=visibility))
    assert not Overlay().draw(image, update)[150:400].any()


def test_a_pose_of_a_larger_frame_is_scaled_to_the_picture():
    np.testing.assert_allclose(
        shown_points(a_pose((1280, 960)), 640, 480, mirror=False),
        shown_points(a_pose(), 640, 480, mirror=False),
        atol=1e-3,
    )
