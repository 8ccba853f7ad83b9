"""The server, and where it listens: on this machine, and when the person wants it, in the house."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette

from posecoach.errors import PosecoachError, UsageError
from posecoach.files.reasons import system_reason
from posecoach.translation import N_, Sentence, joined
from posecoach.web.lan.house import House
from posecoach.web.lan.network import LOOPBACK
from posecoach.web.security.connections import PatientProtocol, PatientSocket
from posecoach.web.security.encryption import EncryptedServer

BACKLOG = 64
"""Connections that the system keeps until they are taken, and that are taken at a time: few against the files that a
program may have open, which may be 256."""
MAX_HEAD_BYTES = 32_768
"""Of a request's first lines; browsers send 1 kB."""
MAX_MESSAGE_BYTES = 1_000_000
"""Of a WebSocket's message; a phone's picture of 1280 x 720 pixels has 200 kB."""
PING_S = 10.0
"""How often a WebSocket is asked whether it is still there, and how long it may take to answer, in seconds."""
ENDS_WITHIN_S = 1
"""How long an answer that is under way may still take when the app ends."""
LOOK_EVERY_S = 2.0
"""How often to look for this machine's addresses, which takes 0.1 ms: a router may change them."""
RENEW_EVERY_S = 24 * 3600.0
"""How often the certificate is made again, which lasts for months."""
NO_HOUSE = N_("This computer is in no network of a house. Connect it to the Wi-Fi, then try again.")


class AppServer(uvicorn.Server):
    """uvicorn with the app's limits, and without its handling of signals, which is posecoach's own.

    Parameters
    ----------
    app : Starlette
        What it serves.
    debug : bool
        Whether to log what happens; never an address with a token, and no cookie.
    """

    def __init__(self, app: Starlette, debug: bool) -> None:
        config = uvicorn.Config(
            app,
            http=PatientProtocol,
            ws=PatientSocket,
            ws_max_size=MAX_MESSAGE_BYTES,
            ws_ping_interval=PING_S,
            ws_ping_timeout=PING_S,
            ws_per_message_deflate=False,  # pictures are compressed already
            loop="asyncio",
            lifespan="off",
            log_config=None,
            log_level="info" if debug else "critical",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            backlog=BACKLOG,
            timeout_graceful_shutdown=ENDS_WITHIN_S,
            h11_max_incomplete_event_size=MAX_HEAD_BYTES,
        )
        super().__init__(config)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals alone."""
        yield

    async def listen(
        self, listening: socket.socket, context: ssl.SSLContext | None
    ) -> asyncio.Server | EncryptedServer:
        """Listen in another place, too; over HTTPS when there is a context."""
        loop = asyncio.get_running_loop()

        def protocol() -> PatientProtocol:
            return PatientProtocol(self.config, self.server_state, {}, loop)

        server: asyncio.Server | EncryptedServer
        if context:
            server = EncryptedServer(listening, protocol, context)
        else:
            server = await loop.create_server(protocol, sock=listening, backlog=BACKLOG)
        self.servers.append(server)  # type: ignore[arg-type]  # uvicorn closes it, and waits for that
        return server

    def drop(self, address: str) -> None:
        """Close the connections to an address of this machine."""
        for connection in tuple(self.server_state.connections):
            if connection.transport.get_extra_info("sockname", ("",))[0] == address:
                connection.transport.close()


class HouseListeners:
    """Listens in the house while the person wants it, at the addresses that this machine has at the time.

    Parameters
    ----------
    server : AppServer
        The server, which runs.
    house : House
        Says whether to listen, and is kept up to date.
    """

    def __init__(self, server: AppServer, house: House) -> None:
        self._server, self._house, self._network = server, house, house.network
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._open: dict[str, list[asyncio.Server | EncryptedServer]] = {}
        self._vouched: frozenset[str] = frozenset()
        self._look_s = self._renew_s = 0.0

    async def look(self) -> None:
        """Follow what the person wants and the addresses that there are; returns at once most of the time."""
        now_s = asyncio.get_running_loop().time()
        wanted = self._network.wanted.is_set()
        if now_s < self._look_s or not (wanted or self._open):
            return
        self._look_s = now_s + LOOK_EVERY_S
        problem = await self._follow(self._network.find() if wanted else (), now_s)
        self._network.problem = problem if wanted else ""
        self._network.settled.set()

    async def _follow(self, found: tuple[str, ...], now_s: float) -> str:
        """Listen at these addresses and no others; return why none could be used, empty = one can."""
        problem: Sentence = NO_HOUSE
        for gone in self._open.keys() - set(found):
            for server in self._open.pop(gone):
                server.close()
            self._server.drop(gone)
        try:
            names = self._network.names.union(found)
            if found and (names != self._vouched or now_s > self._renew_s):
                await asyncio.to_thread(self._vouch, names)
                self._vouched, self._renew_s = names, now_s + RENEW_EVERY_S
            for new in found:
                if new not in self._open:
                    self._open[new] = await self._listen_at(new)
        except PosecoachError as error:
            problem = error.text
        except OSError as error:
            problem = N_("posecoach cannot be opened in the house: {reason}.", reason=system_reason(error))
        self._network.addresses = tuple(one for one in found if one in self._open)
        return "" if self._open else problem

    async def _listen_at(self, address: str) -> list[asyncio.Server | EncryptedServer]:
        network = self._network
        plain = bound(address, [network.port])
        try:
            secure = bound(address, [network.secure_port or network.port + 1, 0])
        except UsageError:
            plain.close()
            raise
        network.secure_port = secure.getsockname()[1]
        return [await self._server.listen(plain, None), await self._server.listen(secure, self._context)]

    def _vouch(self, names: frozenset[str]) -> None:
        """Have a certificate made for this machine's names."""
        from posecoach.web.lan.certificates import Authority  # takes 0.1 s, and most people need none

        self._house.authority = self._house.authority or Authority(self._house.folder, self._network.name)
        self._house.authority.vouch(self._context, names)


def bound(address: str, ports: Iterable[int]) -> socket.socket:
    """Return a socket that listens on the first of some ports that is free; 0 = any.

    Raises
    ------
    UsageError
        None is free.
    """
    for port in ports:
        try:
            return socket.create_server((address, port), backlog=BACKLOG)
        except OSError as error:
            reason = system_reason(error)
            problem = N_(
                "Port {port} of {address} cannot be used: {reason}.", port=port, address=address, reason=reason
            )
        except OverflowError:
            continue
    here = address == LOOPBACK
    advice = N_("Leave --port out, or choose another one.") if here else N_("End the program that uses it.")
    raise UsageError(joined([problem, advice]))
