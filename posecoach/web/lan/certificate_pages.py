"""The pages by which a phone comes to trust this computer's HTTPS, which its browser demands before it films."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from posecoach.web.pages import render_page
from posecoach.web.routing import services_of
from posecoach.web.security.guard import CONTENT_SECURITY

CERTIFICATE = "application/x-x509-ca-cert"


def how_to_trust(request: Request) -> Response:
    """Show in pictures how a phone trusts this computer, or goes on when it does already."""
    house, host = services_of(request).house, request.url.hostname
    network = house.network
    elsewhere = host in network.names.union(network.addresses)
    secure = f"https://{host}:{network.secure_port}" if elsewhere and house.authority else ""
    fingerprint = house.authority.fingerprint if house.authority else ""
    answer = render_page(request, "lan/ca.html.jinja", secure=secure, fingerprint=fingerprint)
    if secure:  # the page may try whether HTTPS works
        allowed = f"connect-src 'self' {secure}"
        answer.headers["content-security-policy"] = CONTENT_SECURITY.replace("connect-src 'self'", allowed)
    return answer


async def works(request: Request) -> Response:
    """Say to the page above, which came unencrypted, that HTTPS works."""
    return PlainTextResponse("It works.", headers={"cross-origin-resource-policy": "cross-origin"})


def certificate(request: Request) -> Response:
    """Return the authority's certificate: iOS shows it as a profile, Android saves it as a file."""
    authority = services_of(request).house.authority
    if authority is None:
        raise HTTPException(404)
    headers = {"content-disposition": "attachment"} if request.url.path.endswith(".crt") else {}
    return Response(authority.der, media_type=CERTIFICATE, headers=headers)
