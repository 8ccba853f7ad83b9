"""The cookie by which a browser is known.

A browser sends it to every port of this machine's address. Over HTTPS it has another name, whose prefix lets no page
that came unencrypted replace it.
"""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection, cookie_parser
from starlette.responses import Response

from posecoach.web.security.registry import KNOWN_S

COOKIE = "posecoach"
SECURE_COOKIE = "__Host-posecoach"


def cookie_of(headers: Headers, secure: bool) -> str | None:
    """Return a request's cookie; a device that joined without HTTPS is known with it, too."""
    found = cookie_parser(headers.get("cookie", ""))
    return (found.get(SECURE_COOKIE) if secure else None) or found.get(COOKIE)


def give_cookie(connection: HTTPConnection, answer: Response, cookie: str) -> None:
    """Let an answer make its browser known."""
    secure = connection.url.scheme == "https"
    name = SECURE_COOKIE if secure else COOKIE
    answer.set_cookie(name, cookie, max_age=KNOWN_S, httponly=True, samesite="strict", secure=secure)
