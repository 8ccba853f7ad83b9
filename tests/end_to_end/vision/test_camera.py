"""A camera on the network, and one that is not there, through OpenCV."""

from __future__ import annotations

import time

import numpy as np
import pytest
from fake_camera import until
from mjpeg_server import MjpegServer, read_code

from posecoach.errors import CameraError
from posecoach.vision.camera.camera import Camera
from posecoach.vision.camera.watchdog import Limits


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
def test_a_missing_camera_is_reported_at_once_and_quietly(spec, capfd):
    begun = time.monotonic()
    with pytest.raises(CameraError, match=f"Camera {spec} cannot be opened"), Camera(spec):
        pass
    assert time.monotonic() - begun < 3
    assert capfd.readouterr() == ("", "")
