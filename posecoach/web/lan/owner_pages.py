"""The computer's page about other devices: who may join, who is there, who asks for more."""

from __future__ import annotations

import time
from typing import Annotated

from pydantic import Field
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from posecoach.errors import UsageError
from posecoach.translation import N_, Sentence, _, joined
from posecoach.web.lan.joining import CODE_S, AccessRequest
from posecoach.web.pages import render_page
from posecoach.web.routing import Body, device_of, services_of
from posecoach.web.security.devices import Device, Right

VIEWER: frozenset[Right] = frozenset({"view"})
"""What a device may do that joins; it can ask for more."""
RIGHTS: dict[Right, str] = {
    # TRANSLATORS: what a device may do, after "may": an infinitive, as the four that follow
    "view": N_("watch"),
    "control": N_("steer the practice"),
    "camera": N_("be the camera"),
    "send": N_("send recordings"),
    "own": N_("do everything"),
}
"""What each right is called on the screen, after "may"."""
GONE = N_("This request is no longer there. The device can ask again.")


class Answer(Body):
    """The answer to a device that asks for a right."""

    code: Annotated[str, Field(pattern="^[0-9]{4}$")]
    allow: bool


def devices(request: Request) -> Response:
    """Show how other devices join, and which ones are known."""
    house = services_of(request).house
    fingerprint = house.authority.fingerprint if house.authority else ""
    return render_page(request, "lan/devices.html.jinja", network=house.network, fingerprint=fingerprint)


def state(request: Request) -> Response:
    """Return who is known and who asks for more."""
    services = services_of(request)
    asking = [
        {"id": one.device_id, "question": _(_question(one)), "code": one.code}
        for one in services.house.requests.waiting()
    ]
    here = device_of(request).id
    known = [_shown(device, here) for device in services.devices.all()]
    return JSONResponse({"address": services.house.network.address, "asking": asking, "devices": known})


def invite(request: Request) -> Response:
    """Return a new one-time address, as a picture and for a device without a camera as a code."""
    import segno

    services = services_of(request)
    base = services.house.network.address
    if not base:
        raise UsageError(N_("Let other devices in first."))
    link = f"{base}/enter?token={services.devices.new_token('', VIEWER)}"
    picture = segno.make(link, error="m").svg_data_uri(scale=8, border=4, dark="#000", light="#fff")
    return JSONResponse({"picture": picture, "code": services.house.code.new(), "works_s": CODE_S})


def open_in_house(request: Request) -> Response:
    """Listen in the house from now on, until the app ends or the person closes it."""
    network = services_of(request).house.network
    network.listen()
    if not network.address:
        raise UsageError(network.problem or N_("posecoach could not be opened in the house. Try again."))
    return JSONResponse({"address": network.address})


def close_house(request: Request) -> Response:
    """Listen in the house no longer; the devices stay known."""
    services_of(request).house.network.leave()
    return JSONResponse({})


def answer(request: Request, given: Answer) -> Response:
    """Give a device the right that it asks for, or refuse it."""
    services, device_id = services_of(request), request.path_params["id"]
    right = services.house.requests.answer(device_id, given.code, given.allow)
    if right is None:
        raise HTTPException(409, GONE)
    if given.allow:
        services.devices.grant(device_id, right)
    return JSONResponse({})


def forget(request: Request) -> Response:
    """Forget a device: it has to join again."""
    services_of(request).devices.forget(request.path_params["id"])
    return JSONResponse({})


def _question(asked: AccessRequest) -> Sentence:
    return N_("{name} asks: may it {wish}?", name=N_(asked.name), wish=RIGHTS[asked.right])


def _shown(device: Device, here: str) -> dict[str, object]:
    """Return a device as the page shows it."""
    rights: list[Right] = ["own"] if device.may("own") else [right for right in RIGHTS if device.may(right)]
    return {
        "id": device.id,
        "name": _(device.name),
        "rights": _(N_("May {rights}", rights=joined((RIGHTS[right] for right in rights), N_(", ")))),
        "minutes": int(max(0.0, time.time() - device.seen_s) // 60),
        "here": device.id == here,
    }
