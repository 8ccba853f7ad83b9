"""The practice page, the live page, their actions, and their WebSocket."""

from __future__ import annotations

import logging
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute

from posecoach.errors import UsageError
from posecoach.storage.preferences import change_preferences
from posecoach.translation import _
from posecoach.web.live import plan
from posecoach.web.live.cameras import OFFERED, list_cameras, resolve_camera
from posecoach.web.live.socket import live_socket
from posecoach.web.pages import REPORT_HEADERS, render_page
from posecoach.web.routing import action, device_of, page, services_of, stream
from posecoach.web.services import Services

log = logging.getLogger(__name__)

DOSES = range(100, 0, -10)
"""Doses to choose from, in percent."""


def routes() -> list[BaseRoute]:
    """Return the routes of this part."""
    return [
        page("/practise", practise, "control"),
        page("/live", live, "view"),
        page("/live/report/{session}", report, "own"),
        page("/live/cameras", cameras, "control"),
        action("/live/model", fetch_model, "own"),
        action("/live/preview", preview, "control", body=plan.CameraRequest),
        action("/live/preview/end", end_preview, "control"),
        action("/live/start", start, "control", body=plan.PracticeRequest),
        stream("/live/socket", live_socket, "view"),
    ]


def practise(request: Request) -> Response:
    """Show what can be practised, and the live view."""
    services = services_of(request)
    dose, preferences, exercises = plan.todays_dose(services), services.preferences, plan.exercises()
    wanted = request.query_params.get("exercise", "")
    return render_page(
        request,
        "live/practise.html.jinja",
        exercises=exercises,
        chosen=wanted if wanted in {each.value for each in exercises} else "",
        routines=plan.routines(),
        dose=dose,
        doses=sorted({*DOSES, dose.percent}, reverse=True),
        cameras=list_cameras(services),
        camera=preferences.camera,
        model_problem=plan.model_problem(),
        may_type=device_of(request).may("own"),
        **_voice_of_page(services, preferences.speaker == "page"),
    )


def live(request: Request) -> Response:
    """Show the live view."""
    return render_page(request, "live/view.html.jinja", **_voice_of_page(services_of(request), speaks=False))


def _voice_of_page(services: Services, speaks: bool) -> dict[str, Any]:
    """Return how a page speaks, and whether it does so from the beginning."""
    from posecoach.feedback.audio import NOTES

    preferences, (tag, _language) = services.preferences, plan.speech_of(services)
    voice = {"rate": preferences.rate, "volume": preferences.volume, "language": tag, "tones": NOTES}
    return {"voice": voice, "speaks": speaks, "by_computer": preferences.speaker == "computer"}


def report(request: Request) -> Response:
    """Show the report of the last session."""
    path = services_of(request).practice.report(request.path_params["session"])
    if path is None or not path.is_file():
        raise HTTPException(404)
    return FileResponse(path, headers=REPORT_HEADERS)


def cameras(request: Request) -> Response:
    """List the cameras, with those that were plugged in or joined since."""
    return JSONResponse([{"id": one.id, "name": _(one.name)} for one in list_cameras(services_of(request))])


def fetch_model(request: Request) -> Response:
    """Fetch the pose model, because the person asks for it; nothing else here uses the network."""
    from posecoach.vision import weights

    weights.fetch()
    return JSONResponse({})


def preview(request: Request, wanted: plan.CameraRequest) -> Response:
    """Switch a camera on, to see whether it stands well."""
    from posecoach.vision import weights
    from posecoach.web.live.preview import Preview

    services = services_of(request)
    camera = resolve_camera(services, wanted.camera, device_of(request).may("own"))
    mirror, hub = services.preferences.mirror, services.practice
    hub.preview(Preview(camera, plan.devices_of(services), weights.locate(), mirror, hub.broadcast))
    return JSONResponse({})


def end_preview(request: Request) -> Response:
    """Switch the camera off."""
    services_of(request).practice.end_preview()
    return JSONResponse({})


def start(request: Request, wanted: plan.PracticeRequest) -> Response:
    """Begin a session."""
    from posecoach.web.live.session import PageSession

    services = services_of(request)
    hub = services.practice
    camera = resolve_camera(services, wanted.camera, device_of(request).may("own"))
    title, settings = plan.settings_of(services, wanted, camera)
    _tag, language = plan.speech_of(services)
    session = PageSession(title, settings, hub.broadcast, plan.voice_of(services), language)
    hub.practise(session)
    services.recovered = ()  # the first page has said it
    if not wanted.camera.startswith(OFFERED):
        remember_camera(services, wanted.camera)
    return JSONResponse({"session": session.id})


def remember_camera(services: Services, camera: str) -> None:
    """Offer a camera first the next time; the session goes on when that cannot be kept."""
    try:
        change_preferences(services.folder, {"camera": camera})
    except UsageError as error:
        log.warning("the camera is not remembered: %s", error)
