"""Exercises of other packages: found by entry point, loaded, and refused with a sentence when they are wrong."""

from __future__ import annotations

import importlib
import linecache
import sys
import traceback
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

from posecoach.core.exercise.exercise import Exercise
from posecoach.core.exercise.measures import Measurer
from posecoach.errors import UsageError
from posecoach.exercises.declaration import mistakes
from posecoach.exercises.simulation.script import Script
from posecoach.exercises.simulation.simulator import View, film

GROUP = "posecoach.exercises"


@dataclass(frozen=True, slots=True)
class Plugin:
    """An exercise of another package.

    Attributes
    ----------
    exercise : Exercise
        The exercise.
    origin : str
        The package it comes from, with its version.
    """

    exercise: Exercise
    origin: str


def load(reference: str) -> Exercise:
    """Import an exercise.

    Parameters
    ----------
    reference : str
        As in an entry point: ``package.module:NAME``.

    Raises
    ------
    UsageError
        When it cannot be imported, or is no exercise.
    """
    module_name, _, name = reference.partition(":")
    if not module_name or not name:
        raise UsageError(f"'{reference}' names no exercise: write MODULE:NAME, as in wall_sit:WALL_SIT.")
    try:
        module = importlib.import_module(module_name)
    except (Exception, SystemExit) as error:
        raise UsageError(_import_failed(module_name, error)) from error
    found = getattr(module, name, None)
    if isinstance(found, Exercise):
        return found
    there = ", ".join(key for key, value in vars(module).items() if isinstance(value, Exercise))
    remedy = f"Name one of: {there}." if there else "Declare it there."
    if hasattr(module, name):
        raise UsageError(f"'{name}' in {module.__file__} is no Exercise. {remedy}")
    raise UsageError(f"There is no '{name}' in {module.__file__}. {remedy}")


def _import_failed(module: str, error: BaseException) -> str:
    """Say why a module could not be imported, where, and what to do."""
    if isinstance(error, ModuleNotFoundError) and error.name and (module + ".").startswith(error.name + "."):
        return f"There is no module '{module}'. Run this in the folder of {module}.py, or install its package."
    return f"'{module}' cannot be imported: {failure(error, module)}. Correct it there, or uninstall its package."


def failure(error: BaseException, module: str) -> str:
    """Return what went wrong, and in which line of which file."""
    if isinstance(error, SyntaxError) and error.filename:
        return f"SyntaxError: {error.msg} ({error.filename}, line {error.lineno})"
    frames = [f for f in traceback.extract_tb(error.__traceback__) if not f.filename.startswith("<frozen")]
    theirs = [f for f in frames if f.filename not in (__file__, importlib.__file__)]
    place = f"{theirs[-1].filename}, line {theirs[-1].lineno}" if theirs else module
    return f"{type(error).__name__}: {error}".rstrip(".: ") + f" ({place})"


def problems(exercise: Exercise, reference: str, others: Iterable[Exercise]) -> list[str]:
    """Return why an exercise cannot be used as sentences, each with file and line where they are known.

    A declaration without mistakes is measured on figures, in each of its example poses.
    """
    module = reference.partition(":")[0]
    file = getattr(sys.modules.get(module), "__file__", None) or reference
    try:
        found = mistakes(exercise, others)
        if not found:
            return _failing_measures(exercise, file)
    except Exception as error:
        return [f"It cannot be read: {failure(error, file)}. Correct it there."]
    return [f"{mistake.text} ({_place(file, mistake.mark)})" for mistake in found]


def _failing_measures(exercise: Exercise, file: str) -> list[str]:
    """Take the exercise's measures of a figure that goes through its example poses; return which fail, as sentences."""
    examples = (example.figure for example in exercise.example_faults)
    poses = (exercise.figure_start, exercise.figure_waypoint, exercise.figure_good, *examples)
    start, *others = (figure for figure in poses if figure)
    script = Script(start)
    for figure in others:
        script.then(figure, hold_s=0.5)
    body_of, failed = Measurer(), dict[str, str]()
    bodies = [body_of(pose)[0] for _, pose in film(script, View(rate_hz=4.0)) if pose]
    for body, measure in product(bodies, exercise.measures):
        try:
            float(measure.read(body))
        except Exception as error:
            text = f"The measure '{measure.key}' fails: {failure(error, file)}. Correct it there."
            failed.setdefault(measure.key, text)
    return list(failed.values())


def _place(file: str, mark: str) -> str:
    """Return the file, with the line in which a text stands first, if it does."""
    lines = linecache.getlines(file)
    line = next((number for number, text in enumerate(lines, 1) if mark in text), None)
    return f"{file}, line {line}" if line else file


def installed(built_in: Iterable[Exercise]) -> tuple[list[Plugin], list[str]]:
    """Return the exercises of installed packages, and why others are left out, as sentences."""
    from importlib.metadata import entry_points  # reads the folder of every package: only when asked

    found: list[Plugin] = []
    left_out: list[str] = []
    taken = dict.fromkeys((one.id for one in built_in), "posecoach")
    known = list(built_in)
    entries = entry_points(group=GROUP)
    for entry in sorted(entries, key=lambda entry: (entry.dist.name if entry.dist else "", entry.name)):
        origin = f"{entry.dist.name} {entry.dist.version}" if entry.dist else entry.value
        try:
            exercise = load(entry.value)
            wrong = problems(exercise, entry.value, [one for one in known if one.id != exercise.id])
        except UsageError as error:
            wrong = [str(error)]
        if wrong:
            more = f" And {len(wrong) - 1} more: 'posecoach exercises try {entry.value}'." if len(wrong) > 1 else ""
            left_out.append(f"The exercise '{entry.name}' of {origin} is left out: {wrong[0]}{more}")
        elif exercise.id in taken:
            left_out.append(
                f"Two exercises have the id '{exercise.id}': that of {taken[exercise.id]} stays, that of {origin} "
                f"({entry.value}) is left out. Rename it, or uninstall its package."
            )
        else:
            taken[exercise.id] = origin
            known.append(exercise)
            found.append(Plugin(exercise, origin))
    return found, left_out
