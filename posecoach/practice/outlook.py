"""What the past sessions mean for the next one. Reads the history and changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from posecoach.core.session.routine import (
    ASK_DOCTOR,
    PAIN_STOPS,
    dose_reason,
    keeps_hurting,
    next_share,
    stopped_for_pain,
)
from posecoach.reports.progress.period import period
from posecoach.reports.progress.side_difference import SideDifference, lasting_differences
from posecoach.storage.history.history import History
from posecoach.storage.history.records import SessionRecord
from posecoach.translation import N_, joined

LOOK_BACK = 10
"""Sessions in which to look for the last ones that were not interrupted."""
SIDES_LOOK_BACK = timedelta(weeks=12)
"""Time in which to look for a difference between left and right; one that lasts even longer is said again after it."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the past sessions mean for the next one.

    Attributes
    ----------
    last : SessionRecord or None
        The last session, which decides today's dose.
    ask_doctor : bool
        Whether the last sessions all ended because of pain.
    differences : tuple of SideDifference
        Lasting differences between left and right of which the person does not know yet.
    """

    last: SessionRecord | None = None
    ask_doctor: bool = False
    differences: tuple[SideDifference, ...] = ()

    def notes(self, recovered: Iterable[str] = ()) -> list[str]:
        """Return what the person should know before the next session, as sentences, the most important first.

        Parameters
        ----------
        recovered : iterable of str
            Sentences about sessions that were interrupted.
        """
        stopped = N_("Your last {n} sessions ended because of pain.", n=PAIN_STOPS)
        doctor = [joined([ASK_DOCTOR, stopped])] if self.ask_doctor else []
        return [*doctor, *recovered, *(one.sentence for one in self.differences)]


class Dose(NamedTuple):
    """How much to ask for, in percent of the full dose, and why it is less, as a sentence or empty."""

    percent: int
    reason: str


def read_outlook(history: History, today: date) -> Outlook:
    """Read what the past sessions mean for the next one.

    Raises
    ------
    UsageError
        The history cannot be used.
    """
    past = history.sessions(LOOK_BACK)
    begun = [one for one in past if any(each.reps for each in one.sets) or stopped_for_pain(one)]
    return Outlook(next(iter(past), None), keeps_hurting(begun), tuple(_new_differences(history, today)))


def todays_dose(last: SessionRecord | None, most_percent: int | None) -> Dose:
    """Return today's dose.

    Parameters
    ----------
    last : SessionRecord or None
        The last session.
    most_percent : int or None
        The most that the person wants to be asked for; after pain it is less all the same. None = the full dose.
    """
    percent = round(100 * next_share(last))
    if most_percent is not None and most_percent < percent:
        return Dose(most_percent, N_("Today {percent} % of the full dose, as you set it.", percent=most_percent))
    return Dose(percent, dose_reason(last))


def said_as(difference: SideDifference) -> str:
    """Return the name under which the history keeps that a difference was said."""
    return f"{difference.exercise} {difference.weaker}"


def _new_differences(history: History, today: date) -> Iterator[SideDifference]:
    """Yield the differences that were not said since they began."""
    since = today - SIDES_LOOK_BACK
    for difference in lasting_differences(period(history.summaries(since_day=since), (), today, since)):
        said = history.said(said_as(difference))
        if said is None or said < difference.since:
            yield difference
