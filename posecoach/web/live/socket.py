"""The WebSocket of the live view: pictures, state and spoken words out; taps in."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, ValidationError
from starlette.websockets import WebSocket, WebSocketDisconnect

from posecoach.feedback.display import Action
from posecoach.web.live.broadcast import Broadcast, Viewer
from posecoach.web.routing import Body, device_of, services_of
from posecoach.web.security.guard import NOT_ALLOWED

IN_FLIGHT = 2
"""Pictures on their way to a viewer: one is drawn while the next arrives; a slow viewer gets fewer, never old ones."""
BAD_MESSAGE = 1007
"""The WebSocket code for a message that makes no sense."""
TAP_S = 0.05
"""Least time between two taps, in seconds: no finger is quicker, and a page that is would keep the others waiting."""


class Seen(Body):
    """The page has drawn a picture."""

    kind: Literal["seen"]
    sequence: int


class Tap(Body):
    """The person tapped a button, or pressed a key, while a question was open; 0 = none."""

    kind: Literal["tap"]
    action: Action
    question: int = 0


_MESSAGE: TypeAdapter[Seen | Tap] = TypeAdapter(Annotated[Seen | Tap, Field(discriminator="kind")])


class LiveSocket:
    """Serves one viewer.

    Parameters
    ----------
    socket : WebSocket
        The connection, accepted.
    broadcast : Broadcast
        What to show.
    viewer : Viewer
        The viewer, who has joined.
    """

    def __init__(self, socket: WebSocket, broadcast: Broadcast, viewer: Viewer) -> None:
        self._socket, self._broadcast, self._viewer = socket, broadcast, viewer
        self._state, self._sent = "", 0
        self._under_way: set[int] = set()

    async def send_news(self) -> None:
        """Send what is new, again and again: words, the state, and a picture if the page keeps up."""
        while True:
            await self._viewer.changed.wait()
            self._viewer.changed.clear()
            while self._viewer.sayings:
                message = self._viewer.sayings.popleft().message
                await self._socket.send_text(json.dumps({"kind": "cue", **message}))
            if (state := self._broadcast.state) not in ("", self._state):
                self._state = state
                await self._socket.send_text(state)
            picture = self._broadcast.picture
            if picture.data and picture.sequence != self._sent and len(self._under_way) < IN_FLIGHT:
                self._sent = picture.sequence
                self._under_way.add(picture.sequence)
                await self._socket.send_bytes(picture.data)

    async def receive_taps(self) -> None:
        """Take what the page sends until it is closed, or sends what no page of posecoach does."""
        while (received := await self._socket.receive())["type"] == "websocket.receive":
            try:
                message = _MESSAGE.validate_json(received.get("text") or "")
            except ValidationError:
                return await self._socket.close(BAD_MESSAGE)
            if isinstance(message, Seen):
                if message.sequence not in self._under_way:
                    return await self._socket.close(BAD_MESSAGE)
                self._under_way.remove(message.sequence)
                self._viewer.changed.set()
            elif device_of(self._socket).may("control"):
                services_of(self._socket).practice.press(message.action, message.question)
                await asyncio.sleep(TAP_S)
            else:
                return await self._socket.close(NOT_ALLOWED)


async def live_socket(socket: WebSocket) -> None:
    """Show the live view to one page."""
    await socket.accept()
    broadcast = services_of(socket).practice.broadcast
    viewer = broadcast.join(asyncio.get_running_loop())
    served = LiveSocket(socket, broadcast, viewer)
    sending = asyncio.create_task(served.send_news())
    try:
        await served.receive_taps()
    finally:
        broadcast.leave(viewer)
        sending.cancel()
        with suppress(asyncio.CancelledError, WebSocketDisconnect, RuntimeError):  # the page was closed meanwhile
            await sending
