"""The devices that the app knows, by their cookie, and what each may do."""

from __future__ import annotations

import hashlib
import secrets
import threading
from dataclasses import dataclass, field
from typing import Literal

Right = Literal["anyone", "view", "control", "camera", "send", "own"]
"""What a route asks for: nothing, to watch the live view, to steer it, to be its camera, to send a recording to be
analysed, or everything, as at the computer itself."""
ANYONE: Right = "anyone"
OWNER: frozenset[Right] = frozenset({"view", "control", "camera", "send", "own"})


@dataclass(frozen=True, slots=True)
class Device:
    """A browser on this computer or on another device.

    Attributes
    ----------
    id : str
        Its public id; empty for a stranger.
    name : str
        What it is called on the screen.
    rights : frozenset of Right
        What it may do.
    """

    id: str = ""
    name: str = ""
    rights: frozenset[Right] = field(default_factory=frozenset)

    @property
    def known(self) -> bool:
        """Whether it is none of a stranger."""
        return bool(self.id)

    def may(self, right: Right) -> bool:
        """Whether it has a right."""
        return right == ANYONE or right in self.rights


STRANGER = Device()


class DeviceRegistry:
    """The known devices. A one-time token becomes a cookie, by which a device is known from then on."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._tokens: dict[str, Device] = {}
        self._devices: dict[str, Device] = {}

    def new_token(self, name: str, rights: frozenset[Right]) -> str:
        """Return a token, to be used once, that makes a device known."""
        token = secrets.token_urlsafe(24)
        with self._lock:
            self._tokens[_digest(token)] = Device(secrets.token_hex(4), name, rights)
        return token

    def redeem(self, token: str) -> str | None:
        """Return the cookie for a token; None when it is unknown or used."""
        with self._lock:
            device = self._tokens.pop(_digest(token), None)
            if device is None:
                return None
            cookie = secrets.token_urlsafe(32)
            self._devices[_digest(cookie)] = device
            return cookie

    def device(self, cookie: str | None) -> Device:
        """Return the device with a cookie; a stranger without, or with one that nobody knows."""
        with self._lock:
            return self._devices.get(_digest(cookie), STRANGER) if cookie else STRANGER


def _digest(secret: str) -> str:
    """Return what is kept of a secret: what is read from memory or disk opens nothing."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
