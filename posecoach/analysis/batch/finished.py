"""Skips the videos whose results an earlier run has written."""

from __future__ import annotations

from pathlib import Path

from posecoach._version import __version__
from posecoach.analysis.settings import JSON, AnalysisSettings
from posecoach.core.result import Result
from posecoach.errors import SourceError
from posecoach.files.overwriting import check_replaceable
from posecoach.files.reading import sha256_of
from posecoach.storage import result_json


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
