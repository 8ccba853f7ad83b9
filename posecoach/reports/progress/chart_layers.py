"""The layers of a chart over time: lines that break at gaps, dots, bars and ticks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from posecoach.reports.html import Point, dot, empty, labelled, svg
from posecoach.reports.progress.time_axis import DAYS, Axis, interval_name
from posecoach.translation import _

WIDTH, HEIGHT = 380, 190
"""Size of a chart in units: at this width letters of 13 units are 12 pixels high on a phone, and three charts fit in a
row on a wide screen."""
AXIS_WIDTH = 320
"""Approximate width of the axis in units."""
DOT_RADIUS = 2.8
"""In units: with three months of days, neighbouring dots just do not touch."""
BAR_CLASSES = {"wide": 24, "middle": 10, "narrow": 5}
"""CSS class -> the least width in units per bar; with less width the class is ``thin``."""
SCALE_STEPS = 4
"""Maximum number of steps of a scale."""

Values = Mapping[date, tuple[float, str]]
"""First day of an interval -> height and label."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One series in pygal's format, None = a gap; `css_class` is its class in the style sheet."""

    css_class: str
    points: Sequence[object]
    dots: bool = True
    stroke: bool = True


def line(axis: Axis, css_class: str, values: Values) -> Layer:
    """Return dots with a line that breaks at gaps."""
    points: list[object] = []
    previous: date | None = None
    for day, point in _dots(axis, values):
        if previous and not axis.joined(previous, day):
            points.append(None)
        points.append(point)
        previous = day
    return Layer(css_class, points)


def dots(axis: Axis, css_class: str, values: Values) -> Layer:
    """Return dots without a line."""
    return Layer(css_class, [point for _, point in _dots(axis, values)], stroke=False)


def bars(axis: Axis, values: Values) -> Layer:
    """Return vertical bars with labels at their top."""
    points = [item for day, point in _dots(axis, values) for item in ((day.toordinal(), 0.0), point, None)]
    bar_width = AXIS_WIDTH * DAYS[axis.unit] / _days(axis)
    return Layer(f"bars {next((name for name, units in BAR_CLASSES.items() if bar_width >= units), 'thin')}", points)


def ticks(axis: Axis, css_class: str, heights: Mapping[date, float]) -> Layer:
    """Return horizontal ticks as wide as an interval, which join where the intervals do."""
    half = DAYS[axis.unit] / 2
    points = [
        item
        for day, height in heights.items()
        for item in ((day.toordinal() - half, height), (day.toordinal() + half, height), None)
    ]
    return Layer(css_class, points, dots=False)


def limit(axis: Axis, css_class: str, height: float) -> Layer:
    """Return a horizontal line across the whole chart."""
    return Layer(css_class, [(end, height) for end in _ends(axis)], dots=False)


def scale(highest: float) -> list[float]:
    """Return a few round heights, from 0 to the first one at or above `highest`."""
    step = next(
        step for power in range(-1, 9) for step in (k * 10.0**power for k in (1, 2, 5)) if highest <= SCALE_STEPS * step
    )
    return [step * i for i in range(SCALE_STEPS + 1) if step * (i - 1) < highest]


def draw(
    axis: Axis, label: str, layers: Iterable[Layer], levels: Sequence[tuple[float, str]], floor: float = 0.0
) -> Markup:
    """Draw layers, the first one at the bottom.

    Parameters
    ----------
    axis : Axis
        The time axis.
    label : str
        Text for screen readers.
    layers : iterable of Layer
        The series; empty ones are skipped.
    levels : sequence of float and str
        Heights with their labels at the side, from the lowest to the highest.
    floor : float
        Lowest height of the chart.
    """
    ceiling = levels[-1][0] + 0.04 * (levels[-1][0] - floor)
    chart = empty(
        WIDTH,
        HEIGHT,
        range=(floor, ceiling),
        xrange=_ends(axis),
        y_labels=[{"value": height, "label": _(text)} for height, text in levels],
        x_labels=[{"value": day.toordinal(), "label": _(text)} for day, text in axis.labels()],
        truncate_label=-1,
        margin_right=24,
    )
    drawn = [layer for layer in layers if layer.points]
    for layer in drawn:
        chart.add("", layer.points, show_dots=layer.dots, stroke=layer.stroke, dots_size=DOT_RADIUS)
    return svg(chart, label, "trend", [layer.css_class for layer in drawn])


def _dots(axis: Axis, values: Values) -> Iterable[tuple[date, object]]:
    for day, (height, label) in values.items():
        yield day, dot(Point(day.toordinal(), height, labelled(interval_name(axis.unit, day), label)))


def _days(axis: Axis) -> float:
    return axis.last.toordinal() - axis.first.toordinal() + DAYS[axis.unit]


def _ends(axis: Axis) -> tuple[float, float]:
    half = DAYS[axis.unit] / 2
    return axis.first.toordinal() - half, axis.last.toordinal() + half
