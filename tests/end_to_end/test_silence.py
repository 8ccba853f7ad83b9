"""Nothing leaves the machine: native code included, no run of posecoach speaks to anybody on the network.

Two ways to see it: `strace` lists the system calls of all threads and children; and in a network namespace of its
own, where there is no network at all, everything works as well and as fast.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urljoin
from urllib.request import HTTPCookieProcessor, ProxyHandler, build_opener

import pytest
from mjpeg_server import MjpegServer, video_images
from video_variants import reencode

from posecoach.errors import ModelError
from posecoach.vision import weights

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="strace and network namespaces are Linux's"),
]

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "sample_videos" / "bridge_good.mp4"
CLIP_S = 3.0
"""Enough frames to start every library, tracker and writer."""
LIVE_S = 3.0
"""How long the network camera is watched."""
LIMIT_S = 120.0
"""A run takes some 5 s, under strace on a busy machine several times that."""
SPOKEN = re.compile(r"\b(?:connect|sendto|sendmsg|sendmmsg)\(.*?\bsa_family=(AF_\w+)(.*)")
PORT = re.compile(r"sin6?_port=htons\((\d+)\)")
ADDRESS = re.compile(r'inet_(?:addr|pton)\((?:AF_INET6, )?"([^"]+)"')


@pytest.fixture(scope="module", autouse=True)
def model() -> None:
    try:
        weights.locate()
    except ModelError as missing:
        pytest.skip(f"the pose model is not here: {missing}")


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return reencode(SAMPLE, tmp_path_factory.mktemp("clip") / "short.mp4", seconds=CLIP_S)


@pytest.fixture
def strace() -> str:
    program = shutil.which("strace")
    if program is None:
        pytest.skip("strace is not installed")
    if subprocess.run([program, "-qq", "-o", os.devnull, "true"], capture_output=True, check=False).returncode:
        pytest.skip("strace may not trace here")
    return program


@pytest.fixture
def offline() -> list[str]:
    """Words before a command that run it where there is no network."""
    program = shutil.which("unshare")
    if program is None:
        pytest.skip("unshare is not installed")
    words = [program, "--map-root-user", "--net"]
    if subprocess.run([*words, "true"], capture_output=True, check=False).returncode:
        pytest.skip("network namespaces are not permitted here")
    return words


def posecoach(*words: object) -> list[str]:
    return [sys.executable, "-m", "posecoach", *map(str, words)]


def started(command: list[str]) -> subprocess.Popen[str]:
    """Start a command in a session of its own, so that a signal can be sent to it and its children alone."""
    places = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(places)},
        start_new_session=True,
    )


def finished(process: subprocess.Popen[str], limit_s: float = LIMIT_S) -> str:
    """Wait for a command; what it printed. Whatever happens, nothing of it goes on running."""
    try:
        return process.communicate(timeout=limit_s)[0]
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()


def traced(strace: str, log: Path, command: list[str]) -> list[str]:
    return [strace, "-f", "-qq", "-e", "trace=network", "-o", str(log), *command]


def spoken_to(log: Path) -> set[str]:
    """Everybody who was spoken to: the address and port, or the kind of socket; local (AF_UNIX) ones aside."""
    found = set()
    for kind, rest in SPOKEN.findall(log.read_text(errors="replace")):
        if kind in ("AF_INET", "AF_INET6"):
            address, port = ADDRESS.search(rest), PORT.search(rest)
            found.add(f"{address[1] if address else '?'}:{port[1] if port else '?'}")
        elif kind not in ("AF_UNIX", "AF_UNSPEC"):  # AF_UNSPEC only takes a connection back
            found.add(kind)
    return found


def test_the_trace_would_show_a_packet_to_the_network(strace, tmp_path):
    """Guards the tests below: a datagram to a reserved address (RFC 5737), which no machine has, must be seen."""
    talk = "import socket; s = socket.socket(type=socket.SOCK_DGRAM); s.connect(('192.0.2.1', 9))"
    finished(started(traced(strace, tmp_path / "log", [sys.executable, "-c", talk])))
    assert spoken_to(tmp_path / "log") <= {"192.0.2.1:9"}
    assert "192.0.2.1" in (tmp_path / "log").read_text()


def test_an_analysis_sends_nothing(strace, clip, tmp_path):
    run = started(traced(strace, tmp_path / "log", posecoach("analyze", clip, "-o", tmp_path)))
    output = finished(run)
    assert run.returncode == 0, output
    assert (tmp_path / "short.annotated.mp4").exists()
    assert spoken_to(tmp_path / "log") == set()


def test_a_session_with_a_file_sends_nothing(strace, clip, tmp_path):
    command = posecoach("practice", "bridge", "--camera", clip, "--no-window", "-o", tmp_path)
    run = started(traced(strace, tmp_path / "log", command))
    output = finished(run)
    assert run.returncode == 0, output
    assert spoken_to(tmp_path / "log") == set()


def test_a_session_with_a_network_camera_contacts_that_camera_alone(strace, clip, tmp_path):
    with MjpegServer(video_images(str(clip), (640, 480), 15), 15) as camera:
        command = posecoach("practice", "bridge", "--camera", camera.url, "--no-window", "-o", tmp_path)
        run = started(traced(strace, tmp_path / "log", command))
        try:
            wait_for(lambda: camera.connections > 0 or run.poll() is not None)
            time.sleep(LIVE_S)
            os.killpg(run.pid, signal.SIGINT)  # strace itself lets it pass
        finally:
            output = finished(run)
    assert run.returncode == 130, output
    assert frames_of(tmp_path) > 0
    assert spoken_to(tmp_path / "log") == {f"127.0.0.1:{camera.port}"}


def test_the_app_answers_this_machine_and_contacts_nobody(strace, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    run = started(traced(strace, tmp_path / "log", posecoach("app", "--no-browser")))
    try:
        address = re.search(r"http://127\.0\.0\.1:\d+/\S+", run.stdout.readline())[0]
        browser = build_opener(ProxyHandler({}), HTTPCookieProcessor())
        for path in ("/enter", "/devices", "/health"):
            assert browser.open(address if path == "/enter" else urljoin(address, path), timeout=LIMIT_S).status == 200
        os.killpg(run.pid, signal.SIGTERM)
    finally:
        output = finished(run)
    assert run.returncode == 143, output
    assert spoken_to(tmp_path / "log") == set()


@pytest.mark.parametrize(
    "words", [("analyze",), ("practice", "bridge", "--no-window", "--camera")], ids=["analyze", "practice"]
)
def test_without_any_network_it_works_as_well_and_as_fast(offline, clip, tmp_path, words):
    command = posecoach(*words, clip, "-o", tmp_path)
    seconds = {}
    for name, before in (("online", []), ("offline", offline)):
        begun = time.perf_counter()
        run = started([*before, *command])
        output = finished(run)
        seconds[name] = time.perf_counter() - begun
        assert run.returncode == 0, f"{name}: {output}"
    # Twice and 5 s: less than any time-out of a network library, more than the noise of a busy machine.
    assert seconds["offline"] < 2 * seconds["online"] + 5, seconds


def wait_for(done) -> None:
    deadline = time.monotonic() + LIMIT_S
    while not done() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert done()


def frames_of(folder: Path) -> int:
    (result,) = folder.glob("practice-*.json")
    return json.loads(result.read_text(encoding="utf-8"))["video"]["frames"]
