"""Cameras: only the newest picture, with its true time; a stale camera is named, a lost one is opened again."""

from __future__ import annotations

import threading
import time
from dataclasses import replace

import numpy as np
import pytest
from fake_camera import QUICK, FakeCapture, Shop, until
from mjpeg_server import read_code

from posecoach.errors import CameraError
from posecoach.vision.camera.camera import Camera
from posecoach.vision.camera.watchdog import Limits

# Frames


def test_frames_start_at_zero_and_none_comes_twice():
    with Camera(0, opener=Shop(FakeCapture())) as camera:
        frames = [camera.latest() for _ in range(10)]
        assert camera.state == "live"
        assert camera.status_text == "Camera 0 is live"
        assert (camera.size, camera.fps) == ((640, 48), 100.0)
    assert np.all(np.diff([frame.t for frame in frames]) > 0)
    numbers = [read_code(frame.image) for frame in frames]
    assert (frames[0].t == 0) == (numbers[0] == 1)  # on a busy machine the first ones may be missed
    assert numbers == sorted(set(numbers))


def test_a_slow_consumer_gets_the_newest_frame():
    capture = FakeCapture()
    with Camera(0, opener=Shop(capture)) as camera:
        camera.latest()
        time.sleep(0.2)
        assert capture.number - read_code(camera.latest().image) <= 2
        assert camera.frames_dropped >= 10
        assert camera.frames_grabbed >= camera.frames_dropped + 2


def test_the_time_is_that_of_the_grab_not_of_the_decoding():
    capture = FakeCapture()
    capture.retrieve_s = 0.15
    with Camera(0, opener=Shop(capture)) as camera:
        for _ in range(4):
            frame = camera.latest()
            late_s = camera.started_at + frame.t - capture.grabbed_at[read_code(frame.image)]
            assert 0 <= late_s < 0.1


def test_without_a_new_frame_in_time_there_is_none():
    capture = FakeCapture()
    with Camera(0, opener=Shop(capture)) as camera:
        capture.mode = "silent"
        time.sleep(0.05)
        camera.latest()
        assert camera.latest(0.05) is None


def test_empty_pictures_of_a_webcam_that_warms_up_are_skipped():
    with Camera(0, opener=Shop(FakeCapture("warming"))) as camera:
        assert read_code(camera.latest().image) >= 10


@pytest.mark.parametrize("shape", [(48, 640), (48, 640, 1), (48, 640, 4)])
def test_grey_and_transparent_pictures_come_as_bgr(shape):
    with Camera(0, opener=Shop(FakeCapture(shape=shape))) as camera:
        assert camera.latest().image.shape == (48, 640, 3)


def test_iterating_ends_when_the_camera_is_closed():
    with Camera(0, opener=Shop(FakeCapture())) as camera:
        threading.Timer(0.1, camera.close).start()
        assert len(list(camera)) > 3
    assert camera.latest() is None
    assert camera.status_text == "Camera 0 is closed"


# Trouble


def test_silence_makes_a_camera_stale_until_it_sends_again():
    capture = FakeCapture()
    with Camera(0, opener=Shop(capture), limits=Limits(silent_s=0.15)) as camera:
        before = camera.latest().t
        capture.mode = "silent"
        assert until(lambda: camera.state == "stale")
        assert camera.status_text == "Camera 0 has sent no image for 0 s"
        capture.mode = "live"
        assert until(lambda: camera.state == "live")
        camera.latest()
        assert camera.latest().t > before + 0.15  # a gap stays a gap


def test_a_picture_is_delivered_once_however_often_it_is_sent():
    capture = FakeCapture()
    with Camera(0, opener=Shop(capture), limits=Limits(frozen_s=0.2, reopen_s=9)) as camera:
        camera.latest()
        capture.mode = "frozen"
        numbers = []
        while frame := camera.latest(0.1):
            numbers.append(read_code(frame.image))
        assert len(numbers) == len(set(numbers))
        assert until(lambda: camera.state == "stale")
        assert "has sent the same image for" in camera.status_text
        capture.mode = "live"
        assert camera.latest(1.0) and camera.state == "live"


def test_a_picture_that_stays_the_same_for_ever_is_an_error_that_says_so():
    first = FakeCapture()
    with Camera(0, opener=Shop(first), limits=replace(QUICK, give_up_s=0.4)) as camera:
        first.mode = "frozen"
        with pytest.raises(CameraError, match=r"Camera 0 has sent the same image for more than 0\.4 s\. .*privacy"):
            list(camera)


def test_a_lost_camera_is_opened_again_until_it_is_back():
    first, back = FakeCapture(), FakeCapture()
    back.number = 1000
    shop = Shop(first, FakeCapture("shut"), FakeCapture("silent"), back)
    with Camera(0, opener=shop, limits=QUICK) as camera:
        before = camera.latest()
        first.mode = "frozen"
        assert until(lambda: camera.state == "lost")
        assert camera.status_text.endswith("; trying to open it again")
        assert until(lambda: camera.state == "live")
        frame = camera.latest()
        assert read_code(frame.image) > 1000
        assert frame.t > before.t + 0.3
        assert until(lambda: first.released)
        assert len(shop.opened) == 4


def test_a_camera_that_raises_is_opened_again():
    first, back = FakeCapture(), FakeCapture()
    back.number = 1000
    with Camera(0, opener=Shop(first, back), limits=QUICK) as camera:
        first.mode = "broken"
        assert until(lambda: camera.state == "lost")
        assert until(lambda: camera.state == "live")
        assert read_code(camera.latest().image) > 1000


def test_a_read_that_hangs_is_abandoned_and_ignored_later():
    first, back = FakeCapture(), FakeCapture()
    back.number = 1000
    with Camera(0, opener=Shop(first, back), limits=QUICK) as camera:
        camera.latest()
        first.mode = "blocked"
        assert until(lambda: camera.state == "lost")
        assert until(lambda: camera.state == "live")
        first.mode = "live"
        first.unblock.set()
        assert until(lambda: first.released)
        numbers = [read_code(camera.latest().image) for _ in range(20)]
        assert min(numbers[1:]) > 1000


def test_a_camera_that_stays_away_is_given_up():
    first = FakeCapture()
    with Camera(0, opener=Shop(first), limits=replace(QUICK, give_up_s=0.6)) as camera:
        camera.latest()
        first.mode = "silent"
        with pytest.raises(CameraError, match=r"Camera 0 was lost and did not return within 0\.6 s") as caught:
            list(camera)
        assert caught.value.exit_code == 3
        assert camera.state == "lost"


def test_a_camera_that_comes_back_with_another_size_keeps_the_first_one():
    first = FakeCapture()
    with Camera(0, opener=Shop(first, FakeCapture(shape=(480, 640, 3))), limits=QUICK) as camera:
        first.mode = "silent"
        assert until(lambda: camera.state == "lost")
        assert until(lambda: camera.state == "live")
        assert camera.latest().image.shape == (48, 640, 3)


@pytest.mark.parametrize(
    ("mode", "words"), [("shut", "cannot be opened"), ("broken", "cannot be opened"), ("silent", "sent no image")]
)
def test_a_camera_that_does_not_start_is_reported_soon(mode, words):
    begun = time.monotonic()
    with (
        pytest.raises(CameraError, match=f"Camera 0 {words}.*[.?]"),
        Camera(0, opener=Shop(FakeCapture(mode)), limits=QUICK),
    ):
        pass
    assert time.monotonic() - begun < 1.0


def test_opening_that_hangs_is_reported_soon():
    released = threading.Event()
    with (
        pytest.raises(CameraError, match=r"sent no image within 0\.2 s"),
        Camera(0, opener=lambda spec: released.wait(5) and FakeCapture(), limits=Limits(open_s=0.2)),
    ):
        pass
    released.set()


def test_closing_takes_no_second_even_when_a_read_hangs():
    capture = FakeCapture()
    with Camera(0, opener=Shop(capture)) as camera:
        camera.latest()
        capture.mode = "blocked"
        time.sleep(0.05)
        begun = time.monotonic()
    assert time.monotonic() - begun < 1.0
    capture.unblock.set()
    assert until(lambda: capture.released)
