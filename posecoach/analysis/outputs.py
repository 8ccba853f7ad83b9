"""The files of a result: who writes what."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from posecoach.analysis.settings import MOT, REPORT, TRC, AnalysisSettings
from posecoach.core.body.pose import TimedPose
from posecoach.core.judging.coach import Assessment, replay
from posecoach.files import write_text
from posecoach.storage import opensim
from posecoach.storage.frame_table import FrameLog
from posecoach.storage.result_json import Analysis

if TYPE_CHECKING:
    from posecoach.reports.session.stills import Stills


def write_extras(
    seen: list[TimedPose], text: str, job: AnalysisSettings, files: dict[str, Path], stills: Stills | None = None
) -> None:
    """Write what else is wished for: the report of the JSON in `text`, and the landmarks for other programs.

    Raises
    ------
    UsageError
        When it cannot be written.
    """
    analysis = Analysis.model_validate_json(text)
    if REPORT in files:
        from posecoach.reports.session import render_report

        page = render_report(analysis, seen, title=Path(analysis.video.path).name, stills=stills)
        write_text(files[REPORT], page)
    if TRC in files:
        write_text(files[TRC], opensim.trc(seen, analysis.video.fps))
    if MOT in files:
        write_text(files[MOT], opensim.mot(replay(seen, job.candidates, job.height_cm)))


def write_table(log: FrameLog, verdict: Assessment, job: AnalysisSettings, path: Path) -> None:
    """Write the frame table, with the measures of the exercises that were seen.

    Raises
    ------
    UsageError
        When it cannot be written.
    """
    shown = {rep.exercise for rep in verdict.reps} | {verdict.exercise}
    measures = [measure for exercise in job.candidates if exercise.id in shown for measure in exercise.measures]
    log.save(path, [measure.key for measure in measures])
