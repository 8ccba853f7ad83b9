"""The report's charts: a measure over time, and a time line of holds and faults."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pygal
from markupsafe import Markup

from posecoach.core.exercise.bands import Band
from posecoach.pages.svg import Point, bar, dot, empty, svg

WIDTH = 760
"""Units of a chart: with letters of 13 units the smallest width it can be read at is about 560 pixels, below which it
scrolls."""
HOVERS_MAX = 150
"""Points of a curve that tell their value: a fingertip apart on a phone."""


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
    chart.add("", [dot(point) for point in known[::step]], stroke=False, dots_size=5)
    chart.add("", [dot(point) for point in curve.tops], stroke=False, dots_size=5)
    return svg(chart, f"{curve.title} over time", "plot-chart")


def time_line(lanes: Sequence[Lane], duration_s: float) -> Markup:
    """Draw spans of time, a lane for each kind."""
    rows = range(len(lanes), 0, -1)
    names = [{"label": lane.name, "value": row} for lane, row in zip(lanes, rows, strict=True)]
    chart = _chart(
        90 + 34 * len(lanes), range=(0.4, len(lanes) + 0.6), xrange=(0, duration_s), y_labels=names, truncate_label=-1
    )
    for lane, row in zip(lanes, rows, strict=True):
        chart.add(
            "",
            [point for span in lane.spans for point in bar(span.start_s, span.end_s, row, span.words)],
            dots_size=4.5,
        )
    looks = [lane.look for lane in lanes]
    return svg(chart, "Time line of holds and faults", "time-line", looks)


def _chart(height: int, **options: Any) -> pygal.XY:
    return empty(WIDTH, height, x_title="seconds", x_value_formatter=lambda t: f"{t:g}", **options)
