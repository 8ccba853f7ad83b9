"""A body that has not moved has the pose it had; any movement of it, however slow, is seen at once."""

import cv2
import numpy as np
import pytest
from seen_bar import draw, joints_of

from posecoach.core.body.pose import Frame, Pose
from posecoach.vision.search.stillness import AGREEING, LOOK_AGAIN_S, StillnessDetector

FPS = 15
LENGTH = 300


def pose_at(t, left=200, jitter=0.0):
    xy = np.full((33, 2), (left + LENGTH / 2, 404.0), np.float32)
    world = np.zeros((33, 3), np.float32)
    for joint, place in joints_of(left, LENGTH).items():
        xy[joint] = place
        world[joint, :2] = np.array(place) / 200
    return Pose(t, xy + np.float32(jitter), world, np.ones(33, np.float32), (640, 480), 70.0)


def room(left=200, noise=0.0, seed=0):
    image = draw(left, LENGTH).astype(float)
    image[390:418, left : left + LENGTH] = 200  # as thick as a body
    grain = np.random.default_rng(seed).normal(0, noise, image.shape)
    return np.clip(image + grain, 0, 255).astype(np.uint8)


def settled(image=None, jitter=0.0):
    """A detector that knows the body, and the time of the last estimate."""
    detector = StillnessDetector()
    for i in range(AGREEING):
        t = i / FPS
        detector.remember(Frame(t, room() if image is None else image), pose_at(t, jitter=jitter * (i % 2)))
    return detector, t


def test_the_pose_of_a_body_that_has_not_moved_holds_for_a_quarter_of_a_second():
    still, t = settled()
    for later in (0.067, 0.133, 0.2):
        kept = still(Frame(t + later, room()))
        assert kept.t == t + later and np.array_equal(kept.xy, pose_at(t).xy)
    assert still(Frame(t + LOOK_AGAIN_S, room())) is None


def test_a_new_pose_is_kept_only_when_the_estimates_agree():
    detector = StillnessDetector()
    for i in range(AGREEING - 1):
        detector.remember(Frame(i / FPS, room()), pose_at(i / FPS))
        assert detector(Frame((i + 1) / FPS, room())) is None


def test_while_the_estimator_wavers_each_picture_is_looked_at():
    still, t = settled(jitter=0.05 * LENGTH)
    assert still(Frame(t + 1 / FPS, room())) is None


@pytest.mark.parametrize("px", [2, 5, 40])
def test_a_body_that_moves_is_looked_at(px):
    still, t = settled()
    assert still(Frame(t + 1 / FPS, room(200 + px))) is None


def test_a_raised_limb_is_looked_at():
    still, t = settled()
    image = room()
    cv2.line(image, (450, 404), (490, 398), (255, 255, 255), 8)
    assert still(Frame(t + 1 / FPS, image)) is None


def test_a_slow_movement_adds_up():
    still, t = settled()
    shifted = [cv2.warpAffine(room(), np.float32([[1, 0, 0.4 * i], [0, 1, 0]]), (640, 480)) for i in range(8)]
    assert still(Frame(t + 0.03, shifted[1])) is not None
    assert any(still(Frame(t + 0.03 * i, image)) is None for i, image in enumerate(shifted))


@pytest.mark.parametrize("seed", range(5))
def test_the_noise_of_a_camera_is_no_movement(seed):
    still, t = settled(room(noise=3.0, seed=100))
    assert still(Frame(t + 1 / FPS, room(noise=3.0, seed=seed))) is not None


def test_light_that_changes_is_no_movement():
    still, t = settled()
    brighter = np.clip(room().astype(int) + 4, 0, 255).astype(np.uint8)
    assert still(Frame(t + 1 / FPS, brighter)) is not None


def test_what_moves_elsewhere_in_the_picture_does_not_count():
    still, t = settled()
    image = room()
    image[20:90, 300:420] = 200
    assert still(Frame(t + 1 / FPS, image)) is not None


def test_after_forgetting_nothing_is_kept():
    still, t = settled()
    still.forget()
    assert still(Frame(t + 1 / FPS, room())) is None


def test_a_body_of_a_few_pixels_and_one_at_the_edge_are_looked_at_without_error():
    for scale, shift in ((0.01, 0.0), (1.0, -600.0), (1.0, 700.0)):
        detector = StillnessDetector()
        for i in range(AGREEING):
            pose = pose_at(i / FPS)
            moved = Pose(
                pose.t, pose.xy * np.float32(scale) + np.float32(shift), *[pose.world, pose.visibility], pose.size
            )
            detector.remember(Frame(pose.t, room()), moved)
        assert detector(Frame(i / FPS + 0.05, room())) is None
