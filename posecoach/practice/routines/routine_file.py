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
from posecoach.translation import N_, _, joined

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
    # TRANSLATORS: what a line of the routine's file must be
    "name": N_("a text in quotes, 1 to 40 characters"),
    "exercise": N_("1 to {most} tables, each headed [[exercise]]", most=MAX_STEPS),
    "id": N_("the id of an exercise in quotes"),
    "reps": N_("a whole number from 1 to {most}", most=MAX_REPS),
    "hold_s": N_("a number of seconds from 1 to {most}", most=MAX_HOLD_S),
    "rest_s": N_("a number of seconds from 0 to {most}", most=MAX_REST_S),
}
HEAD = (
    # TRANSLATORS: comments at the head of the routine's file
    ("", N_("The routine of `posecoach practice`. Change it as you like; posecoach never changes it.")),
    ("", N_("The exercises are done from top to bottom. Each has:")),
    ("  id      ", N_("one of {ids}", ids=", ".join(EXERCISES))),
    ("  reps    ", N_("how many times, on each side where there are two (1 to {most})", most=MAX_REPS)),
    ("  hold_s  ", N_("seconds to hold (1 to {most}); without this line as long as you can manage", most=MAX_HOLD_S)),
    ("  rest_s  ", N_("seconds of rest before it (0 to {most}); the first begins at once", most=MAX_REST_S)),
    ("", N_("Do less if pain increases.")),
)
"""The comments at the head of the file: a key, and what it says."""


def user_path() -> Path:
    """Return the path of the user's own routine."""
    return platformdirs.user_config_path("posecoach", appauthor=False) / "routine.toml"


def to_toml(routine: Routine) -> str:
    """Return a routine as TOML with comments in the chosen language, which a person can edit."""
    head = "".join(f"# {key}{_(what)}\n" for key, what in HEAD)
    parts = [head, f"name = {json.dumps(_(routine.name), ensure_ascii=False)}\n"]
    for step in routine.steps:
        hold = "" if step.hold_s is None else f"hold_s = {step.hold_s:g}\n"
        about = N_("{exercise}. As prescribed: {dose}.", exercise=step.exercise.title, dose=dose(step.exercise))
        parts.append(
            f"# {_(about)}\n[[exercise]]\n"
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
        raise UsageError(N_("{path} exists already and was not changed. Edit it, or move it first.", path=path))
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
            N_(
                "{path}, line {number}: cannot understand {line} ({reason}). Write for example: {example}",
                path=path,
                number=number,
                line=shown,
                reason=error.why,
                example=example,
            )
        ) from error
    except ValidationError as error:
        # A misspelt key explains more than the key that is missing because of it.
        mistake = min(error.errors(), key=lambda one: one["type"] != "extra_forbidden")
        number = line_of(source, mistake["loc"])
        place = N_("{path}, line {number}", path=path, number=number) if number else path
        raise UsageError(N_("{place}: {mistake}", place=place, mistake=_explain(mistake))) from error
    return Routine(file.name, tuple(Step(EXERCISES[s.id], s.reps, s.hold_s, s.rest_s) for s in file.exercise))


def _read(path: Path) -> str:
    try:
        text = read_file(path, 4 * MAX_CHARACTERS)
    except OSError as error:
        reason = system_reason(error)
        message = N_("The routine {path} cannot be read: {reason}. Check its name.", path=path, reason=reason)
        raise UsageError(message) from error
    try:
        source = text.decode("utf-8-sig")  # Windows' editor writes a byte order mark
    except UnicodeDecodeError as error:
        raise UsageError(N_("The routine {path} is not plain text: save it as UTF-8.", path=path)) from error
    if len(source) > MAX_CHARACTERS:
        raise UsageError(
            N_(
                "{path} is too long for a routine: more than {most} characters. Name another file.",
                path=path,
                most=MAX_CHARACTERS,
            )
        )
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
            raise ValueError(N_("one of {ids}", ids=", ".join(EXERCISES)))
        return value

    @field_validator("hold_s")
    @classmethod
    def _is_allowed(cls, value: float | None, info: ValidationInfo) -> float | None:
        exercise = EXERCISES.get(info.data.get("id", ""))
        longest_s = exercise.longest_hold_s if exercise else math.inf
        if exercise and value is not None and math.isfinite(longest_s) and value > (whole := math.floor(longest_s)):
            raise ValueError(N_("at most {most} for {id}, as its prescription says", most=whole, id=exercise.id))
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
        return N_("{key} is missing. Write for example: {example}", key=key, example=EXAMPLES[key])
    if error["type"] == "extra_forbidden":
        meant = difflib.get_close_matches(key, keys, 1)
        remedy = N_("Did you mean {key}?", key=meant[0]) if meant else N_("Delete it.")
        return joined([N_("there is no {key} here, only {keys}.", key=_shown(key), keys=", ".join(keys)), remedy])
    shown = _shown(value)
    meaning = error["ctx"]["error"].args[0] if error["type"] == "value_error" else MEANINGS[key]
    meant = difflib.get_close_matches(shown.strip("'"), EXERCISES, 1) if key == "id" else []
    line = f'id = "{meant[0]}"' if meant else EXAMPLES[key]
    remedy = N_("Did you mean {key}?", key=line) if meant else N_("Write for example: {example}", example=line)
    return joined([N_("{key} must be {meaning}, not {value}.", key=key, meaning=meaning, value=shown), remedy])


def _shown(value: object) -> str:
    """Return the beginning of a value as text."""
    try:
        return reprlib.repr(value)
    except ValueError:
        return N_("a number of thousands of digits")
