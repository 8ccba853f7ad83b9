"""Cameras: the newest picture only, truly stamped; what is stale is told, what is lost is fetched back."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from mjpeg_server import MjpegServer, draw_code, read_code

from posecoach.errors import CameraError, UsageError
from posecoach.vision.camera import Camera
from posecoach.vision.camera_device import advice, camera_name, is_camera, parse_camera
from posecoach.vision.camera_watchdog import Limits, Watchdog

QUICK = Limits(open_s=0.5, silent_s=0.15, frozen_s=0.2, reopen_s=0.1, retry_s=(0.05, 0.1), give_up_s=20.0)


class FakeCapture:
    """Plays `cv2.VideoCapture` at 100 pictures a second; each bears its number; `mode` makes it misbehave."""

    def __init__(self, mode: str = "live", shape: tuple[int, ...] = (48, 640, 3)) -> None:
        self.mode, self.shape = mode, shape
        self.number = 0
        self.released = False
        self.unblock = threading.Event()
        self.grabbed_at: dict[int, float] = {}
        self.retrieve_s = 0.0

    def isOpened(self) -> bool:
        return self.mode != "shut"

    def grab(self) -> bool:
        time.sleep(0.01)
        if self.mode == "blocked":
            self.unblock.wait(10)
        if self.mode == "broken":
            raise RuntimeError("driver")
        if self.mode == "silent":
            return False
        self.number += self.mode != "frozen"
        self.grabbed_at[self.number] = time.perf_counter()
        return True

    def retrieve(self) -> tuple[bool, np.ndarray | None]:
        time.sleep(self.retrieve_s)
        if self.mode == "warming" and self.number < 10:
            return False, None
        image = np.zeros(self.shape, np.uint8)
        draw_code(image, self.number)
        return True, image

    def get(self, prop: int) -> float:
        return 100.0

    def release(self) -> None:
        self.released = True


class Shop:
    """Opens one prepared fake after another, and remembers them."""

    def __init__(self, *captures: FakeCapture) -> None:
        self.stock = list(captures)
        self.opened: list[FakeCapture] = []

    def __call__(self, spec: int | str) -> FakeCapture:
        self.opened.append(self.stock.pop(0) if self.stock else FakeCapture("shut"))
        return self.opened[-1]


def until(true: Callable[[], bool], within_s: float = 8.0) -> bool:
    """Wait for something to come true."""
    end = time.monotonic() + within_s
    while not true() and time.monotonic() < end:
        time.sleep(0.005)
    return true()


# Frames


def test_frames_start_at_zero_and_none_comes_twice():
    with Camera(0, opener=Shop(FakeCapture())) as camera:
        frames = [camera.latest() for _ in range(10)]
        assert camera.state == "live"
        assert camera.status_text == "Camera 0 is live"
        assert (camera.size, camera.fps) == ((640, 48), 100.0)
    assert frames[0].t == 0
    assert np.all(np.diff([frame.t for frame in frames]) > 0)
    numbers = [read_code(frame.image) for frame in frames]
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


def test_nothing_new_in_time_gives_none():
    capture = FakeCapture()
    with Camera(0, opener=Shop(capture)) as camera:
        capture.mode = "silent"
        time.sleep(0.05)
        camera.latest()
        assert camera.latest(0.05) is None


def test_empty_pictures_of_a_webcam_that_warms_up_are_passed_over():
    with Camera(0, opener=Shop(FakeCapture("warming"))) as camera:
        assert read_code(camera.latest().image) >= 10


@pytest.mark.parametrize("shape", [(48, 640), (48, 640, 1), (48, 640, 4)])
def test_other_kinds_of_pictures_come_as_bgr(shape):
    with Camera(0, opener=Shop(FakeCapture(shape=shape))) as camera:
        assert camera.latest().image.shape == (48, 640, 3)


def test_iterating_ends_when_the_camera_is_closed():
    with Camera(0, opener=Shop(FakeCapture())) as camera:
        threading.Timer(0.1, camera.close).start()
        assert len(list(camera)) > 3
    assert camera.latest() is None
    assert camera.status_text == "Camera 0 is closed"


# Trouble


def test_silence_is_told_and_ends_when_pictures_come_again():
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


def test_a_picture_that_never_changes_is_not_handed_out_for_long():
    capture = FakeCapture()
    with Camera(0, opener=Shop(capture), limits=Limits(frozen_s=0.2, reopen_s=9)) as camera:
        camera.latest()
        capture.mode = "frozen"
        assert until(lambda: camera.state == "stale")
        camera.latest(0)
        assert camera.latest(0.2) is None
        assert "has sent the same image for" in camera.status_text


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


def test_a_read_that_hangs_is_left_behind_and_not_listened_to_later():
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
def test_a_camera_that_will_not_start_is_told_soon(mode, words):
    begun = time.monotonic()
    with (
        pytest.raises(CameraError, match=f"Camera 0 {words}.*[.?]"),
        Camera(0, opener=Shop(FakeCapture(mode)), limits=QUICK),
    ):
        pass
    assert time.monotonic() - begun < 1.0


def test_opening_that_hangs_is_told_soon():
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


# The watchdog by itself


def test_reopening_waits_longer_each_time():
    watchdog = Watchdog(Limits())
    watchdog.frame_arrived(0.0, 1)
    reopened = [t / 10 for t in range(600) if watchdog.tick(t / 10, failed=t > 20)]
    assert watchdog.gave_up
    # stale after 1 s, opened anew 1 s later, then after pauses of 0.5, 1, 2, 4, 5, 5 s
    assert reopened == pytest.approx([2.0, 2.6, 3.7, 5.8, 9.9, 15.0, 20.1, 25.2, 30.3], abs=0.5)
    assert max(reopened) < 31.0


def test_an_attempt_that_brings_nothing_has_its_time_limit():
    watchdog = Watchdog(Limits())
    watchdog.frame_arrived(0.0, 1)
    reopened = [t / 10 for t in range(300) if watchdog.tick(t / 10)]
    assert reopened == pytest.approx([2.0, 7.5, 13.5, 20.5, 29.5], abs=0.15)


def test_a_reopened_camera_that_repeats_the_old_picture_is_not_back():
    watchdog = Watchdog(Limits())
    times = [t / 10 for t in range(400)]
    given = []
    for t in times:
        if watchdog.frame_arrived(t, 7):
            given.append(t)
        watchdog.tick(t)
    assert max(given) < 2.0
    assert watchdog.gave_up


def test_a_clock_that_leaps_gives_no_camera_up():
    watchdog = Watchdog(Limits())
    watchdog.frame_arrived(0.0, 1)
    watchdog.tick(5000.0)  # the machine slept
    assert (watchdog.state, watchdog.gave_up) == ("stale", False)
    assert watchdog.frame_arrived(5000.1, 2)
    assert watchdog.state == "live"


# Which words mean a camera


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        (0, 0),
        ("1", 1),
        (" 2 ", 2),
        ("/dev/video3", 3),
        ("http://10.0.0.7:8080/video", "http://10.0.0.7:8080/video"),
        ("RTSP://user:secret@cam/1", "RTSP://user:secret@cam/1"),
    ],
)
def test_numbers_and_addresses_mean_cameras(given, meant):
    assert parse_camera(given) == meant
    assert is_camera(given)


@pytest.mark.parametrize("given", ["", "clip.mp4", "C:\\clip.mp4", "-1", "http://", "file:///clip.mp4", "http://[", -1])
def test_anything_else_means_none(given):
    assert not is_camera(given)
    with pytest.raises(UsageError, match="is not a camera: give its number"):
        Camera(given)


def test_a_file_is_no_camera_even_when_it_exists(tmp_path):
    (tmp_path / "clip.mp4").touch()
    assert not is_camera(str(tmp_path / "clip.mp4"))


def test_a_password_is_not_shown():
    assert camera_name("rtsp://user:secret@cam/1") == "Camera rtsp://cam/1"


@pytest.mark.parametrize(
    ("spec", "platform", "devices", "words"),
    [
        (0, "linux", [], "no camera at all"),
        (0, "linux", [2, 4], "try --camera 2 or 4"),
        (0, "linux", [0], "no other program.*--camera 1.*/dev/video0"),
        (1, "darwin", None, "--camera 0.*System Settings"),
        (0, "win32", None, "privacy switch.*Settings"),
        ("http://cam/", "linux", [], "Check the address"),
    ],
)
def test_the_advice_fits_the_machine(spec, platform, devices, words):
    assert re.search(words, advice(spec, platform, devices))


# A camera on the network, through OpenCV


def noise(count: int = 8) -> list[np.ndarray]:
    return list(np.random.default_rng(1).integers(0, 256, (count, 120, 160, 3), np.uint8))


def test_a_network_camera_is_read_at_its_rate_and_at_once(capfd):
    with MjpegServer(noise(), fps=30) as server, Camera(server.url) as camera:
        late_s = []
        for _ in range(30):
            frame = camera.latest()
            late_s.append(time.perf_counter() - server.sent_at(read_code(frame.image)))
        assert camera.size == (160, 120)
        assert 15 < camera.frames_grabbed / frame.t < 45
        assert np.median(late_s) < 0.15
    assert capfd.readouterr() == ("", "")


def test_a_network_camera_that_drops_out_comes_back(capfd):
    limits = Limits(silent_s=0.2, reopen_s=0.1, retry_s=(0.1,))
    with MjpegServer(noise(), fps=30) as server, Camera(server.url, limits=limits) as camera:
        before = camera.latest().t
        server.drop(refuse_s=0.6)
        assert until(lambda: camera.state == "lost")
        assert until(lambda: camera.state == "live")
        camera.latest()
        assert camera.latest().t > before + 0.6
        assert server.connections >= 2
    assert capfd.readouterr() == ("", "")


def test_a_network_camera_that_sticks_or_falls_silent_is_stale():
    limits = Limits(silent_s=0.2, frozen_s=0.3, reopen_s=9)
    with MjpegServer(noise(), fps=30) as server, Camera(server.url, limits=limits) as camera:
        server.stick()
        assert until(lambda: camera.state == "stale")
        assert "same image" in camera.status_text
        server.resume()
        assert until(lambda: camera.state == "live")
        server.go_silent()
        assert until(lambda: camera.state == "stale")
        assert "no image" in camera.status_text
        server.resume()
        assert until(lambda: camera.state == "live")


@pytest.mark.parametrize("spec", [99, "http://127.0.0.1:9/"])
def test_a_camera_that_is_not_there_is_told_at_once_and_quietly(spec, capfd):
    begun = time.monotonic()
    with pytest.raises(CameraError, match=f"Camera {spec} cannot be opened"), Camera(spec):
        pass
    assert time.monotonic() - begun < 3
    assert capfd.readouterr() == ("", "")
