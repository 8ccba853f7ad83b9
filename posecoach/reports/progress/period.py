"""The sessions of a period, by exercise, and the consecutive days of practice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from posecoach.exercises.registry import EXERCISES
from posecoach.reports.progress.totals import SessionTotals, combine_sides
from posecoach.storage.history.records import SessionRecord, SessionSummary, SideTotal


@dataclass(frozen=True)
class Period:
    """The sessions of a period with their days, oldest first.

    Attributes
    ----------
    days : sequence of date
        All days with an attempt, including those before the period, earliest first.
    since : date or None
        First day of the period; None = the day of the first session.
    """

    summaries: Sequence[tuple[date, SessionSummary]]
    days: Sequence[date]
    today: date
    since: date | None

    @property
    def sessions(self) -> list[SessionRecord]:
        """The sessions, oldest first."""
        return [summary.session for _, summary in self.summaries]

    @property
    def practised(self) -> list[date]:
        """The days with an attempt within the period."""
        return [day for day in self.days if day >= self.start]

    @property
    def start(self) -> date:
        """First day of the period."""
        return self.since or min([self.today, *(day for day, _ in self.summaries[:1])])

    @cached_property
    def by_exercise(self) -> dict[str, list[SessionTotals]]:
        """Totals of each exercise, for sessions with any attempt: known exercises in their order, then the others."""
        found: dict[str, list[SessionTotals]] = {exercise: [] for exercise in EXERCISES}
        for day, summary in self.summaries:
            if not summary.reps:
                continue
            sides: dict[str, list[SideTotal]] = {}
            for total in summary.totals:
                sides.setdefault(total.exercise, []).append(total)
            for exercise, totals in sides.items():
                found.setdefault(exercise, []).append(
                    SessionTotals(summary.session, day, combine_sides(totals, summary.session))
                )
        return {exercise: sessions for exercise, sessions in found.items() if sessions}


def period(summaries: Sequence[SessionSummary], days: Iterable[date], today: date, since: date | None) -> Period:
    """Sort sessions, given newest first, by their local date."""
    dated = [(date.fromisoformat(summary.session.started[:10]), summary) for summary in reversed(summaries)]
    return Period(sorted(dated, key=lambda item: item[0]), sorted(set(days)), today, since)


def title(exercise: str) -> str:
    """Return an exercise's title; for an unknown exercise, its id."""
    return EXERCISES[exercise].title if exercise in EXERCISES else exercise


def consecutive_days(days: Sequence[date], today: date) -> tuple[int, int]:
    """Return the number of consecutive days with practice, until today or yesterday, and the largest number so far.

    Parameters
    ----------
    days : sequence of date
        Earliest first, each once. Days in the future, from a wrong clock, do not count.
    today : date
        The current day.
    """
    run = longest = 0
    last = date.min
    for day in days:
        if day > today:
            break
        run = run + 1 if (day - last).days == 1 else 1
        longest, last = max(longest, run), day
    return (run if run and today - last <= timedelta(days=1) else 0), longest
