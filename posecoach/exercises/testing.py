"""The test that an author runs: an exercise judges its own examples as it says, and leaves the others alone.

It is one line of a test: ``check(WALL_SIT)``.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable

from posecoach.core.exercise.exercise import Exercise
from posecoach.core.judging.coach import judge_all
from posecoach.errors import PluginWarning
from posecoach.exercises import registry
from posecoach.exercises.declaration import mistakes
from posecoach.exercises.simulation.script import still
from posecoach.exercises.simulation.simulator import View, film
from posecoach.exercises.simulation.tryout import run

STILL_S = 20.0
"""Nobody rests longer between two attempts without having moved."""


def problems(
    exercise: Exercise, view: View | None = None, tempo: float = 1.0, others: Iterable[Exercise] | None = None
) -> list[str]:
    """Return all that is wrong with an exercise, as sentences; see `check`."""
    rest = [one for one in (registry.EXERCISES.values() if others is None else others) if one.id != exercise.id]
    found = [mistake.text for mistake in mistakes(exercise, rest)]
    if found or exercise.figure_start is None:  # nothing to be filmed
        return found
    view = view or View()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", PluginWarning)  # a measure that fails on some pose
            found += [f"{row.name}: {row.problem}" for row in run(exercise, rest, view, tempo) if row.problem]
            resting = judge_all(film(still(exercise.figure_start, STILL_S), view), [exercise], view.height_cm).reps
    except PluginWarning as warning:
        return [str(warning)]
    if resting:
        found.append("start pose: staying in it is counted as an attempt: raise leave_start, or narrow targets.")
    return found


def check(
    exercise: Exercise, view: View | None = None, tempo: float = 1.0, others: Iterable[Exercise] | None = None
) -> None:
    """Check that an exercise is declared completely and does what it says, on moving figures.

    Parameters
    ----------
    exercise : Exercise
        What to check.
    view : View, optional
        The camera's turn, and the noise.
    tempo : float
        How fast the figure moves; 1 = usual.
    others : iterable of Exercise, optional
        What must keep silent meanwhile; if not given, those of posecoach and of all installed packages.

    Raises
    ------
    AssertionError
        Lists all that is wrong.
    """
    found = problems(exercise, view, tempo, others)
    if found:
        raise AssertionError(f"{exercise.id} does not do what it declares:\n" + "\n".join(f"- {one}" for one in found))
