"""The WebSocket by which a phone sends its pictures: one message for each, and one short answer to each."""

from __future__ import annotations

import struct
from contextlib import suppress
from typing import NamedTuple

from starlette.websockets import WebSocket, WebSocketDisconnect

from posecoach.web.routing import device_of, services_of

HEADER = struct.Struct("<Bd")
"""Before the JPEG: the version of this format, and when the picture was captured, in seconds on the phone's clock."""
VERSION = 1
MAX_BYTES = 1_000_000
"""Of a message: a picture of 640 x 480 pixels takes a tenth."""
MAX_CAPTURED_S = 1e9
"""A page's clock starts when it is opened; beyond 30 years the parts of a second would be lost."""

NO_PICTURE, TOO_LARGE, REPLACED = 1003, 1009, 4409
"""Codes with which a connection is closed: the first two are those of the WebSocket standard."""


class SentPicture(NamedTuple):
    """A message of the phone: when the picture was captured, on the phone's clock, and its JPEG."""

    captured_s: float
    jpeg: bytes


async def phone_socket(socket: WebSocket) -> None:
    """Take the pictures of a phone until it leaves, connects again, or sends something else.

    Every picture is answered, so that the phone knows how many are under way, and whether a session watches.
    """
    phones = services_of(socket).phones
    with suppress(WebSocketDisconnect), phones.new_link(device_of(socket)) as link:
        await socket.accept()
        while (message := await socket.receive())["type"] == "websocket.receive":
            content = message.get("bytes") or b""
            if link.replaced:
                await socket.close(REPLACED)
                return
            picture = parse_picture(content)
            if picture is None:
                await socket.close(TOO_LARGE if len(content) > MAX_BYTES else NO_PICTURE)
                return
            link.receive(picture.jpeg, picture.captured_s)
            await socket.send_json({"used": link.used})


def parse_picture(content: bytes) -> SentPicture | None:
    """Return what a message says; None when it is none of the phone's page. The JPEG is not looked at."""
    if not HEADER.size < len(content) <= MAX_BYTES:
        return None
    version, captured_s = HEADER.unpack_from(content)
    if version != VERSION or not 0 <= captured_s <= MAX_CAPTURED_S:
        return None
    return SentPicture(captured_s, content[HEADER.size :])
