"""Shared by all pages: template, style, charts as static SVG, and the script that makes them answer."""

from __future__ import annotations

import base64
import hashlib
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

from jinja2 import BaseLoader, ChoiceLoader, DictLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from posecoach.translation import N_, Joined, _, chosen, joined, translated, translated_plural

# isort: split
import pygal
from pygal.style import Style

# pygal's import adds a finder for its map plugins to Python's import system. Python 3.11 warns of it at each later
# import, so pygal comes last; Python 3.12 does not support it. We draw no maps.
sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__module__ != pygal.__name__]

FONT_SIZE = 13
"""Height of letters in units of a chart."""
_DIGITS = re.compile(r"(\.\d)\d+")

PIECES = 100
"""Pieces of a template that make one part of a page: about 40 kB. A page of many attempts has megabytes."""


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a chart with its label; `value` is the height or the number of a lane."""

    t: float
    value: float
    label: str


def labelled(when: str, what: str) -> Joined:
    """Return the label of a point; ``charts.js`` writes what stands before the first colon above the rest."""
    return joined((when, what), N_(": "))


def empty(width: int, height: int, **options: Any) -> pygal.XY:
    """Return a chart without series; width and height are in units, `options` are those of pygal."""
    return pygal.XY(
        width=width,
        height=height,
        css=(),
        js=(),
        style=Style(label_font_size=FONT_SIZE, major_label_font_size=FONT_SIZE, title_font_size=FONT_SIZE),
        show_legend=False,
        allow_interruptions=True,
        disable_xml_declaration=True,
        margin=6,
        no_data_text="",
        **options,
    )


def dot(point: Point) -> dict[str, object]:
    """Return a point in pygal's format."""
    return {"value": (point.t, point.value), "label": _(point.label)}


def bar(start: float, end: float, value: float, label: str) -> list[dict[str, object] | None]:
    """Return the points of a horizontal bar, including its middle, because only points have labels; then a gap."""
    return [*(dot(Point(t, value, label)) for t in (start, (start + end) / 2, end)), None]


def svg(chart: pygal.XY, label: str, kind: str, css_classes: Sequence[str] = ()) -> Markup:
    """Render a chart without its own style, script and id, so that a page can contain several.

    Parameters
    ----------
    chart : pygal.XY
        The chart with its series.
    label : str
        Text for screen readers.
    kind : str
        CSS class of the chart, in addition to ``chart``.
    css_classes : sequence of str
        CSS classes of the series, in order.
    """

    def tidy(root: Element) -> Element:
        named = {"aria-label": _(label), "aria-roledescription": _(N_("chart"))}
        root.attrib.update({"class": f"chart {kind}", "role": "img"} | named)
        del root.attrib["id"]
        for parent in list(root.iter()):
            for child in list(parent):
                if _is_superfluous(child):
                    parent.remove(child)
        for node in root.iter():
            if node.get("class") == "dots":
                _add_title(node)
            _add_class(node, css_classes)
            for name in ("d", "cx", "cy", "x", "y"):
                if name in node.attrib:
                    node.set(name, _DIGITS.sub(r"\1", node.attrib[name]))
        return root

    chart.add_xml_filter(tidy)
    return Markup(chart.render(is_unicode=True))  # the XML writer has escaped its texts


def _is_superfluous(child: Element) -> bool:
    """Whether a node is a comment, serves pygal's script or style, or is a title, which repeats a label or a number."""
    if not isinstance(child.tag, str):
        return True
    tag = child.tag.rpartition("}")[2]
    classes = (child.get("class") or "").split()
    return tag in ("defs", "script", "style", "title") or "tooltip-overlay" in classes


def _add_title(dots: Element) -> None:
    """Turn a dot's label into a title, which browsers show without a script."""
    for child in list(dots):
        if child.tag.endswith("desc") and child.get("class") == "label":
            child.tag = child.tag.removesuffix("desc") + "title"
            del child.attrib["class"]
        elif child.tag.endswith("desc"):
            dots.remove(child)


def _add_class(node: Element, css_classes: Sequence[str]) -> None:
    """Add its CSS class to a series."""
    match = re.search(r"\bserie-(\d+)", node.get("class") or "")
    if match and css_classes:
        node.set("class", f"{node.get('class')} {css_classes[int(match[1])]}")


def render(package: str, name: str, **values: object) -> str:
    """Render a page; parameters and content as of `render_parts`."""
    return "".join(render_parts(package, name, **values))


def render_parts(package: str, name: str, **values: object) -> Iterator[str]:
    """Render a page that extends ``base.html.jinja``, part by part; all texts are escaped.

    Parameters
    ----------
    package : str
        Package with the page's own files.
    name : str
        Name of its template and style sheet, without suffix; its style comes after the common one.
    values : object
        Values for the template.

    Returns
    -------
    iterator of str
        An HTML page, whose security policy allows only its own style and ``charts.js``.
    """
    pages = _environment(PackageLoader(package, ""), PackageLoader(__package__, ""))
    style = "".join(_source(pages, file) for file in ("base.css", f"{name}.css"))
    script = _source(pages, "charts.js")
    parts = pages.get_template(f"{name}.html.jinja").stream(
        style=Markup(style),  # our own files, which must not be escaped
        style_hash=_hash(style),
        script=Markup(script),
        script_hash=_hash(script),
        **values,
    )
    parts.enable_buffering(PIECES)
    return parts


def render_content(package: str, name: str, **values: object) -> Markup:
    """Render only the block ``content`` of a page, to be shown within another page; parameters as in `render`."""
    frame = DictLoader({"base.html.jinja": "{% block content %}{% endblock %}"})
    return Markup(_environment(PackageLoader(package, ""), frame).get_template(f"{name}.html.jinja").render(**values))


def _environment(*loaders: BaseLoader) -> Environment:
    pages = Environment(
        loader=ChoiceLoader(loaders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.globals |= {"_": translated, "N_": N_, "plural": translated_plural, "language": chosen().code}
    return pages


def _hash(text: str) -> str:
    """Return the name of a text in a security policy."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _source(pages: Environment, file: str) -> str:
    assert pages.loader is not None
    return pages.loader.get_source(pages, file)[0].replace("\r\n", "\n")  # as browsers do before they check its hash
