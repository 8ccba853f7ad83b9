"""The routes by which other devices join."""

from __future__ import annotations

from starlette.routing import BaseRoute

from posecoach.web.lan import certificate_pages, device_pages, owner_pages
from posecoach.web.routing import action, page


def routes() -> list[BaseRoute]:
    """Return the routes of this part."""
    return [
        page("/devices", owner_pages.devices, "own"),
        page("/devices/state", owner_pages.state, "own"),
        action("/devices/invite", owner_pages.invite, "own"),
        action("/devices/{id}/answer", owner_pages.answer, "own", body=owner_pages.Answer),
        action("/devices/{id}", owner_pages.forget, "own", "DELETE"),
        action("/lan", owner_pages.open_in_house, "own"),
        action("/lan", owner_pages.close_house, "own", "DELETE"),
        page("/join", device_pages.join_page, "anyone"),
        action("/join", device_pages.join, "anyone", body=device_pages.Code, max_bytes=device_pages.MAX_BYTES),
        page("/pair", device_pages.state, "view"),
        action("/pair", device_pages.ask, "view", body=device_pages.WantedRight, max_bytes=device_pages.MAX_BYTES),
        page("/ca", certificate_pages.how_to_trust, "anyone"),
        page("/ca/works", certificate_pages.works, "anyone"),
        page("/ca/posecoach.cer", certificate_pages.certificate, "anyone"),
        page("/ca/posecoach.crt", certificate_pages.certificate, "anyone"),
    ]
