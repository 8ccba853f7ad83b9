"""Renders the page from the history."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from markupsafe import Markup

from posecoach._version import __version__
from posecoach.core.session.routine import stopped_for_pain
from posecoach.reports.html import render, render_content
from posecoach.reports.progress import charts, tables, wording
from posecoach.reports.progress.period import Period, period
from posecoach.reports.progress.time_axis import Axis, Unit, axis
from posecoach.storage.history.records import SessionSummary
from posecoach.translation import N_, chosen, dated

PRACTICE: dict[Unit, str] = {
    "day": N_("Practice"),
    "week": N_("Practice, by the week"),
    "month": N_("Practice, by the month"),
    "year": N_("Practice, by the year"),
}
"""Length of the charts' intervals -> heading."""
PACKAGE, NAME = "posecoach.reports.progress", "progress"
"""Where its template and style sheet are."""


def render_progress(summaries: Sequence[SessionSummary], days: Sequence[date], today: date, since: date | None) -> str:
    """Render the page for the sessions of a period.

    Parameters
    ----------
    summaries : sequence of SessionSummary
        The sessions of the period, newest first.
    days : sequence of date
        All days with an attempt, including those before the period, earliest first.
    today : date
        The current day.
    since : date or None
        The first day of the period; None = the day of the first session.

    Returns
    -------
    str
        An HTML page, which loads nothing.
    """
    return render(PACKAGE, NAME, **_values(period(summaries, days, today, since)))


def render_progress_content(
    summaries: Sequence[SessionSummary], days: Sequence[date], today: date, since: date | None
) -> Markup:
    """Render what the page contains, without its title, to be shown within another page with ``progress.css``."""
    return render_content(PACKAGE, NAME, **_values(period(summaries, days, today, since)))


def _values(shown: Period) -> dict[str, object]:
    """Return the values for the template."""
    dates = [day for day, _ in shown.summaries]
    time = axis(dates) if len(set(dates)) >= charts.MIN_POINTS else None
    return {
        "title": N_("Your practice, {first} to {last}", first=dated(shown.start), last=dated(shown.today))
        if dates
        else N_("Your practice"),
        "period": shown,
        "wording": wording,
        "practice": PRACTICE[time.unit if time else "day"],
        "weekdays": chosen().weekdays(),
        "strip": tables.strip(shown) if dates else [],
        "overall": dict(_overall(shown, time)) if time else {},
        "exercises": list(tables.exercises(shown, time)),
        "ended": tables.ended(shown),
        "ended_max": tables.ENDED_MAX,
        "version": __version__,
    }


def _overall(shown: Period, time: Axis) -> Iterator[tuple[str, Markup]]:
    """Yield the charts that concern all exercises, by their names in the template."""
    intervals = time.group(shown.summaries, lambda item: item[0])
    sessions = {day: [summary.session for _, summary in own] for day, own in intervals.items()}
    pains = [(one.pain_before, one.pain_after) for one in shown.sessions]
    if any(levels != (None, None) for levels in pains) or any(map(stopped_for_pain, shown.sessions)):
        yield "pain", charts.pains(time, sessions)
    yield "minutes", charts.minutes(time, sessions)
    if any(one.dose_share < 1 for one in shown.sessions):
        yield "dose", charts.dose_shares(time, sessions)
