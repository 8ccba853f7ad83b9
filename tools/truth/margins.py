"""How much margin each check has: what good and faulty attempts measure, and how far that is from the limits."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from posecoach.core.exercise.bands import Band
from posecoach.core.exercise.exercise import HOLD_S, LOWERING_S, Check, Exercise
from posecoach.core.judging.events import Rep
from posecoach.exercises.registry import BUILT_IN
from truth.clips import Clip, lowerings
from truth.markdown import NOTHING, listed, number, table
from truth.mistakes import limits_in_words
from truth.outcomes import ANY_CODE, TrueAttempt
from truth.true_values import hold_values

THIN = {"deg": 5.0, "cm": 2.0, "s": 0.5}
"""A smaller margin is thin: about the error of the measure itself."""

Pools = dict[str, list[float]]
"""Measured values of attempts that are "good", have an "other" fault, or this one ("bad")."""


@dataclass(frozen=True, slots=True)
class Margin:
    """The margin of one check: how far good values lie inside its band, and faulty ones outside it (negative: not).

    NaN where there were no such attempts.
    """

    exercise: Exercise
    check: Check
    pools: Pools
    inside: float
    beyond: float


def margins(clips: Sequence[Clip]) -> list[Margin]:
    """Return the margin of each check that applies in the hold or at the end."""
    lowered = {clip.name: list(lowerings(clip)) for clip in clips if clip.is_exercise}
    found: list[Margin] = []
    for exercise in BUILT_IN:
        for check in (one for one in exercise.checks if one.during != "moving"):
            pools: Pools = {"good": [], "other": [], "bad": []}
            for clip in clips:
                for attempt in (one for one in clip.attempts if one.exercise == exercise.id):
                    if pool := _pool(attempt, check.code):
                        pools[pool] += _values(clip, attempt, check, lowered[clip.name])
            if any(pools.values()):
                found.append(_margin(exercise, check, pools))
    return found


def _pool(attempt: TrueAttempt, code: str) -> str | None:
    """Return which pool an attempt belongs to; None = unknown, or the fault began late in the hold."""
    if attempt.optional or attempt.late_s is not None or {code, ANY_CODE} & (attempt.open_codes - attempt.faults):
        return None
    if code in attempt.faults:
        return "bad"
    return "other" if attempt.faults else "good"


def _values(clip: Clip, attempt: TrueAttempt, check: Check, lowered: Sequence[Rep]) -> list[float]:
    """Return the values of a check's measure in a true hold; for times, the single value that the coach takes."""
    if check.measure == HOLD_S:
        return [rep.hold_s for rep in clip.assessment.reps if _overlap(rep, attempt)]
    if check.measure == LOWERING_S:
        reps = [rep for rep in lowered if _overlap(rep, attempt)]
        return [fault.value for rep in reps for fault in rep.faults if fault.code == check.code]
    return [value for _, value in hold_values(clip, attempt, check) if not math.isnan(value)]


def _overlap(rep: Rep, attempt: TrueAttempt) -> bool:
    same = rep.exercise == attempt.exercise
    return same and rep.hold_start_s < attempt.hold_end_s and attempt.hold_start_s < rep.hold_end_s


def _margin(exercise: Exercise, check: Check, pools: Pools) -> Margin:
    good, bad = percentile_range(pools["good"]), percentile_range(pools["bad"])
    return Margin(exercise, check, pools, *inside_and_beyond(check.band, good, bad))


def percentile_range(values: Sequence[float]) -> tuple[float, float]:
    """Return the 5th and the 95th percentile; NaN without values."""
    return (float(np.percentile(values, 5)), float(np.percentile(values, 95))) if values else (math.nan, math.nan)


def inside_and_beyond(band: Band, good: tuple[float, float], bad: tuple[float, float]) -> tuple[float, float]:
    """Return how far good values are inside the band, and faulty ones outside it; negative = on the wrong side."""
    beyond = (band.low - bad[1], bad[0] - band.high)
    return min(good[0] - band.low, band.high - good[1]), math.nan if math.isnan(bad[0]) else max(beyond)


def margin_table(every: Sequence[Margin]) -> list[str]:
    """Return the table by exercise and check."""
    rows: list[list[object]] = []
    for one in every:
        unit = one.check.unit
        ranges = (_range(*percentile_range(one.pools[key])) for key in ("good", "other", "bad"))
        ends = (number(one.inside, unit), number(one.beyond, unit))
        limits = limits_in_words(one.check.band, unit)
        rows.append([one.exercise.id, f"`{one.check.code}`", limits, *ranges, *ends])
    columns = (
        "exercise",
        "check",
        "limits",
        "good",
        "other faults",
        "this fault",
        "good inside by",
        "faulty beyond by",
    )
    return table(columns, rows, words=2)


def _range(low: float, high: float) -> str:
    return NOTHING if math.isnan(low) else f"{number(low)} to {number(high)}"


def thin_in_words(every: Sequence[Margin]) -> Iterator[str]:
    """Yield the thin margins as items of a list."""
    found = 0
    for one in every:
        for margin, what in ((one.inside, "good inside"), (one.beyond, "faulty beyond")):
            if margin < THIN[one.check.unit]:
                found += 1
                yield f"- {one.exercise.id}, `{one.check.code}`: {what} by {number(margin, one.check.unit)}"
    if not found:
        yield "- none"


def thin_limits() -> str:
    """Return what counts as thin, in words."""
    return listed(f"{number(least, unit, digits=1).replace('.0', '')}" for unit, least in THIN.items())
