"""Finds again what the sentences of a stored result were made of, so that they can be shown in another language.

A file keeps them in English. Those without values are messages; the others are made again, and compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from posecoach.core.exercise.exercise import Exercise
from posecoach.core.exercise.measures import SHARED
from posecoach.core.judging.events import Fault, Rep, Unjudged
from posecoach.core.judging.unjudged import cannot_see, not_judged
from posecoach.core.result import Result
from posecoach.exercises.registry import EXERCISES
from posecoach.translation import marked


def with_marks(result: Result) -> Result:
    """Return an equal result whose sentences can be shown in another language, as far as posecoach knows them."""
    named = {rep.exercise for rep in result.reps if rep.unjudged} & EXERCISES.keys()
    reasons = {sentence: sentence for exercise in named for sentence in _reasons(EXERCISES[exercise])}
    lost_s: dict[str, float] = {marked(reason): seconds for reason, seconds in result.summary.not_judged_s.items()}
    return replace(
        result,
        reps=tuple(_attempt(rep, reasons) for rep in result.reps),
        summary=replace(result.summary, not_judged_s=lost_s),
        partial=None if result.partial is None else marked(result.partial),
    )


def _attempt(rep: Rep, reasons: Mapping[str, str]) -> Rep:
    if not rep.faults and not rep.unjudged:
        return rep
    exercise = EXERCISES.get(rep.exercise)
    unjudged = (Unjudged(one.code, reasons.get(one.reason) or marked(one.reason)) for one in rep.unjudged)
    return replace(rep, faults=tuple(_fault(fault, exercise) for fault in rep.faults), unjudged=tuple(unjudged))


def _fault(fault: Fault, exercise: Exercise | None) -> Fault:
    """Return a fault whose cue is made of its check and its value, if that gives the same words."""
    check = exercise.check(fault.code) if exercise else None
    made = check.sentence(fault.value) if check else ""
    return replace(fault, cue=made if made == fault.cue else marked(fault.cue))


def _reasons(exercise: Exercise) -> Iterator[str]:
    """Yield all reasons why a check of an exercise could not be made."""
    labels = {measure.label for measure in (*SHARED, *exercise.measures)}
    yield from map(cannot_see, labels)
    for check in exercise.checks:
        yield not_judged(check, "", turned=True)
        yield from (not_judged(check, "", first=other) for other in exercise.checks)
        yield from (not_judged(check, label) for label in labels)
