"""Pages of a phone that is a camera, and its WebSocket."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from posecoach.web.pages import render_page
from posecoach.web.phone.socket import phone_socket
from posecoach.web.routing import page, stream


def routes() -> list[BaseRoute]:
    """Return the routes of this part."""
    return [page("/phone", phone, "camera"), stream("/phone/socket", phone_socket, "camera")]


def phone(request: Request) -> Response:
    """Show the page that makes a phone the camera, with where each exercise wants it."""
    from posecoach.exercises.registry import EXERCISES

    places = [(exercise.title, exercise.prescription.camera) for exercise in EXERCISES.values()]
    return render_page(request, "phone/camera.html.jinja", places=places)
