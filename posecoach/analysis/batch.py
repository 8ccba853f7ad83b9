"""Many videos at once: which they are, which are done already, and a summary over them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from posecoach._version import __version__
from posecoach.analysis.settings import FILM, JSON, SUMMARY, AnalysisSettings
from posecoach.core.result import Result
from posecoach.errors import SourceError
from posecoach.files import sha256_of, write_text
from posecoach.storage import result_json

VIDEOS = frozenset({".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".mts", ".m2ts", ".mpg", ".mpeg", ".wmv", ".3gp"})
"""Suffixes of the videos in a folder: what phones, cameras and screen recorders write."""
PATTERN = frozenset("*?[")
"""Marks of a pattern; Windows leaves it to us to look what it matches, other systems only when it is quoted."""
HEAD = (
    "file",
    "exit_code",
    "exercise",
    "attempts",
    "faultless",
    "hold_s",
    "good_s",
    "judged_share",
    "problem",
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it went with one of many videos.

    Attributes
    ----------
    path : Path
        The video.
    exit_code : int
        What the process would exit with if it were the only one.
    problem : str
        What went wrong, as a sentence; empty when nothing did.
    result : Result or None
        What was found, if anything.
    """

    path: Path
    exit_code: int
    problem: str = ""
    result: Result | None = None


def expand(names: Iterable[Path]) -> list[Path]:
    """Replace folders by the videos directly in them, and patterns by what they match, each in order of name.

    Films that we drew are left out. What stands for nothing stays as it is, to be named like a file that is not there.
    """
    return [path for name in names for path in sorted(_found(name)) or [name]]


def _found(name: Path) -> Iterable[Path]:
    if name.is_dir():
        return filter(_is_video, name.iterdir())
    if PATTERN & set(str(name)) and not name.exists():
        return Path(name.anchor).glob(str(name.relative_to(name.anchor)))
    return [name]


def _is_video(path: Path) -> bool:
    return path.suffix.lower() in VIDEOS and not path.name.endswith(FILM) and path.is_file()


def done(path: Path, settings: AnalysisSettings) -> Result | None:
    """Return the result for a video that an earlier run wrote, if this one would come to the same.

    Content, posecoach's version, pose model, exercise and height have to be those of then, the result whole, and all
    its files there.

    Raises
    ------
    SourceError
        When the video cannot be read.
    """
    files = settings.files(path)
    if not files or not all(file.exists() for file in files.values()):
        return None
    try:
        found = result_json.read(files[JSON])
    except SourceError:
        return None
    then = (found.posecoach, found.model.sha256, found.asked, found.height_cm, found.partial)
    sha256 = settings.model_info.sha256 if settings.model_info else None
    now = (__version__, sha256, settings.requested_exercise, settings.height_cm, None)
    return found if then == now and found.video.sha256 == sha256_of(path) else None


def summarise(outcomes: Sequence[Outcome], folder: Path) -> Path:
    """Write summary.csv, a row a video; return its path.

    Raises
    ------
    UsageError
        When it cannot be written.
    """
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(HEAD)
    table.writerows(map(_row, outcomes))
    path = folder / SUMMARY
    write_text(path, text.getvalue())
    return path


def _row(outcome: Outcome) -> list[object]:
    found: list[object] = [""] * 6
    if outcome.result:
        whole = outcome.result.summary
        exercise = outcome.result.exercise or ""
        found = [exercise, whole.reps, whole.reps_without_fault, whole.hold_s, whole.good_s, whole.judged_share]
    return [outcome.path, outcome.exit_code, *found, outcome.problem]
