"""The page of another device: it joins with a code, sees what it may do, and asks for more."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from posecoach.web.bodies import body_of
from posecoach.web.lan.network import OWN_NAMES
from posecoach.web.lan.owner_pages import VIEWER
from posecoach.web.pages import render_page
from posecoach.web.routing import device_of, services_of
from posecoach.web.security.cookies import cookie_of, give_cookie
from posecoach.web.security.devices import Right
from posecoach.web.security.names import browser_name

MAX_BYTES = 500
"""Of a body here."""
CHOICES: tuple[tuple[Right, str, str, str], ...] = (
    ("view", "Watch the practice", "The picture, the count and the cues, large enough for a television.", "/live"),
    ("control", "Steer the practice", "Start it, pause it and end it from here.", "/practise"),
    ("camera", "Be the camera", "This device films you instead of the computer's camera.", "/phone"),
    ("send", "Send a recording", "Film here, and let the computer analyse it.", "/send"),
)
"""Right, name, what it is good for, and its page, as a device is offered them."""


class Code(BaseModel):
    """The six digits that the computer shows."""

    model_config = ConfigDict(extra="forbid")

    code: Annotated[str, Field(pattern="^[0-9]{6}$")]


class Wish(BaseModel):
    """What a device asks for."""

    model_config = ConfigDict(extra="forbid")

    right: Literal["control", "camera", "send"]


def join_page(request: Request) -> Response:
    """Show what this device may do; a stranger is asked for the code."""
    device, network = device_of(request), services_of(request).house.network
    at_home = request.url.scheme == "https" or request.url.hostname in OWN_NAMES
    choices = [
        (right, name, purpose, path if right != "camera" or at_home else "/ca", device.may(right))
        for right, name, purpose, path in CHOICES
    ]
    return render_page(request, "lan/join.html.jinja", choices=choices, network=network)


async def join(request: Request) -> Response:
    """Make a device known that shows the computer's code."""
    services, given = services_of(request), await body_of(request, Code)
    right = services.house.code.redeem(given.code)
    if right is None:
        raise HTTPException(429, "There were too many tries. Wait a minute, then try again.")
    if not right:
        raise HTTPException(403, "This code is wrong or used. Take the one that the computer shows now.")
    name = browser_name(request.headers.get("user-agent", ""))
    before = cookie_of(request.headers, request.url.scheme == "https")
    cookie = await run_in_threadpool(services.devices.admit, name, VIEWER, before)
    answer = JSONResponse({})
    give_cookie(request, answer, cookie)
    return answer


async def ask(request: Request) -> Response:
    """Ask the owner for a right."""
    device, wish = device_of(request), await body_of(request, Wish)
    asked = services_of(request).house.requests.ask(device.id, device.name, wish.right)
    if asked is None:
        raise HTTPException(429, "Too many devices ask at once. Try again in some minutes.")
    return JSONResponse({"code": asked.code})


def state(request: Request) -> Response:
    """Return what this device may do, and how its request stands."""
    device = device_of(request)
    asked = services_of(request).house.requests.of(device.id)
    return JSONResponse(
        {
            "rights": sorted(device.rights),
            "state": asked.state if asked else "none",
            "right": asked.right if asked else "",
            "code": asked.code if asked else "",
        }
    )
