"""Saves a finished practice session: its files and its history record."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from posecoach.analysis.outputs import Evidence, Written, write
from posecoach.analysis.settings import CSV, JSON, LANDMARKS, REPORT
from posecoach.core.result import Result, VideoInfo, make_result
from posecoach.core.session.scene import Ended
from posecoach.practice.live_session import LiveSession
from posecoach.practice.settings import PracticeSettings
from posecoach.process import Stop
from posecoach.storage.history.records import SessionRecord, group_into_sets
from posecoach.storage.landmark_file import LandmarkLog


def result_of(settings: PracticeSettings, session: LiveSession, stop: Stop) -> Result:
    """Return what a session showed."""
    tally = session.tally
    fps = tally.frames / tally.last_s if tally.last_s else None
    camera = _without_password(settings.camera)
    video = VideoInfo(camera, None, *tally.size, fps, tally.last_s, tally.frames, tally.with_pose)
    assessment = session.coach.assess(tally.last_s)
    return make_result(assessment, video, settings.model_info, settings.height_cm, partial=_cut_short(session, stop))


def save_session(stem: Path, result: Result, settings: PracticeSettings, log: LandmarkLog) -> Written:
    """Write JSON, landmarks and report beside the frame table, which was written while the frames came."""
    files = {ending: stem.with_name(stem.name + ending) for ending in (JSON, LANDMARKS, REPORT)}
    written = write(result, Evidence(settings.exercises, log.poses(), log), files, stem.name)
    return replace(written, files=(stem.with_name(stem.name + CSV), *written.files))


def _cut_short(session: LiveSession, stop: Stop) -> str | None:
    """Return why the session did not come to its own end."""
    if session.error:
        return str(session.error)
    if session.scene.ended == "pain":
        return "stopped because it hurt"
    return "stopped by the user" if stop() else None


def _without_password(camera: str) -> str:
    """Return the camera's name without a password in it."""
    parts = urlsplit(camera)
    if not parts.hostname or "@" not in parts.netloc:
        return camera
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def session_record(
    started: datetime, settings: PracticeSettings, session: LiveSession, result: Result, pain_before: int | None
) -> SessionRecord:
    """Return the session as the history keeps it."""
    return SessionRecord(
        started.isoformat(timespec="seconds"),
        settings.name,
        result.posecoach,
        round(result.video.duration_s, 1),
        result.summary.judged_share,
        settings.share,
        end_reason(session),
        pain_before,
        sets=group_into_sets(session.coach.reps, settings.steps),
    )


def end_reason(session: LiveSession) -> Ended:
    """Return how the session ended; one that broke off was left."""
    return session.scene.ended or "quit"
