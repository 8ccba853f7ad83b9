"""What is known about an analysis besides its results: one small JSON file in its folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError, WrapValidator
from pydantic.dataclasses import dataclass

from posecoach.core.height import DEFAULT_HEIGHT_CM, MAX_HEIGHT_CM, MIN_HEIGHT_CM
from posecoach.errors import UsageError
from posecoach.exercises.registry import candidates_named
from posecoach.files.reading import read_file
from posecoach.files.text import visible
from posecoach.files.writing import write_text
from posecoach.translation import N_, Joined, Sentence, joined

RECORD = "analysis.json"
"""Name of the file."""
MAX_RECORD_BYTES = 20_000
"""Of the file; ours has at most 2 kB."""
MAX_KEPT = 100
"""Most analyses that are kept: more than a page can show, and a year of weekly ones."""
MAX_NAME = 120
"""Most characters of a video's name that are kept: all that a page shows of it."""
UNNAMED = "video"
"""What a video without a name is called."""

State = Literal["waiting", "running", "done", "failed", "stopped", "interrupted"]
"""Where an analysis is; interrupted = posecoach was killed while it ran."""
Turn = Literal["auto", "0", "90", "180", "270"]
"""Degrees by which to turn the picture clockwise; auto = find out."""


@dataclass(frozen=True, slots=True, config=ConfigDict(extra="forbid"))
class Wish:
    """How the person wants a video to be analysed.

    Attributes
    ----------
    exercise : str
        Id of the exercise; ``auto`` = recognise it.
    height_cm : float
        The person's height.
    turn : Turn
        Degrees by which to turn the picture clockwise; ``auto`` = find out.
    """

    exercise: Annotated[str, Field(max_length=100)] = "auto"
    height_cm: Annotated[float, Field(ge=MIN_HEIGHT_CM, le=MAX_HEIGHT_CM)] = DEFAULT_HEIGHT_CM
    turn: Turn = "auto"

    @property
    def turned_deg(self) -> int | None:
        """Degrees as a number; None = find out."""
        return None if self.turn == "auto" else int(self.turn)


def _with_mark(text: object, validate: Callable[[object], str]) -> str:
    """Return a text as it is when it knows its message, which it must not lose before posecoach ends."""
    return text if isinstance(text, Sentence) else validate(text)


@dataclass(frozen=True, slots=True)
class Analysis:
    """An analysis, whatever its state.

    Attributes
    ----------
    id : str
        Name of its folder, made here.
    name : str
        What the person's video is called; only a text to show.
    sender : str
        Id of the device that sent it.
    sent : datetime
        When.
    wish : Wish
        How the person wants it.
    state : State
        Where it is.
    remark : str
        The verdict in a few words, or what went wrong, as a sentence.
    """

    id: str
    name: str
    sender: str
    sent: datetime
    wish: Wish
    state: State = "waiting"
    remark: Annotated[str, WrapValidator(_with_mark)] = ""


_WISH, _ANALYSIS = TypeAdapter(Wish), TypeAdapter(Analysis)


def parse_wish(query: Mapping[str, str]) -> Wish:
    """Return the wish in a request.

    Raises
    ------
    UsageError
        A value is not one; there is no such exercise.
    """
    try:
        wish: Wish = _WISH.validate_python(dict(query))
    except ValidationError as error:
        wrong = error.errors()[0]
        what = ".".join(map(str, wrong["loc"]))
        named = {"what": visible(what)[:MAX_NAME], "reason": wrong["msg"]}
        raise UsageError(N_("{what}: {reason}. Load the page again.", **named)) from error
    candidates_named(wish.exercise)
    return wish


def shown_name(name: str) -> str:
    """Return a video's name as a text to show: without folders and control characters, and not too long."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return visible(last).strip()[:MAX_NAME].strip() or UNNAMED


def renamed(sentence: str, path: Path, name: str) -> str:
    """Return a sentence with the name of the person's video in place of its path."""
    if isinstance(sentence, Joined):
        return joined([renamed(part, path, name) for part in sentence.parts], sentence.message)
    if not isinstance(sentence, Sentence):
        return sentence.replace(str(path), name)
    texts = {key: value for key, value in sentence.values.items() if isinstance(value, str | Path)}
    texts = {key: renamed(value if isinstance(value, str) else str(value), path, name) for key, value in texts.items()}
    values = {**sentence.values, **texts}
    return Sentence(sentence.message, values, sentence.many, sentence.n) if values else sentence


def read_record(folder: Path) -> Analysis:
    """Read the record in a folder; raise OSError or ValueError where there is none that can be read."""
    analysis: Analysis = _ANALYSIS.validate_json(read_file(folder / RECORD, MAX_RECORD_BYTES))
    if analysis.id != folder.name:
        raise ValueError(f"it belongs to {visible(analysis.id)}")
    return analysis


def write_record(folder: Path, analysis: Analysis) -> None:
    """Write the record into its folder; raise UsageError when that fails."""
    write_text(folder / RECORD, _ANALYSIS.dump_json(analysis, indent=1).decode() + "\n", private=True)
