"""The pages' templates, and what every page shows."""

from __future__ import annotations

import re
from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from posecoach._version import __version__
from posecoach.translation import N_, chosen, translated, translated_plural
from posecoach.web.routing import device_of
from posecoach.web.words import words_of_scripts

NAVIGATION = (
    ("/", N_("Home")),
    ("/practise", N_("Practise")),
    ("/analyses", N_("Analyse")),
    ("/progress", N_("Progress")),
    ("/exercises", N_("Exercises")),
    ("/settings", N_("Settings")),
)
"""Path and name of the main pages, as the owner sees them."""
REPORT_HEADERS = {
    "content-security-policy": (
        "sandbox allow-scripts; default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
        "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    ),
    "cross-origin-opener-policy": "unsafe-none",  # browsers show no page that is both on its own and in a sandbox
}
"""Of a report: an origin of its own, so that it reaches nothing of the app. The report's own policy is tighter still:
it names the one style and the one script that it has."""


@lru_cache(maxsize=1)
def _templates() -> Environment:
    pages = Environment(
        loader=PackageLoader("posecoach.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.globals |= {"_": translated, "plural": translated_plural}
    pages.filters["tagged"] = tagged
    return pages


def tagged(text: str, tag: str, /, **attributes: str) -> Markup:
    """Return a text in which what stands in brackets is an element of HTML, such as a link; all else is escaped.

    >>> tagged("Do [this] & that", "a", href="/x")
    Markup('Do <a href="/x">this</a> &amp; that')
    """
    named = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
    return Markup(re.sub(r"\[(.*?)\]", rf"<{tag}{named}>\1</{tag}>", str(escape(text))))


def render_page(request: Request, template: str, status: int = 200, **values: object) -> Response:
    """Render a page that extends ``base.html.jinja``; all texts are escaped."""
    device = device_of(request)
    text = (
        _templates()
        .get_template(template)
        .render(
            path=request.url.path,
            navigation=NAVIGATION if device.may("own") else (),
            device=device,
            version=__version__,
            language=chosen().code,
            words=words_of_scripts(),
            **values,
        )
    )
    return HTMLResponse(text, status)
