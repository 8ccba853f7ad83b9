"""A camera whose pictures another device sends, such as a phone: always the newest, with the time of its capture.

As with a camera of this machine, a picture that repeats the one before it is none, and pictures of another size than
the first, as when the phone is turned, are fitted in undistorted: everything that follows knows one size only.
"""

from __future__ import annotations

import logging
import math
import threading
from collections.abc import Callable
from types import TracebackType
from typing import NamedTuple, Self

from posecoach.core.body.pose import Frame
from posecoach.errors import CameraError
from posecoach.translation import N_, joined
from posecoach.vision.camera.clocks import RemoteClock, steady_s
from posecoach.vision.camera.jpeg import decode_jpeg, jpeg_size
from posecoach.vision.camera.watchdog import CameraState, Limits, Watchdog
from posecoach.vision.image import letterbox

logger = logging.getLogger(__name__)

LATE_S = 0.5
"""A picture that took so much longer than the fastest shows the past: it is dropped. As much time without a picture
pauses a hold, too."""

PHONE_LIMITS = Limits(reopen_s=math.inf, give_up_s=120.0)
"""As of other cameras, but only the phone itself can return, and its owner first gets up from the mat to unlock it."""


class _Sent(NamedTuple):
    """A picture as it arrived; its time since the first one, and our time when it arrived."""

    t: float
    arrived_s: float
    jpeg: bytes


class RemoteCamera:
    """The pictures of another device, while it is connected; a context manager.

    Only the newest picture is kept, and only what somebody takes is decoded.

    Parameters
    ----------
    name : str
        What the device is called in a sentence.
    limits : Limits
        How long to wait for what.
    clock : callable
        Monotonic time in seconds.
    on_close : callable
        Called with this camera when it is closed.

    Attributes
    ----------
    size : tuple of int or None
        Width and height of the frames, that of the first picture; None before it.
    frames_received, frames_late : int
        Pictures so far, and those of them that came too late.
    """

    def __init__(
        self,
        name: str,
        limits: Limits = PHONE_LIMITS,
        clock: Callable[[], float] = steady_s,
        on_close: Callable[[RemoteCamera], None] = lambda camera: None,
    ) -> None:
        self._name, self._limits, self._clock, self._on_close = name, limits, clock, on_close
        self.size: tuple[int, int] | None = None
        self.frames_received = self.frames_late = 0
        self._watchdog = Watchdog(limits)
        self._changed = threading.Condition()
        self._remote_clock = RemoteClock()
        self._started_s: float | None = None
        self._last_t = -1.0
        self._newest: _Sent | None = None
        self._previous = b""
        self._connected, self._late, self._closed = True, False, False

    def __enter__(self) -> Self:
        with self._changed:
            self._changed.wait_for(lambda: self._newest is not None, self._limits.open_s)
            if self._newest:
                self._watchdog.frame_arrived(self._newest.arrived_s, changed=True)
                return self
        self.close()
        raise self._error(
            N_("{camera} sent no picture within {limit_s:g} s.", camera=self._name, limit_s=self._limits.open_s)
        )

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Take no more pictures; the device stays connected."""
        with self._changed:
            already, self._closed, self._newest = self._closed, True, None
            self._changed.notify_all()
        if not already:
            logger.info("phone: %d pictures received, %d of them too late", self.frames_received, self.frames_late)
            self._on_close(self)

    def connected(self) -> None:
        """Learn that the device has connected again: its clock may be another one."""
        with self._changed:
            self._connected, self._late, self._remote_clock = True, False, RemoteClock()

    def disconnected(self) -> None:
        """Learn that the device is no longer connected."""
        with self._changed:
            self._connected = False

    def push(self, jpeg: bytes, captured_s: float, arrived_s: float) -> None:
        """Take a picture, on any thread; what is no picture, comes too late or repeats the last one is dropped.

        Parameters
        ----------
        jpeg : bytes
            The picture.
        captured_s : float
            When it was captured, on the device's clock.
        arrived_s : float
            When it arrived, on ours.
        """
        if not math.isfinite(captured_s) or jpeg_size(jpeg) is None:
            return
        with self._changed:
            if self._closed or self._watchdog.gave_up:
                return
            self.frames_received += 1
            ours_s = self._remote_clock.to_ours(captured_s, arrived_s)
            self._late = not ours_s > arrived_s - LATE_S
            if self._late:
                self.frames_late += 1
                return
            if jpeg == self._previous:
                self._watchdog.frame_arrived(arrived_s, changed=False)
                return
            self._previous = jpeg
            self._started_s = ours_s if self._started_s is None else self._started_s
            t = ours_s - self._started_s
            if t > self._last_t:
                self._last_t = t
                self._newest = _Sent(t, arrived_s, jpeg)
                self._changed.notify_all()

    def latest(self, timeout_s: float) -> Frame | None:
        """Return the newest frame not returned yet; wait at most `timeout_s` for it.

        Raises
        ------
        CameraError
            The device was away for too long.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._newest is not None or self._closed, timeout_s)
            newest, self._newest = self._newest, None
        image = decode_jpeg(newest.jpeg) if newest else None
        with self._changed:
            if newest and image is not None:
                self._watchdog.frame_arrived(newest.arrived_s, changed=True)
            self._watchdog.tick(self._clock())
            if self._watchdog.gave_up:
                raise self._error(
                    N_(
                        "{camera} was away for more than {limit_s:g} s.",
                        camera=self._name,
                        limit_s=self._limits.give_up_s,
                    )
                )
        if newest is None or image is None:
            return None
        self.size = self.size or (image.shape[1], image.shape[0])
        return Frame(newest.t, letterbox(image, self.size))

    @property
    def state(self) -> CameraState:
        """State of the camera: never ``lost`` until it is given up, for it comes back by itself."""
        with self._changed:
            self._watchdog.tick(self._clock())
            return self._watchdog.state

    @property
    def status_text(self) -> str:
        """State of the camera, as a sentence without a full stop."""
        state = self.state
        if self._closed:
            return N_("{name} is no longer used", name=self._name)
        if not self._connected:
            return N_("{name} is not connected. Unlock it, and open its camera page", name=self._name)
        if state == "live":
            return N_("{name} is live", name=self._name)
        if self._late:
            return N_("The pictures of {name} come too late. Bring it nearer to the Wi-Fi router", name=self._name)
        if self._watchdog.frozen:
            return N_("{name} sends the same picture again and again. Stop and start its camera", name=self._name)
        return N_("{name} sends no picture. Unlock it, and keep its camera page open", name=self._name)

    def _error(self, sentence: str) -> CameraError:
        return CameraError(joined([sentence, N_("Unlock it, keep its camera page open, and start the camera there.")]))
