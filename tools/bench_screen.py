"""A screen to show the window on: the real one, a virtual one, or, where there is none, a stand-in."""

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
    """What shows pictures."""

    def show(self, image: Image) -> object:
        """Show a picture."""
        ...


class NoScreen:
    """Takes pictures and shows them to nobody."""

    def show(self, image: Image) -> None:
        """Do nothing."""


@contextmanager
def open_screen() -> Iterator[tuple[Screen, str]]:
    """Open a window; give it and a word for where it stands."""
    with _display() as where:
        try:
            window = Window("posecoach bench").__enter__()
        except UsageError as reason:
            yield NoScreen(), f"invisible stand-in: {reason}"
            return
        try:
            yield window, where
        finally:
            window.__exit__(None, None, None)


@contextmanager
def _display() -> Iterator[str]:
    """Start a virtual display if there is none, and can be."""
    server = shutil.which("Xvfb")
    if "DISPLAY" in os.environ or "WAYLAND_DISPLAY" in os.environ or server is None:
        yield "this screen"
        return
    ready, told = os.pipe()
    command = [server, "-displayfd", str(told), "-screen", "0", "1366x768x24", "-nolisten", "tcp"]
    # A session of its own: Ctrl-C is for the bench, which takes the display down last.
    process = subprocess.Popen(command, pass_fds=[told], stderr=subprocess.DEVNULL, start_new_session=True)
    os.close(told)
    try:
        with os.fdopen(ready) as line:
            os.environ["DISPLAY"] = ":" + line.readline().strip()
        yield "Xvfb"
    finally:
        os.environ.pop("DISPLAY", None)
        process.terminate()
        process.wait()
