"""Exercises and attempts in words: for the terminal and the documentation pages."""

from __future__ import annotations

import math
from collections.abc import Iterable

from posecoach.core.exercise import HOLD_S, LOWERING_S, Band, Check, Exercise
from posecoach.core.measures import SHARED
from posecoach.core.types import Rep

UNITS = {"deg": "°", "cm": " cm", "s": " s", "": ""}
WHEN = {"hold": "during the hold", "moving": "on the way", "end": "when it is over"}
COACHED = {HOLD_S: "length of the hold", LOWERING_S: "time of lowering"}


def band_text(band: Band, unit: str) -> str:
    """Return a band in words: ``167° to 193°``, ``at least 9 s``."""
    low, high = (f"{end:g}{UNITS[unit]}" for end in (band.low, band.high))
    if math.isinf(band.low):
        return f"at most {high}"
    return f"at least {low}" if math.isinf(band.high) else f"{low} to {high}"


def dose(exercise: Exercise) -> str:
    """Return hold and repetitions as prescribed."""
    prescription = exercise.prescription
    hold = f"hold {prescription.hold_s:g} s" if prescription.hold_s else "hold as long as is comfortable"
    return f"{hold}; {prescription.reps} times{' on each side' if exercise.sided else ''}"


def describe(exercise: Exercise) -> str:
    """Return the whole exercise as Markdown that also reads well in a terminal."""
    p = exercise.prescription
    lines = [
        f"## {exercise.title} (`{exercise.id}`)",
        "",
        f"- **Start:** {p.start}",
        f"- **Movement:** {p.movement}",
        f"- **Dose:** {dose(exercise)}. Do less if pain increases.",
        f"- **Camera:** {p.camera}",
        f"- **Source:** {p.source}.",
        "",
        "Measured: " + ", ".join(_measured(exercise)) + ".",
        "",
        "What is checked, the most important first:",
        "",
    ]
    for check in exercise.checks:
        lines += [f"- `{check.code}`: {_label(check, exercise)} {_when(check)}.", f'  "{check.say}." {check.why}']
    return "\n".join(lines) + "\n"


def page(exercises: Iterable[Exercise]) -> str:
    """Return the documentation page of all exercises."""
    head = (
        "# The exercises\n\nMade by `make docs` from the exercises' own declarations; what posecoach judges by is what "
        "stands here.\n\nAngles are between joint centres, 180° = straight; pitches are against the floor, up "
        "positive; heights are above the floor.\n\n"
    )
    return head + "\n".join(describe(exercise) for exercise in exercises)


def _measured(exercise: Exercise) -> list[str]:
    """Return what the checks look at, each once."""
    return list(dict.fromkeys(_name(check, exercise) for check in exercise.checks))


def _name(check: Check, exercise: Exercise) -> str:
    if check.measure in COACHED:
        return COACHED[check.measure]
    for side, whose in (("{leg}", "raised side: "), ("{other}", "standing side: ")):
        if side in check.measure:
            key, prefix = check.measure.replace(side, "left"), whose
            break
    else:
        key, prefix = check.measure, ""
    label = next(m.label for m in (*exercise.measures, *SHARED) if m.key == key)
    return prefix + label.removeprefix("left ")


def _label(check: Check, exercise: Exercise) -> str:
    change = " (change since the start)" if check.from_start else ""
    return f"{_name(check, exercise)}{change} {band_text(check.band, check.unit)}"


def _when(check: Check) -> str:
    patience = f", after {check.patience_s:g} s" if check.patience_s and check.during != "end" else ""
    return WHEN[check.during] + patience


def rows(reps: Iterable[Rep]) -> list[tuple[str, ...]]:
    """Verdict table of some attempts: number, exercise, side, start, hold, good, faults with their numbers."""
    return [
        (
            str(rep.index),
            rep.exercise,
            rep.side or "",
            f"{rep.start_s:.1f}",
            f"{rep.hold_s:.1f}",
            f"{rep.good_s:.1f}",
            remarks(rep),
        )
        for rep in reps
    ]


def remarks(rep: Rep) -> str:
    """Return what is to be said of an attempt, a line each: corrections, and what could not be judged."""
    lines = [fault.cue for fault in rep.faults] + [reason for _, reason in rep.unjudged]
    return "\n".join(dict.fromkeys(lines)) or "good form"
