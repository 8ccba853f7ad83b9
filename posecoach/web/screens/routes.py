"""The routes of home, progress, exercises and settings."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from posecoach.web.pages import render_page
from posecoach.web.routing import page


def routes() -> list[BaseRoute]:
    """Return the routes of this part."""
    return [page("/", home, "own")]


def home(request: Request) -> Response:
    """Show the first page."""
    return render_page(request, "home.html.jinja")
