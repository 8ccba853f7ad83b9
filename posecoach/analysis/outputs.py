"""The one writer of a result's files, for recordings and for practice."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from posecoach.analysis.settings import CSV, JSON, LANDMARKS, MOT, REPORT, TRC
from posecoach.core.body.pose import TimedPose
from posecoach.core.exercise.exercise import Exercise
from posecoach.core.result import Result
from posecoach.files import write_text
from posecoach.storage import opensim, result_json
from posecoach.storage.frame_table import FrameLog
from posecoach.storage.landmark_file import LandmarkLog

if TYPE_CHECKING:
    from posecoach.reports.session.stills import Stills


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a result rests on, as far as it is kept.

    Attributes
    ----------
    exercises : sequence of Exercise
        Those that could be judged.
    poses : sequence of (float, Pose or None)
        Time in seconds and pose of every frame.
    landmarks : LandmarkLog or None
        The poses as they are written; None where they come from a landmark file.
    table : FrameLog or None
        A row a frame; None where the table is written while the frames come.
    angles : JointAngleLog or None
        Joint angles for OpenSim, where they are asked for.
    """

    exercises: Sequence[Exercise]
    poses: Sequence[TimedPose]
    landmarks: LandmarkLog | None = None
    table: FrameLog | None = None
    angles: opensim.JointAngleLog | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """Which files were written, and why the others could not be."""

    files: tuple[Path, ...]
    problems: tuple[Exception, ...]


def write(
    result: Result, evidence: Evidence, files: Mapping[str, Path], title: str, stills: Stills | None = None
) -> Written:
    """Write a result's files; one that cannot be written does not cost the others.

    Parameters
    ----------
    result : Result
        What was judged.
    evidence : Evidence
        What it rests on.
    files : mapping of str to Path
        Which files to write, by their endings; those that the evidence cannot fill are left out.
    title : str
        What the report is called.
    stills : callable, optional
        Gives pictures of the video to the report.
    """
    steps: dict[str, Callable[[Path], None]] = {JSON: lambda path: write_text(path, result_json.dumps(result))}
    if landmarks := evidence.landmarks:
        steps[LANDMARKS] = lambda path: landmarks.save(path, result.video, result.model, result.partial)
    if table := evidence.table:
        steps[CSV] = lambda path: table.save(path, table_keys(result, evidence.exercises))
    steps[REPORT] = lambda path: write_text(path, _report(result, evidence.poses, title, stills))
    steps[TRC] = lambda path: write_text(path, opensim.trc(evidence.poses, result.video.fps))
    if angles := evidence.angles:
        steps[MOT] = lambda path: write_text(path, angles.mot())
    written: list[Path] = []
    problems: list[Exception] = []
    for ending, step in steps.items():
        if ending in files:
            try:
                step(files[ending])
                written.append(files[ending])
            except Exception as error:  # reported by the caller, once all that can be written is
                problems.append(error)
    return Written(tuple(written), tuple(problems))


def _report(result: Result, poses: Sequence[TimedPose], title: str, stills: Stills | None) -> str:
    from posecoach.reports.session import render_report  # charts and templates take a while to load

    return render_report(result, poses, title=title, stills=stills)


def table_keys(result: Result, exercises: Sequence[Exercise]) -> list[str]:
    """Return the measures of the exercises that were seen; the table shows no others."""
    seen = {rep.exercise for rep in result.reps} | {result.exercise}
    return [measure.key for exercise in exercises if exercise.id in seen for measure in exercise.measures]
