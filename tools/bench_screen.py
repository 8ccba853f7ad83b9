"""Opens a window for the benchmark: on the real screen, on a virtual one, or a fake without any screen."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

import cv2
from bench_probe import ScreenProbe, shown_rect
from mjpeg_server import draw_code

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


TITLE = "posecoach bench"
LOOK_EVERY = 30
"""Pictures after which the window's place is asked for again: its size may have changed."""


@dataclass(slots=True)
class BenchScreen:
    """A window, and the probe that sees when a picture is on its display.

    Attributes
    ----------
    name : str
        Name of the display.
    window : Screen
        Shows the pictures.
    probe : ScreenProbe or None
        None for a real display.
    """

    name: str
    window: Screen
    probe: ScreenProbe | None = None
    _shown: int = 0

    def show(self, image: Image, code: int | None) -> bool:
        """Show a picture with its number on it; return whether the session goes on."""
        if code is not None:
            draw_code(image, code)
        if self.window.show(image) in ("quit", "close"):
            return False
        self._shown += 1
        if self.probe and self._shown % LOOK_EVERY == 0:
            left, top, width, height = cv2.getWindowImageRect(TITLE)
            self.probe.look_at(shown_rect((left, top, width, height), (image.shape[1], image.shape[0])))
        return True


@contextmanager
def open_screen() -> Iterator[BenchScreen]:
    """Open a window and, on a virtual display, its probe."""
    name, memory = find_display()
    with ExitStack() as stack:
        try:
            window = stack.enter_context(Window(TITLE))
        except UsageError as reason:
            yield BenchScreen(f"no screen: {reason}", NoScreen())
            return
        yield BenchScreen(name, window, stack.enter_context(ScreenProbe(memory)) if memory else None)


@cache
def find_display() -> tuple[str, Path | None]:
    """Start a virtual display if there is no real one and Xvfb is installed; return its name and its memory.

    It stays until the end of the process, for the window toolkit ends the process when its display goes.
    """
    server = shutil.which("Xvfb")
    if "DISPLAY" in os.environ or "WAYLAND_DISPLAY" in os.environ or server is None:
        return "this screen", None
    read_end, write_end = os.pipe()
    folder = tempfile.mkdtemp()
    command = [server, "-displayfd", str(write_end), "-screen", "0", "1920x1080x24", "-nolisten", "tcp", "-noreset"]
    command += ["-fbdir", folder]
    # Its own session: Ctrl-C goes to the benchmark, which stops the display last.
    process = subprocess.Popen(
        command, pass_fds=[write_end], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    os.close(write_end)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(process.terminate)
    with os.fdopen(read_end) as line:
        os.environ["DISPLAY"] = ":" + line.readline().strip()
    return "Xvfb", Path(folder) / "Xvfb_screen0"
