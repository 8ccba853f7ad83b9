"""Exercises and attempts in words: for the terminal and the documentation pages."""

from __future__ import annotations

from collections.abc import Iterable

from posecoach.core.exercise.bands import band_text
from posecoach.core.exercise.exercise import HOLD_S, LOWERING_S, Check, Exercise
from posecoach.core.exercise.measures import find_measure
from posecoach.translation import N_, plural

WHEN = {"hold": "during the hold", "moving": "on the way", "end": "when it is over"}
COACHED = {HOLD_S: "length of the hold", LOWERING_S: "time of lowering"}


def dose(exercise: Exercise) -> str:
    """Return hold and repetitions as prescribed."""
    return dose_text(exercise, exercise.prescription.hold_s, exercise.prescription.reps)


def dose_text(exercise: Exercise, hold_s: float | None, reps: int | None) -> str:
    """Return hold and repetitions of a dose; None = as long, and as often, as the person likes."""
    hold = N_("hold {seconds:g} s", seconds=hold_s) if hold_s else N_("hold as long as is comfortable")
    return N_("{hold}; {times}", hold=hold, times=_times(reps, exercise.sided))


def _times(reps: int | None, sided: bool) -> str:
    """Return how often in words."""
    if not reps:
        return N_("as often as you like on each side") if sided else N_("as often as you like")
    if sided:
        return plural("{n} time on each side", "{n} times on each side", reps)
    return plural("{n} time", "{n} times", reps)


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
        praise = f' Corrected: "{check.praise}"' if check.praise else ""
        lines.append(f"- `{check.code}`: {measured(check, exercise)} {when(check)}.")
        lines.append(f'  "{check.say}." {check.why}{praise}')
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
    measure = find_measure(exercise, key)
    return prefix + (measure.label if measure else key).removeprefix("left ")


def measured(check: Check, exercise: Exercise) -> str:
    """Return what a check measures, and its good values."""
    change = " (change since the start)" if check.from_start else ""
    return f"{_name(check, exercise)}{change} {band_text(check.band, check.unit)}"


def when(check: Check) -> str:
    """Return when a check applies."""
    patience = f", after {check.patience_s:g} s" if check.patience_s and check.during != "end" else ""
    return WHEN[check.during] + patience
