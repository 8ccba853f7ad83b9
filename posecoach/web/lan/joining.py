"""How another device joins: by a code that the computer shows, and by asking for more."""

from __future__ import annotations

import hmac
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from posecoach.web.security.devices import Right
from posecoach.web.security.limits import TryLimit

CODE_S = 5 * 60.0
"""How long a code works, in seconds: enough to walk to the television and type six digits with its remote control."""
TRIES_PER_MINUTE = 5
"""By everybody together: within a code's time, guessing succeeds once in 40,000 times."""
REQUEST_S = 5 * 60.0
"""How long a device's request waits for an answer, in seconds."""
MAX_REQUESTS = 8
"""More at once than any household has."""
State = Literal["none", "waiting", "allowed", "refused"]


class JoinCode:
    """The six digits that the computer shows and another device enters: one at a time, for one device.

    Parameters
    ----------
    now : callable
        Returns the time in seconds.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now, self._lock = now, threading.Lock()
        self._limit = TryLimit(TRIES_PER_MINUTE, 60.0, now)
        self._code, self._until_s = "", 0.0

    def new(self) -> str:
        """Return a code; an earlier one ends."""
        with self._lock:
            self._code, self._until_s = f"{secrets.randbelow(10**6):06}", self._now() + CODE_S
            return self._code

    def redeem(self, code: str) -> bool | None:
        """Return whether this is the code, which ends it; None after too many tries."""
        if not self._limit.allows():
            return None
        with self._lock:
            right = bool(self._code) and self._now() < self._until_s
            right &= hmac.compare_digest(self._code.encode(), code.encode())
            if right:
                self._code = ""
            return right


@dataclass
class AccessRequest:
    """A device asks for a right.

    Attributes
    ----------
    device_id, name : str
        The device.
    right : Right
        The right that it asks for.
    code : str
        Four digits that both screens show, so that the owner knows which device this is.
    """

    device_id: str
    name: str
    right: Right
    asked_s: float
    code: str = field(default_factory=lambda: f"{secrets.randbelow(10**4):04}")
    state: State = "waiting"


class AccessRequests:
    """What devices ask for: one right at a time each.

    Parameters
    ----------
    now : callable
        Returns the time in seconds.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now, self._lock = now, threading.Lock()
        self._requests: dict[str, AccessRequest] = {}

    def ask(self, device_id: str, name: str, right: Right) -> AccessRequest | None:
        """Note a request, which replaces the device's earlier one; None when too many wait."""
        with self._lock:
            self._drop_old()
            self._requests.pop(device_id, None)
            if len(self._requests) >= MAX_REQUESTS:
                return None
            self._requests[device_id] = AccessRequest(device_id, name, right, self._now())
            return self._requests[device_id]

    def of(self, device_id: str) -> AccessRequest | None:
        """Return a device's request."""
        with self._lock:
            self._drop_old()
            return self._requests.get(device_id)

    def waiting(self) -> list[AccessRequest]:
        """Return the requests that wait for an answer, the oldest first."""
        with self._lock:
            self._drop_old()
            return [one for one in self._requests.values() if one.state == "waiting"]

    def answer(self, device_id: str, code: str, allow: bool) -> Right | None:
        """Answer the request with this code; return the right it asks for, None when it is no longer there."""
        with self._lock:
            self._drop_old()
            found = self._requests.get(device_id)
            if found is None or (found.code, found.state) != (code, "waiting"):
                return None
            found.state = "allowed" if allow else "refused"
            return found.right

    def _drop_old(self) -> None:
        oldest_s = self._now() - REQUEST_S
        self._requests = {key: one for key, one in self._requests.items() if one.asked_s > oldest_s}
