"""Tries an exercise on moving figures.

Each of its examples is filmed, measured and coached, and compared with what the declaration says.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from posecoach.core.body.landmarks import Side
from posecoach.core.body.pose import TimedPose, Values
from posecoach.core.body.sides import RAISED_LEG
from posecoach.core.exercise.bands import PoseCondition, band_text, bind
from posecoach.core.exercise.exercise import Exercise
from posecoach.core.exercise.measures import Measurer
from posecoach.core.judging.coach import judge_all
from posecoach.core.judging.events import Rep
from posecoach.exercises.simulation.script import coach, pose, scripted
from posecoach.exercises.simulation.simulator import View
from posecoach.exercises.simulation.trials import Trial, film_trial, trials
from posecoach.translation import N_, joined, quantity

STILL_S = 1.2
"""When a filmed body has stood in its start pose long enough for the filters (seconds)."""
HOLD_OFF_S = 1.0
"""How much longer a hold may be counted than it was filmed: at each end the last 5 % of the way, or the measure's
jitter, belong to it, which at the usual tempo take up to half a second. Only a good one is compared: of a pose that is
hardly reached the jitter is a large part of the way."""


@dataclass(frozen=True, slots=True)
class Row:
    """The result of a trial.

    Attributes
    ----------
    name : str
        The trial's, with its side.
    counted : int
        How many attempts of the exercise were counted.
    named : tuple of str
        Faults that were named.
    others : tuple of str
        Other exercises that counted the same movement.
    problem : str
        What is not as declared, as a sentence; empty when all is.
    note : str
        What has to be known of how it was tried.
    """

    name: str
    counted: int
    named: tuple[str, ...]
    others: tuple[str, ...] = ()
    problem: str = ""
    note: str = ""


def run(exercise: Exercise, others: Iterable[Exercise] = (), view: View | None = None, tempo: float = 1.0) -> list[Row]:
    """Try an exercise: each of its trials, and each of `others` done instead.

    Parameters
    ----------
    exercise : Exercise
        Without mistakes in its declaration; see `declaration.mistakes`.
    others : iterable of Exercise
        What must keep silent, and is done instead.
    view : View, optional
        How the figure is filmed.
    tempo : float
        How fast it moves, 1 = usual; holds stay as long as they are.
    """
    view, rest = view or View(), [other for other in others if other.id != exercise.id]
    rows = [_row(exercise, trial, rest, view, tempo) for trial in trials(exercise)]
    return rows + [_instead(exercise, other, rest, view, tempo) for other in rest if other.figure_good]


def _row(exercise: Exercise, trial: Trial, others: Sequence[Exercise], view: View, tempo: float) -> Row:
    name = f"{trial.name} ({trial.side})" if trial.side else trial.name
    if trial.target is None:
        values = pose(exercise, trial.side, **trial.values)
        scored, _ = coach(exercise, scripted(exercise, values, trial.hold_s, trial.back_s))
        return Row(
            name, len(scored), _codes(scored), (), _wrong(trial, scored, 1.0), N_("no figure shows it: values only")
        )
    seen = film_trial(exercise, trial, view, tempo)
    found = judge_all(seen, [exercise], view.height_cm)
    reps, problem = found.reps, _wrong(trial, found.reps, tempo)
    if problem and not reps:
        problem = joined([problem, *(found.not_judged or _unmet(exercise, trial, seen, view))])
    recognised = judge_all(seen, [exercise, *others], view.height_cm).reps if others else reps
    strangers = tuple(dict.fromkeys(rep.exercise for rep in recognised if rep.exercise != exercise.id))
    if not problem and strangers:
        problem = N_(
            "recognised as {names} among all exercises: narrow posture or distinguishing.", names=", ".join(strangers)
        )
    elif not problem and len(recognised) != 1:
        problem = N_("counted {n} times among all exercises.", n=len(recognised))
    return Row(name, len(reps), _codes(reps), strangers, problem)


def _instead(exercise: Exercise, other: Exercise, rest: Sequence[Exercise], view: View, tempo: float) -> Row:
    """Do another exercise well, and look whether this one keeps silent."""
    seen = film_trial(other, trials(other)[0], view, tempo)
    reps = judge_all(seen, [exercise, *rest], view.height_cm).reps
    counted = [rep for rep in reps if rep.exercise == exercise.id]
    problem = note = ""
    if counted:
        problem = N_(
            "{other} is counted as {exercise}: narrow posture, start or targets.",
            other=other.title,
            exercise=exercise.title,
        )
    elif [rep.exercise for rep in reps] != [other.id]:
        alone = judge_all(seen, rest, view.height_cm)
        if [rep.exercise for rep in alone.reps] == [other.id]:
            problem = N_(
                "{other} is no longer recognised beside {exercise}.", other=other.title, exercise=exercise.title
            )
        note = joined([N_("not recognised without it either."), *alone.not_judged])
    return Row(f"{other.id} instead", len(counted), _codes(counted), tuple({r.exercise for r in reps}), problem, note)


def _codes(reps: Iterable[Rep]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fault.code for rep in reps for fault in rep.faults))


def _wrong(trial: Trial, reps: Sequence[Rep], tempo: float) -> str:
    """Return in what the attempts differ from those which the trial should give."""
    if len(reps) != 1:
        return N_("counted {n} times instead of once.", n=len(reps))
    (rep,) = reps
    named = {fault.code for fault in rep.faults}
    if rep.side and rep.side != trial.side:
        return N_("counted for the {leg}.", leg=RAISED_LEG[rep.side])
    if missing := trial.faults - named:
        return N_(
            "{codes} is not named: let the figure break the band by more, or narrow it.",
            codes=", ".join(sorted(missing)),
        )
    if wrong := named - trial.faults:
        cues = joined(fault.cue for fault in rep.faults if fault.code in wrong)
        return N_("{codes} is named as well: {cues}", codes=", ".join(sorted(wrong)), cues=cues)
    if not trial.faults and abs(rep.hold_s - trial.hold_s) > HOLD_OFF_S / min(1.0, tempo):
        held, filmed = quantity(rep.hold_s, "s", 1), quantity(trial.hold_s, "s", 1)
        return N_("held for {held}, filmed for {filmed}.", held=held, filmed=filmed)
    return ""


def _unmet(exercise: Exercise, trial: Trial, seen: Sequence[TimedPose], view: View) -> Iterator[str]:
    """Say which bands keep an attempt from being counted, and what the figure reads there."""
    measure = Measurer(exercise.measures, view.height_cm)
    read = [(t, dict(measure(pose)[1])) for t, pose in seen if pose]
    end_s = seen[-1][0] - trial.back_s - trial.hold_s / 2 - STILL_S
    start = next(values for t, values in read if t >= STILL_S)
    top = next(values for t, values in reversed(read) if t <= end_s)
    for values, name, condition in (
        (start, "start", exercise.start),
        (start, "posture", exercise.posture),
        (top, "posture", exercise.posture),
        *((top, "target", target) for target in exercise.targets),
    ):
        yield from _outside(values, name, condition, trial.side, exercise)
    key = bind(exercise.progression.measure, trial.side)
    rise = top.get(key, math.nan) - start.get(key, math.nan)
    if not rise >= exercise.progression.min_attempt:
        yield N_("'{key}' grows by {rise:.1f}, less than min_attempt.", key=key, rise=rise)


def _outside(
    values: Values, name: str, condition: PoseCondition, side: Side | None, exercise: Exercise
) -> Iterator[str]:
    for key, band in condition.bands:
        value = values.get(bind(key, side), math.nan)
        if not band.holds(value):
            yield N_(
                "In the {name} '{key}' reads {value:.1f}, which is not {band}.",
                name=name,
                key=bind(key, side),
                value=value,
                band=band_text(band, ""),
            )
