"""Finds what one side of the body has held less than the other for a week or longer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from statistics import median
from typing import NamedTuple

from posecoach.core.body.landmarks import SIDES, Side
from posecoach.reports.progress.period import Period, title
from posecoach.reports.progress.totals import SessionTotals
from posecoach.translation import plural, quantity

WEEK = timedelta(days=7)
"""A difference that lasts this long is no passing one: sore muscles ache for some days, and a bad day is one."""
MIN_SESSIONS = 4
"""Sessions in which the same side held less: practice every other day. With fewer, a bad day would weigh too much."""
LEAST_SHARE, LEAST_S = 0.15, 1.0
"""Least median difference, as a share of the other side's hold and in seconds. Rehabilitation calls less than 85 % of
the other side a deficit (limb symmetry index); the ends of a hold are exact to about 0.3 s."""
CURRENT = timedelta(days=14)
"""A difference that was last seen longer ago is not said any more."""


@dataclass(frozen=True, slots=True)
class SideDifference:
    """One side of the body holds an exercise for less time than the other.

    Attributes
    ----------
    exercise : str
        Its id.
    weaker : Side
        The side that holds less.
    difference_s : float
        Median difference of the mean holds, in seconds.
    since, until : date
        The days of the first and the last session with it.
    """

    exercise: str
    weaker: Side
    difference_s: float
    since: date
    until: date

    @property
    def sentence(self) -> str:
        """What to say about it."""
        weeks = (self.until - self.since) // WEEK
        exercise, less = title(self.exercise), quantity(self.difference_s, "s")
        if self.weaker == "left":
            return plural(
                "{exercise}: for a week your left side has held {less} less than your right.",
                "{exercise}: for {n} weeks your left side has held {less} less than your right.",
                weeks,
                exercise=exercise,
                less=less,
            )
        return plural(
            "{exercise}: for a week your right side has held {less} less than your left.",
            "{exercise}: for {n} weeks your right side has held {less} less than your left.",
            weeks,
            exercise=exercise,
            less=less,
        )


def lasting_differences(period: Period) -> Iterator[SideDifference]:
    """Yield the differences that have lasted for a week or longer, by exercise."""
    for exercise, sessions in period.by_exercise.items():
        found = _difference(exercise, sessions)
        if found and found.until - found.since >= WEEK and period.today - found.until <= CURRENT:
            yield found


class _Holds(NamedTuple):
    """Mean holds of both sides in one session."""

    day: date
    left_s: float
    right_s: float

    @property
    def weaker(self) -> Side:
        """The side that holds less."""
        return "left" if self.left_s < self.right_s else "right"


def _difference(exercise: str, sessions: Sequence[SessionTotals]) -> SideDifference | None:
    """Return the difference in the latest sessions that agree on the weaker side, given oldest first."""
    _, run = next(groupby(reversed(list(_holds(sessions))), key=lambda holds: holds.weaker), (None, iter(())))
    latest = list(run)
    if len(latest) < MIN_SESSIONS:
        return None
    difference_s = median(abs(one.left_s - one.right_s) for one in latest)
    if difference_s < max(LEAST_S, LEAST_SHARE * median(max(one.left_s, one.right_s) for one in latest)):
        return None
    return SideDifference(exercise, latest[0].weaker, difference_s, latest[-1].day, latest[0].day)


def _holds(sessions: Sequence[SessionTotals]) -> Iterator[_Holds]:
    """Yield the holds of the sessions that can be compared."""
    for one in sessions:
        left_s, right_s = (one.totals.side_s(side) for side in SIDES)
        if one.compared and left_s is not None and right_s is not None:
            yield _Holds(one.day, left_s, right_s)
