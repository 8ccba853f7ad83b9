"""Saves a finished practice session: its files and its history record."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from posecoach._version import __version__
from posecoach.analysis.outputs import Evidence, WrittenFiles, write
from posecoach.analysis.settings import CSV, JSON, LANDMARKS, REPORT
from posecoach.core.result import Result, VideoInfo, make_result
from posecoach.core.session.scene import Ended
from posecoach.core.session.summary import Summary, summarize
from posecoach.errors import PosecoachError
from posecoach.files.text import encodable
from posecoach.practice.live_session import LiveSession
from posecoach.practice.settings import PracticeSettings
from posecoach.process import Stop
from posecoach.storage.history.records import SessionRecord, group_into_sets
from posecoach.storage.landmark_file import LandmarkLog
from posecoach.translation import N_, dated
from posecoach.vision.camera.device import without_secrets


def make_session_result(settings: PracticeSettings, session: LiveSession, stop: Stop) -> Result:
    """Return the result of a session."""
    counts = session.counts
    fps = counts.frames / counts.last_s if counts.last_s else None
    camera = encodable(without_secrets(settings.camera))
    video = VideoInfo(camera, None, *counts.size, fps, counts.last_s, counts.frames, counts.with_pose)
    assessment = session.coach.assess(counts.last_s)
    asked, partial = settings.requested_exercise, _partial_reason(session, stop)
    return make_result(assessment, video, settings.model_info, settings.height_cm, asked, partial)


def save_session(
    stem: Path, started: datetime, result: Result, settings: PracticeSettings, log: LandmarkLog
) -> WrittenFiles:
    """Write JSON, landmarks and report beside the frame table, which was written during the session.

    The report is named for people: after the exercise, if there is one, and the time when the session began.
    Only the user can read the files: they tell of a person's body and pain.
    """
    files = {ending: stem.with_name(stem.name + ending) for ending in (JSON, LANDMARKS, REPORT)}
    (first, *others) = settings.exercises
    when = dated(started, "moment")
    title = N_("Practice, {when}", when=when) if others else N_("{exercise}, {when}", exercise=first.title, when=when)
    written = write(result, Evidence(settings.exercises, log.poses(), log), files, title, private=True)
    return replace(written, files=(stem.with_name(stem.name + CSV), *written.files))


def _partial_reason(session: LiveSession, stop: Stop) -> str | None:
    """Return why the session ended early; None when it did not."""
    if session.error:
        return session.error.text if isinstance(session.error, PosecoachError) else str(session.error)
    if session.scene.ended == "pain":
        return N_("stopped because it hurt")
    return N_("stopped by the user") if stop() else None


def beginning_record(started: datetime, settings: PracticeSettings, pain_before: int | None) -> SessionRecord:
    """Return the session's record when it begins: should nothing follow, it was interrupted."""
    return SessionRecord(
        started.isoformat(timespec="milliseconds"),
        settings.name,
        __version__,
        duration_s=0.0,
        judged_share=0.0,
        dose_share=settings.dose_share,
        ended="interrupted",
        pain_before=pain_before,
        sets=group_into_sets((), settings.steps),
    )


def session_record(
    beginning: SessionRecord, settings: PracticeSettings, session: LiveSession, result: Result
) -> SessionRecord:
    """Return the session's record for the history."""
    return replace(
        beginning,
        duration_s=round(result.video.duration_s, 1),
        judged_share=result.summary.judged_share,
        ended=end_reason(session),
        sets=group_into_sets(session.coach.reps, settings.steps),
    )


def summary_of(settings: PracticeSettings, session: LiveSession) -> Summary:
    """Return what to show of the session at its end."""
    titles = {exercise.id: exercise.title for exercise in settings.exercises}
    return summarize(session.coach.reps, titles, end_reason(session), settings.last_sets)


def end_reason(session: LiveSession) -> Ended:
    """Return how the session ended; one ended by a signal or an error counts as quit."""
    return session.scene.ended or "quit"
