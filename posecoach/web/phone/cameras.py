"""The cameras of the phones that are connected, for the sessions that use them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Self

from posecoach.errors import CameraError
from posecoach.translation import N_
from posecoach.vision.camera.clocks import steady_s
from posecoach.web.security.devices import Device

if TYPE_CHECKING:
    from posecoach.vision.camera.remote import RemoteCamera

PHONE = "phone:"
"""Before a device's id: this names its camera, as a number or an address names another one."""
SILENT_S = 5.0
"""A phone that was silent for longer is not offered: its page sends pictures all the time, a few while it is unused."""


class PhoneLink:
    """The connection of one phone; a context manager.

    Parameters
    ----------
    phones : RemoteCameras
        All phones.
    device : Device
        Which one it is.
    now_s : float
        The time on our clock.

    Attributes
    ----------
    device : Device
        As passed in.
    heard_s : float
        When its last picture arrived, on our clock.
    """

    def __init__(self, phones: RemoteCameras, device: Device, now_s: float) -> None:
        self._phones, self.device, self.heard_s = phones, device, now_s

    def __enter__(self) -> Self:
        self._phones.join(self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._phones.leave(self)

    @property
    def replaced(self) -> bool:
        """Whether the same phone has connected again since."""
        return not self._phones.is_current(self)

    @property
    def used(self) -> bool:
        """Whether a session watches."""
        return bool(self._phones.watching(self.device.id))

    def receive(self, jpeg: bytes, captured_s: float) -> None:
        """Pass a picture on to the sessions that watch; `captured_s` is on the phone's clock."""
        self.heard_s = self._phones.clock()
        for camera in self._phones.watching(self.device.id):
            camera.push(jpeg, captured_s, self.heard_s)


class RemoteCameras:
    """The cameras of the phones that are connected, by the phone's device id; for any thread.

    Parameters
    ----------
    clock : callable
        Monotonic time in seconds.
    """

    def __init__(self, clock: Callable[[], float] = steady_s) -> None:
        self.clock = clock
        self._lock = threading.Lock()
        self._links: dict[str, PhoneLink] = {}
        self._watching: dict[str, tuple[RemoteCamera, ...]] = {}

    def names(self) -> dict[str, str]:
        """Return text and shown name of each camera that can be used now."""
        with self._lock:
            since_s = self.clock() - SILENT_S
            return {PHONE + key: link.device.name for key, link in self._links.items() if link.heard_s >= since_s}

    def open(self, camera: str) -> RemoteCamera:
        """Return the camera that a text names; a context manager, which waits for its first picture.

        Raises
        ------
        CameraError
            That phone is not connected; on entering: it sends no picture.
        """
        from posecoach.vision.camera.remote import RemoteCamera

        key = camera.removeprefix(PHONE)
        with self._lock:
            link = self._links.get(key)
            if link is None or not camera.startswith(PHONE):
                raise CameraError(N_("This phone is not connected. Open its camera page, and start the camera there."))
            opened = RemoteCamera(link.device.name, clock=self.clock, on_close=lambda it: self._close(key, it))
            self._watching[key] = (*self._watching.get(key, ()), opened)
            return opened

    def new_link(self, device: Device) -> PhoneLink:
        """Return a new connection of a phone; once entered, it replaces an earlier one."""
        return PhoneLink(self, device, self.clock())

    def join(self, link: PhoneLink) -> None:
        """Offer a phone's camera; sessions that watched it before go on."""
        with self._lock:
            self._links[link.device.id] = link
        for camera in self.watching(link.device.id):
            camera.connected()

    def leave(self, link: PhoneLink) -> None:
        """Offer a phone's camera no longer, unless it has connected again since."""
        with self._lock:
            if self._links.get(link.device.id) is not link:
                return
            del self._links[link.device.id]
        for camera in self.watching(link.device.id):
            camera.disconnected()

    def is_current(self, link: PhoneLink) -> bool:
        """Whether this is the newest connection of its phone."""
        with self._lock:
            return self._links.get(link.device.id) is link

    def watching(self, key: str) -> tuple[RemoteCamera, ...]:
        """Return the open cameras of the sessions that watch a phone."""
        with self._lock:
            return self._watching.get(key, ())

    def _close(self, key: str, closed: RemoteCamera) -> None:
        with self._lock:
            left = tuple(camera for camera in self._watching.get(key, ()) if camera is not closed)
            if left:
                self._watching[key] = left
            else:
                self._watching.pop(key, None)
