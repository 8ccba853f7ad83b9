"""A phone as a camera: its newest picture with its true time; what comes late, twice or broken does not count."""

from __future__ import annotations

import math
import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jpegs import jpeg

from posecoach.errors import CameraError
from posecoach.vision.camera.remote import LATE_S, RemoteCamera
from posecoach.vision.camera.watchdog import Limits

FPS = 30
LIMITS = Limits(open_s=0.0, reopen_s=math.inf, give_up_s=120.0)


class Phone:
    """A phone whose clock shows `ahead_s` more than ours; no real time passes while it sends."""

    def __init__(self, ahead_s: float = 500.0, limits: Limits = LIMITS) -> None:
        self.now_s, self.ahead_s, self.number = 100.0, ahead_s, 0
        self.camera = RemoteCamera("The phone", limits, clock=lambda: self.now_s)

    def send(self, seconds: float = 1 / FPS, trip_s: float = 0.01, size: tuple[int, int] = (96, 64)) -> list:
        """Send pictures for some seconds; return the frames that come of them."""
        frames = []
        for _ in range(round(seconds * FPS)):
            self.now_s += 1 / FPS
            self.number += 1
            self.camera.push(jpeg(self.number, size), self.now_s - trip_s + self.ahead_s, self.now_s)
            frames.append(self.camera.latest(0))
        return [frame for frame in frames if frame]

    def repeat(self, seconds: float) -> list:
        """Send the last picture again and again."""
        frames = []
        for _ in range(round(seconds * FPS)):
            self.now_s += 1 / FPS
            self.camera.push(jpeg(self.number), self.now_s + self.ahead_s, self.now_s)
            frames.append(self.camera.latest(0))
        return [frame for frame in frames if frame]

    def rest(self, seconds: float) -> None:
        """Send nothing; somebody waits for pictures meanwhile."""
        for _ in range(round(seconds * 10)):
            self.now_s += 0.1
            self.camera.latest(0)


def test_frames_start_at_zero_and_have_the_times_of_their_capture():
    frames = Phone().send(2.0)
    assert [frame.t for frame in frames] == pytest.approx([i / FPS for i in range(60)], abs=1e-6)
    assert frames[9].image[0, 0] == pytest.approx([10, 10, 10], abs=1)


def test_a_slow_consumer_gets_the_newest_frame():
    phone = Phone()
    for number in range(5):
        phone.camera.push(jpeg(number * 10), 1 + number / FPS, 100 + number / FPS)
    assert phone.camera.latest(0).image[0, 0, 0] == pytest.approx(40, abs=1)
    assert phone.camera.latest(0) is None


def test_a_frame_is_there_as_soon_as_it_arrives():
    phone = Phone()
    threading.Timer(0.02, phone.camera.push, (jpeg(1), 1.0, 100.0)).start()
    assert phone.camera.latest(5.0).t == 0.0


def test_entering_waits_for_the_first_picture():
    with pytest.raises(CameraError, match="The phone sent no picture within 0 s"), Phone().camera:
        pass
    phone = Phone()
    phone.camera.push(jpeg(1), 1.0, 100.0)
    with phone.camera as camera:
        assert camera.state == "live"
    assert camera.latest(5.0) is None


# -- time


def test_jitter_of_the_network_does_not_move_the_times():
    phone = Phone()
    phone.send(1.0)
    phone.now_s += 0.3  # as long as the next picture travels
    [frame] = phone.send(trip_s=0.31)
    assert frame.t == pytest.approx(1.0, abs=1e-6)


def test_a_picture_of_the_past_is_dropped_and_not_judged_as_if_now():
    phone = Phone()
    phone.send(1.0)
    assert phone.send(1.0, trip_s=LATE_S + 0.02) == []
    assert phone.camera.frames_late == 30
    phone.rest(0.2)
    assert phone.camera.state == "stale"
    assert phone.camera.status_text == "The pictures of The phone come too late. Bring it nearer to the Wi-Fi router"
    assert phone.send()[0].t == pytest.approx(2.2, abs=0.01)


@given(
    st.lists(
        st.one_of(
            st.floats(0, 1e9),
            st.sampled_from([math.nan, math.inf, -math.inf, -1e308, 1e308, 0.0, -5.0]),
        ),
        min_size=1,
        max_size=60,
    )
)
@settings(deadline=None, max_examples=60)
def test_a_clock_that_lies_cannot_stretch_time(captured):
    phone = Phone()
    phone.send(1.0)
    for lie in captured:
        phone.now_s += 1 / FPS
        phone.number += 1
        phone.camera.push(jpeg(phone.number), lie, phone.now_s)
        if frame := phone.camera.latest(0):
            since_start_s = phone.now_s - 100.0 - 1 / FPS + 0.01
            assert since_start_s - LATE_S - 0.02 <= frame.t <= since_start_s


@pytest.mark.parametrize("speed", [10.0, 1.5, 0.99])
def test_a_clock_of_another_speed_cannot_stretch_time(speed):
    phone = Phone()
    frames = []
    for i in range(600):
        phone.camera.push(jpeg(i), 5 + speed * i / FPS, 100 + i / FPS)
        frames.append(phone.camera.latest(0))
    assert frames[-1].t - frames[300].t == pytest.approx(299 / FPS, abs=0.1)


def test_times_grow_strictly_even_when_the_first_picture_was_the_slowest():
    phone = Phone()
    times = [frame.t for frame in phone.send(trip_s=0.4) + phone.send(1.0)]
    assert len(times) > 15 and all(np.diff(times) > 0)


def test_a_page_opened_again_has_another_clock():
    phone = Phone()
    phone.send(1.0)
    phone.camera.disconnected()
    phone.rest(0.5)
    phone.ahead_s = -90.0
    phone.camera.connected()
    assert phone.send()[0].t == pytest.approx(1.5, abs=0.02)


# -- trouble


def test_a_locked_phone_is_named_and_comes_back_by_itself():
    phone = Phone()
    phone.send(1.0)
    phone.rest(1.5)
    assert phone.camera.state == "stale"
    assert phone.camera.status_text == "The phone sends no picture. Unlock it, and keep its camera page open"
    phone.camera.disconnected()
    assert phone.camera.status_text == "The phone is not connected. Unlock it, and open its camera page"
    phone.rest(60)
    phone.camera.connected()
    [frame] = phone.send()
    assert frame.t == pytest.approx(62.5, abs=0.1)  # a gap stays a gap
    assert (phone.camera.state, phone.camera.status_text) == ("live", "The phone is live")


def test_a_phone_that_stays_away_is_an_error_that_says_so():
    phone = Phone()
    phone.send(1.0)
    with pytest.raises(CameraError, match=r"The phone was away for more than 120 s\. Unlock it"):
        phone.rest(130)
    assert phone.camera.state == "lost"


def test_a_repeated_picture_is_none():
    phone = Phone()
    phone.send(1.0)
    assert phone.repeat(3.0) == []
    assert phone.camera.state == "stale"
    assert "sends the same picture again and again" in phone.camera.status_text
    assert phone.send() and phone.camera.state == "live"


def test_what_is_no_picture_keeps_no_camera_alive():
    phone = Phone()
    phone.send(1.0)
    broken = bytearray(jpeg(3))
    broken[broken.index(b"\xff\xc4") + 5 : broken.index(b"\xff\xda")] = b"\xff" * (
        broken.index(b"\xff\xda") - broken.index(b"\xff\xc4") - 5
    )
    for content in (b"", b"text", jpeg(1)[:-2], jpeg(1, (4000, 3000)), bytes(broken)):
        for _ in range(15):
            phone.now_s += 1 / FPS
            phone.camera.push(content, phone.now_s + phone.ahead_s, phone.now_s)
            assert phone.camera.latest(0) is None
    assert phone.camera.state == "stale"


def test_a_turned_phone_changes_no_size():
    phone = Phone()
    phone.send(0.2, size=(160, 120))
    [turned] = phone.send(size=(120, 160))
    assert turned.image.shape == (120, 160, 3)
    assert turned.image[60, 80].any() and not turned.image[60, [5, 155]].any()  # upright between black bars


def test_closing_tells_whoever_opened_it_once():
    closed = []
    camera = RemoteCamera("The phone", on_close=closed.append)
    camera.close()
    camera.close()
    assert closed == [camera]
    assert camera.status_text == "The phone is no longer used"
