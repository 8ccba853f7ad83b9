"""Opens a window for the benchmark: on the real screen, on a virtual one, or a fake without any screen."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
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
    with _display() as where:
        try:
            window = Window("posecoach bench").__enter__()
        except UsageError as reason:
            yield NoScreen(), f"no screen: {reason}"
            return
        try:
            yield window, where
        finally:
            window.__exit__(None, None, None)


@contextmanager
def _display() -> Iterator[str]:
    """Start a virtual display if there is no real one and Xvfb is installed."""
    server = shutil.which("Xvfb")
    if "DISPLAY" in os.environ or "WAYLAND_DISPLAY" in os.environ or server is None:
        yield "this screen"
        return
    read_end, write_end = os.pipe()
    command = [server, "-displayfd", str(write_end), "-screen", "0", "1366x768x24", "-nolisten", "tcp"]
    # Its own session: Ctrl-C goes to the benchmark, which stops the display last.
    process = subprocess.Popen(command, pass_fds=[write_end], stderr=subprocess.DEVNULL, start_new_session=True)
    os.close(write_end)
    try:
        with os.fdopen(read_end) as line:
            os.environ["DISPLAY"] = ":" + line.readline().strip()
        yield "Xvfb"
    finally:
        os.environ.pop("DISPLAY", None)
        process.terminate()
        process.wait()
