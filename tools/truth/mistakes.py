"""The list of what was wrong: each attempt or fault, what was said instead, and the numbers behind it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from posecoach.core.exercise.bands import Band
from posecoach.exercises.registry import EXERCISES
from truth.clips import Clip
from truth.markdown import NOTHING, codes, number, table
from truth.outcomes import HOLD_TOLERANCE_S, Outcome
from truth.true_values import compared

Mistake = tuple[str, str, str]
"""What is true, what was said, and the numbers behind it."""

MOST = 0.5
"""A reason that holds for this share of a missed attempt is given for it."""


def mistake_table(clips: Sequence[Clip]) -> list[str]:
    """Return the table of all mistakes; none, as a sentence, when there are none."""
    rows = [(_name(clip), f"{at:.0f} s", *found) for clip in clips for at, found in mistakes(clip)]
    return table(("clip", "at", "true", "said", "behind it"), rows, words=5) if rows else ["Nothing was wrong."]


def _name(clip: Clip) -> str:
    """Return a clip's name; a recording has none here."""
    return "a recording" if clip.is_recording else clip.name


def mistakes(clip: Clip) -> Iterator[tuple[float, Mistake]]:
    """Yield the time in seconds and content of each mistake in a clip."""
    for outcome in sorted((one for one in clip.outcomes if not one.right), key=_start):
        yield from ((_start(outcome), mistake) for mistake in _of_outcome(clip, outcome))


def _start(outcome: Outcome) -> float:
    return outcome.attempt.start_s if outcome.attempt else outcome.rep.start_s if outcome.rep else math.nan


def _of_outcome(clip: Clip, outcome: Outcome) -> Iterator[Mistake]:
    attempt, rep = outcome.attempt, outcome.rep
    if attempt is None or rep is None or outcome.verdict == "other":
        yield _of_counting(clip, outcome)
        return
    if outcome.side_right is False:
        yield f"{attempt.side} leg", f"{rep.side} leg", NOTHING
    if abs(outcome.hold_error_s) > HOLD_TOLERANCE_S:
        true_s = rep.hold_s - outcome.hold_error_s
        yield f"held {number(true_s, 's')}", f"held {number(rep.hold_s, 's')}", _why_unseen(clip, outcome)
    for code in sorted(outcome.missed):
        said = f"{codes({code})} could not be judged" if code in outcome.unjudged else f"no {codes({code})}"
        yield codes({code}), said, _numbers(clip, outcome, code)
    for code in sorted(outcome.invented):
        yield f"no {codes({code})}", codes({code}), _numbers(clip, outcome, code)


def _of_counting(clip: Clip, outcome: Outcome) -> Mistake:
    attempt, rep = outcome.attempt, outcome.rep
    true = f"an attempt at {attempt.exercise}, {codes(attempt.faults)}" if attempt else "no attempt"
    said = f"an attempt at {rep.exercise}" if rep else "no attempt"
    return true.removesuffix(f", {NOTHING}"), said, _why_unseen(clip, outcome)


def _why_unseen(clip: Clip, outcome: Outcome) -> str:
    """Return the reason for which most of a true attempt was not judged; else that it was seen."""
    if outcome.attempt is None:
        return "the movement meets every condition of the exercise"
    frames = clip.between(outcome.attempt.start_s, outcome.attempt.end_s)
    reason, n = Counter(frame.unseen for frame in frames).most_common(1)[0] if frames else (None, 0)
    return f'"{reason}"' if reason and n >= MOST * len(frames) else "the body was seen"


def _numbers(clip: Clip, outcome: Outcome, code: str) -> str:
    """Return what a check's measure read in the true hold, what was true, and the check's limits."""
    attempt, rep = outcome.attempt, outcome.rep
    check = EXERCISES[attempt.exercise].check(code) if attempt else None
    if attempt is None or check is None:
        return NOTHING
    said = next((fault.value for fault in rep.faults if fault.code == code), math.nan) if rep else math.nan
    values = np.array(list(compared(clip, attempt, check))).reshape(-1, 2)
    read, true = (column[~np.isnan(column)] for column in values.T)
    parts = [f"worst {number(said, check.unit)}"] if not math.isnan(said) else []
    if len(read):
        parts.append(f"read {_range(read, check.unit)}")
    if len(true):
        parts.append(f"true {number(float(np.median(true)), check.unit)}")
    return ", ".join([*parts, f"limit {limits_in_words(check.band, check.unit)}"])


def _range(values: np.ndarray, unit: str) -> str:
    low, high = np.percentile(values, (5, 95))
    return f"{number(low, digits=0)} to {number(high, unit, digits=0)}"


def limits_in_words(band: Band, unit: str) -> str:
    """Return a band as "at least 3 cm", "at most 14°" or "-7 to 27°"."""
    low, high = (f"{edge:g}" for edge in (band.low, band.high))
    sign = number(0.0, unit, digits=0).removeprefix("0")
    if math.isinf(band.low) or math.isinf(band.high):
        return f"at most {high}{sign}" if math.isinf(band.low) else f"at least {low}{sign}"
    return f"{low} to {high}{sign}"
