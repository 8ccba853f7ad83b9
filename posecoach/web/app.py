"""The app as a whole: its parts' routes behind the guard."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from posecoach.errors import PosecoachError, explain
from posecoach.translation import _
from posecoach.web import analyses, app_actions, lan, live, phone, screens
from posecoach.web.lan.network import OWN_NAMES
from posecoach.web.pages import render_page
from posecoach.web.routing import page, services_of
from posecoach.web.security.cookies import cookie_of, give_cookie
from posecoach.web.security.guard import HEADERS, Guard
from posecoach.web.security.names import browser_name
from posecoach.web.services import Services

STATIC = Path(__file__).parent / "static"
SHARED = {
    "base.css": ("posecoach.reports", "text/css"),
    "charts.js": ("posecoach.reports", "text/javascript"),
    "progress.css": ("posecoach.reports.progress", "text/css"),
}
"""Files that the app shares with the reports -> their package and type."""
KEEP_S = 3600
"""How long a browser keeps them, in seconds: they change with posecoach only."""


def make_app(services: Services, hosts: Callable[[], frozenset[str]]) -> Starlette:
    """Return the app.

    Parameters
    ----------
    services : Services
        What it is made of.
    hosts : callable
        Returns the names, with port, by which it may be addressed.
    """
    app = Starlette(
        routes=all_routes(),
        middleware=[Middleware(Guard, devices=services.devices, hosts=hosts)],
        exception_handlers={HTTPException: _refused, PosecoachError: _failed, Exception: _failed},
    )
    app.state.services = services
    return app


def all_routes() -> list[BaseRoute]:
    """Return the routes of all parts."""
    parts = (screens.routes(), live.routes(), phone.routes(), analyses.routes(), lan.routes(), app_actions.routes())
    return [
        page("/health", health, "anyone"),
        page("/enter", enter, "anyone"),
        page("/shared/{name}", shared, "anyone"),
        Mount("/static", StaticFiles(directory=STATIC)),  # the app's own files, the same for everybody
        *(route for part in parts for route in part),
    ]


async def health(request: Request) -> Response:
    """Say that the app is there."""
    return PlainTextResponse("posecoach")


def enter(request: Request) -> Response:
    """Make a device known by the one-time token in its address, and leave that address."""
    devices, before = services_of(request).devices, cookie_of(request)
    name = browser_name(request.headers.get("user-agent", ""))
    cookie = devices.redeem(request.query_params.get("token", ""), before, name)
    device = devices.device(cookie or before)  # its own browser may open a used address again
    if not device.known:
        raise HTTPException(401)
    answer = RedirectResponse("/" if device.may("own") else "/join", 303)
    if cookie:
        give_cookie(request, answer, cookie)
    return answer


def shared(request: Request) -> Response:
    """Return a file that the app shares with the reports."""
    try:
        package, kind = SHARED[request.path_params["name"]]
    except KeyError:
        raise HTTPException(404) from None
    text = (files(package) / request.path_params["name"]).read_text("utf-8")
    return Response(text, media_type=kind, headers={"cache-control": f"max-age={KEEP_S}"})


def wants_page(request: Request) -> bool:
    """Whether a browser asks for a page, not a script for data."""
    return "text/html" in request.headers.get("accept", "")


async def _refused(request: Request, error: Exception) -> Response:
    """Answer what is not there or not allowed: a page to people, JSON to scripts."""
    assert isinstance(error, HTTPException)
    if wants_page(request) and _shall_join(request, error.status_code):
        return RedirectResponse("/join", 303)
    if wants_page(request):
        answer = render_page(request, "refused.html.jinja", error.status_code, code=error.status_code)
    else:
        answer = JSONResponse({"problem": _(error.detail)}, error.status_code)
    answer.headers.update(error.headers or {})
    return answer


def _shall_join(request: Request, status: int) -> bool:
    """Whether to show the page for other devices instead: to a stranger in the house, or in place of the first page."""
    stranger = status == 401 and request.url.hostname not in OWN_NAMES
    return stranger or (status == 403 and request.url.path == "/")


async def _failed(request: Request, error: Exception) -> Response:
    """Answer with the sentence of an error."""
    code, sentence = explain(error, on_page=True)
    status = 400 if isinstance(error, PosecoachError) else 500
    if wants_page(request):
        answer = render_page(request, "failed.html.jinja", status, sentence=sentence)
    else:
        answer = JSONResponse({"problem": _(sentence), "code": code}, status)
    answer.headers.update(HEADERS)  # the guard does not see the answer to what nobody expected
    return answer
