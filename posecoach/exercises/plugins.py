"""Exercises of other packages: found by entry point, loaded, and refused with a sentence when they are wrong."""

from __future__ import annotations

import contextlib
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
from posecoach.exercises.packages import Problem, entries
from posecoach.exercises.simulation.script import Script
from posecoach.exercises.simulation.simulator import View, film
from posecoach.translation import N_, joined, plural

_IMPORTING = (__file__, importlib.__file__)
"""Files that stand in a traceback before that of the module which is imported."""


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
        When it cannot be imported, or is not an exercise.
    """
    module_name, _, name = reference.partition(":")
    if not module_name or not name:
        raise UsageError(
            N_("'{name}' does not name an exercise: write MODULE:NAME, as in wall_sit:WALL_SIT.", name=reference)
        )
    try:
        with contextlib.redirect_stdout(sys.stderr):  # standard output is for results
            module = importlib.import_module(module_name)
            found = getattr(module, name, None)
    except (Exception, SystemExit) as error:
        raise UsageError(_import_failed(module_name, error)) from error
    if isinstance(found, Exercise):
        return found
    there = ", ".join(key for key, value in vars(module).items() if isinstance(value, Exercise))
    remedy = N_("Name one of: {names}.", names=there) if there else N_("Declare it there.")
    if found is not None:
        wrong = N_("'{name}' in {file} is not an Exercise.", name=name, file=source_file(reference))
    else:
        wrong = N_("There is no '{name}' in {file}.", name=name, file=source_file(reference))
    raise UsageError(joined([wrong, remedy]))


def source_file(reference: str) -> str:
    """Return the file of an exercise, or the reference itself while its module is not imported."""
    return getattr(sys.modules.get(reference.partition(":")[0]), "__file__", None) or reference


def _import_failed(module: str, error: BaseException) -> str:
    """Say why a module could not be imported, where, and what to do."""
    if isinstance(error, ModuleNotFoundError) and error.name and (module + ".").startswith(error.name + "."):
        return N_(
            "There is no module '{module}'. Run this in the folder of {module}.py, or install its package.",
            module=module,
        )
    files = (frame.filename for frame in traceback.extract_tb(error.__traceback__))
    file = next((file for file in files if not file.startswith("<") and file not in _IMPORTING), module)
    return N_(
        "'{module}' cannot be imported: {failure}. Correct it there, or uninstall its package.",
        module=module,
        failure=failure(error, file),
    )


def failure(error: BaseException, file: str) -> str:
    """Return what went wrong, and in which line of an author's file."""
    if isinstance(error, SyntaxError) and error.filename:
        return f"SyntaxError: {error.msg} ({error.filename}, line {error.lineno})"
    frames = reversed(traceback.extract_tb(error.__traceback__))
    line = next((frame.lineno for frame in frames if frame.filename == file), None)
    place = f"{file}, line {line}" if line else file
    return f"{type(error).__name__}: {error}".rstrip(".: ") + f" ({place})"


def problems(exercise: Exercise, reference: str, others: Iterable[Exercise]) -> list[str]:
    """Return why an exercise cannot be used as sentences, each with file and line where they are known.

    A declaration without mistakes is measured on figures, in each of its example poses.
    """
    file = source_file(reference)
    try:
        found = mistakes(exercise, others)
        if not found:
            return _failing_measures(exercise, file)
    except Exception as error:
        return [_unreadable(error, file)]
    return [f"{mistake.text} ({_place(file, mistake.mark)})" for mistake in found]


def _unreadable(error: BaseException, file: str) -> str:
    return N_("It cannot be read: {failure}. Correct it there.", failure=failure(error, file))


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
            why = failure(error, file)
            text = N_("The measure '{key}' fails: {failure}. Correct it there.", key=measure.key, failure=why)
            failed.setdefault(measure.key, text)
    return list(failed.values())


def _place(file: str, mark: str) -> str:
    """Return the file, with the line in which a text stands first, if it does."""
    lines = linecache.getlines(file)
    line = next((number for number, text in enumerate(lines, 1) if mark in text), None)
    return f"{file}, line {line}" if line else file


def installed(built_in: Iterable[Exercise]) -> tuple[list[Plugin], list[Problem]]:
    """Return the exercises of installed packages, and why others are left out."""
    found: list[Plugin] = []
    taken = dict.fromkeys((one.id for one in built_in), "posecoach")
    known = list(built_in)
    listed, left_out = entries()
    for entry in listed:
        origin, reference = entry.origin, entry.reference
        exercise, why = _tried(reference, known)
        if why or not exercise:
            text = N_(
                "The exercise '{name}' of {origin} is left out: {why}", name=entry.name, origin=origin, why=why[0]
            )
            command = f"posecoach exercises try {reference}"
            more = plural("And {n} more: '{command}'.", "And {n} more: '{command}'.", len(why) - 1, command=command)
            left_out.append(Problem(joined([text, more]) if len(why) > 1 else text, source_file(reference)))
        elif exercise.id in taken:
            text = N_(
                "Two exercises have the id '{id}': that of {first} stays, that of {origin} ({reference}) is left out. "
                "Rename it, or uninstall its package.",
                id=exercise.id,
                first=taken[exercise.id],
                origin=origin,
                reference=reference,
            )
            left_out.append(Problem(text, source_file(reference)))
        else:
            taken[exercise.id] = origin
            known.append(exercise)
            found.append(Plugin(exercise, origin))
    return found, left_out


def _tried(reference: str, known: Iterable[Exercise]) -> tuple[Exercise | None, list[str]]:
    """Load an exercise; return it and its problems. Nothing that its code raises gets out."""
    try:
        exercise = load(reference)
        return exercise, problems(exercise, reference, [one for one in known if one.id != exercise.id])
    except UsageError as error:
        return None, [error.text]
    except (Exception, SystemExit) as error:
        return None, [_unreadable(error, source_file(reference))]
