"""The pose estimator at its border: times in, pixels out, and it recovers by itself."""

from __future__ import annotations

import zipfile
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from posecoach.core.body.pose import Frame
from posecoach.errors import ModelError, UsageError
from posecoach.vision.estimator import NOISE, PoseEstimator
from posecoach.vision.landmarker import FAILURES_MAX
from posecoach.vision.weights.bundle import MEMBERS

pytestmark = pytest.mark.usefixtures("mediapipe")


@pytest.fixture(scope="module")
def model(tmp_path_factory) -> Path:
    """A bundle with the two networks that one must have, both empty."""
    path = tmp_path_factory.mktemp("models") / "some.task"
    with zipfile.ZipFile(path, "w") as bundle:
        for name in MEMBERS:
            bundle.writestr(name, b"")
    return path


class Landmarker:
    """Stands for MediaPipe's: notes the times; raises the failures it is given, one a call."""

    def __init__(self, *failures: Exception | None, people: int = 1, closing: Exception | None = None) -> None:
        self.failures, self.people, self.closing = list(failures), people, closing
        self.times_ms, self.closed, self.images = [], 0, []

    def detect_for_video(self, image, time_ms):
        self.times_ms.append(time_ms)
        self.images.append(image.numpy_view().copy())
        if self.failures and (failure := self.failures.pop(0)):
            raise failure
        point = SimpleNamespace(x=0.5, y=0.25, z=0.1, visibility=0.9)
        return SimpleNamespace(
            pose_landmarks=[[point] * 33] * self.people, pose_world_landmarks=[[point] * 33] * self.people
        )

    def close(self):
        self.closed += 1
        if self.closing:
            raise self.closing


def frame(t: float = 0.0, size: tuple[int, int] = (200, 80)) -> Frame:
    return Frame(t, np.zeros((size[1], size[0], 3), np.uint8))


def test_landmarks_come_out_in_pixels_of_the_frame(model):
    pose = PoseEstimator(model, lambda path: Landmarker())(frame(size=(200, 80)))
    assert pose.size == (200, 80)
    assert np.allclose(pose.xy, [100.0, 20.0]) and np.allclose(pose.world, [0.5, 0.25, 0.1])
    assert np.allclose(pose.visibility, 0.9)


def test_nobody_is_none(model):
    assert PoseEstimator(model, lambda path: Landmarker(people=0))(frame()) is None


def test_the_model_is_shown_red_green_blue(model):
    fake = Landmarker()
    image = np.zeros((80, 200, 3), np.uint8)
    image[:] = (10, 20, 30)
    PoseEstimator(model, lambda path: fake)(Frame(0.0, image))
    assert tuple(fake.images[0][0, 0]) == (30, 20, 10)


def test_times_are_whole_growing_milliseconds_however_close_the_frames(model):
    fake = Landmarker()
    find = PoseEstimator(model, lambda path: fake)
    for t in (0.0, 0.0002, 0.0004, 0.0334, 1.0):
        find(frame(t))
    assert fake.times_ms == [0, 1, 2, 33, 1000]
    assert all(isinstance(time_ms, int) for time_ms in fake.times_ms)


@pytest.mark.parametrize("failure", [RuntimeError("graph has errors"), ValueError("timestamp")])
def test_a_graph_that_broke_is_replaced_and_the_next_frame_is_seen(model, failure):
    broken, fresh = Landmarker(failure, closing=RuntimeError("graph has errors")), Landmarker()
    built = [fresh, broken]
    find = PoseEstimator(model, lambda path: built.pop())
    assert find(frame(0.0)) is None
    assert find(frame(0.1)) is not None
    assert broken.closed == 1 and fresh.times_ms == [100]


def test_it_gives_up_when_every_new_graph_breaks_too(model):
    find = PoseEstimator(model, lambda path: Landmarker(RuntimeError("broken")))
    for i in range(FAILURES_MAX - 1):
        assert find(frame(i / 10)) is None
    with pytest.raises(ModelError, match="3 times in a row: broken"):
        find(frame(1.0))


def test_failures_far_apart_do_not_add_up(model):
    built = [Landmarker(None, RuntimeError("now and then")) for _ in range(9)]
    find = PoseEstimator(model, lambda path: built.pop())
    answers = [find(frame(i / 10)) for i in range(16)]
    assert [answer is None for answer in answers] == [False, True] * 8


@pytest.mark.parametrize("closing", [None, RuntimeError("graph has errors"), ValueError("closed")])
def test_closing_never_raises(model, closing):
    fake = Landmarker(closing=closing)
    with PoseEstimator(model, lambda path: fake) as find:
        pass
    find.close()
    assert fake.closed == 1


def test_only_the_area_is_shown_and_landmarks_and_light_are_still_those_of_the_whole_picture(model):
    fake = Landmarker()
    find = PoseEstimator(model, lambda path: fake)
    find.area = (50, 20, 150, 60)
    pose = find(Frame(0.0, np.full((80, 200, 3), 100, np.uint8)))
    (shown,) = fake.images
    assert (shown[20:60, 50:150] == 100).all() and shown.sum() == 40 * 100 * 3 * 100
    assert pose.size == (200, 80) and np.allclose(pose.xy, [100.0, 20.0]) and pose.light == 100


def test_forgetting_shows_an_empty_picture_between_two_frames(model):
    fake = Landmarker()
    find = PoseEstimator(model, lambda path: fake)
    find(Frame(0.0, np.full((80, 200, 3), 100, np.uint8)))
    find.forget(frame(0.0))
    find(frame(0.033))
    assert not fake.images[1].any() and fake.times_ms == [0, 1, 33]


def test_a_model_may_be_named_by_its_path_as_text(model):
    assert PoseEstimator(str(model), lambda path: Landmarker())(frame()) is not None


@pytest.mark.parametrize("kind", [str, Path])
def test_a_model_that_is_not_there_is_named(kind):
    with pytest.raises(ModelError, match=r"The pose model nix\.task does not exist"):
        PoseEstimator(kind("nix.task"))


def test_the_environment_puts_noise_on_every_landmark(model, monkeypatch):
    frame = Frame(0.0, np.zeros((480, 640, 3), np.uint8))
    monkeypatch.setenv(NOISE, "2")
    with PoseEstimator(model, lambda _: Landmarker()) as find:
        moved = find(frame).xy - (320, 120)
    assert 1.5 < moved.std() < 2.5 and np.all(moved != 0)
    monkeypatch.setenv(NOISE, "")
    with PoseEstimator(model, lambda _: Landmarker()) as find:
        assert np.all(find(frame).xy == (320, 120))


@pytest.mark.parametrize("value", ["much", "-1", "nan", "inf"])
def test_noise_that_is_no_number_of_pixels_is_named(value, model, monkeypatch):
    monkeypatch.setenv(NOISE, value)
    with pytest.raises(UsageError, match=f"{NOISE} is '{value}'"):
        PoseEstimator(model, lambda _: Landmarker())
