"""What a person may aim at: how long each hold was before, as far as it is good to hold that long today."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from posecoach.core.body.landmarks import Side
from posecoach.core.exercise.exercise import HOLD_S, Exercise
from posecoach.core.session.routine import hurt
from posecoach.core.session.scene import NO_AIM, Aim
from posecoach.practice.settings import PracticeSettings
from posecoach.storage.history.records import SessionSummary

Aims: TypeAlias = Mapping[str, Mapping[Side | None, Aim]]
"""Id of an exercise, and raised leg -> how long it was held before."""

SHORTEST_S = 1.0
"""A shorter hold is no aim."""


def past_holds(sessions: Iterable[SessionSummary]) -> dict[str, dict[Side | None, Aim]]:
    """Return the mean hold of the last session and the longest of all, for each exercise and raised leg.

    Parameters
    ----------
    sessions : iterable of SessionSummary
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


def todays_aims(settings: PracticeSettings) -> Aims:
    """Return how long each exercise of a session was held before; nothing beyond its target or longest good hold.

    With less than the full dose an exercise without a target has no aim: nobody is urged on after pain.
    """
    past = past_holds(settings.session_log.summaries()) if settings.session_log else {}
    targets = [(step.exercise, step.hold_s) for step in settings.steps] or [
        (exercise, exercise.prescription.hold_s) for exercise in settings.candidates
    ]
    aims = {}
    for exercise, hold_s in targets:
        longest_s = _longest_s(exercise, hold_s, settings.dose_share)
        within = {side: _within(aim, longest_s) for side, aim in past.get(exercise.id, {}).items()}
        aims[exercise.id] = {side: aim for side, aim in within.items() if aim != NO_AIM}
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
