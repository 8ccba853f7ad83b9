"""Network cameras that cannot be opened: the question why waits for no name for ever, and goes to the right port."""

from __future__ import annotations

import threading

import pytest

from posecoach.vision.camera.network import find_network_trouble


def test_a_name_that_takes_long_to_look_up_is_not_waited_for():
    released = threading.Event()

    def look_up(address, limit_s):
        released.wait(10)
        raise ConnectionRefusedError

    assert find_network_trouble("http://camera.local/", look_up, 0.05) == ""
    released.set()
    assert "port 80 of camera.local" in find_network_trouble("http://camera.local/", look_up)


@pytest.mark.parametrize(
    ("address", "port"),
    [("http://camera/", 80), ("rtsp://camera/", 554), ("http://camera:0/", 0), ("tcp://camera:9", 9)],
)
def test_the_port_that_the_address_gives_is_asked_or_the_usual_one(address, port):
    def refuse(address, limit_s):
        assert address == ("camera", port)
        raise ConnectionRefusedError

    assert f"Nothing answers at port {port} of camera" in find_network_trouble(address, refuse)
