"""What a person may aim at: how long each hold was before, as far as it is good to hold that long today."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol, TypeAlias

from posecoach.core.body.landmarks import Side
from posecoach.core.exercise.exercise import HOLD_S, Exercise
from posecoach.core.session.routine import PastSession, hurt
from posecoach.core.session.scene import NO_AIM, Aim

Aims: TypeAlias = Mapping[str, Mapping[Side | None, Aim]]
"""Id of an exercise, and raised leg -> how long it was held before."""
SHORTEST_S = 1.0
"""A shorter hold is no aim."""


class PastTotal(Protocol):
    """The holds of one exercise in one session, per raised leg if it has two sides.

    Attributes
    ----------
    exercise : str
        Its id.
    side : Side or None
        None where there are no sides.
    reps : int
        Attempts.
    hold_s, longest_s : float
        Total and longest hold, in seconds.
    """

    @property
    def exercise(self) -> str: ...  # noqa: D102
    @property
    def side(self) -> Side | None: ...  # noqa: D102
    @property
    def reps(self) -> int: ...  # noqa: D102
    @property
    def hold_s(self) -> float: ...  # noqa: D102
    @property
    def longest_s(self) -> float: ...  # noqa: D102


class PastHolds(Protocol):
    """One session with its holds."""

    @property
    def session(self) -> PastSession: ...  # noqa: D102
    @property
    def totals(self) -> Sequence[PastTotal]: ...  # noqa: D102


def past_holds(sessions: Iterable[PastHolds]) -> dict[str, dict[Side | None, Aim]]:
    """Return the mean hold of the last session and the longest of all, for each exercise and raised leg.

    Parameters
    ----------
    sessions : iterable of PastHolds
        The newest first. One that hurt sets no aim.
    """
    found: dict[str, dict[Side | None, Aim]] = {}
    for session in sessions:
        for total in () if hurt(session.session) else session.totals:
            if total.reps:
                sides = found.setdefault(total.exercise, {})
                newer = sides.get(total.side, Aim(total.hold_s / total.reps, 0.0))
                sides[total.side] = Aim(newer.last_s, max(newer.best_s or 0.0, total.longest_s))
    return found


def todays_aims(
    sessions: Iterable[PastHolds], targets: Iterable[tuple[Exercise, float | None]], dose_share: float
) -> Aims:
    """Return how long each exercise was held before; nothing beyond its target or beyond what is too long.

    With less than the full dose an exercise without a target has no aim: nobody is urged on after pain.

    Parameters
    ----------
    sessions : iterable of PastHolds
        The newest first.
    targets : iterable of tuple
        What is done today: exercise, and seconds to hold it; None = as long as the person can.
    dose_share : float
        Share of the full dose.
    """
    past, aims = past_holds(sessions), {}
    longest_s: dict[str, float] = {}  # of several steps of one exercise, the shortest hold counts
    for exercise, hold_s in targets:
        longest_s[exercise.id] = min(longest_s.get(exercise.id, math.inf), _longest_s(exercise, hold_s, dose_share))
    for exercise_id, most_s in longest_s.items():
        within = {side: _within(aim, most_s) for side, aim in past.get(exercise_id, {}).items()}
        aims[exercise_id] = {side: aim for side, aim in within.items() if aim != NO_AIM}
    return aims


def _longest_s(exercise: Exercise, hold_s: float | None, dose_share: float) -> float:
    if hold_s is None and dose_share < 1:
        return 0.0
    limits = (check.band.high for check in exercise.checks if check.measure == HOLD_S)
    return min(math.inf if hold_s is None else hold_s, *limits, math.inf)


def _within(aim: Aim, longest_s: float) -> Aim:
    """Return an aim without what is shorter than `SHORTEST_S` or longer than `longest_s`."""
    last_s, best_s = (s if s is not None and SHORTEST_S <= s <= longest_s else None for s in (aim.last_s, aim.best_s))
    return Aim(last_s, best_s)
