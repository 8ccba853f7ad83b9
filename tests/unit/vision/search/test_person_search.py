"""The person is found far away and followed there; after a cut nothing of the picture before is left."""

import zipfile

import numpy as np
import pytest
from seen_bar import BarLandmarker, draw, joints_of

from posecoach.core.body.pose import Frame
from posecoach.vision.search.person_search import PersonSearch
from posecoach.vision.weights.bundle import MEMBERS

pytestmark = pytest.mark.usefixtures("mediapipe")
FAR, NEAR = 100, 300
"""Lengths of bars in pixels: too small to be found in the whole picture, and large enough."""


@pytest.fixture
def model(tmp_path):
    path = tmp_path / "some.task"
    with zipfile.ZipFile(path, "w") as bundle:
        for name in MEMBERS:
            bundle.writestr(name, b"")
    return path


@pytest.fixture
def stream():
    return BarLandmarker()


@pytest.fixture
def still():
    return BarLandmarker()


@pytest.fixture
def find(model, stream, still):
    with PersonSearch(model, lambda path: stream, lambda path: still) as search:
        yield search
    assert stream.closed == 1


def is_at(pose, left, length, top=400):
    return all(np.allclose(pose.xy[joint], place, atol=2) for joint, place in joints_of(left, length, top).items())


def test_a_body_that_the_estimator_finds_needs_no_second_look(find, still):
    assert is_at(find(Frame(0.0, draw(200, NEAR))), 200, NEAR)
    assert still.looks == 0


def test_a_far_body_is_found_in_the_frames_own_pixels_and_followed_without_further_looks(find, still):
    image = draw(100, FAR)
    pose = find(Frame(0.0, image))
    assert is_at(pose, 100, FAR) and pose.size == (640, 480)
    assert pose.light == pytest.approx(image[::16, ::16].mean())
    looks = still.looks
    for i in range(1, 30):
        assert is_at(find(Frame(i / 15, draw(100 + i, FAR))), 100 + i, FAR)
    assert still.looks == looks


def test_a_far_body_that_moves_across_the_picture_is_followed(find):
    found = [find(Frame(i / 15, draw(20 + 8 * i, FAR))) for i in range(60)]
    assert all(pose and is_at(pose, 20 + 8 * i, FAR) for i, pose in enumerate(found))


def test_a_body_that_comes_near_is_followed(find):
    lengths = range(FAR, 500, 8)
    found = [find(Frame(i / 15, draw(100, length))) for i, length in enumerate(lengths)]
    assert all(pose and is_at(pose, 100, length) for pose, length in zip(found, lengths, strict=True))


def test_in_an_area_there_is_no_second_look(find, still):
    find.area = (0, 300, 640, 480)
    assert find(Frame(0.0, draw(100, FAR))) is None
    assert still.looks == 0
    assert is_at(find(Frame(0.1, draw(200, NEAR))), 200, NEAR)


def test_after_a_cut_the_estimator_forgets(find, stream):
    find(Frame(0.0, draw(200, NEAR)))
    other = np.random.default_rng(0).integers(0, 200, (12, 16, 3), np.uint8).repeat(40, 0).repeat(40, 1)
    find(Frame(0.1, other))
    assert find.cut and stream.forgot == 1
    find(Frame(0.2, other))
    assert not find.cut and stream.forgot == 1


def test_a_body_in_a_dim_room_is_shown_clearly_and_its_pose_knows_the_true_light(find, stream):
    image = (draw(200, NEAR) * 0.3).astype(np.uint8)
    assert find(Frame(0.0, image)).light == pytest.approx(image[::16, ::16].mean())
    assert np.ptp(stream.shown) > 1.4 * np.ptp(image)


def test_a_body_that_does_not_move_is_not_estimated_in_every_picture(find, stream):
    found = [find(Frame(i / 15, draw(200, NEAR))) for i in range(60)]
    assert all(pose and is_at(pose, 200, NEAR) and pose.t == i / 15 for i, pose in enumerate(found))
    assert 15 <= stream.looks <= 20  # four a second, and the first ones
    assert is_at(find(Frame(60 / 15, draw(240, NEAR))), 240, NEAR)


def test_every_frame_is_estimated_when_it_is_asked_for(model, stream, still):
    with PersonSearch(model, lambda path: stream, lambda path: still, every_frame=True) as find:
        for i in range(60):
            find(Frame(i / 15, draw(200, NEAR)))
    assert stream.looks == 60
