"""The cookie by which a browser is known.

A browser sends it to every port of this machine's address. Over HTTPS it has another name, whose prefix lets no page
that came unencrypted replace it.
"""

from __future__ import annotations

from starlette.requests import HTTPConnection
from starlette.responses import Response

from posecoach.web.security.registry import KNOWN_S

COOKIE = "posecoach"
SECURE_COOKIE = "__Host-posecoach"


def is_secure(connection: HTTPConnection) -> bool:
    """Whether a request comes over HTTPS."""
    return connection.scope["scheme"] in ("https", "wss")


def cookie_of(connection: HTTPConnection) -> str | None:
    """Return a request's cookie; a device that joined without HTTPS is known with it, too."""
    found = connection.cookies
    return (found.get(SECURE_COOKIE) if is_secure(connection) else None) or found.get(COOKIE)


def give_cookie(connection: HTTPConnection, answer: Response, cookie: str) -> None:
    """Let an answer make its browser known."""
    secure = is_secure(connection)
    name = SECURE_COOKIE if secure else COOKIE
    answer.set_cookie(name, cookie, max_age=KNOWN_S, httponly=True, samesite="strict", secure=secure)
