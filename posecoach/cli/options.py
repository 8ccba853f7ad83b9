"""What the commands share: options, the table of exercises, and what they need of the world outside."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from posecoach.process import Stop

if TYPE_CHECKING:
    from posecoach.vision.estimator import Estimator


OUT = Path("posecoach-output")
HEIGHT_CM = 170.0

Height = Annotated[float, typer.Option(help="Your height in cm: it sets the scale of heights.", min=80, max=250)]
ModelPath = Annotated[Path | None, typer.Option("--model", help="A pose model of your own (.task bundle).")]
Folder = Annotated[Path, typer.Option("-o", "--out", help="Folder for what is written.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show the log of the libraries and full errors.")]
ExerciseName = Annotated[str, typer.Option("-e", "--exercise", help="Id of the exercise, or auto.")]
CameraName = Annotated[
    str, typer.Option("--camera", help="Number of the camera, its URL, or a video file played in real time.")
]


@dataclass(frozen=True, slots=True)
class AppContext:
    """What the commands need of the world outside; a test hands in its own.

    Attributes
    ----------
    stop : Stop
        Whether the user wants to end.
    estimator : callable or None
        Opens an estimator with a model; None = MediaPipe's.
    alone : bool
        Without a voice, and with nothing asked or noted.
    history : Path or None
        The file of past sessions; None = the user's own.
    """

    stop: Stop = field(default_factory=Stop)
    estimator: Callable[[Path], AbstractContextManager[Estimator]] | None = None
    silent: bool = False
    history: Path | None = None
