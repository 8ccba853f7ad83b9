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
from posecoach.reports.progress.wording import good_form, made, seconds
from posecoach.storage.history.records import SessionRecord
from posecoach.translation import N_, percent, plural, quantity

MIN_POINTS = 3
"""Least number of days, or longer intervals, for a chart; with fewer there are only the tables."""
STOPPED_HEIGHT = -1.0
"""Height below the pain scale of the dots for sessions that ended because of pain."""
PERCENT = [(100 * share, percent(share)) for share in (0.0, 0.5, 1.0)]
SIDE_MEANS = {
    # TRANSLATORS: the mean hold of one side of the body
    "left": N_("left mean {seconds}"),
    "right": N_("right mean {seconds}"),
}
BEFORE, AFTER = N_("{level} before"), N_("{level} after")
"""Pain before and after practice."""

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
    levels = _levels([*(one.longest_s for one in held.values()), *requested.values(), *limits], "s")
    longest = {
        day: (one.longest_s, N_("longest {seconds}", seconds=seconds(one.longest_s))) for day, one in held.items()
    }
    means = {day: (one.mean_s or 0.0, N_("mean {seconds}", seconds=seconds(one.mean_s))) for day, one in held.items()}
    sided: dict[str, Values] = {
        side: _side_means(side, held) for side in SIDES if any(one.sides for one in held.values())
    }
    layers = [
        *(limit(axis, "most", height) for height in limits),
        ticks(axis, "asked", requested),
        dots(axis, "longest", longest),
        *(line(axis, css_class, values) for css_class, values in (sided or {"mean": means}).items()),
    ]
    return draw(axis, N_("Longest and mean hold over time"), layers, levels)


def form(axis: Axis, totals: Mapping[date, ExerciseTotals]) -> Markup:
    """Draw the share of the hold in good form; hollow dots where the share may be larger."""
    values = {day: (one.form * 100, good_form(one)) for day, one in totals.items() if one.form is not None}
    unsure = {day: value for day, value in values.items() if totals[day].at_least}
    layers = [line(axis, "form", values), dots(axis, "hollow", unsure)]
    return draw(axis, N_("Share of good form over time"), layers, PERCENT)


def doses(axis: Axis, totals: Mapping[date, ExerciseTotals]) -> Markup:
    """Draw the attempts as bars and the requested number as ticks across them."""
    done = {day: (float(one.reps), made(one)) for day, one in totals.items()}
    requested = {day: float(one.asked_reps) for day, one in totals.items() if one.asked_reps}
    levels = _levels([*(value for value, _ in done.values()), *requested.values()], "")
    layers = [bars(axis, done), ticks(axis, "asked", requested)]
    return draw(axis, N_("Attempts done and asked for over time"), layers, levels)


def pains(axis: Axis, sessions: Sessions) -> Markup:
    """Draw pain before and after practice, 0 to 10, and the sessions that ended because of pain."""
    stopped = {day: sum(stopped_for_pain(one) for one in own) for day, own in sessions.items()}
    layers = [
        line(axis, "before", _mean_pain(sessions, BEFORE, lambda session: session.pain_before)),
        line(axis, "after", _mean_pain(sessions, AFTER, lambda session: session.pain_after)),
        dots(axis, "stopped", {day: (STOPPED_HEIGHT, _stopped(n)) for day, n in stopped.items() if n}),
    ]
    levels = [(float(level), str(level)) for level in range(0, 11, 2)]
    return draw(axis, N_("Pain before and after practice over time"), layers, levels, floor=1.8 * STOPPED_HEIGHT)


def minutes(axis: Axis, sessions: Sessions) -> Markup:
    """Draw the minutes of practice."""
    sums = {day: sum(one.duration_s for one in own) / 60 for day, own in sessions.items()}
    values = {day: (total, _minutes(total, len(sessions[day]))) for day, total in sums.items()}
    return draw(axis, N_("Minutes of practice over time"), [bars(axis, values)], _levels(list(sums.values()), ""))


def dose_shares(axis: Axis, sessions: Sessions) -> Markup:
    """Draw the requested share of the full dose."""
    shares = {day: fmean(one.dose_share for one in own) * 100 for day, own in sessions.items()}
    values = {day: (share, N_("{share} asked for", share=percent(share / 100))) for day, share in shares.items()}
    return draw(axis, N_("Share of the full dose asked for over time"), [line(axis, "dose", values)], PERCENT)


def _levels(values: Sequence[float], unit: str) -> list[tuple[float, str]]:
    return [(level, _level(level, unit)) for level in scale(max(values, default=1.0))]


def _level(level: float, unit: str) -> str:
    """Return a number that may have a tenth, with its unit."""
    return quantity(level, unit, 0 if round(level, 1).is_integer() else 1)


def _stopped(n: int) -> str:
    return plural("{n} ended because of pain", "{n} ended because of pain", n)


def _minutes(minutes: float, n_sessions: int) -> str:
    if n_sessions == 1:
        return N_("{minutes:.0f} min", minutes=minutes)
    return plural("{minutes:.0f} min in {n} session", "{minutes:.0f} min in {n} sessions", n_sessions, minutes=minutes)


def _mean_pain(sessions: Sessions, message: str, pain_of: Callable[[SessionRecord], int | None]) -> Values:
    """Return the mean pain of each interval with recorded pain."""
    found = {day: [level for one in own if (level := pain_of(one)) is not None] for day, own in sessions.items()}
    means = {day: fmean(levels) for day, levels in found.items() if levels}
    return {day: (mean, N_(message, level=_level(mean, ""))) for day, mean in means.items()}


def _side_means(side: Side, held: Mapping[date, ExerciseTotals]) -> Values:
    """Return the mean holds on a side; the labels also give the difference to the other side."""
    means: dict[date, tuple[float, str]] = {}
    for day, one in held.items():
        mean_s, other_s = one.side_s(side), one.side_s(opposite(side))
        if mean_s is not None:
            mean = N_(SIDE_MEANS[side], seconds=seconds(mean_s))
            apart_s = None if other_s is None else abs(mean_s - other_s)
            both = mean if apart_s is None else N_("{mean}, {seconds} apart", mean=mean, seconds=seconds(apart_s))
            means[day] = mean_s, both
    return means
