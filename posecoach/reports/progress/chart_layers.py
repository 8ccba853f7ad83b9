"""How a chart over the days is drawn: lines that break at gaps, marks, bars and ticks, one over the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from posecoach.reports.html import Point, dot, empty, svg
from posecoach.reports.progress.time_axis import DAYS, Axis, name

WIDTH, HEIGHT = 380, 190
"""Units of a chart: at this width letters of 13 units are 12 pixels high on a phone, and three stand in a row."""
ROOM = 320
"""Units of it that the axis takes, about."""
DOT = 2.8
"""Radius of a dot; those of neighbouring days just do not touch when there are three months of them."""
BARS = {"wide": 24, "middle": 10, "narrow": 5}
"""Looks of bars by the units that there must be for each; else they are thin."""
STEPS = 4
"""Steps of a scale, at most."""

Values = Mapping[date, tuple[float, str]]
"""Heights with their words, by the beginning of their stretch of time."""


@dataclass(frozen=True, slots=True)
class Layer:
    """Points as pygal takes them, None = a gap; `look` is their class in the style sheet."""

    look: str
    points: Sequence[object]
    dots: bool = True
    stroke: bool = True


def line(axis: Axis, look: str, values: Values) -> Layer:
    """Return dots, joined where no gap lies between them."""
    points: list[object] = []
    earlier: date | None = None
    for day, point in _dots(axis, values):
        if earlier and not axis.joined(earlier, day):
            points.append(None)
        points.append(point)
        earlier = day
    return Layer(look, points)


def marks(axis: Axis, look: str, values: Values) -> Layer:
    """Return single dots."""
    return Layer(look, [point for _, point in _dots(axis, values)], stroke=False)


def bars(axis: Axis, values: Values) -> Layer:
    """Return upright bars, with their words at the top."""
    points = [one for day, point in _dots(axis, values) for one in ((day.toordinal(), 0.0), point, None)]
    slot = ROOM * DAYS[axis.unit] / _days(axis)
    return Layer(f"bars {next((look for look, units in BARS.items() if slot >= units), 'thin')}", points)


def ticks(axis: Axis, look: str, heights: Mapping[date, float]) -> Layer:
    """Return level ticks, as wide as a stretch, which join where the stretches do."""
    half = DAYS[axis.unit] / 2
    points = [
        one
        for day, height in heights.items()
        for one in ((day.toordinal() - half, height), (day.toordinal() + half, height), None)
    ]
    return Layer(look, points, dots=False)


def limit(axis: Axis, look: str, height: float) -> Layer:
    """Return a level line across the whole chart."""
    return Layer(look, [(end, height) for end in _ends(axis)], dots=False)


def scale(highest: float) -> list[float]:
    """Return round heights from 0 to the first at or above `highest`, a few."""
    step = next(
        step for power in range(-1, 9) for step in (k * 10.0**power for k in (1, 2, 5)) if highest <= STEPS * step
    )
    return [step * i for i in range(STEPS + 1) if step * (i - 1) < highest]


def draw(
    axis: Axis, label: str, layers: Iterable[Layer], levels: Sequence[tuple[float, str]], floor: float = 0.0
) -> Markup:
    """Draw layers over each other, the first one lowest.

    Parameters
    ----------
    axis : Axis
        The time shown.
    label : str
        What is told to those who cannot see it.
    layers : iterable of Layer
        What is drawn; empty ones are left out.
    levels : sequence of float and str
        Heights that are named at the side, from the lowest to the highest.
    floor : float
        Where the chart begins.
    """
    roof = levels[-1][0] + 0.04 * (levels[-1][0] - floor)
    chart = empty(
        WIDTH,
        HEIGHT,
        range=(floor, roof),
        xrange=_ends(axis),
        y_labels=[{"value": height, "label": words} for height, words in levels],
        x_labels=[{"value": day.toordinal(), "label": words} for day, words in axis.labels()],
        truncate_label=-1,
        margin_right=24,
    )
    drawn = [layer for layer in layers if layer.points]
    for layer in drawn:
        chart.add("", layer.points, show_dots=layer.dots, stroke=layer.stroke, dots_size=DOT)
    return svg(chart, label, "trend", [layer.look for layer in drawn])


def _dots(axis: Axis, values: Values) -> Iterable[tuple[date, object]]:
    for day, (height, words) in values.items():
        yield day, dot(Point(day.toordinal(), height, f"{name(axis.unit, day)}: {words}"))


def _days(axis: Axis) -> float:
    return axis.last.toordinal() - axis.first.toordinal() + DAYS[axis.unit]


def _ends(axis: Axis) -> tuple[float, float]:
    half = DAYS[axis.unit] / 2
    return axis.first.toordinal() - half, axis.last.toordinal() + half
