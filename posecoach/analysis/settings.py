"""What analysing a video and judging its landmarks again have in common: the job, the verdict, JSON and CSV."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from posecoach.core.exercise.exercise import Exercise
from posecoach.errors import UsageError
from posecoach.storage import landmark_file
from posecoach.vision.estimator import Estimator, PoseEstimator

Progress = Callable[[str, int, int | None], None]
"""Called with the step's name, the frames newly done, and the frames in all if known."""
Stop = Callable[[], bool]
"""Whether the user wants to end."""

JSON, CSV, FILM, REPORT, TRC, MOT = ".json", ".csv", ".annotated.mp4", ".html", ".trc", ".mot"
"""Endings of what is written beside the landmarks, all named after the video's stem."""
SUMMARY = "summary.csv"
"""What is written over several videos."""


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
    model_facts : dict
        As `posecoach.vision.weights.describe` gives it.
    out : Path or None
        Output folder; None = write nothing.
    video : bool
        Whether to write the annotated video.
    extras : tuple of str
        Endings of what else is to be written, of `REPORT`, `TRC`, `MOT`.
    stills : bool
        Whether the report shows pictures of the video.
    estimator : callable
        Opens an estimator with the model; a test hands in its own.
    """

    candidates: tuple[Exercise, ...]
    height_cm: float
    model: Path | None
    model_facts: dict[str, str]
    out: Path | None
    video: bool = True
    extras: tuple[str, ...] = ()
    stills: bool = False
    estimator: Callable[[Path], AbstractContextManager[Estimator]] = PoseEstimator

    @property
    def asked(self) -> str | None:
        """Id of the exercise the user named."""
        return self.candidates[0].id if len(self.candidates) == 1 else None

    def files(self, path: Path) -> dict[str, Path]:
        """Return what is to be written about a video, or about landmarks judged again, by its ending."""
        again = landmark_file.is_landmark_file(path)
        stem = path.name.removesuffix(landmark_file.SUFFIX) if again else path.stem
        watched = () if again else (landmark_file.SUFFIX, FILM) if self.video else (landmark_file.SUFFIX,)
        endings = (JSON, CSV, *watched, *self.extras)
        return {ending: self.out / (stem + ending) for ending in endings} if self.out else {}


def check_names(paths: Iterable[Path], job: AnalysisSettings) -> None:
    """Refuse videos whose outputs would overwrite one another, or a video.

    Raises
    ------
    UsageError
        Naming the two.
    """
    paths = list(paths)
    taken = {path.resolve(): path for path in paths}
    if job.out and len(paths) > 1:
        taken[(job.out / SUMMARY).resolve()] = Path("the summary of all")
    for path in paths:
        for file in job.files(path).values():
            other = taken.setdefault(file.resolve(), path)
            if other is not path or file.resolve() == path.resolve():
                raise UsageError(
                    f"The result of {path} would overwrite {file}, which is or belongs to {other}. "
                    "Rename one, or analyse them one after the other into different folders (-o)."
                )
