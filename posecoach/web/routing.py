"""Routes of the app. Each names the right that a device needs, so none can be open by mistake."""

from __future__ import annotations

import asyncio
import functools
import inspect
import logging
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from posecoach.errors import UsageError
from posecoach.files.reading import parse_json
from posecoach.translation import N_
from posecoach.web.security.bodies import CLOSE, MAX_BODY_BYTES, limited
from posecoach.web.security.devices import ANYONE, Device, Right
from posecoach.web.security.guard import NOT_ALLOWED
from posecoach.web.services import Services

log = logging.getLogger(__name__)

TOO_MANY = 4429
"""Code with which a WebSocket is closed whose device has too many."""
Endpoint = Callable[..., Any]
T = TypeVar("T")


class Body(BaseModel):
    """JSON that a page sends; a field that is not expected is refused."""

    model_config = ConfigDict(extra="forbid")


def services_of(connection: HTTPConnection) -> Services:
    """Return what the app is made of."""
    services: Services = connection.app.state.services
    return services


def device_of(connection: HTTPConnection) -> Device:
    """Return the device that asks."""
    device: Device = connection.scope["device"]
    return device


def page(path: str, endpoint: Endpoint, right: Right) -> Route:
    """Return a route that only shows something. The endpoint may be blocking: it then runs on a thread."""
    return Route(path, _checked(endpoint, right, max_bytes=0), methods=["GET"], name=endpoint.__name__)


def action(
    path: str,
    endpoint: Endpoint,
    right: Right,
    method: str = "POST",
    body: type[BaseModel] | None = None,
    max_bytes: int = MAX_BODY_BYTES,
) -> Route:
    """Return a route that changes something.

    Parameters
    ----------
    path, endpoint, right, method : str, callable, Right, str
        Its address, what answers, the right that it needs, and the method of HTTP.
    body : type or None
        What the request must bring as JSON, which the endpoint takes after the request; None = the endpoint reads the
        body by itself, or needs none.
    max_bytes : int
        A larger body is refused.
    """
    return Route(path, _checked(endpoint, right, max_bytes, body), methods=[method], name=endpoint.__name__)


def stream(path: str, endpoint: Callable[[WebSocket], Any], right: Right) -> WebSocketRoute:
    """Return a WebSocket route; a device without the right is refused before it is accepted."""

    @functools.wraps(endpoint)
    async def checked(socket: WebSocket) -> None:
        if _problem(socket, right):
            await socket.close(NOT_ALLOWED)
        else:
            await _run_stream(socket, endpoint)

    checked.right = right  # type: ignore[attr-defined]
    return WebSocketRoute(path, checked, name=endpoint.__name__)


async def _run_stream(socket: WebSocket, endpoint: Callable[[WebSocket], Any]) -> None:
    """Run a stream's endpoint until it ends, its browser leaves, or its device is forgotten."""
    try:
        await while_known(socket, endpoint(socket))
    except WebSocketDisconnect:
        log.debug("%s: the browser left", socket.url.path)
    except HTTPException as error:
        with suppress(WebSocketDisconnect):
            await socket.close(NOT_ALLOWED if error.status_code == 401 else TOO_MANY)


async def while_known(connection: HTTPConnection, work: Coroutine[Any, Any, T]) -> T:
    """Do what takes long, for as long as its device is known.

    Raises
    ------
    HTTPException
        401 when the device is forgotten meanwhile; 429 when it has too many such works.
    """
    loop, registry = asyncio.get_running_loop(), services_of(connection).devices
    running = loop.create_task(work)
    with registry.streaming(device_of(connection), lambda: loop.call_soon_threadsafe(running.cancel)) as allowed:
        if not allowed:
            running.cancel()
        try:
            return await running
        except asyncio.CancelledError as error:
            if (this := asyncio.current_task()) and this.cancelling():  # the app ends
                raise
            raise HTTPException(401 if allowed else 429, headers=CLOSE) from error


def _checked(
    endpoint: Endpoint, right: Right, max_bytes: int, body: type[BaseModel] | None = None
) -> Callable[[Request], Any]:
    @functools.wraps(endpoint)
    async def checked(request: Request) -> Response:
        if code := _problem(request, right):
            raise HTTPException(code)
        request = Request(request.scope, limited(request.scope, request.receive, max_bytes))
        brought = [await _read(request, body)] if body else []
        if inspect.iscoroutinefunction(endpoint):
            response: Response = await endpoint(request, *brought)
            return response
        return await run_in_threadpool(endpoint, request, *brought)

    checked.right = right  # type: ignore[attr-defined]
    return checked


async def _read(request: Request, kind: type[BaseModel]) -> BaseModel:
    """Return a request's body; raise UsageError when it is none of this kind."""
    try:
        return kind.model_validate(parse_json(await request.body()))
    except ValueError as error:  # pydantic's error is one, too
        raise UsageError(N_("posecoach does not understand this request. Load the page again.")) from error


def _problem(connection: HTTPConnection, right: Right) -> int:
    """Return the status that refuses a device: 401 for a stranger, 403 without the right, 0 = it has it."""
    device = device_of(connection)
    if right == ANYONE or device.may(right):
        return 0
    return 403 if device.known else 401
