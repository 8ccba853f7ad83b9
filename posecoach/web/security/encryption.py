"""Accepts encrypted connections. Until both ends agree how to encrypt, nobody knows who asks."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress

from posecoach.web.security.connections import REQUEST_S

MAX_AGREEING = 50
"""Connections whose ends do not agree yet, which takes a phone a tenth of a second; the eldest makes room."""
RETRY_S = 1.0
"""How long to wait when the system can give no further connection, in seconds."""


class EncryptedServer:
    """Listens; ends as an `asyncio.Server` does, which would keep any number of connections waiting.

    Parameters
    ----------
    listening : socket
        Where.
    protocol : callable
        Returns what serves a connection.
    context : SSLContext
        How to encrypt.
    """

    def __init__(
        self, listening: socket.socket, protocol: Callable[[], asyncio.Protocol], context: ssl.SSLContext
    ) -> None:
        self._listening, self._protocol, self._context = listening, protocol, context
        self._loop = asyncio.get_running_loop()
        self._agreeing: dict[asyncio.Task[None], socket.socket] = {}  # the eldest first
        listening.setblocking(False)
        self._accepting = self._loop.create_task(self._accept())

    def close(self) -> None:
        """Accept no more; what is agreed stays open."""
        self._accepting.cancel()
        for each in self._agreeing:
            each.cancel()

    async def wait_closed(self) -> None:
        """Wait until nothing is accepted any more."""
        await asyncio.wait([self._accepting, *self._agreeing])

    async def _accept(self) -> None:
        with self._listening:
            while True:
                try:
                    connection, _ = await self._loop.sock_accept(self._listening)
                except OSError:  # it left already, or too many files are open
                    await asyncio.sleep(RETRY_S)
                    continue
                new = self._loop.create_task(self._agree(connection))
                self._agreeing[new] = connection
                new.add_done_callback(self._agreed)
                for eldest in list(self._agreeing)[:-MAX_AGREEING]:
                    eldest.cancel()
                await asyncio.sleep(0)  # all others go on, too

    def _agreed(self, done: asyncio.Task[None]) -> None:
        connection = self._agreeing.pop(done)
        if done.cancelled():
            connection.close()

    async def _agree(self, connection: socket.socket) -> None:
        with suppress(OSError):  # the other end does not trust our certificate, says something else, or nothing
            await self._loop.connect_accepted_socket(
                self._protocol, connection, ssl=self._context, ssl_handshake_timeout=REQUEST_S
            )
