"""Live cameras: always the newest picture, stamped when it was taken, and told apart from a stale one."""

from __future__ import annotations

import sys
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from types import TracebackType
from typing import Self

from posecoach.core.body.pose import Frame, Image
from posecoach.errors import CameraError
from posecoach.vision.camera_device import Capture, Opener, camera_name, open_capture, parse_camera, what_to_try
from posecoach.vision.camera_reader import CameraReader, steady_s
from posecoach.vision.camera_watchdog import CameraState, Limits, Watchdog
from posecoach.vision.image import letterbox

TICK_S = 0.05
"""How often the watchdog looks: well within the half second after which a hold would be broken."""

CLOSE_S = 0.8
"""How long closing waits for a read to return before it leaves the reader behind."""

RELEASE_S = 0.5
"""How long to wait for the old reader to let go of the camera before opening it anew; it may hang for ever."""

FINGERPRINT_STEP = 8
"""Every 8th pixel each way tells two pictures apart: 4,800 pixels of noise at 640 x 480, in 0.03 ms."""


class Camera:
    """A webcam or network camera, read on a thread of its own; a context manager.

    Only the newest picture is kept: a slow consumer misses pictures but never sees an old one.

    Parameters
    ----------
    spec : int or str
        Number of a webcam (also as digits or ``/dev/videoN``) or address of a network camera.
    size : tuple of int
        Width and height to ask for, in pixels; the camera may give others.
    fps : float
        Frames per second to ask for.
    limits : Limits
        How patient to be.
    opener : callable or None
        Opens the camera; None = OpenCV.
    clock : callable
        Seconds that only grow.

    Attributes
    ----------
    started_at : float or None
        What `clock` showed at the first frame, whose t is 0.
    frames_grabbed, frames_dropped : int
        Pictures read so far, and those of them that a newer one replaced before they were asked for.
    size : tuple of int
        Width and height of the frames; until the first, as asked for.
    fps : float
        Frames per second as the camera claims; as asked for when it claims nothing.

    Raises
    ------
    UsageError
        `spec` means no camera.
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
        self._last_t = -1.0
        self._grabber: CameraReader | None = None
        self._closed = threading.Event()

    def __enter__(self) -> Self:
        open_it = partial(self._opener, self.spec)
        # macOS asks its user for permission only when the camera is opened on the main thread.
        capture = open_it() if sys.platform == "darwin" else None
        self._start_grabber(open_it if capture is None else lambda: capture)
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
        """Let the camera go, within a second even if it hangs; iterations end."""
        self._closed.set()
        with self._changed:
            self._newest = None
            self._changed.notify_all()
        if self._grabber is not None:
            self._grabber.stop(CLOSE_S)

    def latest(self, timeout_s: float = 1.0) -> Frame | None:
        """Wait for a frame newer than the one handed out last.

        Returns
        -------
        Frame or None
            None when none came in time (see `state`), or when the camera is closed.

        Raises
        ------
        CameraError
            The camera was lost and did not come back.
        """
        with self._changed:
            self._changed.wait_for(self._has_news, timeout_s)
            frame, self._newest = self._newest, None
            if frame is None and self._watchdog.gave_up:
                lost = f"was lost and did not come back for {self._limits.give_up_s:g} s"
                raise CameraError(f"{camera_name(self.spec)} {lost}. {what_to_try(self.spec)}")
            return frame

    def __iter__(self) -> Iterator[Frame]:
        while not self._closed.is_set():
            frame = self.latest()
            if frame is not None:
                yield frame

    @property
    def state(self) -> CameraState:
        """How the camera is doing."""
        return self._watchdog.state

    @property
    def status_text(self) -> str:
        """How the camera is doing, as a sentence without a full stop."""
        closed = self._closed.is_set()
        return f"{camera_name(self.spec)} {'is closed' if closed else self._watchdog.status(self._clock())}"

    def _has_news(self) -> bool:
        return self._newest is not None or self._watchdog.gave_up or self._closed.is_set()

    def _start_grabber(self, open_it: Callable[[], Capture]) -> None:
        self._grabber = CameraReader(open_it, self._receive, self._clock)
        self._grabber.start()

    def _await_first(self) -> None:
        deadline_s = time.monotonic() + self._limits.open_s
        with self._changed:
            while self.started_at is None:
                failed = self._grabber is not None and self._grabber.failed
                if failed or time.monotonic() >= deadline_s:
                    what = "cannot be opened" if failed else f"sent no picture within {self._limits.open_s:g} s"
                    raise CameraError(f"{camera_name(self.spec)} {what}. {what_to_try(self.spec)}")
                self._changed.wait(TICK_S)

    def _receive(self, grabber: CameraReader, now_s: float, image: Image) -> None:
        """Take a picture from a grabber's thread; one left behind is not listened to."""
        fingerprint = zlib.crc32(image[::FINGERPRINT_STEP, ::FINGERPRINT_STEP].tobytes())
        with self._changed:
            if grabber is not self._grabber or self._watchdog.gave_up or self._closed.is_set():
                return
            if self.started_at is None:
                self.started_at = now_s
                self.size = (image.shape[1], image.shape[0])
                self.fps = grabber.reported_fps if grabber.reported_fps > 0 else self.fps
            self.frames_grabbed += 1
            t = now_s - self.started_at
            if not self._watchdog.picture(now_s, fingerprint) or t <= self._last_t:
                return
            self._last_t = t
            self.frames_dropped += self._newest is not None
            self._newest = Frame(t, letterbox(image, self.size))  # opened anew, it may come in another size
            self._changed.notify_all()

    def _watch(self) -> None:
        while not self._closed.wait(TICK_S) and not self._watchdog.gave_up:
            with self._changed:
                grabber = self._grabber
                if grabber is None or not self._watchdog.tick(self._clock(), failed=grabber.failed):
                    continue
            grabber.stop(RELEASE_S)
            with self._changed:
                if not self._closed.is_set():
                    self._start_grabber(partial(self._opener, self.spec))
        with self._changed:
            if self._grabber is not None:
                self._grabber.stop()
            self._changed.notify_all()
