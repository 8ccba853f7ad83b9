"""Reads one camera on its own thread, as fast as it delivers images, and takes the time of each."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

import cv2

from posecoach.core.body.pose import Image
from posecoach.vision.camera.device import Capture
from posecoach.vision.image import as_bgr

logger = logging.getLogger(__name__)

RETRY_PAUSE_S = 0.01
"""Pause after a read without an image (warm-up of a webcam, end of a stream): less than the time of a frame."""


class CameraReader:
    """One attempt at a camera: opens it, reads it until `stop` is called, and releases it.

    Nothing can interrupt a blocked read. So a blocked reader is abandoned: it holds its camera until the read returns,
    and the receiver recognises its late image by the sender and drops it.

    Parameters
    ----------
    open_it : callable
        Opens the camera; called on the reader's thread.
    deliver : callable
        Called as ``deliver(reader, time, image)`` for every image, on the reader's thread.
    clock : callable
        Time in seconds.

    Attributes
    ----------
    failed : bool
        Whether the camera could not be opened, or raised an error.
    reported_fps : float
        Frames per second reported by the camera; 0 when it reports none.
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
        """Start the thread, which opens and reads the camera."""
        self._thread.start()

    def stop(self, wait_s: float = 0.0) -> None:
        """Ask the thread to stop, and wait at most `wait_s` seconds for its end."""
        self._stop.set()
        if wait_s > 0 and self._thread.is_alive():
            self._thread.join(wait_s)

    def _run(self) -> None:
        try:
            capture = self._open_it()
            try:
                self._read(capture)
            finally:
                capture.release()  # only on this thread: OpenCV crashes when one thread releases while another reads
        except Exception:  # a driver's exception must not end the session but start another attempt
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
