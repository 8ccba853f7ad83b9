"""The charts, as static SVG without script: drawn by pygal, coloured by the page's own style sheet.

pygal is small (pure Python, no script needed); a point's words are an SVG title, which browsers show on hovering.
"""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

import pygal
from markupsafe import Markup
from pygal.style import Style

from posecoach.core.exercise import Band

# On import pygal puts a finder for its map plugins into Python's import machinery, in a form that Python 3.11 warns of
# at every later import and 3.12 does not know any more. We draw no maps.
sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__module__ != pygal.__name__]

WIDTH = 760
"""Units of a chart; with `FONT` the smallest width it can be read at is about 560 pixels, below which it scrolls."""
FONT = 13
HOVERS_MAX = 150
"""Points of a curve that tell their value: a fingertip apart on a phone."""
_DIGITS = re.compile(r"(\.\d)\d+")


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a chart with its words; `value` is the height or the number of a lane."""

    t: float
    value: float
    words: str


@dataclass(frozen=True, slots=True)
class Curve:
    """A measure over time: NaN where it is unseen; `tops` are marked."""

    title: str
    unit: str
    band: Band
    points: Sequence[Point]
    tops: Sequence[Point]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time (s) with its words."""

    start_s: float
    end_s: float
    words: str


@dataclass(frozen=True, slots=True)
class Lane:
    """Spans of one kind under one name; `look` is one of ``good``, ``fix``, ``unseen``."""

    name: str
    look: str
    spans: Sequence[Span]


def plot(curve: Curve) -> Markup:
    """Draw a measure over time with its target band."""
    known = [point for point in (*curve.points, *curve.tops) if not math.isnan(point.value)]
    ends = [end for end in (curve.band.low, curve.band.high) if math.isfinite(end)]
    low, high = min([*ends, *(p.value for p in known)]), max([*ends, *(p.value for p in known)])
    room = 0.08 * max(high - low, 1.0)
    low, high = low - room, high + room
    start_s, end_s = curve.points[0].t, curve.points[-1].t
    chart = _chart(280, range=(low, high), xrange=(start_s, end_s), y_title={"deg": "degrees", "cm": "cm"}[curve.unit])
    floor, roof = max(low, curve.band.low), min(high, curve.band.high)
    corners = [(start_s, floor), (end_s, floor), (end_s, roof), (start_s, roof)] if ends else []
    chart.add("", corners, fill=True, show_dots=False)
    chart.add("", [(p.t, None if math.isnan(p.value) else p.value) for p in curve.points], show_dots=False)
    step = math.ceil(len(known) / HOVERS_MAX)
    chart.add("", [_dot(point) for point in known[::step]], stroke=False, dots_size=5)
    chart.add("", [_dot(point) for point in curve.tops], stroke=False, dots_size=5)
    return _svg(chart, f"{curve.title} over time", "plot-chart")


def time_line(lanes: Sequence[Lane], duration_s: float) -> Markup:
    """Draw spans of time, a lane for each kind."""
    rows = range(len(lanes), 0, -1)
    names = [{"label": lane.name, "value": row} for lane, row in zip(lanes, rows, strict=True)]
    chart = _chart(
        90 + 34 * len(lanes), range=(0.4, len(lanes) + 0.6), xrange=(0, duration_s), y_labels=names, truncate_label=-1
    )
    for lane, row in zip(lanes, rows, strict=True):
        chart.add("", [point for span in lane.spans for point in _bar(span, row)], dots_size=4.5)
    looks = [lane.look for lane in lanes]
    return _svg(chart, "Time line of holds and faults", "time-line", looks)


def _chart(height: int, **options: Any) -> pygal.XY:
    return pygal.XY(
        width=WIDTH,
        height=height,
        css=(),
        js=(),
        style=Style(label_font_size=FONT, major_label_font_size=FONT, title_font_size=FONT),
        show_legend=False,
        allow_interruptions=True,
        disable_xml_declaration=True,
        x_title="seconds",
        x_value_formatter=lambda t: f"{t:g}",
        margin=6,
        no_data_text="",
        **options,
    )


def _dot(point: Point) -> dict[str, object]:
    return {"value": (point.t, point.value), "label": point.words}


def _bar(span: Span, row: int) -> list[dict[str, object] | None]:
    """Return a bar's points, the middle too, since it is the points that tell the words; then a gap."""
    places = (span.start_s, (span.start_s + span.end_s) / 2, span.end_s)
    return [*(_dot(Point(t, row, span.words)) for t in places), None]


def _svg(chart: pygal.XY, label: str, kind: str, looks: Sequence[str] = ()) -> Markup:
    """Render without style, script and identity of its own, so that one page may hold several."""

    def tidy(root: Element) -> Element:
        root.attrib.update({"class": kind, "role": "img", "aria-label": label})
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
    """Add a lane's look to the classes of its series."""
    match = re.search(r"\bserie-(\d+)", node.get("class") or "")
    if match and looks:
        node.set("class", f"{node.get('class')} {looks[int(match[1])]}")
