"""The settings of an analysis, and the names of its result files."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from os.path import realpath
from pathlib import Path

from posecoach.analysis.sampling import POSES_PER_S
from posecoach.core.exercise.exercise import Exercise
from posecoach.core.result import ModelInfo
from posecoach.errors import SourceError, UsageError
from posecoach.files.names import LENGTH_UNIT, longest_name, name_length
from posecoach.files.overwriting import check_replaceable
from posecoach.files.reading import MAX_PIXELS
from posecoach.storage import landmark_file
from posecoach.translation import N_
from posecoach.vision.estimator import Estimator
from posecoach.vision.search.person_search import PersonSearch

Progress = Callable[[str, int, int | None], None]
"""Receives the step's name, the number of new frames, and the total number of frames if known."""
Stop = Callable[[], bool]
"""Whether the user wants to stop."""

JSON, CSV, ANNOTATED, REPORT, TRC, MOT = ".json", ".csv", ".annotated.mp4", ".html", ".trc", ".mot"
"""Endings of the result files beside the landmarks; all are named after the video's stem."""
LANDMARKS = landmark_file.SUFFIX
SUMMARY = "summary.csv"
"""Name of the summary of several videos."""
ATTEMPTS = "summary.parquet"
"""Name of the table of their attempts, which a cluster writes beside the summary."""


def no_progress(step: str, done: int, total: int | None) -> None:
    """Ignore the progress."""


def never_stop() -> bool:
    """Never ask to stop."""
    return False


@dataclass(frozen=True, slots=True)
class AnalysisSettings:
    """How to analyse videos.

    Attributes
    ----------
    candidates : tuple of Exercise
        The exercise that the user named, or all that may be recognised.
    height_cm : float
        The person's height.
    model : Path or None
        Pose model bundle; None when only landmarks are judged.
    model_info : ModelInfo or None
        Its description for the results.
    out : Path or None
        Output folder; None = write nothing.
    video : bool
        Whether to write the annotated video.
    extras : tuple of str
        Endings of the optional files to write: `REPORT`, `TRC`, `MOT`.
    stills : bool
        Whether the report shows pictures of the video.
    poses_per_s : float
        How many frames a second the estimator sees; infinite = at every frame.
    turned_deg : int or None
        By how many degrees to turn the pictures clockwise; None = find out whether they are upright.
    estimator : callable
        Opens an estimator with the model; tests pass a fake.
    max_pixels : int
        Most pixels of the video's pictures; larger ones are refused, because they take much memory.
    name : str or None
        What the recording is called in its results; None = as its file.
    threads : int or None
        Processor cores to use; None = all that this process may use.
    cores : int or None
        For how many cores the video is cut into pieces; None = as `threads`. The answer depends on it within its error,
        so that machines which are to give the same one share it.
    """

    candidates: tuple[Exercise, ...]
    height_cm: float
    model: Path | None
    model_info: ModelInfo | None
    out: Path | None
    video: bool = True
    extras: tuple[str, ...] = ()
    stills: bool = False
    poses_per_s: float = POSES_PER_S
    turned_deg: int | None = None
    estimator: Callable[[Path], AbstractContextManager[Estimator]] = PersonSearch
    max_pixels: int = MAX_PIXELS
    name: str | None = None
    threads: int | None = None
    cores: int | None = None

    @property
    def requested_exercise(self) -> str | None:
        """Id of the exercise that the user named; None = recognise it."""
        return self.candidates[0].id if len(self.candidates) == 1 else None

    def endings(self, from_landmarks: bool = False) -> tuple[str, ...]:
        """Return the endings of the files to write for a video, or for a landmark file."""
        of_video = () if from_landmarks else (LANDMARKS, ANNOTATED) if self.video else (LANDMARKS,)
        return (JSON, CSV, *of_video, *self.extras)

    def files(self, path: Path) -> dict[str, Path]:
        """Return the files to write for a video or a landmark file, by their endings."""
        from_landmarks = landmark_file.is_landmark_file(path)
        stem = path.name.removesuffix(LANDMARKS) if from_landmarks else path.stem
        return {one: self.out / (stem + one) for one in self.endings(from_landmarks)} if self.out else {}


def check_names(
    paths: Iterable[Path], settings: AnalysisSettings, force: bool = False, option: str = "--force"
) -> None:
    """Refuse videos whose outputs would overwrite one another, or a video, or unless forced what is not posecoach's.

    `force` and `option` as in `posecoach.files.overwriting.check_replaceable`.

    Raises
    ------
    UsageError
        Names the two, or the file.
    """
    paths = list(paths)
    taken = {_place(path): path for path in paths}
    outputs = [file for path in paths for file in settings.files(path).values()]
    if settings.out and len(paths) > 1:
        outputs.append(settings.out / SUMMARY)
        taken[_place(settings.out / SUMMARY)] = Path(N_("the summary of all"))
    for path in paths:
        for file in settings.files(path).values():
            other = taken.setdefault(_place(file), path)
            if other is not path or _place(file) == _place(path):
                raise UsageError(
                    N_(
                        "The result of {path} would overwrite {file}, which is or belongs to {other}. Rename "
                        "one, or analyse them one after the other into different folders (-o).",
                        path=path,
                        file=file,
                        other=other,
                    )
                )
    check_replaceable(outputs, paths, force, option)


def _place(path: Path) -> str:
    """Return what all spellings of a path share; an impossible one, which reading it will refuse, is its own place."""
    try:
        return realpath(path)
    except ValueError:
        return str(path)


def check_length(path: Path, settings: AnalysisSettings) -> None:
    """Refuse a video whose name leaves no room for the endings of its results.

    Raises
    ------
    SourceError
        Says how long it may be.
    """
    if settings.out is None:
        return
    longest = max(name_length(file.name) for file in settings.files(path).values())
    excess = longest - longest_name(settings.out)
    if excess > 0:
        raise SourceError(
            N_(
                "The name of {path} is too long for those of its results, by {excess} {length_unit}. "
                "Rename it, or link it under a shorter name.",
                path=path,
                excess=excess,
                length_unit=LENGTH_UNIT,
            )
        )
