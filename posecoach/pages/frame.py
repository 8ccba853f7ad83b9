"""From a template and its values to a page in one file that opens from disk and asks nothing of any network."""

from __future__ import annotations

import base64
import hashlib

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup


def render(package: str, name: str, **values: object) -> str:
    """Fill in a page that extends ``base.html.jinja``; every text is escaped.

    Parameters
    ----------
    package : str
        Where the page's own files are.
    name : str
        Of its template and its style, without their endings; the style follows on the common one.
    values : object
        What the template shows.

    Returns
    -------
    str
        An HTML page without script, whose policy allows its own style and nothing else.
    """
    pages = Environment(
        loader=ChoiceLoader([PackageLoader(package, ""), PackageLoader(__package__, "")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = "".join(_source(pages, file) for file in ("base.css", f"{name}.css"))
    return pages.get_template(f"{name}.html.jinja").render(
        style=Markup(style),  # our own files: they are not escaped
        style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        **values,
    )


def _source(pages: Environment, file: str) -> str:
    assert pages.loader is not None
    return pages.loader.get_source(pages, file)[0]
