"""The app without a network: requests go straight into it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from starlette.testclient import TestClient

from posecoach.process import Stop
from posecoach.web.app import make_app
from posecoach.web.security.devices import OWNER, Right
from posecoach.web.server import make_services
from posecoach.web.services import Services

HOST = "127.0.0.1:8000"
ORIGIN = f"http://{HOST}"


def web_services(folder: Path, **changes: object) -> Services:
    """Return the app's parts over a folder of the test's own; nothing speaks."""
    changes = {"silent": True, "history": folder / "history.sqlite", **changes}
    return replace(make_services(folder, (), Stop()), **changes)


def client(services: Services, rights: frozenset[Right] = OWNER, origin: str = ORIGIN, **options: bool) -> TestClient:
    """Return a browser that the app knows; without rights, a stranger."""
    app = make_app(services, lambda: frozenset({HOST}))
    browser = TestClient(app, base_url=ORIGIN, headers={"origin": origin}, follow_redirects=False, **options)
    if rights:
        token = services.devices.new_token("a test", rights)
        assert browser.get(f"/enter?token={token}").status_code == 303
    return browser


class Clock:
    """A time that a test sets, in seconds since 1970."""

    def __init__(self) -> None:
        self.s = 1e9

    def __call__(self) -> float:
        return self.s
