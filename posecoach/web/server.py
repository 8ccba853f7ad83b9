"""Serves the app until the user ends it."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from posecoach.errors import UsageError
from posecoach.files.reasons import cannot_write
from posecoach.files.writing import private_folder
from posecoach.process import Stop
from posecoach.process.children import open_address
from posecoach.process.locks import lock_if_free
from posecoach.storage.history.history import History
from posecoach.translation import N_, translated
from posecoach.web import instance
from posecoach.web.analyses.queue import AnalysisQueue
from posecoach.web.app import make_app
from posecoach.web.app_actions import owner_address
from posecoach.web.lan.house import House
from posecoach.web.lan.network import LOOPBACK
from posecoach.web.listening import AppServer, HouseListeners, bound
from posecoach.web.live.hub import PracticeHub
from posecoach.web.phone.cameras import RemoteCameras
from posecoach.web.security.registry import DeviceRegistry
from posecoach.web.services import Services, data_folder

log = logging.getLogger(__name__)

FIRST_PORT = 8420
"""The port that is tried first; no well-known program has it."""
POLL_S = 0.1
"""How often to check for a stop request: feels immediate to a person."""


@dataclass(frozen=True, slots=True)
class Start:
    """How to start the app.

    Attributes
    ----------
    port : int
        Port; 0 = the one that it had last, or any.
    lan : bool
        Whether other devices in the house may open it.
    browser : bool
        Whether to open a page in the browser.
    cameras : tuple of str
        Further cameras to offer.
    debug : bool
        Whether to log what the server does.
    """

    port: int = 0
    lan: bool = False
    browser: bool = True
    cameras: tuple[str, ...] = ()
    debug: bool = False


def serve(start: Start, print_line: Callable[[str], None], stop: Stop) -> None:
    """Serve the app on this machine until `stop`; when it is open already, show its page.

    Raises
    ------
    UsageError
        The port is taken, the data folder cannot be written, or the open app does not answer.
    """
    folder = data_folder()
    with ExitStack() as stack:
        try:
            free = stack.enter_context(lock_if_free(private_folder(folder) / instance.LOCK))
        except OSError as error:
            raise cannot_write(folder, error) from error
        if free:
            serve_here(start, make_services(folder, start.cameras, stop), print_line)
            return
    with stop.interruptible():
        address = instance.ask_for_page(folder, start.lan)
    print_line(translated("posecoach is open already: {address}", address=address))
    if start.browser:
        open_address(address)


def make_services(folder: Path, cameras: tuple[str, ...], stop: Stop) -> Services:
    """Return what the app is made of."""
    devices, house = DeviceRegistry(folder / "devices.json"), House(folder)
    analyses = AnalysisQueue(folder / "analyses")
    return Services(folder, devices, PracticeHub(), RemoteCameras(), analyses, house, stop, cameras=cameras)


def serve_here(start: Start, services: Services, print_line: Callable[[str], None]) -> None:
    """Serve the app until something ends it; see `serve`."""
    network, before = services.house.network, instance.noted(services.folder)
    listening = bound(LOOPBACK, [start.port] if start.port else [before.port or FIRST_PORT, FIRST_PORT, 0])
    network.port, network.secure_port = listening.getsockname()[1], before.secure_port
    server = AppServer(make_app(services, network.hosts), start.debug)
    with ExitStack() as at_the_end:  # the last one first
        at_the_end.callback(_note, services, secret="")
        at_the_end.callback(services.devices.close)
        at_the_end.callback(services.analyses.close)
        at_the_end.callback(services.practice.close)
        at_the_end.callback(listening.close)
        services.recovered = tuple(History(services.history).recover())
        services.analyses.start(services)
        _note(services, services.secret)
        address = owner_address(services)
        print_line(translated("posecoach is open: {address} (Ctrl-C here ends it)", address=address))
        if start.browser:
            open_address(address)  # the socket listens already, and keeps a faster browser waiting
        asyncio.run(_run(server, services, listening, print_line if start.lan else None))


async def _run(
    server: AppServer, services: Services, listening: socket.socket, print_house: Callable[[str], None] | None
) -> None:
    """Serve until something ends the app; `print_house` is given when it is to listen in the house from the start."""
    serving = asyncio.create_task(server.serve([listening]))
    network, listeners = services.house.network, HouseListeners(server, services.house)
    if print_house:
        network.wanted.set()
    while not (services.stop() or services.ended.is_set() or serving.done()):
        await asyncio.sleep(POLL_S)
        await listeners.look()
        if print_house and network.settled.is_set():
            print_house(translated(network.problem or N_("In the house: {address}", address=network.address)))
            print_house = None
    server.should_exit = True
    await serving


def _note(services: Services, secret: str) -> None:
    """Write down where the app is; on a full disk a second start does not find it, and all else works."""
    network = services.house.network
    running = instance.Running(port=network.port, secure_port=network.secure_port, secret=secret)
    try:
        instance.note(services.folder, running)
    except UsageError as error:
        log.warning("a second start will not find this one: %s", error)
