"""How much to do: the steps of a routine, how long they take, and the dose after a session that hurt.

Targets never grow by themselves. They shrink after pain, and only the person raises them again.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from posecoach.core.body.landmarks import SIDES
from posecoach.core.exercise.exercise import HOLD_S, Check, Exercise
from posecoach.core.session.scene import Ended

OPEN_HOLD_S = 5.0
"""What a hold without a target is taken to last: a few seconds, as the leg lift's prescription has it at first."""
WAY_S = 6.0
"""What an attempt takes beside its hold: 3 to 7 s there and back on the sample videos, and 1.5 s until the next."""
BEGIN_S = 5.0
"""What a step takes before its first attempt: the start pose held for 2 s, and the 3 s of the count-in."""

LESS = 0.3
"""By how much the dose shrinks after pain. Our choice: a step that is felt, three repetitions of ten."""
LEAST_SHARE = 0.4
"""It shrinks no further: two repetitions of five remain. Where that hurts too, a doctor is to be asked."""
HOLD_TOLERANCE = 0.9
"""Share of a hold that counts as held: the moments are told to some 0.3 s, and a person counts worse."""


@dataclass(frozen=True, slots=True)
class Step:
    """One exercise of a routine.

    Attributes
    ----------
    exercise : Exercise
        What to do.
    reps : int or None
        Times, on each side if sided; None = as often as wished.
    hold_s : float or None
        Seconds to hold, at least 1; None = as long as can be managed.
    rest_s : float
        Seconds of rest before it; the first step of a routine begins without.
    """

    exercise: Exercise
    reps: int | None
    hold_s: float | None
    rest_s: float


@dataclass(frozen=True, slots=True)
class Routine:
    """Exercises to be done one after another."""

    name: str
    steps: tuple[Step, ...]


class PastSession(Protocol):
    """What of a session decides the next one's dose.

    Attributes
    ----------
    dose_share : float
        Share of the full dose that was asked for, above 0, at most 1.
    ended : Ended
        How it ended.
    pain_before, pain_after : int or None
        0 to 10; None = not told.
    """

    @property
    def dose_share(self) -> float: ...  # noqa: D102
    @property
    def ended(self) -> Ended: ...  # noqa: D102
    @property
    def pain_before(self) -> int | None: ...  # noqa: D102
    @property
    def pain_after(self) -> int | None: ...  # noqa: D102


def hurt(session: PastSession) -> bool:
    """Return whether a session ended with pain, or with more pain than before."""
    before, after = session.pain_before, session.pain_after
    return session.ended == "pain" or (before is not None and after is not None and after > before)


def duration_s(routine: Routine) -> float:
    """Return about how many seconds a routine takes, rests included."""
    return sum(_work_s(step) for step in routine.steps) + sum(step.rest_s for step in routine.steps[1:])


def _work_s(step: Step) -> float:
    attempts = (step.reps or 1) * (len(SIDES) if step.exercise.sided else 1)
    return BEGIN_S + attempts * (WAY_S + (step.hold_s or OPEN_HOLD_S))


def with_hold(exercise: Exercise, hold_s: float | None) -> Exercise:
    """Return the exercise with another hold than the prescribed one; None = as long as can be managed."""
    if hold_s == exercise.prescription.hold_s:
        return exercise
    checks = tuple(_reaching(check, hold_s) for check in exercise.checks)
    return replace(exercise, prescription=replace(exercise.prescription, hold_s=hold_s), checks=checks)


def _reaching(check: Check, hold_s: float | None) -> Check:
    """Return the check with the hold to be reached in its band, if it asks for one at all."""
    if check.measure != HOLD_S or not math.isfinite(check.band.low):
        return check
    return replace(check, band=replace(check.band, low=-math.inf if hold_s is None else HOLD_TOLERANCE * hold_s))


Dose = TypeVar("Dose", Step, Routine)


def scaled(dose: Dose, share: float) -> Dose:
    """Return `share` (above 0, at most 1) of a step or routine: fewer repetitions, shorter holds, the same rests."""
    if isinstance(dose, Routine):
        return replace(dose, steps=tuple(scaled(step, share) for step in dose.steps))
    if share >= 1:
        return dose
    hold_s = None if dose.hold_s is None else float(_part(dose.hold_s, share))
    return replace(dose, reps=None if dose.reps is None else _part(dose.reps, share), hold_s=hold_s)


def _part(whole: float, share: float) -> int:
    """Return `share` of `whole`, rounded down, but at least 1."""
    return max(1, math.floor(round(whole * share, 6)))  # 0.29 * 100 is 28.999999999999996


def next_share(last: PastSession | None) -> float:
    """Return the share of the full dose for today, from the last session, None if there was none.

    After a session that hurt it is lower, else what it was. Who wishes another share practises with that, and so
    sets it.
    """
    if last is None:
        return 1.0
    return (
        min(last.dose_share, max(LEAST_SHARE, round(last.dose_share * (1 - LESS), 2)))
        if hurt(last)
        else last.dose_share
    )


def why(last: PastSession | None) -> str:
    """Return a sentence for the person where `next_share` is less than all; empty where it is all."""
    share = next_share(last)
    if last is None or share >= 1:
        return ""
    if not hurt(last):
        return f"Today {share * 100:.0f} % of the full dose, as last time."
    reason = (
        "Your last session ended with pain"
        if last.ended == "pain"
        else "After your last session the pain was more than before"
    )
    if share == last.dose_share:
        return f"{reason}: today as little as then. Please ask your doctor."
    return f"{reason}: today {(1 - share / last.dose_share) * 100:.0f} % less."
