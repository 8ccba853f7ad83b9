"""The app on a port of this machine, as a person runs it; and raw connections to it."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from posecoach.web.security.devices import OWNER, Right
from posecoach.web.server import Start, serve_here
from posecoach.web.services import Services

PATIENCE_S = 20.0
"""How long a machine under load may take to begin, or to answer."""


@dataclass
class Served:
    """The app, which runs.

    Attributes
    ----------
    services : Services
        What it is made of.
    """

    services: Services

    @property
    def port(self) -> int:
        return self.services.house.network.port

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def cookie(self, rights: frozenset[Right] = OWNER) -> str:
        """Return the header by which a device with these rights is known."""
        return f"cookie: posecoach={self.services.devices.admit('a test', rights)}\r\n"

    def connect(self, data: bytes = b"") -> socket.socket:
        """Return a connection over which something was sent."""
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE_S)
        with suppress(ConnectionError):  # the app closed it before the end
            connection.sendall(data)
        return connection

    def exchange(self, data: bytes) -> bytes:
        """Send something; return all that comes until the app closes the connection."""
        with self.connect(data) as connection:
            return all_of(connection)

    def get(self, target: str, headers: str = "", method: str = "GET") -> tuple[int, str]:
        """Ask for a path as it is; return the status and the whole answer."""
        ask = f"{method} {target} HTTP/1.1\r\nhost: {self.host}\r\nconnection: close\r\n{headers}\r\n"
        answer = self.exchange(ask.encode("latin-1")).decode("latin-1")
        return int(answer.split(" ", 2)[1]), answer


def all_of(connection: socket.socket) -> bytes:
    """Return all that comes until the other side closes the connection, in whichever way."""
    found = b""
    try:
        while part := connection.recv(65_536):
            found += part
    except ConnectionError:
        pass
    return found


@contextmanager
def running(services: Services) -> Iterator[Served]:
    """Run the app on a port of its own."""
    services.house.network.find = lambda: ("127.0.0.2",)  # an address in the house that every Linux machine has
    printed: list[str] = []
    run = threading.Thread(target=serve_here, args=(Start(browser=False), services, printed.append))
    run.start()
    try:
        wait_for(lambda: printed)
        yield Served(services)
    finally:
        services.ended.set()
        run.join(PATIENCE_S)
        assert not run.is_alive(), "the app does not end"


@contextmanager
def served(services: Services, rights: frozenset[Right] = OWNER) -> Iterator[str]:
    """Run the app; yield the address that makes a browser known."""
    with running(services) as app:
        yield f"http://{app.host}/enter?token={services.devices.new_token('a test', rights)}"


def wait_for(done: Callable[[], object]) -> None:
    """Wait until something is the case."""
    deadline_s = time.monotonic() + PATIENCE_S
    while not done():
        assert time.monotonic() < deadline_s, "it does not happen"
        time.sleep(0.01)
