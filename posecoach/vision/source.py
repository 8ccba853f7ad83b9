"""Where live frames come from: a camera, or a video file that is played in real time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

from posecoach.core.body.pose import Frame
from posecoach.errors import UsageError
from posecoach.vision.camera import Camera
from posecoach.vision.camera_device import is_camera
from posecoach.vision.video import VideoFile


class FrameSource(Protocol):
    """A camera, or what stands for one."""

    @property
    def state(self) -> str:
        """``live`` while all is well, ``ended`` when no frame will come any more, else what is wrong."""
        ...

    @property
    def status_text(self) -> str:
        """What the source is doing, as a sentence."""
        ...

    def latest(self, timeout_s: float) -> Frame | None:
        """Newest frame not handed out yet, waiting at most `timeout_s`."""
        ...


class VideoPlayback:
    """Gives a file's frames at their own times.

    Parameters
    ----------
    video : VideoFile
        The file, open.
    clock, sleep : callable
        Seconds on a steady clock, and how to wait; a test hands in its own.
    """

    def __init__(
        self, video: VideoFile, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._frames: Iterator[Frame] = iter(video)
        self._clock, self._sleep = clock, sleep
        self._start: float | None = None
        self._next = next(self._frames, None)
        self.frames_dropped = 0

    @property
    def state(self) -> str:
        """``live`` while it plays, then ``ended``."""
        return "ended" if self._next is None else "live"

    @property
    def status_text(self) -> str:
        """Nothing to say: a file has no trouble while it plays."""
        return ""

    def latest(self, timeout_s: float) -> Frame | None:
        """Newest frame that is due, waiting for it at most `timeout_s`."""
        if self._next is None:
            return None
        if self._start is None:
            self._start = self._clock() - self._next.t
        wait_s = self._next.t - (self._clock() - self._start)
        if wait_s > timeout_s:
            self._sleep(timeout_s)
            return None
        if wait_s > 0:
            self._sleep(wait_s)
        frame, self._next = self._next, next(self._frames, None)
        while self._next is not None and self._next.t <= self._clock() - self._start:
            frame, self._next = self._next, next(self._frames, None)
            self.frames_dropped += 1
        return frame


def open_source(camera: str, stack: ExitStack) -> FrameSource:
    """Open a camera by number or URL, or a file to be played in real time.

    Raises
    ------
    UsageError
        When it is none of these.
    CameraError, SourceError
        When it cannot be opened.
    """
    if is_camera(camera) or "://" in camera:  # of an address that is none, the camera says why
        return stack.enter_context(Camera(camera))
    if not Path(camera).exists():
        raise UsageError(f"--camera takes a number (0), a URL, or a video file: there is no file {camera}.")
    return VideoPlayback(stack.enter_context(VideoFile(camera)))
