"""The devices that the app knows, by their cookie."""

from __future__ import annotations

import hashlib
import logging
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from posecoach.errors import UsageError
from posecoach.web.security.device_file import load_devices, save_devices
from posecoach.web.security.devices import STRANGER, Device, Right

log = logging.getLogger(__name__)

TOKEN_S = 15 * 60.0
"""How long a one-time address works, in seconds: enough to fetch the phone from another room."""
KNOWN_S = 90 * 24 * 3600
"""How long a device is known after it was last here, in seconds: three months."""
MAX_DEVICES = 50
"""More than a house has; the one that was away longest is forgotten."""
MAX_STREAMS = 16
"""WebSockets and uploads that one device may have open: several pages with two each; more are an error, or malice."""
ID_BYTES = 4
"""Random bytes of a device's id, which is public: enough that two are never the same."""
SEEN_EVERY_S = 60.0
"""How exactly it is kept when a device was here, in seconds: the page shows minutes."""


class DeviceRegistry:
    """The known devices. A one-time token becomes a cookie, by which a device is known from then on.

    Of tokens and cookies only digests are kept, in memory as on the disk: who reads them can open nothing.

    Parameters
    ----------
    file : Path or None
        Where the devices are kept while the app does not run; None = nowhere.
    now : callable
        Returns the time in seconds since 1970.
    """

    def __init__(self, file: Path | None = None, now: Callable[[], float] = time.time) -> None:
        self._file, self._now = file, now
        self._lock = threading.Lock()
        self._tokens: dict[str, tuple[float, Device]] = {}
        self._devices: dict[str, Device] = self._load()
        self._streams: list[tuple[str, Callable[[], object]]] = []

    def new_token(self, name: str, rights: frozenset[Right]) -> str:
        """Return a token, to be used once and soon, that makes a device known; it may bring a name of its own."""
        token = secrets.token_urlsafe(24)
        with self._lock:
            self._forget_old_tokens()
            self._tokens[_digest(token)] = (self._now() + TOKEN_S, _new_device(name, rights))
        return token

    def redeem(self, token: str, cookie: str | None = None, name: str = "") -> str | None:
        """Return the cookie for a token, with which a device's earlier one ends; None for an unknown or used token.

        `name` is the device's when the token has none.

        A token is 24 random bytes, found by its digest: the time this takes tells nothing, and guessing is hopeless.
        """
        with self._lock:
            self._forget_old_tokens()
            _, device = self._tokens.pop(_digest(token), (0.0, None))
            return self._admit(replace(device, name=device.name or name), cookie) if device else None

    def admit(self, name: str, rights: frozenset[Right], cookie: str | None = None) -> str:
        """Make a device known that has shown by other means that it may; return its cookie."""
        with self._lock:
            return self._admit(_new_device(name, rights), cookie)

    def device(self, cookie: str | None) -> Device:
        """Return the device with a cookie; a stranger without, or with one that nobody knows."""
        if not cookie:
            return STRANGER
        key, now_s = _digest(cookie), self._now()
        with self._lock:
            device = self._devices.get(key, STRANGER)
            if device.known and now_s - device.seen_s > KNOWN_S:
                self._remove(key)
                return STRANGER
            if device.known and now_s - device.seen_s > SEEN_EVERY_S:
                device = self._devices[key] = replace(device, seen_s=now_s)
            return device

    def all(self) -> list[Device]:
        """Return the known devices; the one that was here last is the first."""
        with self._lock:
            return sorted(self._devices.values(), key=lambda device: -device.seen_s)

    def grant(self, device_id: str, right: Right) -> None:
        """Give a device another right."""
        with self._lock:
            for key, device in self._devices.items():
                if device.id == device_id:
                    self._devices[key] = replace(device, rights=device.rights | {right})
            self._save()

    def forget(self, device_id: str) -> None:
        """Forget a device, and end its streams."""
        with self._lock:
            for key in [key for key, device in self._devices.items() if device.id == device_id]:
                self._remove(key)
            self._save()

    @contextmanager
    def streaming(self, device: Device, end: Callable[[], object]) -> Iterator[bool]:
        """Note a device's open stream during the block; yields whether the device may have another one.

        `end` ends the stream, from any thread and without waiting: the device was forgotten.
        """
        entry = (device.id, end)
        with self._lock:
            known = any(other.id == device.id for other in self._devices.values())
            allowed = known and sum(owner == device.id for owner, _ in self._streams) < MAX_STREAMS
            self._streams += [entry] * allowed
        try:
            yield allowed
        finally:
            with self._lock:
                self._streams = [other for other in self._streams if other is not entry]

    def close(self) -> None:
        """Keep when each device was here."""
        with self._lock:
            self._save()

    def _admit(self, device: Device, cookie: str | None) -> str:
        before = self._devices.pop(_digest(cookie), None) if cookie else None
        if before:
            device = replace(before, rights=before.rights | device.rights)
        new = secrets.token_urlsafe(32)
        self._devices[_digest(new)] = replace(device, seen_s=self._now())
        if len(self._devices) > MAX_DEVICES:
            self._remove(min(self._devices, key=lambda key: self._devices[key].seen_s))
        self._save()
        return new

    def _remove(self, key: str) -> None:
        """Forget a device, and end its streams."""
        device = self._devices.pop(key)
        for owner, end in self._streams:
            if owner == device.id:
                end()

    def _forget_old_tokens(self) -> None:
        now_s = self._now()
        self._tokens = {key: entry for key, entry in self._tokens.items() if entry[0] > now_s}

    def _load(self) -> dict[str, Device]:
        return load_devices(self._file) if self._file else {}

    def _save(self) -> None:
        try:
            if self._file:
                save_devices(self._file, self._devices)
        except UsageError as error:  # they are known until the app ends
            log.warning("the known devices are not kept: %s", error)


def _new_device(name: str, rights: frozenset[Right]) -> Device:
    return Device(secrets.token_hex(ID_BYTES), name, rights)


def _digest(secret: str) -> str:
    """Return what is kept of a secret: what is read from memory or disk opens nothing."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
