"""The page's tables, its strip of days, and what is shown of each exercise."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from posecoach.core.exercise.exercise import HOLD_S
from posecoach.core.session.routine import hurt
from posecoach.exercises.description import dose
from posecoach.exercises.registry import EXERCISES
from posecoach.reports.progress import charts, wording
from posecoach.reports.progress.period import Period, title
from posecoach.reports.progress.time_axis import Axis, begin, day_name, plain
from posecoach.reports.progress.totals import ExerciseTotals, SessionTotals, combine

STRIP_WEEKS = 12
"""Weeks of the strip of days: a usual course of exercise for the back."""
ENDED_MAX = 12
"""Sessions ended for pain that are listed; there are more only where something is very wrong."""


@dataclass(frozen=True, slots=True)
class Row:
    """One session of an exercise; `which` of them it is."""

    which: str
    day: str
    attempts: str
    longest: str
    mean: str
    form: str
    ended_for_pain: bool


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is shown of one exercise; `most` is from where a hold is judged as too long, in words."""

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
    """A day of the strip: its column and row, its look and words."""

    column: int
    row: int
    look: str
    words: str


def exercises(period: Period, axis: Axis | None) -> Iterator[Chosen]:
    """Yield what was done of each exercise, those without any attempt left out; without an axis no charts."""
    for exercise, turns in period.turns.items():
        if not any(turn.done.reps for turn in turns):
            continue
        known = EXERCISES.get(exercise)
        bands = [check.band for check in known.checks if check.measure == HOLD_S] if known else []
        most_s = min((band.high for band in bands if math.isfinite(band.high)), default=None)
        yield Chosen(
            title(exercise),
            dose(known) if known else "",
            wording.sides(turns),
            any(turn.done.sides for turn in turns),
            wording.seconds(most_s),
            any(turn.done.asked_hold_s for turn in turns),
            list(_rows(turns)),
            list(_charts(turns, axis, most_s)) if axis else [],
        )


def ended(period: Period) -> list[tuple[str, str, str]]:
    """Return day, name and pain of the sessions that ended for pain, the latest first."""
    found = [summary.session for _, summary in period.summaries if summary.session.ended == "pain"]
    return [(_day(session.started), session.name, wording.pain_told(session)) for session in reversed(found)]


def strip(period: Period) -> list[Day]:
    """Return the days of the last weeks within the period, weeks from left to right, each from Monday."""
    first = max(period.start, period.today - timedelta(weeks=STRIP_WEEKS) + timedelta(days=1))
    monday = begin("week", first)
    practised = set(period.days)
    painful = {day for day, summary in period.summaries if hurt(summary.session)}
    found = []
    for i in range((period.today - first).days + 1):
        day = first + timedelta(days=i)
        look, told = ("hurt", "it hurt") if day in painful else ("done", "practised") if day in practised else ("", "")
        place = (day - monday).days
        found.append(Day(place // 7, place % 7, look, f"{day_name(day)}{': ' * bool(told)}{told}"))
    return found


def _rows(turns: Sequence[SessionTotals]) -> Iterator[Row]:
    """Yield the first, the last and the best session of an exercise.

    The best is the one with most seconds in good form, among those in which the person was seen and nothing hurt.
    """
    done = [turn for turn in turns if turn.done.reps]
    yield _row("First" if len(done) > 1 else "Only session", done[0])
    if len(done) > 1:
        yield _row("Last", done[-1])
        fair = [turn for turn in done if turn.compared and not hurt(turn.session) and turn.done.good_s]
        if fair:
            yield _row("Best", max(fair, key=lambda turn: turn.done.good_s))


def _row(which: str, turn: SessionTotals) -> Row:
    done = turn.done
    told = (
        wording.attempts(done),
        wording.seconds(done.longest_s),
        wording.seconds(done.mean_s),
        wording.good_form(done),
    )
    return Row(which, plain(turn.day), *told, turn.session.ended == "pain")


def _charts(turns: Sequence[SessionTotals], axis: Axis, most_s: float | None) -> Iterator[Markup]:
    """Draw an exercise over time; nothing while there are too few stretches of it."""
    sorted_in = axis.sorted_in(turns, lambda turn: turn.day)
    done: dict[date, ExerciseTotals] = {day: combine([turn.done for turn in own]) for day, own in sorted_in.items()}
    if sum(one.reps > 0 for one in done.values()) >= charts.LEAST:
        yield charts.holds(axis, done, most_s)
        yield charts.form(axis, done)
        yield charts.doses(axis, done)


def _day(started: str) -> str:
    return plain(date.fromisoformat(started[:10]))
