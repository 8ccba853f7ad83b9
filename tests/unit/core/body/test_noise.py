"""Noise on landmarks is as large as stated, at every size of picture, and the same for the same frame."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import stick_figure

from posecoach.core.body.noise import with_noise

FLAT = stick_figure.supine(0.0)
STILL = replace(FLAT, world=np.column_stack([FLAT.xy / 200, np.zeros(33)]).astype(np.float32))
NOISE_PX = 1.5


def moved(size: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """How far noise moves the landmarks of 300 frames, in pixels and in metres."""
    poses = [replace(STILL.scaled(size), t=i / 15) for i in range(300)]
    noisy = [with_noise(pose, NOISE_PX) for pose in poses]
    in_picture = [one.xy - pose.xy for one, pose in zip(noisy, poses, strict=True)]
    return np.array(in_picture), np.array([one.world - pose.world for one, pose in zip(noisy, poses, strict=True)])


@pytest.mark.parametrize(("size", "factor"), [((640, 480), 1.0), ((1920, 1080), 2.25), ((480, 640), 1.0)])
def test_noise_is_as_large_as_stated_and_grows_with_the_picture(size, factor):
    in_picture, _ = moved(size)
    assert in_picture.std() == pytest.approx(NOISE_PX * factor, rel=0.02)
    assert abs(in_picture.mean()) < 0.05 * factor


def test_in_space_it_is_the_same_share_of_the_body():
    _, in_space = moved((640, 480))
    length_px, length_m = (np.ptp(at, axis=0).max() for at in (STILL.scaled((640, 480)).xy, STILL.world[:, :2]))
    assert in_space.std() / length_m == pytest.approx(NOISE_PX / length_px, rel=0.02)


def test_a_frame_gets_the_same_noise_each_time_and_another_one_other_noise():
    one, again = with_noise(STILL, 1.0), with_noise(STILL, 1.0)
    later = with_noise(replace(STILL, t=0.001), 1.0)
    assert np.array_equal(one.xy, again.xy) and np.array_equal(one.world, again.world)
    assert not np.array_equal(one.xy, later.xy)
