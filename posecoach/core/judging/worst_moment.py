"""The worst moment of an attempt, which clip and report show: its gravest fault, and when it was at its worst."""

from __future__ import annotations

import math
from collections.abc import Sequence

from posecoach.core.body.pose import Values
from posecoach.core.exercise.bands import bind
from posecoach.core.exercise.exercise import Exercise
from posecoach.core.judging.events import Fault, Rep


def worst_moment(
    rep: Rep, exercise: Exercise, times_s: Sequence[float], values: Sequence[Values]
) -> tuple[int, Fault] | None:
    """Find the moment in which the gravest fault that a picture can show was at its worst.

    Parameters
    ----------
    rep : Rep
        The attempt.
    exercise : Exercise
        Its exercise.
    times_s : sequence of float
        Times of the attempt's moments, growing (seconds).
    values : sequence of Values
        The measures at these times.

    Returns
    -------
    tuple of int and Fault, or None
        Index of the moment. None when no fault shows in the body: a hold too short or a lowering too fast is known
        only at its end.
    """
    for fault in sorted(rep.faults, key=lambda fault: -severity(fault, exercise)):
        check = exercise.check(fault.code)
        if check is None:
            continue
        key = bind(check.measure, rep.side)
        series = [moment.get(key, math.nan) for moment in values]
        if check.from_start and series:
            series = [value - series[0] for value in series]
        in_hold = fault.start_s <= rep.hold_end_s  # leaving the hold passes through bad poses
        end_s = min(fault.end_s, rep.hold_end_s) if in_hold else fault.end_s
        off = {
            i: max(check.band.low - series[i], series[i] - check.band.high)
            for i, t in enumerate(times_s)
            if fault.start_s <= t <= end_s and not math.isnan(series[i])
        }
        if off:
            return max(off, key=lambda i: off[i]), fault
    return None


def severity(fault: Fault, exercise: Exercise) -> float:
    """Return how far a fault's value is beyond its limit, as a share of how far good form is within it.

    Where no example says how far that is, it is a share of the limit itself.
    """
    low, high = fault.target
    limit = low if fault.value < low else high
    within, check = math.nan, exercise.check(fault.code)
    if check:
        key = bind(check.measure, "left")  # examples are given for the left leg
        start = exercise.example_start.get(key, math.nan) if check.from_start else 0.0
        within = abs((exercise.example_start | exercise.example_good).get(key, math.nan) - start - limit)
    return abs(fault.value - limit) / (within if within > 0 else abs(limit) or 1.0)
