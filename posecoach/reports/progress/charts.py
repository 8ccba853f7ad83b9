"""The charts over time: small ones with the same time axis, so that they can be compared."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from statistics import fmean

from markupsafe import Markup

from posecoach.core.body.landmarks import SIDES, Side, opposite
from posecoach.core.session.routine import stopped_for_pain
from posecoach.reports.progress.chart_layers import Values, bars, dots, draw, limit, line, scale, ticks
from posecoach.reports.progress.time_axis import Axis
from posecoach.reports.progress.totals import ExerciseTotals
from posecoach.reports.progress.wording import attempts, good_form
from posecoach.storage.history.records import SessionRecord

MIN_POINTS = 3
"""Least number of days, or longer intervals, for a chart; with fewer there are only the tables."""
STOPPED_HEIGHT = -1.0
"""Height below the pain scale of the dots for sessions that ended because of pain."""
PERCENT = [(0.0, "0 %"), (50.0, "50 %"), (100.0, "100 %")]

Sessions = Mapping[date, Sequence[SessionRecord]]
"""First day of an interval -> its sessions."""


def holds(axis: Axis, totals: Mapping[date, ExerciseTotals], max_s: float | None) -> Markup:
    """Draw the longest and the mean hold, the mean per side where there are sides, and the requested hold.

    Parameters
    ----------
    axis : Axis
        The time axis.
    totals : mapping of date to ExerciseTotals
        First day of an interval -> totals of one exercise.
    max_s : float or None
        Longest hold that is not judged as too long; None = no limit.
    """
    held = {day: one for day, one in totals.items() if one.reps}
    requested = {day: one.asked_hold_s for day, one in held.items() if one.asked_hold_s}
    limits = [max_s] if max_s else []
    levels = _levels([*(one.longest_s for one in held.values()), *requested.values(), *limits], " s")
    longest = {day: (one.longest_s, f"longest {one.longest_s:.1f} s") for day, one in held.items()}
    means = {day: (one.mean_s or 0.0, f"mean {one.mean_s:.1f} s") for day, one in held.items()}
    sided: dict[str, Values] = {
        side: _side_means(side, held) for side in SIDES if any(one.sides for one in held.values())
    }
    layers = [
        *(limit(axis, "most", height) for height in limits),
        ticks(axis, "asked", requested),
        dots(axis, "longest", longest),
        *(line(axis, css_class, values) for css_class, values in (sided or {"mean": means}).items()),
    ]
    return draw(axis, "Longest and mean hold over time", layers, levels)


def form(axis: Axis, totals: Mapping[date, ExerciseTotals]) -> Markup:
    """Draw the share of the hold in good form; hollow dots where the share may be larger."""
    values = {day: (one.form * 100, good_form(one)) for day, one in totals.items() if one.form is not None}
    unsure = {day: value for day, value in values.items() if totals[day].at_least}
    layers = [line(axis, "form", values), dots(axis, "hollow", unsure)]
    return draw(axis, "Share of good form over time", layers, PERCENT)


def doses(axis: Axis, totals: Mapping[date, ExerciseTotals]) -> Markup:
    """Draw the attempts as bars and the requested number as ticks across them."""
    made = {day: (float(one.reps), f"{attempts(one)} attempts") for day, one in totals.items()}
    requested = {day: float(one.asked_reps) for day, one in totals.items() if one.asked_reps}
    levels = _levels([*(value for value, _ in made.values()), *requested.values()], "")
    layers = [bars(axis, made), ticks(axis, "asked", requested)]
    return draw(axis, "Attempts done and asked for over time", layers, levels)


def pains(axis: Axis, sessions: Sessions) -> Markup:
    """Draw pain before and after practice, 0 to 10, and the sessions that ended because of pain."""
    stopped = {day: sum(stopped_for_pain(one) for one in own) for day, own in sessions.items()}
    layers = [
        line(axis, "before", _mean_pain(sessions, "before", lambda session: session.pain_before)),
        line(axis, "after", _mean_pain(sessions, "after", lambda session: session.pain_after)),
        dots(axis, "stopped", {day: (STOPPED_HEIGHT, f"{n} ended because of pain") for day, n in stopped.items() if n}),
    ]
    levels = [(float(level), str(level)) for level in range(0, 11, 2)]
    return draw(axis, "Pain before and after practice over time", layers, levels, floor=1.8 * STOPPED_HEIGHT)


def minutes(axis: Axis, sessions: Sessions) -> Markup:
    """Draw the minutes of practice."""
    sums = {day: sum(one.duration_s for one in own) / 60 for day, own in sessions.items()}
    several = {day: f" in {len(own)} sessions" if len(own) > 1 else "" for day, own in sessions.items()}
    values = {day: (total, f"{total:.0f} min{several[day]}") for day, total in sums.items()}
    return draw(axis, "Minutes of practice over time", [bars(axis, values)], _levels(list(sums.values()), ""))


def dose_shares(axis: Axis, sessions: Sessions) -> Markup:
    """Draw the requested share of the full dose."""
    shares = {day: fmean(one.dose_share for one in own) * 100 for day, own in sessions.items()}
    values = {day: (share, f"{share:.0f} % asked for") for day, share in shares.items()}
    return draw(axis, "Share of the full dose asked for over time", [line(axis, "dose", values)], PERCENT)


def _levels(values: Sequence[float], unit: str) -> list[tuple[float, str]]:
    return [(level, f"{level:g}{unit}") for level in scale(max(values, default=1.0))]


def _mean_pain(sessions: Sessions, when: str, pain_of: Callable[[SessionRecord], int | None]) -> Values:
    """Return the mean pain of each interval with recorded pain."""
    found = {day: [level for one in own if (level := pain_of(one)) is not None] for day, own in sessions.items()}
    means = {day: fmean(levels) for day, levels in found.items() if levels}
    return {day: (mean, f"{mean:.1f}".removesuffix(".0") + f" {when}") for day, mean in means.items()}


def _side_means(side: Side, held: Mapping[date, ExerciseTotals]) -> Values:
    """Return the mean holds on a side; the labels also give the difference to the other side."""
    means: dict[date, tuple[float, str]] = {}
    for day, one in held.items():
        mean_s, other_s = one.side_s(side), one.side_s(opposite(side))
        if mean_s is not None:
            difference = "" if other_s is None else f", {abs(mean_s - other_s):.1f} s apart"
            means[day] = mean_s, f"{side} mean {mean_s:.1f} s{difference}"
    return means
