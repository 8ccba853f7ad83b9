"""The app on a port of this machine, as a browser meets it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from posecoach.web.app import make_app
from posecoach.web.security.devices import OWNER, Right
from posecoach.web.services import Services


@contextmanager
def served(services: Services, rights: frozenset[Right] = OWNER) -> Iterator[str]:
    """Serve the app; yield the address that makes a browser known."""
    listening = socket.create_server(("127.0.0.1", 0))
    host = f"127.0.0.1:{listening.getsockname()[1]}"
    app = make_app(services, lambda: frozenset({host}))
    config = uvicorn.Config(app, log_level="error", lifespan="off", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    try:
        yield f"http://{host}/enter?token={services.devices.new_token('a test', rights)}"
    finally:
        server.should_exit = True
        thread.join()
        listening.close()
