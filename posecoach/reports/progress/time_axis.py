"""The time axis of the charts: one point per day, or per week, month or year where there are many days."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, TypeVar

from posecoach.translation import N_, dated

POINTS_MAX = 92
"""Maximum number of points of a curve: three months of days; with more, the distance is below 4 units of a chart."""
REST_DAYS = 3
"""Longest distance in days between two points that a line connects; after a longer one the line breaks."""
LABELS_MAX = 4
"""Maximum number of dates below a chart."""

Unit = Literal["day", "week", "month", "year"]
DAYS: dict[Unit, int] = {"day": 1, "week": 7, "month": 28, "year": 365}
"""Unit -> its shortest length in days."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Axis:
    """The time that all charts of a page show, divided into intervals.

    Attributes
    ----------
    first, last : date
        First days of the first and of the last interval.
    unit : Unit
        Length of the intervals.
    """

    first: date
    last: date
    unit: Unit

    def group(self, items: Iterable[T], day: Callable[[T], date]) -> dict[date, list[T]]:
        """Group items, given in order of their days, by the first day of their interval."""
        groups: dict[date, list[T]] = {}
        for item in items:
            groups.setdefault(interval_start(self.unit, day(item)), []).append(item)
        return groups

    def joined(self, earlier: date, later: date) -> bool:
        """Whether a line connects two intervals, because no noticeable gap is between them."""
        if self.unit == "day":
            return (later - earlier).days <= REST_DAYS
        return next_interval(self.unit, earlier) == later

    def labels(self) -> list[tuple[date, str]]:
        """Return evenly spaced dates with their labels, for below a chart."""
        length = (self.last - self.first).days
        steps = min(LABELS_MAX - 1, max(length // DAYS[self.unit], 1))
        days = [interval_start(self.unit, self.first + timedelta(days=length * i // steps)) for i in range(steps + 1)]
        return [(day, short_label(self.unit, day)) for day in dict.fromkeys(days)]


def axis(days: Sequence[date]) -> Axis:
    """Return the axis for some days, in order, with the shortest intervals that give at most `POINTS_MAX` points."""
    span = (days[-1] - days[0]).days + 1
    fitting: list[Unit] = [unit for unit, length in DAYS.items() if span <= POINTS_MAX * length]
    unit = fitting[0] if fitting else "year"
    return Axis(interval_start(unit, days[0]), interval_start(unit, days[-1]), unit)


def interval_start(unit: Unit, day: date) -> date:
    """Return the first day of the interval that contains a day; weeks start on Monday."""
    if unit == "week":
        return day - timedelta(days=day.weekday())
    if unit == "month":
        return day.replace(day=1)
    return day.replace(month=1, day=1) if unit == "year" else day


def next_interval(unit: Unit, first: date) -> date:
    """Return the first day of the next interval."""
    return interval_start(unit, first + timedelta(days={"day": 1, "week": 7, "month": 31, "year": 366}[unit]))


def interval_name(unit: Unit, first: date) -> str:
    """Return the name of the interval that starts on a day."""
    if unit == "day":
        return day_name(first)
    if unit == "week":
        return N_("Week of {day}", day=dated(first))
    return dated(first, "month") if unit == "month" else str(first.year)


def day_name(day: date) -> str:
    """Return a date with its weekday."""
    return dated(day, "weekday")


def short_label(unit: Unit, first: date) -> str:
    """Return the shortest name of the interval that starts on a day."""
    if unit == "year":
        return str(first.year)
    return dated(first, "month" if unit == "month" else "short")
