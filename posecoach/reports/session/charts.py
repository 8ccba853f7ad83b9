"""The charts of a report: a time line of all attempts, and curves of the deciding measures."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
import pygal
from markupsafe import Markup

from posecoach.core.exercise.bands import Band, band_text
from posecoach.core.exercise.measures import find_measure, without_side
from posecoach.core.judging.events import Rep
from posecoach.languages import CM_PER_INCH
from posecoach.reports.html import Point, bar, dot, empty, labelled, svg
from posecoach.reports.session import wording
from posecoach.reports.session.attempts import Attempt, thin_points
from posecoach.translation import N_, _, chosen

WIDTH = 760
"""Width of a chart in its own units: letters are 13 units high, so it is readable down to about 560 pixels; below that
it scrolls."""
UNIT_NAMES = {"deg": N_("degrees"), "cm": N_("cm"), "inch": N_("inches")}
"""Unit -> the title of its axis."""
SIGNIFICANT = ".10g"
"""Format of the numbers beside an axis: digits enough for any number of the scale, and no zeros at its end."""
HOVERS_MAX = 150
"""Most points of a curve that show their value: a fingertip apart on a phone."""


@dataclass(frozen=True, slots=True)
class Curve:
    """A measure over time, NaN where unseen; `tops` are the marked tops of the attempts."""

    title: str
    unit: str
    band: Band
    points: Sequence[Point]
    tops: Sequence[Point]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time (s) with its text."""

    start_s: float
    end_s: float
    text: str


@dataclass(frozen=True, slots=True)
class Lane:
    """Spans of one kind in one row; `status` is one of ``good``, ``fix``, ``unseen``."""

    name: str
    status: str
    spans: Sequence[Span]


def draw_plot(curve: Curve) -> Markup:
    """Draw a measure over time with its target band."""
    curve = _in_inches(curve) if curve.unit == "cm" and chosen().imperial else curve
    known = [point for point in (*curve.points, *curve.tops) if not math.isnan(point.value)]
    ends = [end for end in (curve.band.low, curve.band.high) if math.isfinite(end)]
    low, high = min([*ends, *(p.value for p in known)]), max([*ends, *(p.value for p in known)])
    margin = 0.08 * max(high - low, 1.0)
    low, high = low - margin, high + margin
    start_s, end_s = curve.points[0].t, curve.points[-1].t
    chart = _chart(280, range=(low, high), xrange=(start_s, end_s), y_title=_(UNIT_NAMES[curve.unit]))
    bottom, top = max(low, curve.band.low), min(high, curve.band.high)
    corners = [(start_s, bottom), (end_s, bottom), (end_s, top), (start_s, top)] if ends else []
    chart.add("", corners, fill=True, show_dots=False)
    chart.add("", [(p.t, None if math.isnan(p.value) else p.value) for p in curve.points], show_dots=False)
    step = math.ceil(len(known) / HOVERS_MAX)
    chart.add("", [dot(point) for point in known[::step]], stroke=False, dots_size=5)
    chart.add("", [dot(point) for point in curve.tops], stroke=False, dots_size=5)
    return svg(chart, N_("{measure} over time", measure=curve.title), "plot-chart")


def _in_inches(curve: Curve) -> Curve:
    """Convert the heights of a curve; its labels are in inches already."""
    band = Band(curve.band.low / CM_PER_INCH, curve.band.high / CM_PER_INCH)
    points, tops = (
        [replace(point, value=point.value / CM_PER_INCH) for point in some] for some in (curve.points, curve.tops)
    )
    return replace(curve, unit="inch", band=band, points=points, tops=tops)


def draw_time_line(lanes: Sequence[Lane], duration_s: float) -> Markup:
    """Draw spans of time, one lane per kind."""
    rows = range(len(lanes), 0, -1)
    names = [{"label": _(lane.name), "value": row} for lane, row in zip(lanes, rows, strict=True)]
    chart = _chart(
        90 + 34 * len(lanes), range=(0.4, len(lanes) + 0.6), xrange=(0, duration_s), y_labels=names, truncate_label=-1
    )
    for lane, row in zip(lanes, rows, strict=True):
        chart.add(
            "",
            [point for span in lane.spans for point in bar(span.start_s, span.end_s, row, span.text)],
            dots_size=4.5,
        )
    statuses = [lane.status for lane in lanes]
    return svg(chart, N_("Time line of holds and faults"), "time-line", statuses)


def _chart(height: int, **options: Any) -> pygal.XY:
    number = chosen().number
    return empty(
        WIDTH,
        height,
        x_title=_(N_("seconds")),
        x_value_formatter=lambda t: number(t, "g"),
        value_formatter=lambda value: number(value, SIGNIFICANT),
        **options,
    )


PLOTS_MAX = 2
"""Most plots of an exercise: the measure with the most faults, and the one on the screen while nothing is wrong."""
HOLD_NAMES = {
    # TRANSLATORS: rows of a time line: parts of the time in which the pose was held
    "good": N_("held, no fault seen"),
    "unseen": N_("held, not all seen"),
    "fix": N_("held with a fault"),
}


@dataclass(frozen=True, slots=True)
class CaptionedPlot:
    """A plot with its title and target."""

    title: str
    target: str
    chart: Markup


def time_line_lanes(reps: Sequence[Rep]) -> Iterator[Lane]:
    """Return the lanes of the time line: the holds by how they went, then each fault."""
    pieces = [piece for rep in reps for piece in _pieces(rep)]
    for status, name in HOLD_NAMES.items():
        spans = [span for piece_status, span in pieces if piece_status == status]
        if spans:
            yield Lane(name, status, spans)
    for one in wording.advice(reps):
        spans = [
            Span(fault.start_s, fault.end_s, labelled(_attempt_at(rep, fault.start_s), fault.cue))
            for rep in reps
            for fault in rep.faults
            if (rep.exercise, fault.code) == one.key
        ]
        yield Lane(one.say, "fix", spans)


def draw_plots(attempts: Sequence[Attempt]) -> Iterator[CaptionedPlot]:
    """Plot the deciding measures of each exercise through its attempts."""
    for exercise in dict.fromkeys(attempt.rep.exercise for attempt in attempts):
        own = [attempt for attempt in attempts if attempt.rep.exercise == exercise]
        for key in _deciding(own):
            curve = _curve(key, own)
            if curve:
                target = "" if curve.band == Band() else band_text(curve.band, curve.unit)
                yield CaptionedPlot(curve.title, target, draw_plot(curve))


def _deciding(attempts: Sequence[Attempt]) -> list[str]:
    """Return the keys of the measures to plot for one exercise."""
    exercise = attempts[0].exercise
    fault_counts = Counter(code for attempt in attempts for code in {fault.code for fault in attempt.rep.faults})
    faulted = sorted(
        (check for check in exercise.checks if fault_counts[check.code]), key=lambda check: -fault_counts[check.code]
    )
    keys = [check.measure for check in faulted if find_measure(exercise, check.measure, attempts[0].rep.side)]
    return list(dict.fromkeys([*keys[:1], *(exercise.displayed or (exercise.progression.measure,))]))[:PLOTS_MAX]


def _pieces(rep: Rep) -> Iterator[tuple[str, Span]]:
    """Cut a hold where faults begin and end; return the status of each piece."""
    cuts = {t for fault in rep.faults for t in (fault.start_s, fault.end_s)}
    inside = sorted(t for t in cuts if rep.hold_start_s < t < rep.hold_end_s)
    edges = [rep.hold_start_s, *inside, rep.hold_end_s]
    held = N_("held {held}, {good} good", held=wording.number(rep.hold_s, "s"), good=wording.number(rep.good_s, "s"))
    text = labelled(_attempt_at(rep, rep.hold_start_s), held)
    for start_s, end_s in pairwise(edges):
        faulty = any(fault.start_s <= start_s and end_s <= fault.end_s for fault in rep.faults)
        if end_s > start_s:
            yield "fix" if faulty else "unseen" if rep.unjudged else "good", Span(start_s, end_s, text)


def _attempt_at(rep: Rep, t: float) -> str:
    """Name an attempt and a time in it."""
    return N_("Attempt {index}, at {time}", index=rep.index, time=wording.number(t, "s"))


def _curve(key: str, attempts: Sequence[Attempt]) -> Curve | None:
    """Join a measure's values of all attempts, with gaps between them; None when it was never seen."""
    exercise = attempts[0].exercise
    measure = find_measure(exercise, key, attempts[0].rep.side)
    t = np.concatenate([[*attempt.t, attempt.rep.end_s] for attempt in attempts])
    y = np.concatenate([[*attempt.values(key), math.nan] for attempt in attempts])
    if measure is None or np.isnan(y).all():
        return None
    unit = "cm" if measure.unit == "cm" else "deg"
    points = [Point(t[i], y[i], labelled(wording.at(t[i]), wording.number(y[i], unit))) for i in thin_points(t, y)]
    tops = [top for attempt in attempts if (top := _top(key, attempt, unit))]
    of_raised_side = measure.label.startswith(f"{attempts[0].rep.side} ")
    label = without_side(measure.label) if of_raised_side else measure.label
    name = N_("{exercise}: {measure}", exercise=exercise.title, measure=label)
    return Curve(name, unit, exercise.band(key), points, tops)


def _top(key: str, attempt: Attempt, unit: str) -> Point | None:
    """Return the measure at the top of an attempt; None when it was not seen then."""
    progress, values = attempt.values(attempt.exercise.progression.measure), attempt.values(key)
    top = None if np.isnan(progress).all() else int(np.nanargmax(progress))
    if top is None or math.isnan(values[top]):
        return None
    t = float(attempt.t[top])
    when = N_(
        "Attempt {index} ({outcome}), top at {time}",
        index=attempt.rep.index,
        outcome=wording.outcome(attempt.rep)[0],
        time=wording.number(t, "s"),
    )
    return Point(t, values[top], labelled(when, wording.number(values[top], unit)))
