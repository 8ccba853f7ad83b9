"""What the commands share: options, and their external dependencies."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from posecoach.core.height import MAX_HEIGHT_CM, MIN_HEIGHT_CM
from posecoach.languages import load
from posecoach.process import Stop
from posecoach.storage.stored_settings import stored_settings
from posecoach.translation import ENGLISH, N_, Language

if TYPE_CHECKING:
    from posecoach.vision.estimator import Estimator


OUT = Path("posecoach-output")

Height = Annotated[
    float,
    typer.Option(help=N_("Your height in cm; all heights are scaled by it."), min=MIN_HEIGHT_CM, max=MAX_HEIGHT_CM),
]
ModelPath = Annotated[Path | None, typer.Option("--model", help=N_("Your own pose model (.task file)."))]
Folder = Annotated[Path, typer.Option("-o", "--out", help=N_("Folder for the results."))]
Force = Annotated[bool, typer.Option("--force", help=N_("Replace files that posecoach did not write, too."))]
Debug = Annotated[bool, typer.Option("--debug", help=N_("Show library logs and full errors."))]
ExerciseName = Annotated[str, typer.Option("-e", "--exercise", help=N_("Id of the exercise, or auto."))]
MaxPixels = Annotated[
    int, typer.Option("--max-pixels", help=N_("Most pixels of a video's picture; larger ones need much memory."), min=1)
]
CameraName = Annotated[
    str, typer.Option("--camera", help=N_("Camera number, URL, or a video file to play in real time."))
]


@dataclass(frozen=True, slots=True)
class AppContext:
    """External dependencies of the commands; tests pass fakes.

    Attributes
    ----------
    stop : Stop
        Whether the user wants to stop.
    estimator : callable or None
        Opens an estimator with a model; None = MediaPipe's.
    silent : bool
        Whether to practise without voice, questions and history.
    history : Path or None
        The file of past sessions; None = the user's own.
    environ : mapping of str to str
        The environment, which names the system's language.
    settings : callable
        Returns the person's settings, as they are stored.
    load_language : callable
        Opens a language: its code, and whether lengths are imperial.
    voice_language : str
        Tag of the voice's language.
    voice_words : Language
        The language that the voice speaks.
    """

    stop: Stop = field(default_factory=Stop)
    estimator: Callable[[Path], AbstractContextManager[Estimator]] | None = None
    silent: bool = False
    history: Path | None = None
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)
    settings: Callable[[], Mapping[str, Any]] = stored_settings
    load_language: Callable[[str, bool], Language] = load
    voice_language: str = "en"
    voice_words: Language = ENGLISH
