"""Finds the videos that names stand for: files, folders and patterns."""

from __future__ import annotations

import os
from collections.abc import Iterable
from glob import escape, glob
from pathlib import Path

from posecoach.analysis.settings import ANNOTATED
from posecoach.errors import SourceError
from posecoach.files.reasons import system_reason
from posecoach.storage import landmark_file
from posecoach.translation import N_, joined

VIDEOS = frozenset({".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".mts", ".m2ts", ".mpg", ".mpeg", ".wmv", ".3gp"})
"""Suffixes of the videos in a folder: what phones, cameras and screen recorders write."""
PATTERN = frozenset("*?[")
"""Characters of a pattern. Windows leaves patterns to us, other systems only quoted ones."""


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
            raise SourceError(
                N_("{name}: the folder cannot be read: {reason}.", name=name, reason=system_reason(error))
            ) from error
        raise SourceError(
            N_("{name}: there is no video in this folder. {looked_for}", name=name, looked_for=looked_for)
        )
    if _is_pattern(name):
        raise SourceError(N_("{name}: no file has a name like this. Check the folder and the pattern.", name=name))


def _looked_for(folder: Path) -> str:
    """Say what counts as a video in a folder, and what else there is in it."""
    looked = N_("I looked directly in it for names that end in {kinds}.", kinds=", ".join(sorted(VIDEOS)))
    if any(map(landmark_file.is_landmark_file, folder.iterdir())):
        pattern = folder / ("*" + landmark_file.SUFFIX)
        return joined([looked, N_("It has landmark files: name them, as in {pattern}", pattern=pattern)])
    if any(path.name.endswith(ANNOTATED) for path in folder.iterdir()):
        return N_(
            "I looked directly in it for names that end in {kinds}, but not {ours}, which posecoach writes itself. "
            "Name the videos.",
            kinds=", ".join(sorted(VIDEOS)),
            ours=ANNOTATED,
        )
    if any(map(_is_video, folder.glob("*/*"))):
        pattern = folder / "*" / "*.mp4"
        return joined(
            [looked, N_("Folders inside it have videos: name these folders, as in {pattern}", pattern=pattern)]
        )
    return joined([looked, N_("Name the videos, or another folder.")])
