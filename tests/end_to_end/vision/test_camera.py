"""A camera on the network, and one that is not there, through OpenCV."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import fakes
import numpy as np
import pytest
from fake_camera import FakeCapture, Shop, until
from mjpeg_server import MjpegServer, read_code

from posecoach.background import Background
from posecoach.errors import CameraError
from posecoach.vision.camera.camera import Camera
from posecoach.vision.camera.device import LARGEST_BLOCK
from posecoach.vision.camera.network import find_network_trouble
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


@contextmanager
def answering(answer: bytes) -> Iterator[str]:
    """A server that gives every caller the same answer; yields its address without the scheme."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            with suppress(OSError):  # the caller hung up, or the test is over
                while True:
                    with server.accept()[0] as caller:
                        caller.recv(4096)
                        caller.sendall(answer)

        threading.Thread(target=serve, daemon=True).start()
        yield f"127.0.0.1:{server.getsockname()[1]}/video"


@pytest.mark.parametrize(
    ("scheme", "answer", "words"),
    [
        ("http", b"HTTP/1.1 401 Unauthorized\r\n\r\n", "asks for a name and a password"),
        ("http", b"HTTP/1.1 404 Not Found\r\n\r\n", "has no such page"),
        ("http", b"HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\n\r\n", "no video"),
        ("http", b"\0" * 1000, "^$"),
        ("rtsp", b"RTSP/1.0 401 Unauthorized\r\n\r\n", "asks for a name and a password"),
        ("tcp", b"", "^$"),
    ],
)
def test_what_a_network_camera_answers_says_why_it_cannot_be_used(scheme, answer, words):
    with answering(answer) as address:
        assert re.search(words, find_network_trouble(f"{scheme}://{address}"))


def test_a_network_camera_that_is_not_there_is_named_with_its_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert f"Nothing answers at port {port} of 127.0.0.1" in find_network_trouble(f"http://127.0.0.1:{port}/")
    assert "not a number from 0 to 65535" in find_network_trouble("http://127.0.0.1:99999/")


def test_a_camera_can_be_closed_while_it_is_asked_why_it_does_not_open():
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(10)
        camera = Camera(f"http://127.0.0.1:{server.getsockname()[1]}/", opener=Shop(FakeCapture("shut")))
        opening = Background(camera.__enter__)
        with server.accept()[0] as caller:
            camera.close()
            caller.sendall(b"HTTP/1.1 404 Not Found\r\n\r\n")
        with pytest.raises(CameraError, match="has no such page"):
            opening.result()


@pytest.mark.parametrize("kind", ["redirect", "hls", "concat"])
def test_a_network_camera_reaches_no_file_of_this_machine(kind, tmp_path):
    film = fakes.video(tmp_path / "own.mp4", 1.0)
    answers = {
        "redirect": f"HTTP/1.1 302 Found\r\nLocation: file://{film}\r\n\r\n",
        "hls": "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.apple.mpegurl\r\nConnection: close\r\n\r\n"
        f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile://{film}\n#EXT-X-ENDLIST\n",
        "concat": f"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nffconcat version 1.0\nfile 'file://{film}'\n",
    }
    with (
        answering(answers[kind].encode()) as address,
        pytest.raises(CameraError, match="cannot be opened"),
        Camera(f"http://{address}"),
    ):
        pass


@pytest.mark.parametrize("kind", ["redirect", "hls"])
def test_a_network_camera_leads_to_no_other_machine(kind):
    with socket.create_server(("127.0.0.2", 0)) as other:
        other.setblocking(False)
        address = "http://{}:{}/x.mjpg".format(*other.getsockname())
        answers = {
            "redirect": f"HTTP/1.1 302 Found\r\nLocation: {address}\r\n\r\n",
            "hls": "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.apple.mpegurl\r\nConnection: close\r\n\r\n"
            f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{address}\n#EXT-X-ENDLIST\n",
        }
        with (
            answering(answers[kind].encode()) as camera,
            pytest.raises(CameraError, match="cannot be opened"),
            Camera(f"http://{camera}"),
        ):
            pass
        with pytest.raises(BlockingIOError):
            other.accept()


OPEN_IT = """
import re, sys
from posecoach.vision.camera.device import open_capture
open_capture(sys.argv[1], (640, 480), 30.0)
print(re.search(r"VmHWM:\\s+(\\d+) kB", open("/proc/self/status").read())[1])
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the peak of a process's memory is read from /proc")
def test_a_network_camera_whose_picture_never_ends_takes_no_more_memory_than_the_largest_picture():
    with socket.create_server(("127.0.0.1", 0)) as server:

        def flood() -> None:
            with server.accept()[0] as caller, suppress(OSError):  # until the caller hangs up
                caller.recv(4096)
                caller.sendall(b"HTTP/1.0 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=b\r\n\r\n")
                caller.sendall(b"--b\r\nContent-Type: image/jpeg\r\nContent-Length: 99999999999\r\n\r\n")
                while True:
                    caller.sendall(b"\0" * 1_000_000)

        threading.Thread(target=flood, daemon=True).start()
        address = f"http://127.0.0.1:{server.getsockname()[1]}/"
        peak_kb = subprocess.check_output([sys.executable, "-c", OPEN_IT, address], text=True, timeout=30)
    assert int(peak_kb) * 1024 < 150e6 + 1.5 * LARGEST_BLOCK  # Python with its libraries, and the block as it grows
