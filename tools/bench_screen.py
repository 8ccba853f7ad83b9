"""Opens a window for the benchmark: on the real screen, on a virtual one, or a fake without any screen."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Protocol

from posecoach.core.body.pose import Image
from posecoach.errors import UsageError
from posecoach.feedback.window import Window


class Screen(Protocol):
    """Shows pictures."""

    def show(self, image: Image) -> object:
        """Show a picture."""
        ...


class NoScreen:
    """A fake screen, which shows nothing."""

    def show(self, image: Image) -> None:
        """Do nothing."""


@contextmanager
def open_screen() -> Iterator[tuple[Screen, str]]:
    """Open a window; yield it with the name of its screen."""
    where = _display()
    try:
        window = Window("posecoach bench").__enter__()
    except UsageError as reason:
        yield NoScreen(), f"no screen: {reason}"
        return
    try:
        yield window, where
    finally:
        window.__exit__(None, None, None)


@cache
def _display() -> str:
    """Start a virtual display if there is no real one and Xvfb is installed; return what there is.

    It stays until the end of the process, for the window toolkit ends the process when its display goes.
    """
    server = shutil.which("Xvfb")
    if "DISPLAY" in os.environ or "WAYLAND_DISPLAY" in os.environ or server is None:
        return "this screen"
    read_end, write_end = os.pipe()
    command = [server, "-displayfd", str(write_end), "-screen", "0", "1920x1080x24", "-nolisten", "tcp"]
    # Its own session: Ctrl-C goes to the benchmark, which stops the display last.
    process = subprocess.Popen(
        command, pass_fds=[write_end], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    os.close(write_end)
    atexit.register(process.terminate)
    with os.fdopen(read_end) as line:
        os.environ["DISPLAY"] = ":" + line.readline().strip()
    return "Xvfb"
