"""Reads one opened camera on a thread of its own, as fast as it gives pictures, and stamps each with its time."""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections.abc import Callable

import cv2

from posecoach.core.body.pose import Image
from posecoach.vision.camera_device import Capture
from posecoach.vision.image import as_bgr

_AWAKE_OR_NOT = {"linux": "CLOCK_BOOTTIME", "darwin": "CLOCK_MONOTONIC"}
"""By system, the steady clock that goes on while the machine sleeps; the usual one stands still meanwhile, and a hold
before the sleep would go on after it."""
_CLOCK_ID: int | None = getattr(time, _AWAKE_OR_NOT.get(sys.platform, ""), None)


def steady_s() -> float:
    """Return seconds that only grow, also while the machine sleeps.

    Elsewhere than on Linux and macOS it is `time.perf_counter`: on Windows that goes on in sleep, and is finer than
    `time.monotonic`, which steps by 16 ms.
    """
    return time.perf_counter() if _CLOCK_ID is None else time.clock_gettime(_CLOCK_ID)


logger = logging.getLogger(__name__)

RETRY_PAUSE_S = 0.01
"""Pause after a read that brought nothing (webcams warming up, streams that ended): short of a frame's time."""


class CameraReader:
    """One attempt at a camera: opens it, reads it until told to stop, and lets it go.

    A read that blocks cannot be ended from outside. So a grabber is not waited for but left behind: it goes on to
    hold its camera until its read returns, and what it then brings is known by its sender and thrown away.

    Parameters
    ----------
    open_it : callable
        Opens the camera; called on the grabber's thread.
    deliver : callable
        Called as ``deliver(grabber, time, image)`` for every picture, on the grabber's thread.
    clock : callable
        Tells the time in seconds.

    Attributes
    ----------
    failed : bool
        Whether it could not open the camera, or the camera raised an error.
    reported_fps : float
        Frames per second as the camera claims; 0 when it claims nothing.
    """

    def __init__(
        self,
        open_it: Callable[[], Capture],
        deliver: Callable[[CameraReader, float, Image], None],
        clock: Callable[[], float],
    ) -> None:
        self._open_it = open_it
        self._deliver = deliver
        self._clock = clock
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="posecoach-camera", daemon=True)
        self.failed = False
        self.reported_fps = 0.0

    def start(self) -> None:
        """Begin to open and read."""
        self._thread.start()

    def stop(self, wait_s: float = 0.0) -> None:
        """Tell it to stop, and wait for that a while, but no longer."""
        self._stop.set()
        if wait_s > 0 and self._thread.is_alive():
            self._thread.join(wait_s)

    def _run(self) -> None:
        try:
            capture = self._open_it()
            try:
                self._read(capture)
            finally:
                capture.release()  # here and nowhere else: releasing while another thread reads crashes OpenCV
        except Exception:  # whatever a driver raises must not end the coaching, but start another attempt
            logger.debug("the camera failed", exc_info=True)
            self.failed = True

    def _read(self, capture: Capture) -> None:
        if not capture.isOpened():
            self.failed = True
            return
        self.reported_fps = capture.get(cv2.CAP_PROP_FPS)
        while not self._stop.is_set():
            image = None
            if capture.grab():
                t = self._clock()
                image = as_bgr(capture.retrieve()[1])
            if image is None:
                self._stop.wait(RETRY_PAUSE_S)
            else:
                self._deliver(self, t, image)
