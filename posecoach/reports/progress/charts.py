"""The charts over the days: small ones of the same time, so that one can be held against another."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from statistics import fmean

from markupsafe import Markup

from posecoach.core.body.landmarks import SIDES, Side, opposite
from posecoach.reports.progress.chart_layers import Values, bars, draw, limit, line, marks, scale, ticks
from posecoach.reports.progress.time_axis import Axis
from posecoach.reports.progress.totals import ExerciseTotals
from posecoach.reports.progress.wording import attempts, good_form
from posecoach.storage.history.records import SessionRecord

LEAST = 3
"""Days, or longer stretches, from which there is something to draw; fewer stand in the tables."""
STOPPED = -1.0
"""Where below the scale of pain the sessions stand that ended for it."""
PERCENT = [(0.0, "0 %"), (50.0, "50 %"), (100.0, "100 %")]

Sessions = Mapping[date, Sequence[SessionRecord]]
"""Sessions by the beginning of their stretch of time."""


def holds(axis: Axis, done: Mapping[date, ExerciseTotals], most_s: float | None) -> Markup:
    """Draw the longest and the mean hold, left against right where there are sides, against the one asked for.

    Parameters
    ----------
    axis : Axis
        The time shown.
    done : mapping of date to ExerciseTotals
        What was done of one exercise.
    most_s : float or None
        From where on a hold is judged as too long, if there is such.
    """
    held = {day: one for day, one in done.items() if one.reps}
    asked = {day: one.asked_hold_s for day, one in held.items() if one.asked_hold_s}
    most = [most_s] if most_s else []
    levels = _levels([*(one.longest_s for one in held.values()), *asked.values(), *most], " s")
    longest = {day: (one.longest_s, f"longest {one.longest_s:.1f} s") for day, one in held.items()}
    means = {day: (one.mean_s or 0.0, f"mean {one.mean_s:.1f} s") for day, one in held.items()}
    sided: dict[str, Values] = {
        side: _side_means(side, held) for side in SIDES if any(one.sides for one in held.values())
    }
    layers = [
        *(limit(axis, "most", at) for at in most),
        ticks(axis, "asked", asked),
        marks(axis, "longest", longest),
        *(line(axis, look, values) for look, values in (sided or {"mean": means}).items()),
    ]
    return draw(axis, "Longest and mean hold over time", layers, levels)


def form(axis: Axis, done: Mapping[date, ExerciseTotals]) -> Markup:
    """Draw the share of the held time in good form; hollow where it may have been more."""
    values = {day: (one.form * 100, good_form(one)) for day, one in done.items() if one.form is not None}
    unsure = {day: value for day, value in values.items() if done[day].at_least}
    layers = [line(axis, "form", values), marks(axis, "hollow", unsure)]
    return draw(axis, "Share of good form over time", layers, PERCENT)


def doses(axis: Axis, done: Mapping[date, ExerciseTotals]) -> Markup:
    """Draw the attempts done as bars, those asked for as ticks across them."""
    made = {day: (float(one.reps), f"{attempts(one)} attempts") for day, one in done.items()}
    asked = {day: float(one.asked_reps) for day, one in done.items() if one.asked_reps}
    levels = _levels([*(value for value, _ in made.values()), *asked.values()], "")
    return draw(axis, "Attempts done and asked for over time", [bars(axis, made), ticks(axis, "asked", asked)], levels)


def pains(axis: Axis, sessions: Sessions) -> Markup:
    """Draw pain before and after practice, 0 to 10, and which sessions ended for it."""
    stopped = {day: sum(one.ended == "pain" for one in own) for day, own in sessions.items()}
    layers = [
        line(axis, "before", _told(sessions, "before", lambda session: session.pain_before)),
        line(axis, "after", _told(sessions, "after", lambda session: session.pain_after)),
        marks(axis, "stopped", {day: (STOPPED, f"{n} ended for pain") for day, n in stopped.items() if n}),
    ]
    levels = [(float(level), str(level)) for level in range(0, 11, 2)]
    return draw(axis, "Pain before and after practice over time", layers, levels, floor=1.8 * STOPPED)


def minutes(axis: Axis, sessions: Sessions) -> Markup:
    """Draw for how long there was practice."""
    sums = {day: sum(one.duration_s for one in own) / 60 for day, own in sessions.items()}
    several = {day: f" in {len(own)} sessions" if len(own) > 1 else "" for day, own in sessions.items()}
    values = {day: (at, f"{at:.0f} min{several[day]}") for day, at in sums.items()}
    return draw(axis, "Minutes of practice over time", [bars(axis, values)], _levels(list(sums.values()), ""))


def asked(axis: Axis, sessions: Sessions) -> Markup:
    """Draw which share of the full dose was asked for."""
    shares = {day: fmean(one.dose_share for one in own) * 100 for day, own in sessions.items()}
    values = {day: (at, f"{at:.0f} % asked for") for day, at in shares.items()}
    return draw(axis, "Share of the full dose asked for over time", [line(axis, "dose", values)], PERCENT)


def _levels(values: Sequence[float], unit: str) -> list[tuple[float, str]]:
    return [(level, f"{level:g}{unit}") for level in scale(max(values, default=1.0))]


def _told(sessions: Sessions, when: str, told: Callable[[SessionRecord], int | None]) -> Values:
    """Return the mean pain of each stretch in which it was told."""
    found = {day: [level for one in own if (level := told(one)) is not None] for day, own in sessions.items()}
    means = {day: fmean(levels) for day, levels in found.items() if levels}
    return {day: (mean, f"{mean:.1f}".removesuffix(".0") + f" {when}") for day, mean in means.items()}


def _side_means(side: Side, held: Mapping[date, ExerciseTotals]) -> Values:
    """Return the mean holds on a side, told with how far the other one is from it."""
    found: dict[date, tuple[float, str]] = {}
    for day, one in held.items():
        mean_s, other_s = one.side_s(side), one.side_s(opposite(side))
        if mean_s is not None:
            apart = "" if other_s is None else f", {abs(mean_s - other_s):.1f} s apart"
            found[day] = mean_s, f"{side} mean {mean_s:.1f} s{apart}"
    return found
