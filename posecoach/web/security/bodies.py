"""The bodies of requests: how large one may be, and how slow."""

from __future__ import annotations

import asyncio

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import Message, Receive, Scope

from posecoach.translation import N_

MAX_BODY_BYTES = 65_536
"""Of an action, unless its route says otherwise; the settings, the largest, have 1 kB."""
GRACE_S = 20.0
"""How long a body may take in any case, in seconds: a phone that changes from one Wi-Fi access point to another."""
MIN_BYTES_PER_S = 2_000
"""A body that comes slower after that, on average, is meant to keep the connection busy; the worst Wi-Fi is faster."""
MAX_DIGITS = 18
"""Of the size that a body says it has; more digits than that are more than any disk has."""
CLOSE = {"connection": "close"}
"""The rest of a refused body is not waited for."""


def limited(scope: Scope, receive: Receive, max_bytes: int, grace_s: float = GRACE_S) -> Receive:
    """Return a `receive` that passes on a body of at most `max_bytes`, which comes fast enough.

    Raises
    ------
    HTTPException
        413 when the body is, or says that it is, larger; 408 when it is too slow. On receiving, except for what it
        says of itself.
    """
    said = Headers(scope=scope).get("content-length", "0")
    if said.isdecimal() and (len(said) > MAX_DIGITS or int(said) > max_bytes):
        raise HTTPException(413, N_("This is too large."), CLOSE)
    loop = asyncio.get_running_loop()
    begun_s, received, complete = loop.time(), 0, False

    async def receiving() -> Message:
        nonlocal received, complete
        latest_s = None if complete else begun_s + grace_s + received / MIN_BYTES_PER_S
        try:
            async with asyncio.timeout_at(latest_s):
                message = await receive()
        except TimeoutError as error:
            raise HTTPException(408, N_("This took too long."), CLOSE) from error
        received += len(message.get("body", b""))
        complete = not message.get("more_body", False)
        if received > max_bytes:
            raise HTTPException(413, N_("This is too large."), CLOSE)
        return message

    return receiving
