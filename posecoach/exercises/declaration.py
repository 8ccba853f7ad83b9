"""What is wrong with an exercise as it is declared, before anybody moves: each with a remedy.

Cheap, since every exercise of another package is looked at when posecoach starts.
"""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import CodeType
from typing import Any

from posecoach.core.body.figure import Figure, tilted
from posecoach.core.body.landmarks import SIDES
from posecoach.core.exercise.bands import UNITS, Band, bind
from posecoach.core.exercise.exercise import HOLD_S, LOWERING_S, Check, Exercise, Measure
from posecoach.core.exercise.measures import SHARED
from posecoach.exercises.field_types import wrong_types

RESERVED = frozenset({"auto", "try", "new", "show"})
"""Words that the command line takes for something else than an exercise."""
SPOKEN_WORDS = 7
"""More words are not understood while one holds a pose."""
PRAISE_WORDS = 4
"""The words that praise a correction are heard within a hold, between two numbers."""
OF_COACH = (HOLD_S, LOWERING_S)


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong in a declaration.

    Attributes
    ----------
    text : str
        What, and the remedy, as sentences.
    mark : str
        A text that stands in the line where it is wrong.
    """

    text: str
    mark: str


def mistakes(exercise: Exercise, others: Iterable[Exercise] = ()) -> list[Mistake]:
    """Return what is wrong with a declaration, by itself and beside `others`."""
    others = tuple(others)
    return list(_types(exercise)) or [  # the others read values of the right type
        *_naming(exercise),
        *_taken(exercise, others),
        *_measures(exercise),
        *_redefined(exercise, others),
        *_bands(exercise),
        *_words(exercise),
        *_examples(exercise),
    ]


def _types(exercise: Exercise) -> Iterator[Mistake]:
    for place, wrong in wrong_types(exercise, Exercise, ""):
        yield Mistake(f"{place} {wrong}: correct it.", re.split(r"[.\[]", place)[0] + "=")


def _naming(exercise: Exercise) -> Iterator[Mistake]:
    for word in (exercise.id, *(check.code for check in exercise.checks)):
        if not re.fullmatch("[a-z][a-z0-9_]*", word):
            yield Mistake(
                f"'{word}' is not a valid id or code: use small letters, digits and '_', as in 'hips_low'.", word
            )
    if exercise.id in RESERVED:
        yield Mistake(f"'{exercise.id}' means something else on the command line: choose another id.", exercise.id)
    codes = [check.code for check in exercise.checks]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        yield Mistake(f"Two checks have the code '{code}': rename one.", f'"{code}"')


def _taken(exercise: Exercise, others: Iterable[Exercise]) -> Iterator[Mistake]:
    if any(exercise.id == other.id for other in others):
        text = f"There is an exercise '{exercise.id}' already: choose another id."
        yield Mistake(text, f'id="{exercise.id}"')


def _measures(exercise: Exercise) -> Iterator[Mistake]:
    known = {measure.key for measure in (*SHARED, *exercise.measures)}
    for key, place in _named(exercise):
        if key in OF_COACH and place.startswith("the check"):
            continue
        for side in SIDES if exercise.sided else (None,):
            bound = bind(key, side)
            if bound in known:
                continue
            if "{" in bound:
                remedy = "set sided=True, or name the side."
            else:
                meant = difflib.get_close_matches(bound, sorted(known), 1)
                remedy = f"did you mean '{meant[0]}'?" if meant else "declare it in measures=(...)."
            yield Mistake(f"There is no measure '{bound}', which {place} names: {remedy}", f'"{key}"')
            break


def _named(exercise: Exercise) -> Iterator[tuple[str, str]]:
    """Yield every key of a measure that is named, and where."""
    conditions = [("posture", exercise.posture), ("start", exercise.start), ("waypoint", exercise.waypoint)]
    conditions += [("targets", one) for one in exercise.targets]
    conditions += [("distinguishing", one) for one in exercise.distinguishing]
    for name, condition in conditions:
        for key, _ in (*condition.bands, *condition.since_start):
            yield key, name
    yield exercise.progression.measure, "progression"
    for check in exercise.checks:
        yield check.measure, f"the check '{check.code}'"
    for key in exercise.displayed:
        yield key, "displayed"


def _redefined(exercise: Exercise, others: Iterable[Exercise]) -> Iterator[Mistake]:
    """All exercises are measured at once: one key must not mean two things."""
    known = {m.key: ("every exercise", m) for m in SHARED}
    known |= {m.key: (f"the exercise '{one.id}'", m) for one in others for m in one.measures}
    for measure in exercise.measures:
        owner, other = known.get(measure.key, ("", measure))
        if _meaning(measure) != _meaning(other):
            yield Mistake(
                f"The measure '{measure.key}' means something else in {owner}: give yours another key, as in "
                f"'{exercise.id}_{measure.key}'.",
                f'"{measure.key}"',
            )


def _meaning(measure: Measure) -> object:
    return measure.unit, _code(measure.read)


def _code(read: Any) -> object:
    """Return what a function does, comparable with another one written alike elsewhere."""
    if not isinstance(getattr(read, "__code__", None), CodeType):
        return read
    code, cells = read.__code__, read.__closure__ or ()
    constants = tuple(one for one in code.co_consts[:] if one != read.__doc__ and not isinstance(one, CodeType))
    return code.co_code, code.co_names, constants, tuple(_code(cell.cell_contents) for cell in cells)


def _bands(exercise: Exercise) -> Iterator[Mistake]:
    conditions = (exercise.posture, exercise.start, exercise.waypoint, *exercise.targets, *exercise.distinguishing)
    bands = [(key, band) for one in conditions for key, band in (*one.bands, *one.since_start)]
    for key, band in (*bands, *((check.code, check.band) for check in exercise.checks)):
        if band.low + 2 * band.margin > band.high:
            yield Mistake(f"No value lies in the band of '{key}', {_text(band)}: exchange or widen it.", f'"{key}"')
    for i, check in enumerate(exercise.checks):
        for other in exercise.checks[:i]:
            if _same_value(check, other) and (check.band.low > other.band.high or check.band.high < other.band.low):
                yield Mistake(
                    f"The checks '{other.code}' and '{check.code}' contradict each other: no value of "
                    f"'{check.measure}' is in both bands, {_text(other.band)} and {_text(check.band)}.",
                    f'"{check.code}"',
                )
    grows = exercise.progression
    if not 0 < grows.leave_start < grows.min_attempt or grows.jitter <= 0:
        yield Mistake("progression needs 0 < leave_start < min_attempt and a jitter above 0.", "Progression(")
    yield from _contradicted(exercise)


def _same_value(a: Check, b: Check) -> bool:
    return (a.measure, a.from_start, a.during) == (b.measure, b.from_start, b.during)


def _text(band: Band) -> str:
    return f"{band.low:g} to {band.high:g}" + (f" with a margin of {band.margin:g}" if band.margin else "")


def _contradicted(exercise: Exercise) -> Iterator[Mistake]:
    """Compare the declared values, where there are any, with the bands."""
    side = SIDES[0] if exercise.sided else None
    start, good = exercise.example_start, {**exercise.example_start, **exercise.example_good}
    if start and exercise.start.met(start, side) is False:
        yield Mistake("example_start is not in the start pose: correct its values or start.", "example_start")
    grows = bind(exercise.progression.measure, side)
    if good.get(grows, math.inf) - start.get(grows, -math.inf) < exercise.progression.min_attempt:
        yield Mistake(f"'{grows}' must grow by min_attempt from example_start to example_good.", "example_good")
    if good and not any(target.met(good, side, start=start) for target in exercise.targets):
        yield Mistake("example_good is in no target pose: correct its values or targets.", "example_good")
    for check in exercise.checks:
        value = good.get(bind(check.measure, side), math.nan)
        value -= start.get(bind(check.measure, side), math.nan) if check.from_start else 0.0
        if check.during == "hold" and check.band.holds(value) is False:
            yield Mistake(f"example_good has the fault '{check.code}': correct it or the band.", "example_good")


def _words(exercise: Exercise) -> Iterator[Mistake]:
    prescription = exercise.prescription
    for name in ("start", "start_cue", "movement", "source", "camera"):
        if not getattr(prescription, name).strip():
            yield Mistake(f"The prescription's {name} is empty: write it.", f"{name}=")
    if prescription.reps < 1 or (prescription.hold_s is not None and prescription.hold_s <= 0):
        yield Mistake("The prescription needs reps of 1 or more, and hold_s above 0 or None.", "reps=")
    for words in (prescription.start_cue, prescription.movement_cue, *(check.say for check in exercise.checks)):
        if len(words.split()) > SPOKEN_WORDS:
            yield Mistake(f'"{words}" is spoken and has more than {SPOKEN_WORDS} words: shorten it.', words)
    for check in exercise.checks:
        mark = f'"{check.code}"'
        if not check.why.strip() or not check.say.strip():
            yield Mistake(f"The check '{check.code}' lacks say or why: write it.", mark)
        if len(check.praise.split()) > PRAISE_WORDS:
            yield Mistake(f'The praise "{check.praise}" has more than {PRAISE_WORDS} words: shorten it.', check.praise)
        if check.unit not in UNITS:
            yield Mistake(f"The check '{check.code}' has the unit '{check.unit}': use deg, cm, s or ''.", mark)
        elif check.measure in OF_COACH and check.unit != "s":
            yield Mistake(f"The check '{check.code}' measures seconds: write unit=\"s\".", mark)
        try:
            check.cue.format(off="", value="")
        except (KeyError, IndexError, ValueError):
            yield Mistake(f"The cue of '{check.code}' may have {{off}} and {{value}} in braces, nothing else.", mark)


def _examples(exercise: Exercise) -> Iterator[Mistake]:
    needed = {"figure_start": exercise.figure_start, "figure_good": exercise.figure_good}
    if exercise.waypoint.bands:
        needed["figure_waypoint"] = exercise.figure_waypoint
    for name, figure in needed.items():
        if figure is None:
            yield Mistake(f"The example pose {name} is missing: add {name}=Figure(...).", "Exercise(")
    codes = {check.code for check in exercise.checks}
    shown = {code for example in exercise.example_faults for code in example.faults}
    for code in sorted(shown - codes):
        yield Mistake(f"An example has the fault '{code}', which no check finds: correct its name.", f'"{code}"')
    for check in exercise.checks:
        if check.code not in shown and check.measure not in OF_COACH:
            text = f"The check '{check.code}' has no example: add Example(...) with a figure that breaks it."
            yield Mistake(text, f'"{check.code}"')
    yield from (Mistake(f"A figure cannot be laid down: {why}.", "Figure(") for why in _fallen(exercise))


def _fallen(exercise: Exercise) -> Iterator[str]:
    figures: list[Figure | None] = [exercise.figure_start, exercise.figure_waypoint, exercise.figure_good]
    for figure in filter(None, (*figures, *(example.figure for example in exercise.example_faults))):
        try:
            tilted(figure)
        except ValueError as error:
            yield str(error)
