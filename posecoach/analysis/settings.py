"""How recordings are to be analysed, and the names of the files that come of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from posecoach.core.exercise.exercise import Exercise
from posecoach.core.result import ModelInfo
from posecoach.errors import UsageError
from posecoach.storage import landmark_file
from posecoach.vision.estimator import Estimator, PoseEstimator

Progress = Callable[[str, int, int | None], None]
"""Called with the step's name, the frames newly done, and the frames in all if known."""
Stop = Callable[[], bool]
"""Whether the user wants to end."""

JSON, CSV, FILM, REPORT, TRC, MOT = ".json", ".csv", ".annotated.mp4", ".html", ".trc", ".mot"
"""Endings of what is written beside the landmarks, all named after the video's stem."""
LANDMARKS = landmark_file.SUFFIX
SUMMARY = "summary.csv"
"""What is written over several videos."""


def no_progress(step: str, done: int, total: int | None) -> None:
    """Report no progress."""


def never_stop() -> bool:
    """Go on to the end."""
    return False


@dataclass(frozen=True, slots=True)
class AnalysisSettings:
    """How videos are to be analysed.

    Attributes
    ----------
    candidates : tuple of Exercise
        The one the user named, or all to recognise among.
    height_cm : float
        The person's height.
    model : Path or None
        Pose model bundle; None where there are only landmarks to judge.
    model_info : ModelInfo or None
        What is known of it.
    out : Path or None
        Output folder; None = write nothing.
    video : bool
        Whether to write the annotated video.
    extras : tuple of str
        Endings of what else to write, of `REPORT`, `TRC`, `MOT`.
    stills : bool
        Whether the report shows pictures of the video.
    estimator : callable
        Opens an estimator with the model; tests pass their own.
    """

    candidates: tuple[Exercise, ...]
    height_cm: float
    model: Path | None
    model_info: ModelInfo | None
    out: Path | None
    video: bool = True
    extras: tuple[str, ...] = ()
    stills: bool = False
    estimator: Callable[[Path], AbstractContextManager[Estimator]] = PoseEstimator

    @property
    def requested_exercise(self) -> str | None:
        """Id of the exercise the user named."""
        return self.candidates[0].id if len(self.candidates) == 1 else None

    def files(self, path: Path) -> dict[str, Path]:
        """Return the files to write about a video, or about landmarks judged again, by their endings."""
        again = landmark_file.is_landmark_file(path)
        stem = path.name.removesuffix(LANDMARKS) if again else path.stem
        watched = () if again else (LANDMARKS, FILM) if self.video else (LANDMARKS,)
        endings = (JSON, CSV, *watched, *self.extras)
        return {ending: self.out / (stem + ending) for ending in endings} if self.out else {}


def check_names(paths: Iterable[Path], settings: AnalysisSettings) -> None:
    """Refuse videos whose outputs would overwrite one another, or a video.

    Raises
    ------
    UsageError
        Naming the two.
    """
    paths = list(paths)
    taken = {path.resolve(): path for path in paths}
    if settings.out and len(paths) > 1:
        taken[(settings.out / SUMMARY).resolve()] = Path("the summary of all")
    for path in paths:
        for file in settings.files(path).values():
            other = taken.setdefault(file.resolve(), path)
            if other is not path or file.resolve() == path.resolve():
                raise UsageError(
                    f"The result of {path} would overwrite {file}, which is or belongs to {other}. "
                    "Rename one, or analyse them one after the other into different folders (-o)."
                )
