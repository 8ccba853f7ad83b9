"""The sessions of a period, the oldest first, by exercise; and the days in a row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from posecoach.exercises.registry import EXERCISES
from posecoach.reports.progress.totals import SessionTotals, of_sides
from posecoach.storage.history.records import SessionRecord, SessionSummary, SideTotal


@dataclass(frozen=True)
class Period:
    """The sessions of a period, the oldest first, with their days.

    Attributes
    ----------
    days : sequence of date
        All days with an attempt, those before the period too, the earliest first.
    since : date or None
        Its first day; None = that of the first session.
    """

    summaries: Sequence[tuple[date, SessionSummary]]
    days: Sequence[date]
    today: date
    since: date | None

    @property
    def sessions(self) -> list[SessionRecord]:
        """The sessions."""
        return [summary.session for _, summary in self.summaries]

    @property
    def practised(self) -> list[date]:
        """The days with an attempt within the period."""
        return [day for day in self.days if day >= self.start]

    @property
    def start(self) -> date:
        """First day."""
        return self.since or min([self.today, *(day for day, _ in self.summaries[:1])])

    @cached_property
    def turns(self) -> dict[str, list[SessionTotals]]:
        """The turns of each exercise, of sessions with any attempt: those we know in their order, then the others."""
        found: dict[str, list[SessionTotals]] = {exercise: [] for exercise in EXERCISES}
        for day, summary in self.summaries:
            if not summary.reps:
                continue
            by_exercise: dict[str, list[SideTotal]] = {}
            for total in summary.totals:
                by_exercise.setdefault(total.exercise, []).append(total)
            for exercise, totals in by_exercise.items():
                found.setdefault(exercise, []).append(
                    SessionTotals(summary.session, day, of_sides(totals, summary.session))
                )
        return {exercise: turns for exercise, turns in found.items() if turns}


def period(summaries: Sequence[SessionSummary], days: Iterable[date], today: date, since: date | None) -> Period:
    """Order sessions, given newest first, by their days in the person's own calendar."""
    dated = [(date.fromisoformat(summary.session.started[:10]), summary) for summary in reversed(summaries)]
    return Period(sorted(dated, key=lambda one: one[0]), sorted(set(days)), today, since)


def title(exercise: str) -> str:
    """Return an exercise's title; of one that is not known (any more) its id."""
    return EXERCISES[exercise].title if exercise in EXERCISES else exercise


def in_a_row(days: Sequence[date], today: date) -> tuple[int, int]:
    """Return for how many days in a row there was practice, until today or yesterday, and at the longest.

    Parameters
    ----------
    days : sequence of date
        The earliest first, each once. Those to come, of a clock that was wrong, do not count.
    today : date
        The day it is told.
    """
    run = longest = 0
    last = date.min
    for day in days:
        if day > today:
            break
        run = run + 1 if (day - last).days == 1 else 1
        longest, last = max(longest, run), day
    return (run if run and today - last <= timedelta(days=1) else 0), longest
