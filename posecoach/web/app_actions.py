"""Actions about the running app itself: another page, the shortcut, the end."""

from __future__ import annotations

import hmac
from typing import Annotated

from pydantic import Field
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute

from posecoach.translation import N_
from posecoach.web.lan.network import LOOPBACK
from posecoach.web.routing import Body, action, services_of
from posecoach.web.security.devices import OWNER
from posecoach.web.services import Services
from posecoach.web.shortcut import write_shortcuts

MAX_BYTES = 1_000
"""Of a body here."""
OWN_NAME = N_("This computer")
"""What its browser is called in the list of devices."""


class Opening(Body):
    """What a second start of posecoach sends."""

    secret: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,100}$")]
    lan: bool = False


def routes() -> list[BaseRoute]:
    """Return the routes of this part."""
    return [
        action("/open", open_page, "anyone", body=Opening, max_bytes=MAX_BYTES),
        action("/shortcut", make_shortcut, "own", max_bytes=MAX_BYTES),
        action("/quit", end_app, "own", max_bytes=MAX_BYTES),
    ]


def open_page(request: Request, asked: Opening) -> Response:
    """Return an owner's one-time address to a program of this user, which proves itself by the secret."""
    services = services_of(request)
    if not hmac.compare_digest(asked.secret.encode(), services.secret.encode()):
        raise HTTPException(403)
    if asked.lan:
        services.house.network.listen()
    return JSONResponse({"address": owner_address(services)})


def owner_address(services: Services) -> str:
    """Return an address that makes a browser of this computer known once."""
    return f"http://{LOOPBACK}:{services.house.network.port}/enter?token={services.devices.new_token(OWN_NAME, OWNER)}"


def make_shortcut(request: Request) -> Response:
    """Put a shortcut where this system's user looks for programs."""
    return JSONResponse({"files": [str(path) for path in write_shortcuts()]})


async def end_app(request: Request) -> Response:
    """End the app; a running session is kept."""
    services_of(request).ended.set()
    return JSONResponse({"ended": True})
