"""Sources of live frames: a camera, or a video file played in real time."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Protocol

from posecoach.core.body.pose import Frame
from posecoach.errors import UsageError
from posecoach.files.reading import MAX_PIXELS
from posecoach.translation import N_
from posecoach.vision.camera.camera import Camera
from posecoach.vision.camera.device import is_camera
from posecoach.vision.video import VideoFile

logger = logging.getLogger(__name__)


class FrameSource(Protocol):
    """A camera or its substitute."""

    @property
    def state(self) -> str:
        """``live`` while frames arrive, ``ended`` after the last frame, otherwise the problem."""
        ...

    @property
    def status_text(self) -> str:
        """State of the source, as a sentence."""
        ...

    def latest(self, timeout_s: float) -> Frame | None:
        """Return the newest frame not returned yet; wait at most `timeout_s` for it."""
        ...


class VideoPlayback:
    """Delivers the frames of a video file at their own times.

    Parameters
    ----------
    video : VideoFile
        The file, open.
    clock, sleep : callable
        Monotonic time in seconds, and how to wait; tests pass fakes.
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
        """``live`` while the file plays, then ``ended``."""
        return "ended" if self._next is None else "live"

    @property
    def status_text(self) -> str:
        """Empty: playing a file has no problems."""
        return ""

    def latest(self, timeout_s: float) -> Frame | None:
        """Return the newest frame that is due; wait at most `timeout_s` for it."""
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
        if self._next is None:
            logger.info("video played: %d frames dropped", self.frames_dropped)
        return frame


def open_source(camera: str, stack: ExitStack, max_pixels: int = MAX_PIXELS) -> FrameSource:
    """Open a camera by number or URL, or a video file, played in real time; of that, at most `max_pixels` a picture.

    Raises
    ------
    UsageError
        `camera` is none of these.
    CameraError, SourceError
        It cannot be opened.
    """
    if is_camera(camera) or "://" in camera:  # for a wrong address the camera says why
        return stack.enter_context(Camera(camera))
    if not os.path.lexists(camera):
        raise UsageError(
            N_("The file {camera} does not exist.", camera=camera),
            N_("--camera takes a number (0), a URL, or a video file."),
        )
    return VideoPlayback(stack.enter_context(VideoFile(camera, max_pixels=max_pixels)))
