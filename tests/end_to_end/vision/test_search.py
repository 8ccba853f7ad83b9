"""The real pose model and the sample videos: far and dim people are found, empty rooms stay empty, cuts are noticed."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import fakes
import numpy as np
import pytest

from posecoach.core.body.pose import Frame
from posecoach.core.body.tracking.person_tracker import JOINTS, length_px
from posecoach.vision import weights
from posecoach.vision.estimator import PoseEstimator
from posecoach.vision.search.cut import CutDetector
from posecoach.vision.search.person_search import PersonSearch
from posecoach.vision.video import VideoFile

pytestmark = pytest.mark.slow
SIZE = (640, 480)
FPS = 15.0
SAMPLES = sorted(fakes.SAMPLE.parent.glob("*.mp4"))
"""All have 15 frames a second."""
FAR = 0.35
"""A body that filled 0.35 to 0.5 of the picture's width fills 0.12 to 0.18 then: 5 m away and more."""


def pictures(sample: str, count: int | None = None) -> list[np.ndarray]:
    with VideoFile(fakes.SAMPLE.with_name(sample)) as video:
        return [cv2.resize(frame.image, SIZE) for frame, _ in zip(video, range(count or 10_000), strict=False)]


def poses(images: list[np.ndarray], search: Callable[..., PoseEstimator | PersonSearch] = PersonSearch):
    with search(weights.locate()) as find:
        return [find(Frame(i / FPS, image)) for i, image in enumerate(images)]


def error(pose, true_xy: np.ndarray) -> float:
    """Mean distance of the joints from where they are, as a share of the body's length."""
    return float(np.hypot(*(pose.xy[JOINTS] - true_xy[JOINTS]).T).mean() / length_px(pose))


def noisy(image: np.ndarray, gain: float, seed: int) -> np.ndarray:
    return np.clip(image * gain + np.random.default_rng(seed).normal(0, 2, image.shape), 0, 255).astype(np.uint8)


@pytest.mark.parametrize("sample", ["bridge_good.mp4", "bird_dog_good.mp4", "warrior_wall_good.mp4"])
def test_a_person_far_away_is_found_where_they_are(sample):
    images = pictures(sample, 45)
    left, top = 200, 280
    margins = top, SIZE[1] - top - round(SIZE[1] * FAR), left, SIZE[0] - left - round(SIZE[0] * FAR)
    small = [cv2.resize(image, None, fx=FAR, fy=FAR, interpolation=cv2.INTER_AREA) for image in images]
    far = [cv2.copyMakeBorder(image, *margins, cv2.BORDER_REPLICATE) for image in small]
    found = poses(far)
    assert sum(pose is not None for pose in found) >= 0.95 * len(far)
    true = [pose.xy * FAR + [left, top] for pose in poses(images)]
    assert np.mean([error(pose, xy) for pose, xy in zip(found, true, strict=True) if pose]) < 0.03


@pytest.mark.parametrize("sample", ["bridge_good.mp4", "leg_lift_good.mp4", "press_up_good.mp4"])
def test_a_person_in_dim_light_is_found_where_they_are(sample):
    images = pictures(sample, 45)
    found = poses([noisy(image, 0.15, seed) for seed, image in enumerate(images)])
    assert sum(pose is not None for pose in found) >= 0.95 * len(images)
    true = [pose.xy for pose in poses(images)]
    assert np.mean([error(pose, xy) for pose, xy in zip(found, true, strict=True) if pose]) < 0.04


@pytest.mark.parametrize("gain", [1.0, 0.3])
def test_a_room_without_anybody_stays_empty(gain):
    rng = np.random.default_rng(5)
    room = np.full((480, 640, 3), (200, 205, 215), np.uint8)
    room[300:] = (90, 120, 160)
    for x in range(0, 640, 80):  # boards, a mat, a picture, a chair
        cv2.line(room, (x, 300), (x * 2 - 320, 479), (70, 100, 140), 2)
    cv2.fillConvexPoly(room, np.array([[150, 400], [480, 390], [560, 450], [120, 460]]), (120, 60, 60))
    room[80:160, 100:200] = (60, 120, 60)
    for x in (420, 480):
        room[230:350, x : x + 8] = (40, 60, 90)
    room[280:290, 420:488] = (40, 60, 90)
    images = [np.clip(room * gain + rng.normal(0, 2, room.shape), 0, 255).astype(np.uint8) for _ in range(60)]
    assert not any(poses(images))


def test_a_cut_is_found_where_one_sample_follows_another_and_nowhere_else():
    cut, wrong = CutDetector(), []
    for number, sample in enumerate(SAMPLES):
        for index, image in enumerate(pictures(sample.name)):
            if cut(image) != (index == 0 and number > 0):
                wrong.append((sample.name, index))
    assert not wrong


@pytest.mark.parametrize("sample", ["warrior_wall_good.mp4", "bird_dog_good.mp4"])
def test_flicker_and_automatic_exposure_are_no_cut(sample):
    cut, images = CutDetector(), pictures(sample, 150)
    flicker = [0.7 + 0.3 * np.cos(2.1 * i) + 0.2 * np.sin(0.05 * i) for i in range(len(images))]
    assert not any(cut(noisy(image, gain, i)) for i, (image, gain) in enumerate(zip(images, flicker, strict=True)))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("bridge_good.mp4", "press_up_good.mp4"),
        ("press_up_good.mp4", "warrior_wall_good.mp4"),
        ("warrior_wall_good.mp4", "bird_dog_good.mp4"),
        ("leg_lift_knees_bent.mp4", "bridge_hips_low.mp4"),
    ],
)
def test_the_skeleton_is_right_within_0_3_s_after_a_cut(before, after):
    images = pictures(after, 15)
    alone, shown_before = poses(images), pictures(before, 30)
    found = poses(shown_before + images)[len(shown_before) :]
    for pose, true in list(zip(found, alone, strict=True))[round(0.3 * FPS) :]:
        assert pose is not None and error(pose, true.xy) < 0.05
