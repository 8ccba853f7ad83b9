"""The window on the screen: shows pictures and returns key presses. Only the main thread may use it.

OpenCV ends the whole process when it opens a window without a screen. So a short-lived process tries first.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import cv2

from posecoach.core.body.pose import Image
from posecoach.errors import UsageError
from posecoach.feedback.display import Action, action_of

_START_SIZE = (1280, 720)  # largest first window in pixels: fits the smallest laptop screens, 1366x768
_PROBE_S = 15.0  # a window opens in about 0.5 s; a slow network display in a few
_PROBE = """
import resource
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
import cv2
cv2.namedWindow("posecoach")
"""
_FLAGS = cv2.WINDOW_NORMAL | cv2.WINDOW_FREERATIO | cv2.WINDOW_GUI_NORMAL


def display_problem(environ: Mapping[str, str] = os.environ) -> str | None:
    """Find out whether a window can be opened, without risk for this process; takes about half a second.

    Parameters
    ----------
    environ : mapping of str to str
        The environment that names the screen.

    Returns
    -------
    str or None
        Why not, as the end of a sentence; None if it can.
    """
    if any(line.split() == ["GUI:", "NONE"] for line in cv2.getBuildInformation().splitlines()):
        return "the installed OpenCV has no windows (opencv-python-headless)"
    if not sys.platform.startswith("linux"):
        return None
    display = environ.get("DISPLAY")
    if not display:
        return "Wayland without XWayland" if "WAYLAND_DISPLAY" in environ else "DISPLAY is not set"
    try:
        probe = subprocess.run(
            [sys.executable, "-c", _PROBE], env=dict(environ), capture_output=True, timeout=_PROBE_S, check=False
        )
    except subprocess.TimeoutExpired:
        return f"display {display} does not answer"
    return f"display {display} cannot be opened" if probe.returncode else None


class Window:
    """A window that keeps the picture's shape, as a context manager.

    Parameters
    ----------
    title : str
        The title in the window's frame.
    gui : object
        Has the window functions of `cv2`; a fake in tests.
    problem : callable
        Returns why no window can be opened, or None.

    Raises
    ------
    UsageError
        On entering, when there is no screen to show it on.
    """

    def __init__(
        self, title: str = "posecoach", *, gui: Any = cv2, problem: Callable[[], str | None] = display_problem
    ) -> None:
        self._title = title
        self._gui = gui
        self._problem = problem
        self._full = False
        self._sized = False

    def __enter__(self) -> Self:
        reason = self._problem()
        if reason:
            raise UsageError(f"No display found: {reason}. Use --no-window to practise without a picture.")
        _quiet_qt()
        self._gui.namedWindow(self._title, _FLAGS)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._is_open():
            self._gui.destroyWindow(self._title)
            self._gui.waitKey(1)  # gives the toolkit time to close it

    def show(self, image: Image) -> Action | None:
        """Show a picture and check for a key press; takes a few milliseconds.

        Parameters
        ----------
        image : uint8 array, shape (height, width, 3)
            Blue, green, red.

        Returns
        -------
        Action or None
            The action of a key; ``close`` when the window was closed. The window itself handles full screen.
        """
        if not self._is_open():
            return "close"  # another picture would open it again
        if not self._sized:
            self._gui.resizeWindow(self._title, *_fit(image, *_START_SIZE))
            self._sized = True
        self._gui.imshow(self._title, self._framed(image))
        action = action_of(self._gui.waitKey(1))
        if not self._is_open():
            return "close"
        if action == "fullscreen":
            self._full = not self._full
            mode = cv2.WINDOW_FULLSCREEN if self._full else cv2.WINDOW_NORMAL
            self._gui.setWindowProperty(self._title, cv2.WND_PROP_FULLSCREEN, mode)
            return None
        return action

    def _is_open(self) -> bool:
        try:
            return bool(self._gui.getWindowProperty(self._title, cv2.WND_PROP_VISIBLE) >= 1)
        except cv2.error:  # Qt raises this when the last window is closed
            return False

    def _framed(self, image: Image) -> Image:
        """Add black margins, so that the picture keeps its shape in a window of any shape."""
        _, _, width, height = self._gui.getWindowImageRect(self._title)
        if width <= 0 or height <= 0:
            return image
        shown_height, shown_width = image.shape[:2]
        x = max(0, round((width / height * shown_height - shown_width) / 2))
        y = max(0, round((height / width * shown_width - shown_height) / 2))
        if not (x or y):
            return image
        framed: Image = cv2.copyMakeBorder(image, y, y, x, x, cv2.BORDER_CONSTANT, value=(0, 0, 0))  # type: ignore[assignment]
        return framed


def _fit(image: Image, width: int, height: int) -> tuple[int, int]:
    """Return the largest size with the picture's aspect ratio within `width` and `height`."""
    scale = min(width / image.shape[1], height / image.shape[0])
    return round(image.shape[1] * scale), round(image.shape[0] * scale)


def _quiet_qt() -> None:
    """Silence Qt's warnings about fonts: OpenCV names a font folder that its package does not contain."""
    fonts = os.environ.get("QT_QPA_FONTDIR")
    if fonts and not Path(fonts).is_dir():
        del os.environ["QT_QPA_FONTDIR"]
    os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false")
