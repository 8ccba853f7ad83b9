"""The charts of a report: what is drawn, and how."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pygal
from markupsafe import Markup

from posecoach.core.exercise.bands import Band, band_text
from posecoach.core.exercise.measures import find_measure
from posecoach.core.judging.events import Rep
from posecoach.reports.html import Point, bar, dot, empty, svg
from posecoach.reports.session import wording
from posecoach.reports.session.attempts import Attempt, thin

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


PLOTS_MAX = 2
"""Measures plotted of an exercise: the one most often faulted, and the one shown while nothing is wrong."""
HELD = {"good": "held, no fault seen", "unseen": "held, not all seen", "fix": "held with a fault"}


@dataclass(frozen=True, slots=True)
class Plotted:
    """A plot with the words above it."""

    title: str
    target: str
    chart: Markup


def lanes(reps: Sequence[Rep]) -> Iterator[Lane]:
    """Return what the time line shows: how the holds were, then when each fault was seen."""
    pieces = [piece for rep in reps for piece in _pieces(rep)]
    for look, name in HELD.items():
        spans = [span for of, span in pieces if of == look]
        if spans:
            yield Lane(name, look, spans)
    for one in wording.advice(reps):
        spans = [
            Span(fault.start_s, fault.end_s, f"Attempt {rep.index}, {wording.at(fault.start_s)}: {fault.cue}")
            for rep in reps
            for fault in rep.faults
            if (rep.exercise, fault.code) == one.key
        ]
        yield Lane(one.say, "fix", spans)


def plots(attempts: Sequence[Attempt]) -> Iterator[Plotted]:
    """Plot the deciding measures of each exercise through its attempts."""
    for exercise in dict.fromkeys(attempt.rep.exercise for attempt in attempts):
        own = [attempt for attempt in attempts if attempt.rep.exercise == exercise]
        for key in _deciding(own):
            curve = _curve(key, own)
            if curve:
                target = "" if curve.band == Band() else band_text(curve.band, curve.unit)
                yield Plotted(curve.title, target, plot(curve))


def _deciding(own: Sequence[Attempt]) -> list[str]:
    """Return the keys of the measures to plot of one exercise's attempts."""
    exercise = own[0].exercise
    times = Counter(code for attempt in own for code in {fault.code for fault in attempt.rep.faults})
    faulted = sorted((check for check in exercise.checks if times[check.code]), key=lambda check: -times[check.code])
    keys = [check.measure for check in faulted if find_measure(exercise, check.measure, own[0].rep.side)]
    return list(dict.fromkeys([*keys[:1], *(exercise.displayed or (exercise.progression.measure,))]))[:PLOTS_MAX]


def _pieces(rep: Rep) -> Iterator[tuple[str, Span]]:
    """Cut a hold where faults begin and end; return how each piece was."""
    cuts = {t for fault in rep.faults for t in (fault.start_s, fault.end_s)}
    inside = sorted(t for t in cuts if rep.hold_start_s < t < rep.hold_end_s)
    edges = [rep.hold_start_s, *inside, rep.hold_end_s]
    told = f"Attempt {rep.index}, {wording.at(rep.hold_start_s)}: held {rep.hold_s:.1f} s, {rep.good_s:.1f} s good"
    for start_s, end_s in pairwise(edges):
        faulty = any(fault.start_s <= start_s and end_s <= fault.end_s for fault in rep.faults)
        if end_s > start_s:
            yield "fix" if faulty else "unseen" if rep.unjudged else "good", Span(start_s, end_s, told)


def _curve(key: str, own: Sequence[Attempt]) -> Curve | None:
    """Join a measure's values in all attempts, with a gap between them; None when it was never seen."""
    exercise = own[0].exercise
    measure = find_measure(exercise, key, own[0].rep.side)
    t = np.concatenate([[*attempt.t(), attempt.rep.end_s] for attempt in own])
    y = np.concatenate([[*attempt.values(key), math.nan] for attempt in own])
    if measure is None or np.isnan(y).all():
        return None
    unit = "cm" if measure.unit == "cm" else "deg"
    points = [Point(t[i], y[i], f"{wording.at(t[i])}: {wording.number(y[i], unit)}") for i in thin(t, y)]
    tops = [top for attempt in own if (top := _top(key, attempt, unit))]
    label = measure.label.removeprefix(f"{own[0].rep.side} ")
    return Curve(f"{exercise.title}: {label}", unit, exercise.band(key), points, tops)


def _top(key: str, attempt: Attempt, unit: str) -> Point | None:
    """Return where an attempt had come furthest; None when the measure was not seen then."""
    way, values = attempt.values(attempt.exercise.progression.measure), attempt.values(key)
    top = None if np.isnan(way).all() else int(np.nanargmax(way))
    if top is None or math.isnan(values[top]):
        return None
    t = attempt.moments[top].t
    told = f"Attempt {attempt.rep.index} ({wording.outcome(attempt.rep)[0]}), top {wording.at(t)}: "
    return Point(t, values[top], told + wording.number(values[top], unit))
