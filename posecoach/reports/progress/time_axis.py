"""Stretches of time that a chart's points stand for: days, and weeks, months or years where there are many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, TypeVar

POINTS_MAX = 92
"""Points of one curve: three months of days; more lie closer than 4 units of a chart."""
REST_DAYS = 3
"""Days from one practice to the next that still belong together; after more of them a line breaks."""
LABELS = 4
"""Dates below a chart."""

Unit = Literal["day", "week", "month", "year"]
DAYS: dict[Unit, int] = {"day": 1, "week": 7, "month": 28, "year": 365}
"""The least length of each."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Axis:
    """The time that all charts of a page show, cut into stretches.

    Attributes
    ----------
    first, last : date
        The beginnings of the first and of the last stretch.
    unit : Unit
        How long each is.
    """

    first: date
    last: date
    unit: Unit

    def sorted_in(self, items: Iterable[T], day: Callable[[T], date]) -> dict[date, list[T]]:
        """Return items, which come in order of their days, by the beginning of their stretch."""
        found: dict[date, list[T]] = {}
        for item in items:
            found.setdefault(begin(self.unit, day(item)), []).append(item)
        return found

    def joined(self, earlier: date, later: date) -> bool:
        """Whether a line may be drawn from one stretch to a later one: no gap worth telling lies between."""
        if self.unit == "day":
            return (later - earlier).days <= REST_DAYS
        return following(self.unit, earlier) == later

    def labels(self) -> list[tuple[date, str]]:
        """Return dates to stand below a chart, evenly spaced, with their words."""
        whole = (self.last - self.first).days
        steps = min(LABELS - 1, max(whole // DAYS[self.unit], 1))
        at = [begin(self.unit, self.first + timedelta(days=whole * i // steps)) for i in range(steps + 1)]
        return [(day, short(self.unit, day)) for day in dict.fromkeys(at)]


def axis(days: Sequence[date]) -> Axis:
    """Return the axis on which some days, in order, are shown with as few points as can be read."""
    span = (days[-1] - days[0]).days + 1
    fitting: list[Unit] = [unit for unit, length in DAYS.items() if span <= POINTS_MAX * length]
    unit = fitting[0] if fitting else "year"
    return Axis(begin(unit, days[0]), begin(unit, days[-1]), unit)


def begin(unit: Unit, day: date) -> date:
    """Return the first day of the stretch a day lies in; weeks begin on Monday."""
    if unit == "week":
        return day - timedelta(days=day.weekday())
    if unit == "month":
        return day.replace(day=1)
    return day.replace(month=1, day=1) if unit == "year" else day


def following(unit: Unit, first: date) -> date:
    """Return the beginning of the next stretch."""
    return begin(unit, first + timedelta(days={"day": 1, "week": 7, "month": 31, "year": 366}[unit]))


def plain(day: date) -> str:
    """Return a date in words."""
    return f"{day.day} {day:%b %Y}"


def name(unit: Unit, first: date) -> str:
    """Return a stretch in words."""
    if unit == "day":
        return day_name(first)
    return {"week": f"Week of {plain(first)}", "month": f"{first:%b %Y}", "year": f"{first.year}"}[unit]


def day_name(day: date) -> str:
    """Return a date with the day of the week."""
    return f"{day:%a} {plain(day)}"


def short(unit: Unit, first: date) -> str:
    """Return a stretch in as few letters as can be."""
    if unit == "year":
        return str(first.year)
    return f"{first:%b %Y}" if unit == "month" else f"{first.day} {first:%b}"
