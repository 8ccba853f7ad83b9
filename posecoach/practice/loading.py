"""Opens pose model and camera, which takes seconds, while the window shows what is happening and hears keys."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from functools import lru_cache
from types import TracebackType
from typing import NamedTuple, Self

from posecoach.background import Background
from posecoach.core.body.pose import Image
from posecoach.feedback.display import Window
from posecoach.feedback.overlay.pages.text_screens import draw_page
from posecoach.practice.settings import PracticeSettings
from posecoach.process import Stop
from posecoach.translation import N_, _
from posecoach.vision.estimator import Estimator
from posecoach.vision.source import FrameSource

LOADING_MODEL, OPENING_CAMERA = N_("Loading the pose model ..."), N_("Opening the camera ...")
KEYS = N_("f: full screen, h: all keys, q: quit")
POLL_S = 0.03
"""Time between two pictures of the loading screen: keys are answered at once."""
LEAVE_S = 2.0
"""How long the person who quits meanwhile waits for what is being opened; a camera may hang for ever."""


def waiting_page(what: str, keys: bool = True) -> Image:
    """Return the picture that says what is happening, and names the keys if there are any."""
    return _page(_(what), _(KEYS) if keys else "")


_page = lru_cache(maxsize=1)(lambda what, footer: draw_page("posecoach", (what,), footer))
"""The picture that is shown again and again."""


class Opened(NamedTuple):
    """What finds the person, and the camera."""

    find: Estimator
    source: FrameSource


class Loading:
    """Opens the pose model and the camera; closes them at the end. A context manager.

    Parameters
    ----------
    settings : PracticeSettings
        Which ones.
    in_background : bool
        Whether to open them on another thread, from the beginning. macOS opens a camera on the main thread only.
    """

    def __init__(self, settings: PracticeSettings, in_background: bool = sys.platform != "darwin") -> None:
        self._settings, self._in_background = settings, in_background
        self._stack = ExitStack()
        self._doing = LOADING_MODEL
        self._background: Background[Opened] | None = None

    def __enter__(self) -> Self:
        if self._in_background:
            self._background = Background(self._open)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close both; what is still being opened is left alone after `LEAVE_S`, for the process is about to end."""
        if self._background is None or self._background.is_over(LEAVE_S):
            self._stack.close()

    @property
    def failed(self) -> bool:
        """Whether one of them could not be opened; `wait` says why."""
        return self._background is not None and self._background.failed

    def wait(self, window: Window | None, stop: Stop) -> Opened | None:
        """Wait until both are open, and show in the window what is happening.

        Returns
        -------
        Opened or None
            None when the person quits instead.

        Raises
        ------
        ModelError, UsageError, CameraError, SourceError
            One of them cannot be opened.
        """
        while not stop() and (self._background is None or not self._background.is_over(POLL_S)):
            if window and window.show(waiting_page(self._doing, self._settings.keys)) in ("quit", "stop", "close"):
                return None
            if self._background is None:
                with stop.interruptible():
                    return self._open()
        return None if stop() or self._background is None else self._background.result()

    def _open(self) -> Opened:
        self._doing = LOADING_MODEL
        find = self._stack.enter_context(self._settings.devices.estimator(self._settings.model))
        self._doing = OPENING_CAMERA
        return Opened(find, self._settings.devices.source(self._settings.camera, self._stack))
