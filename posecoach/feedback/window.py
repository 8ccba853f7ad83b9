"""The window on the screen: shows pictures and returns key presses. Only the main thread may use it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import cv2

from posecoach.core.body.pose import Image
from posecoach.errors import UsageError
from posecoach.feedback.display import Action, action_of
from posecoach.feedback.display_probe import display_problem
from posecoach.feedback.maximise import maximise
from posecoach.feedback.window_watch import WindowWatch
from posecoach.translation import N_

_START_SIZE = (1280, 720)  # largest window that is not maximised, in pixels: fits the smallest screens, 1366x768
_ASK_TIMES = 300  # pictures: window managers know a new window after one to ten, on a busy machine later
_ASK_EVERY = 10  # of them: asking takes half a millisecond
_FLAGS = cv2.WINDOW_NORMAL | cv2.WINDOW_FREERATIO | cv2.WINDOW_GUI_NORMAL


class Window:
    """A maximised window that keeps the picture's shape, as a context manager.

    Parameters
    ----------
    title : str
        The title in the window's frame.
    gui : object
        Has the window functions of `cv2`; a fake in tests.
    problem : callable
        Returns why no window can be opened, or None.
    maximise : callable
        Asks for the window of a title to be maximised; returns whether it is.
    watch : callable
        Returns the watch over the window of a title, as a `WindowWatch`.

    Raises
    ------
    UsageError
        On entering, when there is no screen to show it on.
    """

    def __init__(
        self,
        title: str = "posecoach",
        *,
        gui: Any = cv2,
        problem: Callable[[], str | None] = display_problem,
        maximise: Callable[[str], bool] = maximise,
        watch: Callable[[str], WindowWatch] = WindowWatch,
    ) -> None:
        self._title = title
        self._gui = gui
        self._problem, self._maximise, self._watch_it = problem, maximise, watch
        self._watch: WindowWatch | None = None
        self._full = self._maximised = False
        self._size = (0, 0)  # of the window while it is not maximised
        self._asks_left = _ASK_TIMES

    def __enter__(self) -> Self:
        reason = self._problem()
        if reason:
            raise UsageError(
                N_("No display found: {reason}. Use --no-window to practise without a picture.", reason=reason)
            )
        _quiet_qt()
        self._watch = self._watch_it(self._title)  # before Qt, so that it sees the display's end first
        self._gui.namedWindow(self._title, _FLAGS)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._is_open():
            self._gui.destroyWindow(self._title)
            self._gui.waitKey(1)  # gives the toolkit time to close it
        if self._watch:
            self._watch.close()

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
        self._resize(image)
        self._gui.imshow(self._title, self._framed(image))
        if not self._is_open():  # to wait for keys of a display that is gone would end the process
            return "close"
        action = action_of(self._gui.waitKey(1))
        if not self._is_open():
            return "close"
        if action == "fullscreen":
            self._full = not self._full
            mode = cv2.WINDOW_FULLSCREEN if self._full else cv2.WINDOW_NORMAL
            self._gui.setWindowProperty(self._title, cv2.WND_PROP_FULLSCREEN, mode)
            self._maximised, self._asks_left = False, _ASK_TIMES  # full screen ends that
            return None
        return action

    def _resize(self, image: Image) -> None:
        """Maximise the window; until somebody can do that, let it follow the picture's shape."""
        if self._full or self._maximised:
            return
        size = _fit(image, *_START_SIZE)
        if size != self._size:
            self._gui.resizeWindow(self._title, *size)
            self._size = size
        if self._asks_left:
            self._asks_left -= 1
            soon = self._asks_left > _ASK_TIMES - _ASK_EVERY
            if soon or self._asks_left % _ASK_EVERY == 0:
                self._maximised = self._maximise(self._title)

    def _is_open(self) -> bool:
        if self._watch and self._watch.vanished():
            return False
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
