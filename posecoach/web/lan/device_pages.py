"""The page of another device: it joins with a code, sees what it may do, and asks for more."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from posecoach.translation import N_
from posecoach.web.lan.network import OWN_NAMES
from posecoach.web.lan.owner_pages import VIEWER
from posecoach.web.pages import render_page
from posecoach.web.routing import Body, device_of, services_of
from posecoach.web.security.cookies import cookie_of, give_cookie, is_secure
from posecoach.web.security.devices import Right
from posecoach.web.security.names import browser_name

MAX_BYTES = 500
"""Of a body here."""
CHOICES: tuple[tuple[Right, str, str, str], ...] = (
    (
        "view",
        N_("Watch the practice"),
        N_("The picture, the count and the cues, large enough for a television."),
        "/live",
    ),
    ("control", N_("Steer the practice"), N_("Start it, pause it and end it from here."), "/practise"),
    ("camera", N_("Be the camera"), N_("This device films you instead of the computer's camera."), "/phone"),
    ("send", N_("Send a recording"), N_("Film here, and let the computer analyse it."), "/send"),
)
"""Right, name, what it is good for, and its page, as a device is offered them."""


class Code(Body):
    """The six digits that the computer shows."""

    code: Annotated[str, Field(pattern="^[0-9]{6}$")]


class WantedRight(Body):
    """What a device asks for."""

    right: Literal["control", "camera", "send"]


def join_page(request: Request) -> Response:
    """Show what this device may do; a stranger is asked for the code."""
    device, network = device_of(request), services_of(request).house.network
    at_home = is_secure(request) or request.url.hostname in OWN_NAMES
    choices = [
        (right, name, purpose, path if right != "camera" or at_home else "/ca", device.may(right))
        for right, name, purpose, path in CHOICES
    ]
    return render_page(request, "lan/join.html.jinja", choices=choices, network=network)


def join(request: Request, given: Code) -> Response:
    """Make a device known that shows the computer's code."""
    services = services_of(request)
    right = services.house.code.redeem(given.code)
    if right is None:
        raise HTTPException(429, N_("There were too many tries. Wait a minute, then try again."))
    if not right:
        raise HTTPException(403, N_("This code is wrong or used. Take the one that the computer shows now."))
    name = browser_name(request.headers.get("user-agent", ""))
    cookie = services.devices.admit(name, VIEWER, cookie_of(request))
    answer = JSONResponse({})
    give_cookie(request, answer, cookie)
    return answer


def ask(request: Request, wanted: WantedRight) -> Response:
    """Ask the owner for a right."""
    device = device_of(request)
    asked = services_of(request).house.requests.ask(device.id, device.name, wanted.right)
    if asked is None:
        raise HTTPException(429, N_("Too many devices ask at once. Try again in some minutes."))
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
