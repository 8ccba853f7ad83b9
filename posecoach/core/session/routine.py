"""How much to do: the steps of a routine, how long they take, and the dose after a session that hurt.

The dose never grows by itself. It shrinks after pain, and only the person raises it again.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from posecoach.core.body.landmarks import SIDES
from posecoach.core.exercise.exercise import HOLD_S, Check, Exercise
from posecoach.core.session.scene import Ended, Reason
from posecoach.translation import N_

OPEN_HOLD_S = 5.0
"""Assumed length of a hold without a target: a few seconds, as the leg lift's prescription starts with."""
MOVEMENT_S = 6.0
"""Time of an attempt without its hold: 3 to 7 s there and back on the sample videos, with 1.5 s until the next."""
COUNT_IN_S = 5.0
"""Time of a step before its first attempt: 2 s in the start pose, and the 3 s of the count-in."""

LESS = 0.3
"""The dose shrinks by this share after pain. Our choice: a step that one notices, three repetitions of ten."""
LEAST_SHARE = 0.4
"""It shrinks no further: two repetitions of five remain. If that hurts too, the person should ask a doctor."""
ASK_DOCTOR = N_("Ask your doctor before you begin.")
PAIN_STOPS = 3
"""After this many sessions in a row that ended because of pain, the doctor comes first. Our choice: one may be a bad
day, and after two the dose is half of what it was, without help."""
HOLD_TOLERANCE = 0.9
"""Share of a hold that counts as held: its ends are exact to about 0.3 s, and a person counts worse."""


@dataclass(frozen=True, slots=True)
class Step:
    """One exercise of a routine.

    Attributes
    ----------
    exercise : Exercise
        What to do.
    reps : int or None
        Repetitions, on each side if sided; None = as many as the person likes.
    hold_s : float or None
        Seconds to hold, at least 1; None = as long as the person can.
    rest_s : float
        Seconds of rest before it; the first step of a routine begins at once.
    """

    exercise: Exercise
    reps: int | None
    hold_s: float | None
    rest_s: float


@dataclass(frozen=True, slots=True)
class Routine:
    """Exercises in their order."""

    name: str
    steps: tuple[Step, ...]


class PastSession(Protocol):
    """The part of a session that decides the next one's dose.

    Attributes
    ----------
    dose_share : float
        Prescribed share of the full dose, above 0, at most 1.
    ended : Ended
        How it ended.
    reason : Reason or None
        Why the person stopped early; None = did not, or did not say.
    pain_before, pain_after : int or None
        0 to 10; None = not given.
    """

    @property
    def dose_share(self) -> float: ...  # noqa: D102
    @property
    def ended(self) -> Ended: ...  # noqa: D102
    @property
    def reason(self) -> Reason | None: ...  # noqa: D102
    @property
    def pain_before(self) -> int | None: ...  # noqa: D102
    @property
    def pain_after(self) -> int | None: ...  # noqa: D102


def stopped_for_pain(session: PastSession) -> bool:
    """Return whether the person ended a session because of pain, by a sign or by the answer why."""
    return "pain" in (session.ended, session.reason)


def keeps_hurting(sessions: Sequence[PastSession]) -> bool:
    """Return whether the last `PAIN_STOPS` sessions ended because of pain, given newest first.

    Those that were interrupted do not count.
    """
    ended = [session for session in sessions if session.ended != "interrupted"][:PAIN_STOPS]
    return len(ended) == PAIN_STOPS and all(map(stopped_for_pain, ended))


def hurt(session: PastSession) -> bool:
    """Return whether a session ended with pain, or with more pain than before."""
    before, after = session.pain_before, session.pain_after
    return stopped_for_pain(session) or (before is not None and after is not None and after > before)


def duration_s(routine: Routine) -> float:
    """Return about how many seconds a routine takes, rests included."""
    return sum(_step_s(step) for step in routine.steps) + sum(step.rest_s for step in routine.steps[1:])


def about_minutes(routine: Routine) -> int:
    """Return how long a routine takes, in whole minutes for people."""
    return max(1, round(duration_s(routine) / 60))


def _step_s(step: Step) -> float:
    attempts = (step.reps or 1) * (len(SIDES) if step.exercise.sided else 1)
    return COUNT_IN_S + attempts * (MOVEMENT_S + (step.hold_s or OPEN_HOLD_S))


def with_hold(exercise: Exercise, hold_s: float | None) -> Exercise:
    """Return the exercise with another hold than the prescribed one; None = as long as the person can."""
    if hold_s == exercise.prescription.hold_s:
        return exercise
    checks = tuple(_with_least_hold(check, hold_s) for check in exercise.checks)
    return replace(exercise, prescription=replace(exercise.prescription, hold_s=hold_s), checks=checks)


def _with_least_hold(check: Check, hold_s: float | None) -> Check:
    """Return the check with the new hold in its band, if it demands a hold at all."""
    if check.measure != HOLD_S or not math.isfinite(check.band.low):
        return check
    return replace(check, band=replace(check.band, low=-math.inf if hold_s is None else HOLD_TOLERANCE * hold_s))


def scaled(step: Step, share: float) -> Step:
    """Return `share` (above 0, at most 1) of a step: fewer repetitions, a shorter hold, the same rest."""
    if share >= 1:
        return step
    hold_s = None if step.hold_s is None else float(_part(step.hold_s, share))
    return replace(step, reps=None if step.reps is None else _part(step.reps, share), hold_s=hold_s)


def _part(whole: float, share: float) -> int:
    """Return `share` of `whole`, rounded down, but at least 1."""
    return max(1, math.floor(round(whole * share, 6)))  # 0.29 * 100 is 28.999999999999996


def next_share(last: PastSession | None) -> float:
    """Return today's share of the full dose, given the last session, None if there was none.

    After a session that hurt it is lower, otherwise the same. A session with a share of the person's own choice sets
    the share from then on.
    """
    if last is None:
        return 1.0
    return (
        min(last.dose_share, max(LEAST_SHARE, round(last.dose_share * (1 - LESS), 2)))
        if hurt(last)
        else last.dose_share
    )


def dose_reason(last: PastSession | None) -> str:
    """Return a sentence that explains a `next_share` below the full dose; empty for the full dose."""
    share = next_share(last)
    if last is None or share >= 1:
        return ""
    if not hurt(last):
        return N_("Today {percent:.0f} % of the full dose, as last time.", percent=share * 100)
    stopped, less = stopped_for_pain(last), (1 - share / last.dose_share) * 100
    if share == last.dose_share:
        if stopped:
            return N_("Your last session ended with pain: today the same small dose. Please ask your doctor.")
        return N_(
            "After your last session you had more pain than before: today the same small dose. Please ask your doctor."
        )
    if stopped:
        return N_("Your last session ended with pain: today {less:.0f} % less.", less=less)
    return N_("After your last session you had more pain than before: today {less:.0f} % less.", less=less)
