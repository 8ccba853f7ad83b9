"""What every page shares: template, style, and charts as static SVG."""

from __future__ import annotations

import base64
import hashlib
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

import jinja2  # before pygal, see below
import pygal
from markupsafe import Markup
from pygal.style import Style

# On import pygal puts a finder for its map plugins into Python's import machinery, in a form that Python 3.11 warns of
# at every later import and 3.12 does not know any more. We draw no maps.
sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__module__ != pygal.__name__]

FONT = 13
"""Height of the letters in units of a chart."""
_DIGITS = re.compile(r"(\.\d)\d+")


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a chart with its words; `value` is the height or the number of a lane."""

    t: float
    value: float
    words: str


def empty(width: int, height: int, **options: Any) -> pygal.XY:
    """Return a chart without series, of a width and height in units; `options` are pygal's."""
    return pygal.XY(
        width=width,
        height=height,
        css=(),
        js=(),
        style=Style(label_font_size=FONT, major_label_font_size=FONT, title_font_size=FONT),
        show_legend=False,
        allow_interruptions=True,
        disable_xml_declaration=True,
        margin=6,
        no_data_text="",
        **options,
    )


def dot(point: Point) -> dict[str, object]:
    """Return a point as pygal takes it."""
    return {"value": (point.t, point.value), "label": point.words}


def bar(start: float, end: float, value: float, words: str) -> list[dict[str, object] | None]:
    """Return a level bar's points, the middle too, since it is the points that tell the words; then a gap."""
    return [*(dot(Point(t, value, words)) for t in (start, (start + end) / 2, end)), None]


def svg(chart: pygal.XY, label: str, kind: str, looks: Sequence[str] = ()) -> Markup:
    """Render without style, script and identity of its own, so that one page may hold several.

    Parameters
    ----------
    chart : pygal.XY
        With its series.
    label : str
        What is told to those who cannot see it.
    kind : str
        Its class, beside ``chart``.
    looks : sequence of str
        Classes of its series, in order.
    """

    def tidy(root: Element) -> Element:
        root.attrib.update({"class": f"chart {kind}", "role": "img", "aria-label": label})
        del root.attrib["id"]
        for parent in list(root.iter()):
            for child in list(parent):
                if _is_left_out(child, parent is root):
                    parent.remove(child)
                elif child.get("class") == "dots":
                    _title(child)
            _name_look(parent, looks)
            for name in ("d", "cx", "cy", "x", "y"):
                if name in parent.attrib:
                    parent.set(name, _DIGITS.sub(r"\1", parent.attrib[name]))
        return root

    chart.add_xml_filter(tidy)
    return Markup(chart.render(is_unicode=True))  # of numbers and words, which the XML writer has escaped


def _is_left_out(child: Element, of_root: bool) -> bool:
    """Whether a node is a comment, or made for pygal's own script and style, or only repeats a label."""
    if not isinstance(child.tag, str):
        return True
    tag = child.tag.rpartition("}")[2]
    classes = (child.get("class") or "").split()
    return tag in ("defs", "script", "style") or "tooltip-overlay" in classes or (tag == "title" and of_root)


def _title(dots: Element) -> None:
    """Let a dot tell its words by a title, which needs no script."""
    for child in list(dots):
        if child.tag.endswith("desc") and child.get("class") == "label":
            child.tag = child.tag.removesuffix("desc") + "title"
            del child.attrib["class"]
        elif child.tag.endswith("desc"):
            dots.remove(child)


def _name_look(node: Element, looks: Sequence[str]) -> None:
    """Add its look to the classes of a series."""
    match = re.search(r"\bserie-(\d+)", node.get("class") or "")
    if match and looks:
        node.set("class", f"{node.get('class')} {looks[int(match[1])]}")


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
    pages = jinja2.Environment(
        loader=jinja2.ChoiceLoader([jinja2.PackageLoader(package, ""), jinja2.PackageLoader(__package__, "")]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = "".join(_source(pages, file) for file in ("base.css", f"{name}.css"))
    return pages.get_template(f"{name}.html.jinja").render(
        style=Markup(style),  # our own files: they are not escaped
        style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        **values,
    )


def _source(pages: jinja2.Environment, file: str) -> str:
    assert pages.loader is not None
    return pages.loader.get_source(pages, file)[0]
