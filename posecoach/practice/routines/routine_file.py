"""The routine as a TOML file that the person edits: reads it, writes it, and explains its mistakes."""

from __future__ import annotations

import difflib
import json
import math
import os
import reprlib
from pathlib import Path
from typing import Annotated

import platformdirs
from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator
from pydantic_core import ErrorDetails

from posecoach.core.session.routine import Routine, Step
from posecoach.errors import UsageError
from posecoach.exercises.description import dose
from posecoach.exercises.registry import EXERCISES
from posecoach.files.reading import read_file
from posecoach.files.reasons import system_reason
from posecoach.files.writing import write_private
from posecoach.practice.routines.built_in import default_routine
from posecoach.practice.routines.toml_lines import TomlError, broken_line, line_of, parse

MAX_REPS, MAX_HOLD_S, MAX_REST_S, MAX_STEPS = 50, 300, 600, 30
"""A larger number in a file is a typing mistake."""
MAX_CHARACTERS = 10_000
"""Characters, of up to 4 bytes; a routine of 30 steps with its comments has 5,000."""
MAX_SHOWN = 80
"""Characters of a wrong line that a message shows."""
EXAMPLES = {
    "name": 'name = "My mornings"',
    "exercise": '[[exercise]], and below it id = "bridge"',
    "id": 'id = "bridge"',
    "reps": "reps = 5",
    "hold_s": "hold_s = 10",
    "rest_s": "rest_s = 30",
}
MEANINGS = {
    "name": "a text in quotes, 1 to 40 characters",
    "exercise": f"1 to {MAX_STEPS} tables, each headed [[exercise]]",
    "id": "the id of an exercise in quotes",
    "reps": f"a whole number from 1 to {MAX_REPS}",
    "hold_s": f"a number of seconds from 1 to {MAX_HOLD_S}",
    "rest_s": f"a number of seconds from 0 to {MAX_REST_S}",
}
HEAD = f"""\
# The routine of `posecoach practice`. Change it as you like; posecoach never changes it.
# The exercises are done from top to bottom. Each has:
#   id      one of {", ".join(EXERCISES)}
#   reps    how many times, on each side where there are two (1 to {MAX_REPS})
#   hold_s  seconds to hold (1 to {MAX_HOLD_S}); without this line as long as you can manage
#   rest_s  seconds of rest before it (0 to {MAX_REST_S}); the first begins at once
# Do less if pain increases.
"""


def user_path() -> Path:
    """Return the path of the user's own routine."""
    return platformdirs.user_config_path("posecoach", appauthor=False) / "routine.toml"


def to_toml(routine: Routine) -> str:
    """Return a routine as TOML with comments, which a person can edit."""
    parts = [HEAD, f"name = {json.dumps(routine.name, ensure_ascii=False)}\n"]
    for step in routine.steps:
        hold = "" if step.hold_s is None else f"hold_s = {step.hold_s:g}\n"
        parts.append(
            f"# {step.exercise.title}. As prescribed: {dose(step.exercise)}.\n[[exercise]]\n"
            f'id = "{step.exercise.id}"\nreps = {step.reps}\n{hold}rest_s = {step.rest_s:g}\n'
        )
    return "\n".join(parts)


def write_default(path: Path) -> None:
    """Write the default routine to a new file.

    Raises
    ------
    UsageError
        The file exists already, and is not changed; or it cannot be written.
    """
    if os.path.lexists(path):
        raise UsageError(f"{path} exists already and was not changed. Edit it, or move it first.")
    write_private(path, to_toml(default_routine()))


def load_own(path: Path | None = None) -> Routine:
    """Read the user's own routine, or return the default one when there is none; raises as `load` does."""
    path = path or user_path()
    return load(path) if os.path.lexists(path) else default_routine()


def load(path: Path) -> Routine:
    """Read a routine from its file.

    Raises
    ------
    UsageError
        The file cannot be read or has a mistake; the message names the line and the remedy.
    """
    source = _read(path)
    try:
        file = _File.model_validate(parse(source))
    except TomlError as error:
        number = broken_line(source)
        line = source.split("\n")[number - 1].strip()
        example = EXAMPLES.get(line.partition("=")[0].strip(), f"{EXAMPLES['reps']}, {EXAMPLES['id']}")
        shown = line if len(line) <= MAX_SHOWN else f"{line[:MAX_SHOWN]}..."
        raise UsageError(
            f"{path}, line {number}: cannot understand {shown} ({error}). Write for example: {example}"
        ) from error
    except ValidationError as error:
        # A misspelt key explains more than the key that is missing because of it.
        mistake = min(error.errors(), key=lambda one: one["type"] != "extra_forbidden")
        number = line_of(source, mistake["loc"])
        raise UsageError(f"{path}{f', line {number}' if number else ''}: {_explain(mistake)}") from error
    return Routine(file.name, tuple(Step(EXERCISES[s.id], s.reps, s.hold_s, s.rest_s) for s in file.exercise))


def _read(path: Path) -> str:
    try:
        text = read_file(path, 4 * MAX_CHARACTERS)
    except OSError as error:
        raise UsageError(f"The routine {path} cannot be read: {system_reason(error)}. Check its name.") from error
    try:
        source = text.decode("utf-8-sig")  # Windows' editor writes a byte order mark
    except UnicodeDecodeError as error:
        raise UsageError(f"The routine {path} is not plain text: save it as UTF-8.") from error
    if len(source) > MAX_CHARACTERS:
        raise UsageError(f"{path} is too long for a routine: more than {MAX_CHARACTERS} characters. Name another file.")
    return source.replace("\r\n", "\n").replace("\r", "\n")


# -- what a file may contain -----------------------------------------------------------------------------------------


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)


class _Step(_Strict):
    id: str
    reps: Annotated[int, Field(ge=1, le=MAX_REPS)]
    hold_s: Annotated[float, Field(ge=1, le=MAX_HOLD_S)] | None = None
    rest_s: Annotated[float, Field(ge=0, le=MAX_REST_S)]

    @field_validator("id")
    @classmethod
    def _is_known(cls, value: str) -> str:
        if value not in EXERCISES:
            raise ValueError(f"one of {', '.join(EXERCISES)}")
        return value

    @field_validator("hold_s")
    @classmethod
    def _is_allowed(cls, value: float | None, info: ValidationInfo) -> float | None:
        exercise = EXERCISES.get(info.data.get("id", ""))
        longest_s = exercise.longest_hold_s if exercise else math.inf
        if exercise and value is not None and math.isfinite(longest_s) and value > (whole := math.floor(longest_s)):
            raise ValueError(f"at most {whole} for {exercise.id}, as its prescription says")
        return value


class _File(_Strict):
    name: Annotated[str, Field(min_length=1, max_length=40)]
    exercise: Annotated[list[_Step], Field(min_length=1, max_length=MAX_STEPS)]


# -- what to say about a mistake -------------------------------------------------------------------------


def _explain(error: ErrorDetails) -> str:
    """Return a sentence that says what is wrong, and what to write instead."""
    where, value = error["loc"], error["input"]
    key = next(str(part) for part in reversed(where) if isinstance(part, str))
    keys = list((_Step if len(where) > 1 else _File).model_fields)
    if error["type"] == "missing":
        return f"{key} is missing. Write for example: {EXAMPLES[key]}"
    if error["type"] == "extra_forbidden":
        meant = difflib.get_close_matches(key, keys, 1)
        remedy = f"Did you mean {meant[0]}?" if meant else "Delete it."
        return f"there is no {_shown(key)} here, only {', '.join(keys)}. {remedy}"
    shown = _shown(value)
    meaning = error["ctx"]["error"] if error["type"] == "value_error" else MEANINGS[key]
    meant = difflib.get_close_matches(shown.strip("'"), EXERCISES, 1) if key == "id" else []
    remedy = f'Did you mean id = "{meant[0]}"?' if meant else f"Write for example: {EXAMPLES[key]}"
    return f"{key} must be {meaning}, not {shown}. {remedy}"


def _shown(value: object) -> str:
    """Return the beginning of a value as text."""
    try:
        return reprlib.repr(value)
    except ValueError:
        return "a number of thousands of digits"
