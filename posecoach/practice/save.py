"""What a practice leaves: its files, and what is remembered of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from posecoach._version import __version__
from posecoach.analysis.settings import CSV, JSON, REPORT
from posecoach.core.session.scene import Ended
from posecoach.files import write_text
from posecoach.practice.live_session import LiveSession
from posecoach.practice.settings import PracticeSettings
from posecoach.process import Stop
from posecoach.storage import result_json
from posecoach.storage.history import records as history
from posecoach.storage.landmark_file import SUFFIX, LandmarkLog, read
from posecoach.storage.result_json import Analysis


def save_session(
    stem: Path, plan: PracticeSettings, session: LiveSession, log: LandmarkLog, stop: Stop
) -> tuple[tuple[Path, ...], tuple[Exception, ...]]:
    """Write JSON, landmarks and report beside the frame table; return what is there, and why not all."""
    tally = session.tally
    fps = tally.frames / tally.last_s if tally.last_s else None
    watched = result_json.VideoInfo(
        _public(plan.camera), None, *tally.size, fps, tally.last_s, tally.frames, tally.with_pose
    )
    verdict = session.coach.assess(tally.last_s)
    cut_short = _cut_short(session, stop)
    text = result_json.analysis(
        watched,
        plan.model_facts,
        plan.height_cm,
        verdict.exercise,
        verdict.share,
        verdict.reps,
        cut_short,
        verdict.not_judged,
    )
    json, table, landmarks, page = (stem.with_name(stem.name + ending) for ending in (JSON, CSV, SUFFIX, REPORT))
    steps: dict[Path, Callable[[], None]] = {
        json: lambda: write_text(json, text),
        landmarks: lambda: log.save(landmarks, watched, plan.model_facts, cut_short),
        page: lambda: write_text(page, _report(text, landmarks, stem.name)),
    }
    files: list[Path] = [table]
    failed: list[Exception] = []
    for path, save_session in steps.items():
        try:
            save_session()
            files.append(path)
        except Exception as error:  # what hinders one of them must not cost the others
            failed.append(error)
    return tuple(files), tuple(failed)


def _report(text: str, landmarks: Path, title: str) -> str:
    from posecoach.reports.session import render_report

    return render_report(Analysis.model_validate_json(text), read(landmarks).seen, title=title)


def _cut_short(session: LiveSession, stop: Stop) -> str | None:
    """Return why the session did not come to its own end."""
    if session.error:
        return str(session.error)
    if session.scene.ended == "pain":
        return "stopped because it hurt"
    return "stopped by the user" if stop() else None


def _public(camera: str) -> str:
    """Return the camera's name without a password in it."""
    parts = urlsplit(camera)
    if not parts.hostname or "@" not in parts.netloc:
        return camera
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def session_record(
    started: datetime, plan: PracticeSettings, session: LiveSession, pain_before: int | None
) -> history.SessionRecord:
    """Return the session as it is remembered."""
    tally = session.tally
    return history.SessionRecord(
        started.isoformat(timespec="seconds"),
        plan.name,
        __version__,
        round(tally.last_s, 1),
        round(tally.with_pose / tally.frames, 3) if tally.frames else 0.0,
        plan.share,
        end_reason(session),
        pain_before,
        sets=history.group_into_sets(session.coach.reps, plan.steps),
    )


def end_reason(session: LiveSession) -> Ended:
    """Return how the session ended; one that broke off was left."""
    return session.scene.ended or "quit"
