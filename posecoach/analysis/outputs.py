"""Writes all files of a result, for recordings and for practice."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from posecoach.analysis.settings import CSV, JSON, LANDMARKS, MOT, REPORT, TRC
from posecoach.core.body.pose import TimedPose
from posecoach.core.exercise.exercise import Exercise
from posecoach.core.result import Result
from posecoach.files.writing import write_lines, write_text
from posecoach.storage import opensim, result_json
from posecoach.storage.frame_table import FrameLog
from posecoach.storage.landmark_file import LandmarkLog

if TYPE_CHECKING:
    from posecoach.reports.session.stills import Stills

AT_ONCE = 2
"""Files written at the same time: packing the landmarks takes as long as making the report, outside Python's lock."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a result is based on.

    Attributes
    ----------
    exercises : sequence of Exercise
        The exercises that could be judged.
    poses : sequence of (float, Pose or None)
        Time in seconds and pose of every frame.
    landmarks : LandmarkLog or None
        The poses to save; None when they come from a landmark file.
    table : FrameLog or None
        One row per frame; None when the table is written during the session.
    angles : JointAngleLog or None
        Joint angles for OpenSim; None when nobody wants them.
    """

    exercises: Sequence[Exercise]
    poses: Sequence[TimedPose]
    landmarks: LandmarkLog | None = None
    table: FrameLog | None = None
    angles: opensim.JointAngleLog | None = None


@dataclass(frozen=True, slots=True)
class WrittenFiles:
    """The written files, and why others could not be written."""

    files: tuple[Path, ...]
    problems: tuple[Exception, ...]


def write(
    result: Result,
    evidence: Evidence,
    files: Mapping[str, Path],
    title: str,
    stills: Stills | None = None,
    private: bool = False,
) -> WrittenFiles:
    """Write a result's files; an error with one file does not stop the others.

    Parameters
    ----------
    result : Result
        The result.
    evidence : Evidence
        What it is based on.
    files : mapping of str to Path
        The files to write, by their endings; files without evidence are skipped.
    title : str
        Title of the report.
    stills : callable, optional
        Provides pictures of the video for the report.
    private : bool
        Whether only the user can read them; otherwise the umask decides.
    """
    writers: dict[str, Callable[[Path], None]] = {
        JSON: lambda path: write_text(path, result_json.dumps(result), private)
    }
    if (landmarks := evidence.landmarks) is not None:
        writers[LANDMARKS] = lambda path: landmarks.save(path, result.video, result.model, result.partial, private)
    if table := evidence.table:
        writers[CSV] = lambda path: table.save(path, table_keys(result, evidence.exercises))
    writers[REPORT] = lambda path: write_lines(path, _report(result, evidence.poses, title, stills), private)
    writers[TRC] = lambda path: write_lines(path, opensim.trc_lines(evidence.poses, result.video.fps))
    if angles := evidence.angles:
        writers[MOT] = lambda path: write_lines(path, angles.lines())
    with ThreadPoolExecutor(AT_ONCE) as pool:
        pending = {
            files[key]: pool.submit(write_file, files[key]) for key, write_file in writers.items() if key in files
        }
    problems = {path: future.exception() for path, future in pending.items()}
    return WrittenFiles(
        tuple(path for path, problem in problems.items() if problem is None),
        tuple(problem for problem in problems.values() if isinstance(problem, Exception)),
    )


def _report(result: Result, poses: Sequence[TimedPose], title: str, stills: Stills | None) -> Iterator[str]:
    from posecoach.reports.session import report_parts  # loads charts and templates, which takes a while

    return report_parts(result, poses, title=title, stills=stills)


def table_keys(result: Result, exercises: Sequence[Exercise]) -> list[str]:
    """Return the measures of the exercises that the person did; the table has no others."""
    done = {rep.exercise for rep in result.reps} | {result.exercise}
    return [measure.key for exercise in exercises if exercise.id in done for measure in exercise.measures]
