"""The page's tables, its calendar strip, and the section of each exercise."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from posecoach.core.session.routine import hurt, stopped_for_pain
from posecoach.exercises.description import dose
from posecoach.exercises.registry import EXERCISES
from posecoach.reports.html import labelled
from posecoach.reports.progress import charts, wording
from posecoach.reports.progress.period import Period, title
from posecoach.reports.progress.time_axis import Axis, day_name, interval_start
from posecoach.reports.progress.totals import ExerciseTotals, SessionTotals, combine
from posecoach.translation import N_, dated

STRIP_WEEKS = 12
"""Weeks of the calendar strip: a usual course of back exercises."""
ENDED_MAX = 12
"""Maximum number of listed sessions that ended because of pain; more are a sign that something is very wrong."""


@dataclass(frozen=True, slots=True)
class Row:
    """One session of an exercise; `which` says which one."""

    which: str
    day: str
    attempts: str
    longest: str
    mean: str
    form: str
    ended_for_pain: bool


@dataclass(frozen=True, slots=True)
class ExerciseSection:
    """The section of one exercise; `most` is the text of the longest hold that is not judged as too long."""

    title: str
    prescribed: str
    sides: str
    sided: bool
    most: str
    asked: bool
    rows: Sequence[Row]
    charts: Sequence[Markup]


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar strip: its column and row, its CSS class and label."""

    column: int
    row: int
    css_class: str
    label: str


def exercises(period: Period, axis: Axis | None) -> Iterator[ExerciseSection]:
    """Yield a section for each exercise with an attempt; without an axis it has no charts."""
    for exercise, sessions in period.by_exercise.items():
        if not any(session.totals.reps for session in sessions):
            continue
        known = EXERCISES.get(exercise)
        max_s = known.longest_hold_s if known and math.isfinite(known.longest_hold_s) else None
        yield ExerciseSection(
            title(exercise),
            dose(known) if known else "",
            wording.sides(sessions),
            any(session.totals.sides for session in sessions),
            wording.seconds(max_s),
            any(session.totals.asked_hold_s for session in sessions),
            list(_rows(sessions)),
            list(_charts(sessions, axis, max_s)) if axis else [],
        )


def ended(period: Period) -> list[tuple[str, str, str]]:
    """Return day, name and pain of the sessions that ended because of pain, latest first."""
    found = [summary.session for _, summary in period.summaries if stopped_for_pain(summary.session)]
    return [(_day(session.started), session.name, wording.pain_text(session)) for session in reversed(found)]


def strip(period: Period) -> list[Day]:
    """Return the days of the last weeks within the period: a column per week, a row per weekday from Monday."""
    first = max(period.start, period.today - timedelta(weeks=STRIP_WEEKS) + timedelta(days=1))
    monday = interval_start("week", first)
    practised = set(period.days)
    painful = {day for day, summary in period.summaries if hurt(summary.session)}
    days = []
    for i in range((period.today - first).days + 1):
        day = first + timedelta(days=i)
        css_class, what = (
            ("hurt", N_("it hurt")) if day in painful else ("done", N_("practised")) if day in practised else ("", "")
        )
        column, row = divmod((day - monday).days, 7)
        days.append(Day(column, row, css_class, labelled(day_name(day), what) if what else day_name(day)))
    return days


def _rows(sessions: Sequence[SessionTotals]) -> Iterator[Row]:
    """Yield the first, the last and the best session of an exercise.

    The best has the most seconds in good form, among the sessions in which the body could be judged and nothing hurt.
    """
    done = [session for session in sessions if session.totals.reps]
    # TRANSLATORS: "First", "Last", "Best": sessions of an exercise
    yield _row(N_("First") if len(done) > 1 else N_("Only session"), done[0])
    if len(done) > 1:
        yield _row(N_("Last"), done[-1])
        candidates = [one for one in done if one.compared and not hurt(one.session) and one.totals.good_s]
        if candidates:
            yield _row(N_("Best"), max(candidates, key=lambda one: one.totals.good_s))


def _row(which: str, session: SessionTotals) -> Row:
    totals = session.totals
    cells = (
        wording.attempts(totals),
        wording.seconds(totals.longest_s),
        wording.seconds(totals.mean_s),
        wording.good_form(totals),
    )
    return Row(which, dated(session.day), *cells, stopped_for_pain(session.session))


def _charts(sessions: Sequence[SessionTotals], axis: Axis, max_s: float | None) -> Iterator[Markup]:
    """Draw an exercise over time; nothing with too few intervals."""
    groups = axis.group(sessions, lambda session: session.day)
    totals: dict[date, ExerciseTotals] = {day: combine([one.totals for one in own]) for day, own in groups.items()}
    if sum(one.reps > 0 for one in totals.values()) >= charts.MIN_POINTS:
        yield charts.holds(axis, totals, max_s)
        yield charts.form(axis, totals)
        yield charts.doses(axis, totals)


def _day(started: str) -> str:
    return dated(date.fromisoformat(started[:10]))
