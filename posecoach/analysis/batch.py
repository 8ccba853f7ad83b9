"""Many videos in one run: finds them, skips finished ones, and writes a summary."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from glob import escape, glob
from pathlib import Path

from posecoach._version import __version__
from posecoach.analysis.settings import ANNOTATED, JSON, SUMMARY, AnalysisSettings
from posecoach.core.result import Result
from posecoach.errors import SourceError
from posecoach.files.overwriting import check_replaceable
from posecoach.files.reading import sha256_of
from posecoach.files.reasons import system_reason
from posecoach.files.text import csv_text
from posecoach.files.writing import write_text
from posecoach.reports.reasons import explain
from posecoach.storage import landmark_file, result_json

VIDEOS = frozenset({".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".mts", ".m2ts", ".mpg", ".mpeg", ".wmv", ".3gp"})
"""Suffixes of the videos in a folder: what phones, cameras and screen recorders write."""
PATTERN = frozenset("*?[")
"""Characters of a pattern. Windows leaves patterns to us, other systems only quoted ones."""
COLUMNS = (
    "file",
    "exit_code",
    "exercise",
    "attempts",
    "faultless",
    "hold_s",
    "good_s",
    "judged_share",
    "problem",
    "remark",
)


@dataclass(frozen=True, slots=True)
class VideoOutcome:
    """The outcome of one of many videos.

    Attributes
    ----------
    path : Path
        The video.
    exit_code : int
        Exit code of the process if this were the only video.
    problem : str
        What went wrong, as a sentence; empty = nothing.
    result : Result or None
        The result; None when there is none.
    """

    path: Path
    exit_code: int
    problem: str = ""
    result: Result | None = None


def expand(names: Iterable[Path]) -> list[Path]:
    """Replace folders by the videos directly in them, and patterns by their matches, each sorted by name.

    Annotated videos are left out. A name without any match stays, so that `require_videos` reports it.
    """
    return [path for name in names for path in sorted(_matches(name)) or [name]]


def _matches(name: Path) -> Iterable[Path]:
    if _is_folder(name):
        return filter(_is_video, _found(Path(escape(str(name)), "*")))
    return _found(name) if _is_pattern(name) else [name]


def _found(pattern: Path) -> Iterable[Path]:
    return map(Path, glob(str(pattern), recursive=True, include_hidden=True))  # noqa: PTH207 - `Path.glob` raises where the system cannot look


def _is_folder(name: Path) -> bool:
    return os.path.isdir(name)  # noqa: PTH112 - `Path` raises for a name that is too long


def _is_pattern(name: Path) -> bool:
    """Whether a name stands for others."""
    return bool(PATTERN & set(str(name))) and not os.path.exists(name)  # noqa: PTH110 - as above


def _is_video(path: Path) -> bool:
    return path.suffix.lower() in VIDEOS and not path.name.endswith(ANNOTATED) and path.is_file()


def require_videos(name: Path) -> None:
    """Check that a name is neither a folder without videos nor a pattern without matches.

    Raises
    ------
    SourceError
        It is one, which says what was looked for; or a folder that cannot be read.
    """
    if _is_folder(name):
        try:
            looked_for = _looked_for(name)
        except OSError as error:
            raise SourceError(f"{name}: the folder cannot be read: {system_reason(error)}.") from error
        raise SourceError(f"{name}: there is no video in this folder. {looked_for}")
    if _is_pattern(name):
        raise SourceError(f"{name}: no file has a name like this. Check the folder and the pattern.")


def _looked_for(folder: Path) -> str:
    """Say what counts as a video in a folder, and what else there is in it."""
    kinds = f"I looked directly in it for names that end in {', '.join(sorted(VIDEOS))}"
    if any(map(landmark_file.is_landmark_file, folder.iterdir())):
        return f"{kinds}. It has landmark files: name them, as in {folder / ('*' + landmark_file.SUFFIX)}"
    if any(path.name.endswith(ANNOTATED) for path in folder.iterdir()):
        return f"{kinds}, but not {ANNOTATED}, which posecoach writes itself. Name the videos."
    if any(map(_is_video, folder.glob("*/*"))):
        return f"{kinds}. Folders inside it have videos: name these folders, as in {folder / '*' / '*.mp4'}"
    return f"{kinds}. Name the videos, or another folder."


def resume(path: Path, settings: AnalysisSettings, force: bool) -> Result | None:
    """Return what `find_finished` finds; when that is nothing, check that the results may be written.

    Raises
    ------
    SourceError
        The video cannot be read.
    UsageError
        Another file would be replaced, and `force` does not allow that.
    """
    finished = find_finished(path, settings)
    if not finished:
        check_replaceable(settings.files(path).values(), [path], force)
    return finished


def find_finished(path: Path, settings: AnalysisSettings) -> Result | None:
    """Return the result that an earlier run wrote for a video, if this run would give the same.

    Content, posecoach's version, pose model, exercise and height must be the same, the result complete, and all its
    files present.

    Raises
    ------
    SourceError
        The video cannot be read.
    """
    files = settings.files(path)
    if not files or not all(file.exists() for file in files.values()):
        return None
    try:
        found = result_json.read(files[JSON])
    except SourceError:
        return None
    earlier = (found.posecoach, found.model.sha256, found.asked, found.height_cm, found.partial)
    sha256 = settings.model_info.sha256 if settings.model_info else None
    now = (__version__, sha256, settings.requested_exercise, settings.height_cm, None)
    if settings.turned_deg not in (None, found.video.turned_deg):
        return None
    return found if earlier == now and found.video.sha256 == sha256_of(path) else None


def write_summary(outcomes: Sequence[VideoOutcome], folder: Path) -> Path:
    """Write summary.csv with one row per video; return its path.

    Raises
    ------
    UsageError
        The file cannot be written.
    """
    path = folder / SUMMARY
    write_text(path, csv_text([COLUMNS, *map(_row, outcomes)]))
    return path


def _row(outcome: VideoOutcome) -> list[object]:
    found: list[object] = [""] * 6
    if outcome.result:
        summary = outcome.result.summary
        exercise = outcome.result.exercise or ""
        found = [
            exercise,
            summary.reps,
            summary.reps_without_fault,
            summary.hold_s,
            summary.good_s,
            summary.judged_share,
        ]
    remark = " ".join(explain(outcome.result)) if outcome.result else ""
    return [outcome.path, outcome.exit_code, *found, outcome.problem, remark]
