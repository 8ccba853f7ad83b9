"""Checks every request before anything else: its host, its origin, and which device sends it."""

from __future__ import annotations

from collections.abc import Callable

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from posecoach.translation import N_, _
from posecoach.web.security.cookies import cookie_of, is_secure
from posecoach.web.security.registry import DeviceRegistry

NOT_ALLOWED = 4403
"""Code with which a WebSocket is closed whose device may not have it, or not any more."""
CONTENT_SECURITY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; "
    "connect-src 'self'; frame-src 'self'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'; "
    "manifest-src 'self'"
)
"""Every page's own files and nothing else; no inline script, no inline style."""
HEADERS = {
    "content-security-policy": CONTENT_SECURITY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(self), microphone=(), geolocation=(), screen-wake-lock=(self), fullscreen=(self)",
    "cache-control": "no-store",
}
"""Of every answer, unless its page sets them itself."""


class Guard:
    """Refuses requests from elsewhere. ASGI middleware.

    Parameters
    ----------
    app : ASGIApp
        What it guards.
    devices : DeviceRegistry
        The known devices.
    hosts : callable
        Returns the names, with port, by which this app may be addressed: another name is DNS rebinding.
    """

    def __init__(self, app: ASGIApp, devices: DeviceRegistry, hosts: Callable[[], frozenset[str]]) -> None:
        self._app, self._devices, self._hosts = app, devices, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        if problem := self._problem(connection):
            refuse = WebSocketClose(NOT_ALLOWED) if scope["type"] == "websocket" else PlainTextResponse(_(problem), 403)
            await refuse(scope, receive, _with_headers(send))
            return
        scope["device"] = self._devices.device(cookie_of(connection))
        await self._app(scope, receive, _with_headers(send))

    def _problem(self, connection: HTTPConnection) -> str:
        """Return why a request is refused, as a sentence; empty = it is not."""
        scope, host = connection.scope, connection.headers.get("host", "")
        if host.lower() not in self._hosts():
            return N_("This name does not belong to posecoach.")
        if scope["type"] == "http" and scope["method"] in ("GET", "HEAD"):
            return ""
        if connection.headers.get("origin", "") != f"{'https' if is_secure(connection) else 'http'}://{host}":
            return N_("This request comes from another page.")
        return ""


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return sending
