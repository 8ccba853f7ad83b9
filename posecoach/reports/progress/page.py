"""From the history to the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from markupsafe import Markup

from posecoach._version import __version__
from posecoach.reports.html import render
from posecoach.reports.progress import charts, tables, wording
from posecoach.reports.progress.period import Period, period
from posecoach.reports.progress.time_axis import Axis, axis, plain
from posecoach.storage.history.records import SessionSummary


def render_progress(summaries: Sequence[SessionSummary], days: Sequence[date], today: date, since: date | None) -> str:
    """Make the page of the sessions of a period.

    Parameters
    ----------
    summaries : sequence of SessionSummary
        The sessions of the period, the newest first.
    days : sequence of date
        All days with an attempt, those before the period too, the earliest first.
    today : date
        The day on which it is made.
    since : date or None
        The first day of the period; None = that of the first session.

    Returns
    -------
    str
        An HTML page without script, which loads nothing.
    """
    shown = period(summaries, days, today, since)
    dates = [day for day, _ in shown.summaries]
    over = axis(dates) if len(set(dates)) >= charts.LEAST else None
    return render(
        "posecoach.reports.progress",
        "progress",
        title=f"Your practice, {plain(shown.start)} to {plain(today)}" if dates else "Your practice",
        period=shown,
        words=wording,
        unit=over.unit if over else None,
        strip=tables.strip(shown) if dates else [],
        overall=dict(_overall(shown, over)) if over else {},
        exercises=list(tables.exercises(shown, over)),
        ended=tables.ended(shown),
        ended_max=tables.ENDED_MAX,
        version=__version__,
    )


def _overall(shown: Period, over: Axis) -> Iterator[tuple[str, Markup]]:
    """Draw what concerns no single exercise, by the names that the template knows."""
    stretches = over.sorted_in(shown.summaries, lambda one: one[0])
    sessions = {day: [summary.session for _, summary in own] for day, own in stretches.items()}
    if any(one.pain_before is not None or one.pain_after is not None or one.ended == "pain" for one in shown.sessions):
        yield "pain", charts.pains(over, sessions)
    yield "minutes", charts.minutes(over, sessions)
    if any(one.dose_share < 1 for one in shown.sessions):
        yield "asked", charts.asked(over, sessions)
