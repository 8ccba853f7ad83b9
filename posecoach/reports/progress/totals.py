"""What was done in each session, exercise by exercise, and how it changes over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean
from typing import NamedTuple

from posecoach.core.body.landmarks import SIDES, Side
from posecoach.exercises.registry import EXERCISES
from posecoach.storage.history.records import SessionRecord, SideTotal

SEEN_SHARE = 0.5
"""Share of the pictures in which the person must be seen for a session to be compared with others. Our choice: more
than half; in the rests many people leave the picture."""


class ExerciseTotals(NamedTuple):
    """What was done of one exercise, in one session or in several together.

    Attributes
    ----------
    reps : int
        Attempts, on both sides together where there are two.
    asked_reps : int or None
        Attempts asked for, counted likewise; None = as many as wished. Of several sessions, those that asked.
    asked_hold_s : float or None
        Hold asked for, of several sessions the last one's; None = as long as can be managed.
    hold_s, good_s, longest_s : float
        Seconds held in all, those of them in good form, and the longest hold.
    at_least : bool
        Whether more may have been good than was seen to be.
    sides : dict
        Attempts and seconds held of each side; empty where there are no sides.
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
        """Share of the held time in good form, 0 to 1; None where nothing was held."""
        return self.good_s / self.hold_s if self.hold_s else None

    def side_s(self, side: Side) -> float | None:
        """Return the mean hold on a side; None where there was none."""
        reps, hold_s = self.sides.get(side, (0, 0.0))
        return hold_s / reps if reps else None


class SessionTotals(NamedTuple):
    """One exercise in one session."""

    session: SessionRecord
    day: date
    done: ExerciseTotals

    @property
    def compared(self) -> bool:
        """Whether there is something to compare with other sessions: attempts, by a person who was seen."""
        return self.done.reps > 0 and seen(self.session)


def seen(session: SessionRecord) -> bool:
    """Whether the person was seen well enough for a session to be compared with others."""
    return session.judged_share >= SEEN_SHARE


def of_sides(totals: Sequence[SideTotal], session: SessionRecord) -> ExerciseTotals:
    """Put the sides of one exercise in one session together; a plain loop, since there may be 60,000 of them."""
    one = totals[0]
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
    known = EXERCISES.get(one.exercise)
    each = len(SIDES) if (known.sided if known else sides) else 1
    asked_reps = None if one.asked_reps is None else one.asked_reps * each
    at_least = unjudged > 0 or not seen(session)
    return ExerciseTotals(reps, asked_reps, one.asked_hold_s, hold_s, good_s, longest_s, at_least, sides)


def combine(parts: Sequence[ExerciseTotals]) -> ExerciseTotals:
    """Add up what was done of one exercise, in order of time, once or more."""
    if len(parts) == 1:
        return parts[0]
    asked = [part.asked_reps for part in parts if part.asked_reps is not None]
    sides = {side for part in parts for side in part.sides}
    each = {side: [part.sides[side] for part in parts if side in part.sides] for side in SIDES if side in sides}
    return ExerciseTotals(
        sum(part.reps for part in parts),
        sum(asked) if asked else None,
        parts[-1].asked_hold_s,
        sum(part.hold_s for part in parts),
        sum(part.good_s for part in parts),
        max(part.longest_s for part in parts),
        any(part.at_least for part in parts),
        {side: (sum(reps for reps, _ in own), sum(hold_s for _, hold_s in own)) for side, own in each.items()},
    )


MOST_MEANT = 7
"""Values at each end of a period that are compared, at most: a week of one session a day. Of few values a third."""
RISE, SINGLE_RISE = 1.0, 2.0
"""Points of 0 to 10 from which pain counts as risen, in the mean of several sessions and from one to another. 2 points
are the least that people with low back pain feel as a change (Childs et al., Spine 2005); a mean wavers less."""
STEP = 0.1
"""Share of the full dose from which it counts as changed. Our choice: one attempt of ten."""


@dataclass(frozen=True, slots=True)
class Trend:
    """The mean of the `n` first values of a period, and that of the `n` last ones."""

    first: float
    lately: float
    n: int

    @property
    def by(self) -> float:
        """How much it grew."""
        return self.lately - self.first


def trend(values: Sequence[float]) -> Trend | None:
    """Compare the last values with the first ones; None when there are fewer than two."""
    if len(values) < 2:
        return None
    n = min(MOST_MEANT, max(1, len(values) // 3))
    return Trend(fmean(values[:n]), fmean(values[-n:]), n)


@dataclass(frozen=True, slots=True)
class Pain:
    """Pain over the sessions, from 0 to 10.

    Attributes
    ----------
    before, after : Trend or None
        Before and after practice; None when it was told less than twice.
    """

    before: Trend | None
    after: Trend | None

    @property
    def rose(self) -> bool:
        """Whether pain rose over the sessions, before practice or after it."""
        changes = [one for one in (self.before, self.after) if one]
        return any(one.by >= (RISE if one.n > 1 else SINGLE_RISE) for one in changes)


def pain(sessions: Sequence[SessionRecord]) -> Pain:
    """Return how pain changed over sessions, the oldest first."""
    before = [session.pain_before for session in sessions if session.pain_before is not None]
    after = [session.pain_after for session in sessions if session.pain_after is not None]
    return Pain(trend(before), trend(after))


def of_full_dose(turn: SessionTotals) -> float | None:
    """Return which share of the full dose was done, 0 to 1; None where no number of attempts was asked for.

    It is the share of the attempts times that of the hold, neither beyond what was asked for; of a dose that was
    lowered that share, so that fulfilling less is not more.
    """
    done = turn.done
    if not done.asked_reps:
        return None
    held = min(1.0, (done.mean_s or 0.0) / done.asked_hold_s) if done.asked_hold_s else 1.0
    return turn.session.dose_share * min(1.0, done.reps / done.asked_reps) * held


def dose(turns: Sequence[SessionTotals]) -> Trend | None:
    """Return how the share of the full dose changed; None where too few sessions can be compared.

    A session in which an exercise was asked for and not come to counts as none of it.
    """
    shares = [of_full_dose(turn) for turn in turns if seen(turn.session)]
    found = trend([share for share in shares if share is not None])
    return found if found and found.n > 1 else None
