"""A video file played in real time, standing for a camera: frames that come too late are dropped."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from posecoach.capture import VideoFile
from posecoach.core.body.pose import Frame


class Playback:
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
