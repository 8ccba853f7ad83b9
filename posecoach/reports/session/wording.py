"""The sentences and tables of the report, in plain words.

What the camera could not see is neither praised nor criticised.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import mean

from posecoach.core.exercise.bands import Band, band_text
from posecoach.core.judging.events import Fault, Rep
from posecoach.core.result import Result
from posecoach.exercises.registry import EXERCISES
from posecoach.reports.reasons import explain, remedies
from posecoach.reports.verdict import SIDE_NAMES, share_text, turned_remark
from posecoach.translation import N_, joined, marked, plural, quantity

# TRANSLATORS: how an attempt went; stands beside it
NO_FAULT, FIX, UNSEEN = (N_("no fault seen"), "good"), (N_("to correct"), "fix"), (N_("not all seen"), "unseen")
"""The outcome of an attempt: its text, and the CSS class for shape and colour."""


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
    return quantity(value, unit, 1 if unit == "s" else 0)


def at(t: float) -> str:
    """Return a time in the recording."""
    return N_("at {time}", time=number(t, "s"))


def target(fault: Fault) -> str:
    """Return a fault's target band in words."""
    return band_text(Band(*fault.target), fault.unit)


def outcome(rep: Rep) -> tuple[str, str]:
    """Return the outcome of an attempt."""
    return FIX if rep.faults else UNSEEN if rep.unjudged else NO_FAULT


def not_judged(rep: Rep) -> list[str]:
    """Return what of an attempt was not judged and why, each sentence once; an older result says only why."""
    reasons = dict.fromkeys(one.reason for one in rep.unjudged)
    return [
        reason if " not judged" in reason else N_("Not judged: {reason}", reason=marked(reason)) for reason in reasons
    ]


def all_seen(reps: Sequence[Rep]) -> bool:
    """Whether there are attempts, and every check of each was judged."""
    return bool(reps) and not any(rep.unjudged for rep in reps)


def good_form(reps: Sequence[Rep]) -> str:
    """Return the share of the hold time in good form; unjudged time may have been good too."""
    held_s = sum(rep.hold_s for rep in reps)
    share = sum(rep.good_s for rep in reps) / held_s if held_s else 0.0
    return share_text(share, any(rep.unjudged for rep in reps))


def title(exercise: str) -> str:
    """Return the title of an exercise; its id when its plugin is not installed."""
    return EXERCISES[exercise].title if exercise in EXERCISES else exercise


def title_and_side(rep: Rep) -> str:
    """Return the title of an attempt's exercise, and the side of the raised leg, if any."""
    exercise = title(rep.exercise)
    # TRANSLATORS: the exercise, and which leg was raised
    sided = {"left": N_("{exercise}, left", exercise=exercise), "right": N_("{exercise}, right", exercise=exercise)}
    return sided[rep.side] if rep.side else exercise


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
            _what_to_do(key, checks[key].say if key in checks else key[1], several),
            max(found[key], key=_excess).cue,
            checks[key].why if key in checks else "",
            len(found[key]),
        )
        for key in by_count
    ]


def _what_to_do(key: tuple[str, str], say: str, several: bool) -> str:
    """Return a correction, with the exercise's title where there are several exercises."""
    return N_("{exercise}: {correction}", exercise=title(key[0]), correction=say) if several else say


def verdict(result: Result) -> Iterator[str]:
    """Return the result in a few sentences."""
    reps = result.reps
    if result.partial:
        yield N_("This result is partial: {reason}.", reason=marked(result.partial))
    if remark := turned_remark(result.video):
        yield remark
    if not reps:
        yield from explain(result)
        return
    done = Counter(rep.exercise for rep in reps)
    of_each = (
        plural("{n} attempt of {exercise}", "{n} attempts of {exercise}", n, exercise=title(key))
        for key, n in done.items()
    )
    yield N_("{attempts}.", attempts=joined(of_each, N_(", ")))
    yield from _faultless([outcome(rep) for rep in reps])
    yield _longest(max(reps, key=lambda rep: rep.hold_s))
    if first := next(iter(advice(reps)), None):
        yield plural(
            "Most often to correct: {correction} ({count} of {n} attempt).",
            "Most often to correct: {correction} ({count} of {n} attempts).",
            len(reps),
            correction=first.say,
            count=first.attempts,
        )
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
                SIDE_NAMES[key[1]],
                len(own),
                mean(held) if held else 0.0,
                max(held, default=0.0),
                good_form(own),
                sum(bool(rep.faults) for rep in own),
            )
        )
    return rows


def _longest(rep: Rep) -> str:
    """Say how long the longest hold was, and the goal, if there was one."""
    held = number(rep.hold_s, "s")
    if not rep.asked_hold_s:
        return N_("Longest hold: {held} (attempt {index}).", held=held, index=rep.index)
    return N_(
        "Longest hold: {held} (attempt {index}; the goal was {goal:g} s).",
        held=held,
        index=rep.index,
        goal=rep.asked_hold_s,
    )


def next_time(result: Result) -> str:
    """Return what to try next time, after a result without an attempt."""
    return joined(remedies(result) or [N_("Film from the side, with the whole body in the picture.")])


def _faultless(outcomes: list[tuple[str, str]]) -> Iterator[str]:
    """Say how many attempts had no fault, and how many could not be judged completely."""
    good, unseen = outcomes.count(NO_FAULT), outcomes.count(UNSEEN)
    if good:
        yield plural(
            "{n} without any fault, as far as posecoach could judge.",
            "{n} without any fault, as far as posecoach could judge.",
            good,
        )
    elif not unseen:
        yield N_("Each has something to correct.")
    if unseen:
        yield plural(
            "In {n} attempt no fault was seen, but not everything could be judged.",
            "In {n} attempts no fault was seen, but not everything could be judged.",
            unseen,
        )


def _excess(fault: Fault) -> float:
    """Return how far a fault's value is outside its band."""
    low, high = fault.target
    return max(low - fault.value, fault.value - high)
