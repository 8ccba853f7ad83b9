"""What changed over a period: pain, and how much of the dose was done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from posecoach.history.session import Session
from posecoach.progress.done import Turn, seen

MOST_MEANT = 7
"""Values at each end of a period that are compared, at most: a week of one session a day. Of few values a third."""
RISE, SINGLE_RISE = 1.0, 2.0
"""Points of 0 to 10 from which pain counts as risen, in the mean of several sessions and from one to another. 2 points
are the least that people with low back pain feel as a change (Childs et al., Spine 2005); a mean wavers less."""
STEP = 0.1
"""Share of the full dose from which it counts as changed. Our choice: one attempt of ten."""


@dataclass(frozen=True, slots=True)
class Change:
    """The mean of the `n` first values of a period, and that of the `n` last ones."""

    first: float
    lately: float
    n: int

    @property
    def by(self) -> float:
        """How much it grew."""
        return self.lately - self.first


def change(values: Sequence[float]) -> Change | None:
    """Compare the last values with the first ones; None when there are fewer than two."""
    if len(values) < 2:
        return None
    n = min(MOST_MEANT, max(1, len(values) // 3))
    return Change(fmean(values[:n]), fmean(values[-n:]), n)


@dataclass(frozen=True, slots=True)
class Pain:
    """Pain over the sessions, from 0 to 10.

    Attributes
    ----------
    before, after : Change or None
        Before and after practice; None when it was told less than twice.
    """

    before: Change | None
    after: Change | None

    @property
    def rose(self) -> bool:
        """Whether pain rose over the sessions, before practice or after it."""
        changes = [one for one in (self.before, self.after) if one]
        return any(one.by >= (RISE if one.n > 1 else SINGLE_RISE) for one in changes)


def pain(sessions: Sequence[Session]) -> Pain:
    """Return how pain changed over sessions, the oldest first."""
    before = [session.pain_before for session in sessions if session.pain_before is not None]
    after = [session.pain_after for session in sessions if session.pain_after is not None]
    return Pain(change(before), change(after))


def of_full_dose(turn: Turn) -> float | None:
    """Return which share of the full dose was done, 0 to 1; None where no number of attempts was asked for.

    It is the share of the attempts times that of the hold, neither beyond what was asked for; of a dose that was
    lowered that share, so that fulfilling less is not more.
    """
    done = turn.done
    if not done.asked_reps:
        return None
    held = min(1.0, (done.mean_s or 0.0) / done.asked_hold_s) if done.asked_hold_s else 1.0
    return turn.session.dose_share * min(1.0, done.reps / done.asked_reps) * held


def dose(turns: Sequence[Turn]) -> Change | None:
    """Return how the share of the full dose changed; None where too few sessions can be compared.

    A session in which an exercise was asked for and not come to counts as none of it.
    """
    shares = [of_full_dose(turn) for turn in turns if seen(turn.session)]
    found = change([share for share in shares if share is not None])
    return found if found and found.n > 1 else None
