"""The real pose model."""

from __future__ import annotations

import fakes
import numpy as np
import pytest

from posecoach.core.body.pose import Frame
from posecoach.core.body.tracking.person_tracker import PersonTracker
from posecoach.vision import weights
from posecoach.vision.estimator import PoseEstimator
from posecoach.vision.landmarker import whole_landmarker
from posecoach.vision.people import PersonFollower
from posecoach.vision.video import VideoFile
from posecoach.vision.weights.pruning import pruned

pytestmark = pytest.mark.slow


class Uncut(PoseEstimator):
    """Finds one person without noticing cuts."""

    cut = False


def test_the_real_model_recovers_from_a_picture_that_breaks_its_graph():
    import mediapipe as mp

    with VideoFile(fakes.SAMPLE) as video, PoseEstimator(weights.locate()) as find:
        frames = iter(video)
        assert find(Frame(0.0, np.zeros((80, 200, 3), np.uint8))) is None, "after a person, MediaPipe would abort"
        poison = mp.Image(image_format=mp.ImageFormat.SRGB, data=np.zeros((0, 640, 3), np.uint8))
        with pytest.raises(RuntimeError):
            find._landmarker._landmarker.detect_for_video(poison, 10_000)
        assert find(next(frames)) is None
        after = [find(next(frames)) for _ in range(60)]
    assert any(after)


@pytest.mark.parametrize("sample", ["bridge_good.mp4", "bird_dog_leg_low.mp4"])
def test_without_its_mask_the_model_finds_the_same_landmarks_bit_for_bit(sample):
    def whole(model):
        return whole_landmarker(model, "VIDEO")

    model = weights.locate()
    with (
        VideoFile(fakes.SAMPLE.with_name(sample)) as video,
        PoseEstimator(model) as find,
        PoseEstimator(model, build=whole) as find_whole,
    ):
        frames = [frame for frame, _ in zip(video, range(90), strict=False)]
        pairs = [(find(frame), find_whole(frame)) for frame in frames]
    assert pruned(model) != model and any(one for one, _ in pairs)
    for one, other in pairs:
        assert (one is None) == (other is None)
        if one and other:
            assert all(np.array_equal(getattr(one, key), getattr(other, key)) for key in ("xy", "world", "visibility"))


def test_the_real_model_waits_for_the_person_and_follows_them_again():
    with VideoFile(fakes.SAMPLE) as video, PoseEstimator(weights.locate()) as plain:
        frames = [frame for frame, _ in zip(video, range(70), strict=False)]
        alone = [plain(frame) for frame in frames]
    elsewhere = frames[0].image.shape[1] // 3
    with Uncut(weights.locate()) as find:
        kept = PersonFollower(find, PersonTracker())
        for frame, expected in zip(frames[:45], alone, strict=False):
            assert np.array_equal(kept(frame).xy, expected.xy)
        for frame in frames[45:55]:
            assert kept(Frame(frame.t, np.roll(frame.image, elsewhere, axis=1))) is None
        assert kept.lost_to_other
        back = [kept(frame) for frame in frames[55:]]
    assert back[-1] is not None and not kept.lost_to_other
    assert np.abs(back[-1].xy[11:29] - alone[-1].xy[11:29]).max() < 20
