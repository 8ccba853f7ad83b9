"""The sentences and tables of the report, in plain words.

What the camera could not see is neither praised nor criticised.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import mean

from posecoach.core.exercise.bands import UNITS, Band, band_text
from posecoach.core.judging.events import Fault, Rep
from posecoach.core.judging.view_quality import DARK, OBLIQUE_DEG
from posecoach.core.result import Result
from posecoach.exercises.registry import EXERCISES
from posecoach.reports.reasons import explain
from posecoach.reports.verdict import turned_remark

NO_FAULT, FIX, UNSEEN = ("no fault seen", "good"), ("to correct", "fix"), ("not all seen", "unseen")
"""The outcome of an attempt: its text, and the CSS class for shape and colour."""

ERRORS = (
    ("Hip angle", "3.5°"),
    ("Knee angle", "2.8°"),
    ("Trunk pitch", "3° from the side, 5° with the camera turned by 15° or more"),
    ("Heel height", "1 cm at rest, 2 cm lifted"),
    ("Start and end of a hold", "0.3 s"),
)
"""Mean errors, measured on rendered bodies; docs/accuracy.md says how."""


@dataclass(frozen=True, slots=True)
class SideRow:
    """The attempts of an exercise on one side."""

    exercise: str
    side: str
    attempts: int
    mean_hold_s: float
    longest_s: float
    good_form: str
    to_correct: int


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing to try next time; `key` is the exercise and the fault's code."""

    key: tuple[str, str]
    say: str
    cue: str
    why: str
    attempts: int


def number(value: float, unit: str) -> str:
    """Return a value with its unit, rounded to its accuracy."""
    return f"{value:.{1 if unit == 's' else 0}f}{UNITS[unit]}"


def at(t: float) -> str:
    """Return a time in the recording."""
    return f"at {t:.1f} s"


def target(fault: Fault) -> str:
    """Return a fault's target band in words."""
    return band_text(Band(*fault.target), fault.unit)


def outcome(rep: Rep) -> tuple[str, str]:
    """Return the outcome of an attempt."""
    return FIX if rep.faults else UNSEEN if rep.unjudged else NO_FAULT


def not_judged(rep: Rep) -> list[str]:
    """Return what of an attempt was not judged and why, each sentence once; an older result says only why."""
    reasons = dict.fromkeys(one.reason for one in rep.unjudged)
    return [reason if " not judged: " in reason else f"Not judged: {reason}" for reason in reasons]


def all_seen(reps: Sequence[Rep]) -> bool:
    """Whether there are attempts, and every check of each was judged."""
    return bool(reps) and not any(rep.unjudged for rep in reps)


def good_form(reps: Sequence[Rep]) -> str:
    """Return the share of the hold time in good form; unjudged time may have been good too."""
    held_s = sum(rep.hold_s for rep in reps)
    share = sum(rep.good_s for rep in reps) / held_s if held_s else 0.0
    return f"{'at least ' if any(rep.unjudged for rep in reps) else ''}{100 * share:.0f} %"


def title(exercise: str) -> str:
    """Return the title of an exercise; its id when its plugin is not installed."""
    return EXERCISES[exercise].title if exercise in EXERCISES else exercise


def advice(reps: Sequence[Rep]) -> list[Advice]:
    """Return what to correct, the most frequent fault first; among equals, the most important."""
    found: dict[tuple[str, str], list[Fault]] = {}
    for rep in reps:
        for code in {fault.code for fault in rep.faults}:
            worst = max((fault for fault in rep.faults if fault.code == code), key=_excess)
            found.setdefault((rep.exercise, code), []).append(worst)
    checks = {(e.id, check.code): check for e in EXERCISES.values() for check in e.checks}  # the most important first
    rank = {key: place for place, key in enumerate(checks)}
    by_count = sorted(found, key=lambda key: (-len(found[key]), rank.get(key, len(rank))))
    several = len({rep.exercise for rep in reps}) > 1
    return [
        Advice(
            key,
            (f"{title(key[0])}: " if several else "") + (checks[key].say if key in checks else key[1]),
            max(found[key], key=_excess).cue,
            checks[key].why if key in checks else "",
            len(found[key]),
        )
        for key in by_count
    ]


def verdict(result: Result) -> Iterator[str]:
    """Return the result in a few sentences."""
    reps = result.reps
    if result.partial:
        yield f"This result is partial: {result.partial}."
    if remark := turned_remark(result.video):
        yield remark
    if not reps:
        yield from explain(result)
        return
    done = Counter(rep.exercise for rep in reps)
    of_each = ", ".join(f"{_attempts(n)} of {title(key)}" for key, n in done.items())
    yield f"{of_each}."
    yield from _faultless([outcome(rep) for rep in reps])
    longest = max(reps, key=lambda rep: rep.hold_s)
    goal = f"; the goal was {longest.asked_hold_s:g} s" if longest.asked_hold_s else ""
    yield f"Longest hold: {longest.hold_s:.1f} s (attempt {longest.index}{goal})."
    first = next(iter(advice(reps)), None)
    if first:
        yield f"Most often to correct: {first.say} ({first.attempts} of {_attempts(len(reps))})."
    yield from explain(result)


def sides(reps: Sequence[Rep]) -> list[SideRow]:
    """Compare left and right, for each exercise with sides."""
    rows = []
    for key in dict.fromkeys((rep.exercise, side) for rep in reps if rep.side for side in ("left", "right")):
        own = [rep for rep in reps if (rep.exercise, rep.side) == key]
        held = [rep.hold_s for rep in own]
        rows.append(
            SideRow(
                title(key[0]),
                key[1],
                len(own),
                mean(held) if held else 0.0,
                max(held, default=0.0),
                good_form(own),
                sum(bool(rep.faults) for rep in own),
            )
        )
    return rows


def conditions(turned_deg: float, light: float) -> Iterator[str]:
    """Describe the camera's view and the light, each with its limit; skip what is not known."""
    if not math.isnan(turned_deg):
        yield (
            f"View: turned by about {turned_deg:.0f}° from a side view (estimated from the landmarks, within about 9°, "
            f"and too low for a standing body); beyond {OBLIQUE_DEG:.0f}° nothing is judged, and some "
            "checks not beyond less."
        )
    if not math.isnan(light):
        yield f"Light: brightness {light:.0f} of 255; below {DARK:.0f} nothing is judged."


def _attempts(n: int) -> str:
    return f"{n} attempt" if n == 1 else f"{n} attempts"


def _faultless(outcomes: list[tuple[str, str]]) -> Iterator[str]:
    """Say how many attempts had no fault, and how many could not be judged completely."""
    good, unseen = outcomes.count(NO_FAULT), outcomes.count(UNSEEN)
    if good:
        yield f"{good} without any fault, as far as posecoach could judge."
    elif not unseen:
        yield "Each has something to correct."
    if unseen:
        yield f"In {_attempts(unseen)} no fault was seen, but not everything could be judged."


def _excess(fault: Fault) -> float:
    """Return how far a fault's value is outside its band."""
    low, high = fault.target
    return max(low - fault.value, fault.value - high)
