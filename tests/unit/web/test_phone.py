"""A phone as a camera of the app: its page, its connection, and the sessions that watch it."""

from __future__ import annotations

import math
import struct
from contextlib import contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jpegs import jpeg
from starlette.websockets import WebSocketDisconnect
from web_app import HOST, client, web_services

from posecoach.errors import CameraError
from posecoach.web.phone.cameras import SILENT_S, RemoteCameras
from posecoach.web.phone.socket import MAX_BYTES, parse_picture
from posecoach.web.security.devices import Device

PHONE = frozenset({"camera"})
SOCKET = f"ws://{HOST}/phone/socket"


def message(number: int, captured_s: float | None = None, content: bytes | None = None) -> bytes:
    """Return what the page sends for a picture."""
    return struct.pack("<Bd", 1, number / 30 if captured_s is None else captured_s) + (
        jpeg(number) if content is None else content
    )


def ask(socket, content: bytes) -> dict:
    """Send a message; return its answer."""
    socket.send_bytes(content)
    return socket.receive_json()


@contextmanager
def connected(services):
    """Connect a phone to the app; yield its browser and its socket."""
    with client(services, PHONE) as browser, browser.websocket_connect(SOCKET) as socket:
        assert ask(socket, message(0)) == {"used": False}
        yield browser, socket


# -- page and connection


def test_only_a_phone_that_may_be_the_camera_gets_the_page(tmp_path):
    services = web_services(tmp_path)
    page = client(services, PHONE).get("/phone")
    assert page.status_code == 200 and "hip height" in page.text
    assert client(services, frozenset({"view"})).get("/phone").status_code == 403


@pytest.mark.parametrize("rights", [frozenset(), frozenset({"view", "control", "send"})])
def test_another_device_cannot_connect(tmp_path, rights):
    browser = client(web_services(tmp_path), rights)
    with pytest.raises(WebSocketDisconnect), browser.websocket_connect(SOCKET):
        pass


def test_a_session_gets_the_pictures_of_a_phone_which_learns_that_it_is_used(tmp_path):
    services = web_services(tmp_path)
    with connected(services) as (_, socket):
        [(name, shown)] = services.phones.names().items()
        assert shown == "a test"
        camera = services.phones.open(name)
        assert ask(socket, message(1)) == {"used": True}
        with camera:
            assert camera.latest(0).image[0, 0, 0] == pytest.approx(1, abs=1)
            ask(socket, message(60))
            assert camera.latest(0).t > 0
        assert ask(socket, message(90)) == {"used": False}  # the session is over, the phone stays
        assert services.phones.names() == {name: shown}
    assert services.phones.names() == {}


def test_the_same_phone_connects_once(tmp_path):
    services = web_services(tmp_path)
    with connected(services) as (browser, older), browser.websocket_connect(SOCKET) as newer:
        assert ask(newer, message(1)) == {"used": False}
        older.send_bytes(message(2))
        with pytest.raises(WebSocketDisconnect) as closed:
            older.receive_json()
        assert closed.value.code == 4409
        assert ask(newer, message(3)) == {"used": False}
        assert len(services.phones.names()) == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", 1003),
        (b"\x01", 1003),
        (struct.pack("<Bd", 1, 1.0), 1003),
        (struct.pack("<Bd", 2, 1.0) + jpeg(), 1003),
        (message(1, math.nan), 1003),
        (message(1, math.inf), 1003),
        (message(1, -1.0), 1003),
        (message(1, 1e300), 1003),
        (message(1, content=bytes(MAX_BYTES)), 1009),
    ],
    ids=["empty", "short", "no picture", "version", "nan", "infinite", "negative", "huge time", "huge"],
)
def test_a_message_of_no_page_of_ours_ends_the_connection(tmp_path, content, code):
    services = web_services(tmp_path)
    with connected(services) as (_, socket):
        socket.send_bytes(content)
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_json()
        assert closed.value.code == code
        assert services.phones.names() == {}


def test_text_ends_the_connection(tmp_path):
    with connected(web_services(tmp_path)) as (_, socket):
        socket.send_text("x" * 100)
        with pytest.raises(WebSocketDisconnect):
            socket.receive_json()


def test_a_picture_that_is_none_is_answered_and_not_passed_on(tmp_path):
    services = web_services(tmp_path)
    with connected(services) as (_, socket):
        camera = services.phones.open(next(iter(services.phones.names())))
        for content in (b"\xff\xd8\xff\xd9", jpeg(1)[:-9], jpeg(1, (4000, 1000)), b"\x00" * 500):
            assert ask(socket, message(1, content=content)) == {"used": True}
        assert camera.latest(0) is None


@given(st.binary(max_size=60))
@settings(deadline=None)
def test_random_messages_are_refused_or_have_a_time(content):
    picture = parse_picture(content)
    assert picture is None or (math.isfinite(picture.captured_s) and content.endswith(picture.jpeg))


# -- the phones


class Clock:
    """A clock that a test sets."""

    now_s = 50.0

    def __call__(self) -> float:
        return self.now_s


def test_a_phone_that_is_not_connected_cannot_be_opened():
    phones = RemoteCameras()
    with phones.new_link(Device("ab12", "Anna's phone")):
        for name in ("phone:", "phone:cd34", "ab12", "/dev/video0"):
            with pytest.raises(CameraError, match="This phone is not connected"):
                phones.open(name)
        assert phones.open("phone:ab12")


def test_a_silent_phone_is_not_offered():
    clock = Clock()
    phones = RemoteCameras(clock)
    with phones.new_link(Device("ab12", "Anna's phone")) as link:
        assert phones.names() == {"phone:ab12": "Anna's phone"}
        clock.now_s += SILENT_S + 1
        assert phones.names() == {}
        link.receive(jpeg(1), 1.0)
        assert phones.names() == {"phone:ab12": "Anna's phone"}


def test_a_session_goes_on_when_its_phone_connects_again():
    clock = Clock()
    phones = RemoteCameras(clock)
    device = Device("ab12", "Anna's phone")
    with phones.new_link(device) as link:
        camera = phones.open("phone:ab12")
        link.receive(jpeg(1), 900.0)
        assert camera.latest(0).t == 0
    assert camera.status_text == "Anna's phone is not connected. Unlock it, and open its camera page"
    clock.now_s += 20
    with phones.new_link(device) as link:
        link.receive(jpeg(2), 3.0)  # the page was opened again: its clock began again
        assert camera.latest(0).t == pytest.approx(20)
        assert camera.state == "live"
