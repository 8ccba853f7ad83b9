"""Live cameras: always the newest frame, with the time at which it was captured.

A frame that repeats the one before it is none: the camera may be frozen, and a frozen pose would count as held. So a
short repetition, of a slow sensor, is bridged like any missing frames, and a longer one pauses the hold from its first
frame on; whether it is a problem to report is decided later.
"""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from types import TracebackType
from typing import Self

from posecoach.core.body.pose import Frame, Image
from posecoach.errors import CameraError
from posecoach.translation import N_, joined
from posecoach.vision.camera.clocks import steady_s
from posecoach.vision.camera.device import Capture, Opener, camera_name, open_capture, parse_camera
from posecoach.vision.camera.reader import CameraReader
from posecoach.vision.camera.trouble import FROZEN, what_to_try
from posecoach.vision.camera.watchdog import CameraState, Limits, Watchdog
from posecoach.vision.image import letterbox, same_image

logger = logging.getLogger(__name__)

TICK_S = 0.05
"""Interval of the watchdog's checks: well below the half second after which a hold would be broken."""

CLOSE_S = 0.8
"""How long closing waits for a pending read; after that the reader thread is abandoned."""

RELEASE_S = 0.5
"""How long reopening waits for the old reader to release the camera; the reader may hang for ever."""


class Camera:
    """A webcam or network camera, read by its own thread; a context manager.

    Only the newest frame is kept: a slow consumer misses frames but never gets an old one.

    Parameters
    ----------
    spec : int or str
        Number of a webcam (also as digits or ``/dev/videoN``), or address of a network camera.
    size, fps : tuple of int, float
        Requested width and height in pixels, and frames per second; the camera may choose others.
    limits : Limits
        How long to wait for what.
    opener : callable or None
        Opens the camera; None = OpenCV.
    clock : callable
        Monotonic time in seconds.

    Attributes
    ----------
    started_at : float or None
        Time of the first frame, whose t is 0, on `clock`.
    frames_grabbed, frames_dropped : int
        Frames read so far, and those replaced by a newer one before anybody took them.
    size, fps : tuple of int, float
        Of the frames, once the first has arrived; the requested fps where the camera reports none.

    Raises
    ------
    UsageError
        `spec` is neither a camera number nor an address.
    """

    def __init__(
        self,
        spec: int | str,
        size: tuple[int, int] = (640, 480),
        fps: float = 30.0,
        *,
        limits: Limits | None = None,
        opener: Opener | None = None,
        clock: Callable[[], float] = steady_s,
    ) -> None:
        self.spec = parse_camera(spec)
        self.size, self.fps = size, fps
        self.started_at: float | None = None
        self.frames_grabbed = self.frames_dropped = 0
        self._limits = limits or Limits()
        self._opener: Opener = opener or partial(open_capture, size=size, fps=fps)
        self._clock = clock
        self._watchdog = Watchdog(self._limits)
        self._changed = threading.Condition()
        self._newest: Frame | None = None
        self._previous: Image | None = None
        self._last_t = -1.0
        self._reader: CameraReader | None = None
        self._closed = threading.Event()

    def __enter__(self) -> Self:
        open_it = partial(self._opener, self.spec)
        # macOS asks its user for permission only when the camera is opened on the main thread.
        capture = open_it() if sys.platform == "darwin" else None
        self._start_reader(open_it if capture is None else lambda: capture)
        try:
            self._await_first()
        except BaseException:
            self.close()
            raise
        threading.Thread(target=self._watch, name="posecoach-camera-watch", daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Release the camera, within a second even if it hangs; iterations end."""
        if not self._closed.is_set():
            logger.info("camera: %d frames read, %d of them dropped", self.frames_grabbed, self.frames_dropped)
        self._closed.set()
        with self._changed:
            self._newest = None
            self._changed.notify_all()
        if self._reader is not None:
            self._reader.stop(CLOSE_S)

    def latest(self, timeout_s: float = 1.0) -> Frame | None:
        """Wait for a frame newer than the last one returned.

        Returns
        -------
        Frame or None
            None when none arrived in time (see `state`), or when the camera is closed.

        Raises
        ------
        CameraError
            The camera was lost and did not return.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._newest or self._watchdog.gave_up or self._closed.is_set(), timeout_s)
            frame, self._newest = self._newest, None
        if frame is None and self._watchdog.gave_up:
            raise self._lost()
        return frame

    def __iter__(self) -> Iterator[Frame]:
        while not self._closed.is_set():
            frame = self.latest()
            if frame is not None:
                yield frame

    @property
    def state(self) -> CameraState:
        """State of the camera."""
        return self._watchdog.state

    @property
    def status_text(self) -> str:
        """State of the camera, as a sentence without a full stop."""
        camera = camera_name(self.spec)
        if self._closed.is_set():
            return N_("{camera} is closed", camera=camera)
        return self._watchdog.status(self._clock(), camera)

    def _error(self, sentence: str, remedy: str | None = None) -> CameraError:
        reason, other = (remedy, "") if remedy else what_to_try(self.spec)
        return CameraError(joined([sentence, reason]), other)

    def _lost(self) -> CameraError:
        camera, limit_s = camera_name(self.spec), self._limits.give_up_s
        if self._watchdog.frozen:
            frozen = N_("{camera} has sent the same image for more than {limit_s:g} s.", camera=camera, limit_s=limit_s)
            return self._error(frozen, FROZEN)
        return self._error(
            N_("{camera} was lost and did not return within {limit_s:g} s.", camera=camera, limit_s=limit_s)
        )

    def _start_reader(self, open_it: Callable[[], Capture]) -> None:
        self._reader = CameraReader(open_it, self._receive, self._clock)
        self._reader.start()

    def _await_first(self) -> None:
        deadline_s = time.monotonic() + self._limits.open_s
        with self._changed:
            while self.started_at is None and not self._failed and time.monotonic() < deadline_s:
                self._changed.wait(TICK_S)
            failed, arrived = self._failed, self.started_at is not None
        if not arrived:  # to find out why takes a while
            camera, limit_s = camera_name(self.spec), self._limits.open_s
            if failed:
                raise self._error(N_("{camera} cannot be opened.", camera=camera))
            raise self._error(N_("{camera} sent no image within {limit_s:g} s.", camera=camera, limit_s=limit_s))

    @property
    def _failed(self) -> bool:
        return self._reader is not None and self._reader.failed

    def _receive(self, reader: CameraReader, now_s: float, image: Image) -> None:
        """Take an image on the reader's thread; images of an abandoned reader are ignored."""
        with self._changed:
            if reader is not self._reader or self._watchdog.gave_up or self._closed.is_set():
                return
            if self.started_at is None:
                self.started_at = now_s
                self.size = (image.shape[1], image.shape[0])
                self.fps = reader.reported_fps if reader.reported_fps > 0 else self.fps
            self.frames_grabbed += 1
            t = now_s - self.started_at
            changed, self._previous = not same_image(image, self._previous), image
            self._watchdog.frame_arrived(now_s, changed=changed)
            if not changed or t <= self._last_t:
                return
            self._last_t = t
            self.frames_dropped += self._newest is not None
            self._newest = Frame(t, letterbox(image, self.size))  # a reopened camera may change its size
            self._changed.notify_all()

    def _watch(self) -> None:
        while not self._closed.wait(TICK_S) and not self._watchdog.gave_up:
            with self._changed:
                reader = self._reader
                if reader is None or not self._watchdog.tick(self._clock(), failed=reader.failed):
                    continue
            reader.stop(RELEASE_S)
            with self._changed:
                if not self._closed.is_set():
                    self._start_reader(partial(self._opener, self.spec))
        with self._changed:
            if self._reader is not None:
                self._reader.stop()
            self._changed.notify_all()
