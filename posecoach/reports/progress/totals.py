"""Totals per exercise and session, and their trends over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean
from typing import NamedTuple

from posecoach.core.body.landmarks import SIDES, Side
from posecoach.exercises.registry import EXERCISES
from posecoach.storage.history.records import SessionRecord, SideTotal

COMPARABLE_SHARE = 0.5
"""A session is compared with others when the body could be judged for this share of its time. Our choice: half, because
many people leave the image during rests."""


class ExerciseTotals(NamedTuple):
    """Totals of one exercise, over one session or several.

    Attributes
    ----------
    reps : int
        Attempts, both sides together.
    asked_reps : int or None
        Requested attempts, both sides together; None = as many as the person likes. For several sessions: the sum
        over those that requested a number.
    asked_hold_s : float or None
        Requested hold, for several sessions that of the last one; None = as long as possible.
    hold_s, good_s, longest_s : float
        Total hold, the part of it in good form, and the longest hold, in seconds.
    at_least : bool
        Whether `good_s` may be larger, because something could not be judged.
    sides : dict
        Attempts and total hold of each side; empty where there are no sides.
    """

    reps: int
    asked_reps: int | None
    asked_hold_s: float | None
    hold_s: float
    good_s: float
    longest_s: float
    at_least: bool
    sides: dict[Side, tuple[int, float]]

    @property
    def mean_s(self) -> float | None:
        """Mean hold; None without attempts."""
        return self.hold_s / self.reps if self.reps else None

    @property
    def form(self) -> float | None:
        """Share of the hold in good form, 0 to 1; None without a hold."""
        return self.good_s / self.hold_s if self.hold_s else None

    def side_s(self, side: Side) -> float | None:
        """Return the mean hold on a side; None without attempts there."""
        reps, hold_s = self.sides.get(side, (0, 0.0))
        return hold_s / reps if reps else None


class SessionTotals(NamedTuple):
    """Totals of one exercise in one session."""

    session: SessionRecord
    day: date
    totals: ExerciseTotals

    @property
    def compared(self) -> bool:
        """Whether to compare it with other sessions: it has attempts, and the body could be judged long enough."""
        return self.totals.reps > 0 and is_comparable(self.session)


def is_comparable(session: SessionRecord) -> bool:
    """Whether the body could be judged long enough to compare the session with others."""
    return session.judged_share >= COMPARABLE_SHARE


def combine_sides(totals: Sequence[SideTotal], session: SessionRecord) -> ExerciseTotals:
    """Add up the sides of one exercise in one session; a simple loop, because there may be 60,000 calls."""
    first = totals[0]
    reps, hold_s, good_s, longest_s, unjudged = 0, 0.0, 0.0, 0.0, 0
    sides: dict[Side, tuple[int, float]] = {}
    for total in totals:
        reps += total.reps
        hold_s += total.hold_s
        good_s += total.good_s
        longest_s = max(longest_s, total.longest_s)
        unjudged += total.unjudged
        if total.side:
            sides[total.side] = total.reps, total.hold_s
    known = EXERCISES.get(first.exercise)
    n_sides = len(SIDES) if (known.sided if known else sides) else 1
    asked_reps = None if first.asked_reps is None else first.asked_reps * n_sides
    at_least = unjudged > 0 or not is_comparable(session)
    return ExerciseTotals(reps, asked_reps, first.asked_hold_s, hold_s, good_s, longest_s, at_least, sides)


def combine(parts: Sequence[ExerciseTotals]) -> ExerciseTotals:
    """Add up totals of one exercise, in order of time."""
    if len(parts) == 1:
        return parts[0]
    requested = [part.asked_reps for part in parts if part.asked_reps is not None]
    sides = {side for part in parts for side in part.sides}
    by_side = {side: [part.sides[side] for part in parts if side in part.sides] for side in SIDES if side in sides}
    return ExerciseTotals(
        sum(part.reps for part in parts),
        sum(requested) if requested else None,
        parts[-1].asked_hold_s,
        sum(part.hold_s for part in parts),
        sum(part.good_s for part in parts),
        max(part.longest_s for part in parts),
        any(part.at_least for part in parts),
        {side: (sum(reps for reps, _ in own), sum(hold_s for _, hold_s in own)) for side, own in by_side.items()},
    )


TREND_MAX = 7
"""Most values at each end of a period whose means are compared: a week of daily sessions; of few values, a third."""
RISE, SINGLE_RISE = 1.0, 2.0
"""Points of 0 to 10 from which pain counts as risen: in the mean of several sessions, and between two sessions.
2 points are the least change that people with low back pain notice (Childs et al., Spine 2005); a mean varies less."""
STEP = 0.1
"""Share of the full dose that counts as a change. Our choice: one attempt of ten."""


@dataclass(frozen=True, slots=True)
class Trend:
    """Means of the first `n` and of the last `n` values of a period."""

    first: float
    last: float
    n: int

    @property
    def change(self) -> float:
        """Difference of the two means."""
        return self.last - self.first


def trend(values: Sequence[float]) -> Trend | None:
    """Compare the last values with the first ones; None for fewer than two values."""
    if len(values) < 2:
        return None
    n = min(TREND_MAX, max(1, len(values) // 3))
    return Trend(fmean(values[:n]), fmean(values[-n:]), n)


@dataclass(frozen=True, slots=True)
class PainTrend:
    """Pain over the sessions, from 0 to 10.

    Attributes
    ----------
    before, after : Trend or None
        Before and after practice; None when it was recorded less than twice.
    """

    before: Trend | None
    after: Trend | None

    @property
    def rose(self) -> bool:
        """Whether pain rose over the sessions, before practice or after it."""
        trends = [each for each in (self.before, self.after) if each]
        return any(each.change >= (RISE if each.n > 1 else SINGLE_RISE) for each in trends)


def pain(sessions: Sequence[SessionRecord]) -> PainTrend:
    """Return how pain changed over sessions, given oldest first."""
    before = [session.pain_before for session in sessions if session.pain_before is not None]
    after = [session.pain_after for session in sessions if session.pain_after is not None]
    return PainTrend(trend(before), trend(after))


def share_of_full_dose(session: SessionTotals) -> float | None:
    """Return the completed share of the full dose, 0 to 1; None where no number of attempts was requested.

    It is the share of the attempts times the share of the hold, each at most 1, times the requested share of the full
    dose, so that completing a lowered dose does not count as a full one.
    """
    done = session.totals
    if not done.asked_reps:
        return None
    held = min(1.0, (done.mean_s or 0.0) / done.asked_hold_s) if done.asked_hold_s else 1.0
    return session.session.dose_share * min(1.0, done.reps / done.asked_reps) * held


def dose(sessions: Sequence[SessionTotals]) -> Trend | None:
    """Return how the completed share of the full dose changed; None for too few comparable sessions.

    A session that ended before a requested exercise counts as 0 for it.
    """
    shares = [share_of_full_dose(session) for session in sessions if is_comparable(session.session)]
    found = trend([share for share in shares if share is not None])
    return found if found and found.n > 1 else None
