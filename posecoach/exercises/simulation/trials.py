"""What an exercise is tried on: a good attempt, and one that breaks each of its checks, each as a film of a figure."""

from __future__ import annotations

import math
from dataclasses import dataclass

from posecoach.core.body.figure import Figure
from posecoach.core.body.landmarks import SIDES, Side
from posecoach.core.body.pose import TimedPose
from posecoach.core.exercise.exercise import HOLD_S, LOWERING_S, Check, Exercise
from posecoach.exercises.simulation.script import BACK_S, attempt, longest_s
from posecoach.exercises.simulation.simulator import View, film, mirrored

GOOD = "good"


@dataclass(frozen=True, slots=True)
class Trial:
    """One movement and the result it should have.

    Attributes
    ----------
    name : str
        ``good``, or the codes of the faults.
    faults : frozenset of str
        What should be named.
    target : Figure or None
        The target pose; None where no figure can show it.
    values : dict
        The values that differ from a good target pose; used where no figure shows it.
    hold_s, back_s : float
        How long it is held, and how long the way back takes, in seconds.
    side : Side or None
        The raised leg of a sided exercise.
    """

    name: str
    faults: frozenset[str]
    target: Figure | None
    values: dict[str, float]
    hold_s: float
    back_s: float = BACK_S
    side: Side | None = None


def trials(exercise: Exercise) -> list[Trial]:
    """Return a good attempt, one with each example's fault, and one that breaks each check on time; on both sides."""
    held_s = longest_s(exercise)
    found: list[Trial] = []
    for side in SIDES if exercise.sided else (None,):
        found.append(Trial(GOOD, frozenset(), exercise.figure_good, {}, held_s, side=side))
        for example in exercise.example_faults:
            name = " + ".join(sorted(example.faults))
            found.append(Trial(name, example.faults, example.figure, example.values, held_s, side=side))
        found += [_timed(check, exercise.figure_good, held_s, side) for check in exercise.checks if _on_time(check)]
    return found


def _on_time(check: Check) -> bool:
    return check.measure in (HOLD_S, LOWERING_S)


def _timed(check: Check, target: Figure | None, held_s: float, side: Side | None) -> Trial:
    """Return an attempt whose hold, or way back, is too short or too long for a check."""
    low, high = check.band.low, check.band.high
    hold_s, back_s = held_s, BACK_S
    if check.measure == HOLD_S:
        hold_s = high + 2.0 if math.isinf(low) else max(1.2, 0.4 * low)
    else:
        back_s = 2.5 * high if math.isinf(low) else 0.5 * low
    return Trial(check.code, frozenset({check.code}), target, {}, hold_s, back_s, side)


def film_trial(exercise: Exercise, trial: Trial, view: View, tempo: float = 1.0) -> list[TimedPose]:
    """Film a trial; it and the exercise must have figures."""
    start, waypoint, target = exercise.figure_start, exercise.figure_waypoint, trial.target
    if start is None or target is None:
        raise ValueError(f"{exercise.id}: no figure shows {trial.name}")
    (start, target, *way) = mirrored(trial.side or "left", start, target, *([waypoint] if waypoint else []))
    script = attempt(start, target, trial.hold_s, way[0] if way else None, back_s=trial.back_s, tempo=tempo)
    return film(script, view)
