"""What came of each attempt: pairs the attempts that the coach counted with the true ones, and compares the pairs.

An attempt of the truth and one of the coach belong together when they share time; of several candidates those that
share most. A fault counts once an attempt: the codes said against the codes acted.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from posecoach.core.body.landmarks import Side
from posecoach.core.judging.events import Rep

MIXED = "mixed"
"""The exercise of a clip that holds several, one after the other."""
ANY_CODE = "*"
"""In `open_codes`: no code said in this attempt is wrong."""
HOLD_TOLERANCE_S = 1.0
"""A hold that is further off is wrong: people count in seconds."""

Verdict = Literal["found", "other", "missed", "invented", "optional"]
"""`other`: counted, but as another exercise. `optional`: an attempt given up early, which may be counted or not."""


@dataclass(frozen=True, slots=True)
class TrueAttempt:
    """One attempt of the person.

    Attributes
    ----------
    exercise : str
        Id of the exercise.
    side : Side or None
        Side of the raised leg; None where the sides do the same.
    start_s, hold_start_s, hold_end_s, end_s : float
        When the body left the start pose, reached the target pose, left it, and was back (seconds).
    faults : frozenset of str
        The acted faults.
    open_codes : frozenset of str
        Codes that are neither right nor wrong here.
    late_s : float or None
        When the pose changes for the worse within the hold: the hold may also be said to end there.
    optional : bool
        Whether it was given up early: it may be counted or not.
    """

    exercise: str
    side: Side | None
    start_s: float
    hold_start_s: float
    hold_end_s: float
    end_s: float
    faults: frozenset[str] = frozenset()
    open_codes: frozenset[str] = frozenset()
    late_s: float | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """One attempt, true or only said, and what came of it.

    Attributes
    ----------
    verdict : Verdict
        Whether the coach counted it.
    attempt : TrueAttempt or None
        The true attempt; None when invented.
    rep : Rep or None
        What the coach counted; None when missed.
    hold_error_s : float
        Hold said minus true, in seconds; NaN when there is no pair.
    side_right : bool or None
        Whether the raised leg is right; None where there is none.
    found, missed, invented, unjudged : frozenset of str
        Faults acted and said; acted and not said; said and not acted; and of the missed those of which the coach says
        that it could not judge them.
    """

    verdict: Verdict
    attempt: TrueAttempt | None
    rep: Rep | None
    hold_error_s: float = math.nan
    side_right: bool | None = None
    found: frozenset[str] = frozenset()
    missed: frozenset[str] = frozenset()
    invented: frozenset[str] = frozenset()
    unjudged: frozenset[str] = frozenset()

    @property
    def right(self) -> bool:
        """Whether nothing is wrong about it."""
        if self.verdict != "found":
            return self.verdict == "optional"
        faults_right = not self.missed and not self.invented
        return faults_right and self.side_right is not False and abs(self.hold_error_s) <= HOLD_TOLERANCE_S


def true_attempts(truth: Mapping[str, Any]) -> tuple[TrueAttempt, ...]:
    """Return the attempts of a truth file; none for another movement."""
    return tuple(_read(rep, rep.get("exercise") or truth["exercise"]) for rep in truth["reps"])


def _read(rep: Mapping[str, Any], exercise: str) -> TrueAttempt:
    return TrueAttempt(
        exercise,
        rep["side"],
        rep["start"],
        rep["hold_start"],
        rep["hold_end"],
        rep["end"],
        frozenset(rep["faults"]),
        frozenset(rep.get("maybe", ())),
        rep.get("late"),
        rep.get("optional", False),
    )


def score(attempts: Sequence[TrueAttempt], reps: Sequence[Rep]) -> list[Outcome]:
    """Return what came of each true attempt, then of each counted one that belongs to none."""
    partner = dict(_pairs(attempts, reps))
    outcomes = [_judge(attempt, reps[partner[i]] if i in partner else None) for i, attempt in enumerate(attempts)]
    loose = [rep for j, rep in enumerate(reps) if j not in partner.values()]
    return outcomes + [Outcome("invented", None, rep) for rep in loose]


def _pairs(attempts: Sequence[TrueAttempt], reps: Sequence[Rep]) -> Iterable[tuple[int, int]]:
    """Yield index pairs, those that share most time first; each attempt and each rep at most once."""
    shared = {
        (i, j): min(attempt.end_s, rep.end_s) - max(attempt.start_s, rep.start_s)
        for i, attempt in enumerate(attempts)
        for j, rep in enumerate(reps)
    }
    while shared and (best := max(shared, key=lambda pair: shared[pair])) and shared[best] > 0:
        yield best
        shared = {pair: time_s for pair, time_s in shared.items() if pair[0] != best[0] and pair[1] != best[1]}


def _judge(attempt: TrueAttempt, rep: Rep | None) -> Outcome:
    if attempt.optional:
        return Outcome("optional", attempt, rep)
    if rep is None or rep.exercise != attempt.exercise:
        return Outcome("missed" if rep is None else "other", attempt, rep, missed=attempt.faults)
    said = frozenset(fault.code for fault in rep.faults)
    missed = attempt.faults - said
    extra = frozenset() if ANY_CODE in attempt.open_codes else said - attempt.faults - attempt.open_codes
    return Outcome(
        "found",
        attempt,
        rep,
        _hold_error(attempt, rep),
        rep.side == attempt.side if attempt.side else None,
        found=said & attempt.faults,
        missed=missed,
        invented=extra,
        unjudged=missed & frozenset(check.code for check in rep.unjudged),
    )


def _hold_error(attempt: TrueAttempt, rep: Rep) -> float:
    ends = [attempt.hold_end_s] if attempt.late_s is None else [attempt.hold_end_s, attempt.late_s]
    return min((rep.hold_s - (end_s - attempt.hold_start_s) for end_s in ends), key=abs)
