"""Exercises and attempts in words: for the terminal and the documentation pages."""

from __future__ import annotations

from collections.abc import Iterable

from posecoach.core.exercise.bands import band_text
from posecoach.core.exercise.exercise import HOLD_S, LOWERING_S, Check, Exercise
from posecoach.core.exercise.measures import label_of, without_side
from posecoach.translation import N_, joined, plural

WHEN = {"hold": N_("during the hold"), "moving": N_("on the way"), "end": N_("when it is over")}
WHOSE = {"{leg}": N_("raised side: {part}"), "{other}": N_("standing side: {part}")}
COACHED = {HOLD_S: N_("length of the hold"), LOWERING_S: N_("time of lowering")}


def dose(exercise: Exercise) -> str:
    """Return hold and repetitions as prescribed."""
    return dose_text(exercise, exercise.prescription.hold_s, exercise.prescription.reps)


def dose_text(exercise: Exercise, hold_s: float | None, reps: int | None) -> str:
    """Return hold and repetitions of a dose; None = as long, and as often, as the person likes."""
    hold = N_("hold {s:g} s", s=hold_s) if hold_s else N_("hold as long as is comfortable")
    if reps and exercise.sided:
        times: str = plural("{n} time on each side", "{n} times on each side", reps)
    elif reps:
        times = plural("{n} time", "{n} times", reps)
    else:
        times = N_("as often as you like on each side") if exercise.sided else N_("as often as you like")
    return joined([hold, times], N_("; "))


def describe(exercise: Exercise) -> str:
    """Return the whole exercise as Markdown that also reads well in a terminal."""
    p = exercise.prescription
    lines = [
        N_("## {exercise} (`{id}`)", exercise=exercise.title, id=exercise.id),
        "",
        N_("- **Start:** {start}", start=p.start),
        N_("- **Movement:** {movement}", movement=p.movement),
        N_("- **Dose:** {dose}. Do less if pain increases.", dose=dose(exercise)),
        N_("- **Camera:** {camera}", camera=p.camera),
        N_("- **Source:** {source}.", source=p.source),
        "",
        N_("Measured: {measures}.", measures=joined(_measured(exercise), N_(", "))),
        "",
        N_("What is checked, the most important first:"),
        "",
    ]
    for check in exercise.checks:
        what, then = measured(check, exercise), when(check)
        lines.append(N_("- `{code}`: {what} {when}.", code=check.code, what=what, when=then))
        if check.praise:
            line = N_('  "{say}." {why} Corrected: "{praise}"', say=check.say, why=check.why, praise=check.praise)
        else:
            line = N_('  "{say}." {why}', say=check.say, why=check.why)
        lines.append(line)
    return joined([*lines, ""], "\n")


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
    for side, whose in WHOSE.items():
        if side in check.measure:
            return N_(whose, part=without_side(label_of(exercise, check.measure.replace(side, "left"))))
    return label_of(exercise, check.measure)


def measured(check: Check, exercise: Exercise) -> str:
    """Return what a check measures, and its good values."""
    what, band = _name(check, exercise), band_text(check.band, check.unit)
    if check.from_start:
        return N_("{what} (change since the start) {band}", what=what, band=band)
    return N_("{what} {band}", what=what, band=band)


def when(check: Check) -> str:
    """Return when a check applies."""
    if check.patience_s and check.during != "end":
        return N_("{when}, after {s:g} s", when=WHEN[check.during], s=check.patience_s)
    return WHEN[check.during]
