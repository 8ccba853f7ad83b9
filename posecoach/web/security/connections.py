"""The server's side of a connection: strangers can neither hold it open for long, nor hold too many."""

from __future__ import annotations

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

REQUEST_S = 10.0
"""How long until the head of a request must have come, in seconds: a browser sends it at once."""
MAX_UNKNOWN = 100
"""Connections of which no known device is being answered; a system may allow 256 open files to a program (macOS)."""


class PatientProtocol(H11Protocol):
    """A connection that is given up when no request comes, or when too many others wait as well.

    uvicorn's own would wait for ever for the rest of a head.
    """

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._deadline: asyncio.TimerHandle | None = None
        self._made_s = self.loop.time()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request."""
        super().connection_made(transport)
        self._await_request()
        unknown = [one for one in self.connections if isinstance(one, PatientProtocol) and one.is_unknown]
        if len(unknown) > MAX_UNKNOWN:
            min(unknown, key=lambda one: one._made_s).give_up()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._stop_waiting()
        super().connection_lost(exc)

    def handle_events(self) -> None:
        """Take what has come; a request ends the wait for it."""
        before = self.cycle
        super().handle_events()
        if self.cycle is not before:
            self._stop_waiting()

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        """Hand the connection over to its WebSocket."""
        self._stop_waiting()
        super().handle_websocket_upgrade(event)

    def on_response_complete(self) -> None:
        """Begin to wait for the next request; the rest of this one's body does not count as one."""
        self._await_request()
        super().on_response_complete()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no request; in the middle of an answer there is nothing to say."""
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            super().send_400_response(msg)
        else:
            self.transport.close()

    @property
    def is_unknown(self) -> bool:
        """Whether it is open, and no device that the guard knows is being answered."""
        busy = self.cycle is not None and not self.cycle.response_complete
        serves_known = busy and getattr(self.scope.get("device"), "known", False)
        return not (serves_known or self.transport.is_closing())

    def give_up(self) -> None:
        """End the connection at once."""
        self.transport.abort()

    def _await_request(self) -> None:
        self._stop_waiting()
        self._deadline = self.loop.call_later(REQUEST_S, self.give_up)

    def _stop_waiting(self) -> None:
        if self._deadline:
            self._deadline.cancel()
            self._deadline = None


class PatientSocket(WebSocketsSansIOProtocol):
    """A WebSocket whose other end can fill no memory by not reading, and is given up when it does not answer.

    uvicorn's own would keep what was left for it until the system gives up, which takes a quarter of an hour.
    """

    def keepalive_timeout(self) -> None:
        """Give up an end that does not answer: it would not read a farewell either."""
        self.transport.abort()

    def handle_ping(self) -> None:
        """Answer a ping, unless earlier answers are still to be read."""
        if self.writable.is_set():
            super().handle_ping()
        else:
            self.conn.data_to_send()  # the answer, which is left out

    def handle_parser_exception(self) -> None:
        """End what is no WebSocket; before it was accepted, there is nobody to say why."""
        if self.conn.close_sent:
            super().handle_parser_exception()
        else:
            self.transport.abort()
