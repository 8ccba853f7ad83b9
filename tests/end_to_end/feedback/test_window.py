"""The window on a real display: the picture appears, keys are heard, and a missing display is found out."""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from posecoach.feedback.display_probe import display_problem

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux may be without a display")


@linux
def test_a_missing_display_is_detected():
    assert display_problem({}) == "DISPLAY is not set"
    assert display_problem({"WAYLAND_DISPLAY": "wayland-0"}) == "Wayland without XWayland"


@linux
def test_a_display_that_cannot_be_opened_is_detected_without_a_crash():
    assert display_problem({"DISPLAY": ":4077"}) == "display :4077 cannot be opened"


@pytest.fixture
def screen() -> Iterator[dict[str, str]]:
    """Start a display of its own and hand out the environment that names it."""
    with a_screen() as (environment, _):
        yield environment


@contextmanager
def a_screen() -> Iterator[tuple[dict[str, str], subprocess.Popen[bytes]]]:
    """Start a display of its own; yield the environment that names it, and its process."""
    for tool in ("Xvfb", "xdotool"):
        if not shutil.which(tool):
            pytest.skip(f"{tool} is not installed")
    reader, writer = os.pipe()
    command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1366x768x24", "-nolisten", "tcp"]
    command.append("-noreset")  # it would restart, deaf for a moment, whenever its last client leaves
    server = subprocess.Popen(command, pass_fds=(writer,), stderr=subprocess.DEVNULL)
    os.close(writer)
    try:
        if not select.select([reader], [], [], 10)[0]:
            pytest.skip("Xvfb does not start")
        number = os.read(reader, 20).decode().strip()
        if not number:
            pytest.skip("Xvfb does not start")
        yield {**os.environ, "DISPLAY": f":{number}"}, server
    finally:
        os.close(reader)
        server.terminate()
        server.wait(10)


def test_a_display_is_found(screen):
    assert display_problem(screen) is None


SESSION = """
import sys, time
import posecoach.practice.runner  # which also loads the library for videos
import numpy as np
from posecoach.feedback.window import Window
picture = np.full((480, 640, 3), (0, 94, 213), np.uint8)
with Window() as window:
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        action = window.show(picture)
        if action:
            print(action, flush=True)
        if action in ("quit", "close"):
            break
        sys.stdout.flush()
        time.sleep(0.01)
"""


def test_a_real_window_shows_the_picture_hears_keys_and_says_nothing(screen, tmp_path):
    heard = tmp_path / "heard"
    with heard.open("w") as out:
        session = subprocess.Popen(
            [sys.executable, "-c", SESSION], env=screen, stdout=out, stderr=subprocess.PIPE, text=True
        )
    try:
        window = wait_for_window(screen, session)
        xdotool(screen, "key", "--window", window, "f")
        for key, action in (("h", "help"), ("space", "pause"), ("q", "quit")):
            deadline = time.monotonic() + 8
            while action not in heard.read_text() and time.monotonic() < deadline:
                xdotool(screen, "key", "--window", window, key)
                time.sleep(0.2)
        _, err = session.communicate(timeout=10)
    finally:
        session.kill()
        session.communicate()
    assert list(dict.fromkeys(heard.read_text().split())) == ["help", "pause", "quit"]
    assert err == ""
    assert session.returncode == 0


def test_a_window_that_another_program_destroys_counts_as_closed(screen):
    session = subprocess.Popen(
        [sys.executable, "-c", SESSION], env=screen, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        xdotool(screen, "windowclose", wait_for_window(screen, session))
        out, err = session.communicate(timeout=10)
    finally:
        session.kill()
        session.communicate()
    assert (out.split(), err, session.returncode) == (["close"], "", 0)


DISPLAY_DIES = """
import os, signal, sys, time
import numpy as np
from posecoach.feedback.window import Window
picture = np.zeros((480, 640, 3), np.uint8)
with Window() as window:
    for _ in range(20):
        assert window.show(picture) is None
    os.kill(int(sys.argv[1]), signal.SIGKILL)
    time.sleep(0.5)  # until it is gone: one that dies while the window is drawn ends the process
    print(window.show(picture), window.show(picture))
"""


def test_a_display_that_dies_closes_the_window_and_the_program_goes_on():
    with a_screen() as (screen, server):
        command = [sys.executable, "-c", DISPLAY_DIES, str(server.pid)]
        session = subprocess.run(command, env=screen, capture_output=True, text=True, timeout=30, check=False)
    assert (session.stdout.split(), session.stderr, session.returncode) == (["close", "close"], "", 0)


def test_a_window_manager_maximises_the_window(screen, tmp_path):
    if not shutil.which("openbox"):
        pytest.skip("openbox is not installed")
    manager = subprocess.Popen(["openbox"], env=screen, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 30
    while not xdotool(screen, "get_num_desktops").strip():  # which only a window manager answers
        assert time.monotonic() < deadline
        time.sleep(0.1)
    session = subprocess.Popen(
        [sys.executable, "-c", SESSION], env=screen, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    try:
        window = wait_for_window(screen, session)
        deadline = time.monotonic() + 8
        while "Geometry: 1366x" not in (size := xdotool(screen, "getwindowgeometry", window)):
            assert time.monotonic() < deadline, size
            time.sleep(0.1)
    finally:
        for process in (session, manager):
            process.kill()
            process.communicate()


def wait_for_window(screen: dict[str, str], session: subprocess.Popen[str]) -> str:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        assert session.poll() is None, session.communicate()[1]
        found = xdotool(screen, "search", "--onlyvisible", "--name", "^posecoach$").split()
        if found:
            time.sleep(0.5)  # until it takes keys
            return found[-1]
        time.sleep(0.1)
    pytest.fail("no window appeared within 10 s")


def xdotool(screen: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(["xdotool", *arguments], env=screen, capture_output=True, text=True, check=False, timeout=10)
    return done.stdout
