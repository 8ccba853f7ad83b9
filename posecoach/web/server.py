"""Serves the app until the user ends it."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn

from posecoach.process import Stop
from posecoach.web.analyses.queue import AnalysisQueue
from posecoach.web.app import make_app
from posecoach.web.live.hub import PracticeHub
from posecoach.web.phone.cameras import RemoteCameras
from posecoach.web.security.devices import OWNER, DeviceRegistry
from posecoach.web.services import Services, data_folder

POLL_S = 0.1
"""How often to check for a stop request: feels immediate to a person."""


def serve(port: int, cameras: tuple[str, ...], print_line: Callable[[str], None], stop: Stop) -> None:
    """Serve the app on this machine until `stop`."""
    listening = socket.create_server(("127.0.0.1", port))
    services = make_services(data_folder(), cameras, stop)
    address = f"127.0.0.1:{listening.getsockname()[1]}"
    print_line(f"http://{address}/enter?token={services.devices.new_token('This computer', OWNER)}")
    app = make_app(services, lambda: frozenset({address, address.replace("127.0.0.1", "localhost")}))
    server = uvicorn.Server(
        uvicorn.Config(
            app, log_level="warning", lifespan="off", ws_per_message_deflate=False, timeout_graceful_shutdown=2
        )
    )
    asyncio.run(_serve(server, listening, stop))
    services.practice.close()
    services.analyses.close()


def make_services(folder: Path, cameras: tuple[str, ...], stop: Stop) -> Services:
    """Return what the app is made of."""
    return Services(folder, DeviceRegistry(), PracticeHub(), RemoteCameras(), AnalysisQueue(), stop, cameras=cameras)


async def _serve(server: uvicorn.Server, listening: socket.socket, stop: Stop) -> None:
    serving = asyncio.create_task(server.serve([listening]))
    while not stop() and not serving.done():
        await asyncio.sleep(POLL_S)
    server.should_exit = True
    await serving
