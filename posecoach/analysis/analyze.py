"""A recorded video: landmarks, verdict, JSON, CSV and the annotated video."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from posecoach.analysis.outputs import write_extras, write_table
from posecoach.analysis.settings import CSV, FILM, JSON, AnalysisSettings, Progress, Stop
from posecoach.core.body.pose import TimedPose
from posecoach.core.judging.coach import Assessment, judge_all, replay
from posecoach.errors import SourceError
from posecoach.files import sha256_of, write_text
from posecoach.storage import landmark_file, result_json
from posecoach.storage.frame_table import FrameLog
from posecoach.storage.landmark_file import LandmarkLog
from posecoach.storage.result_json import VideoInfo

if TYPE_CHECKING:
    from posecoach.analysis.extract import PoseTrack
    from posecoach.vision.video import VideoFile


@dataclass(frozen=True, slots=True)
class AnalysisOutcome:
    """What came of one video.

    Attributes
    ----------
    verdict : Assessment
        The attempts.
    json : str
        Text of STEM.json.
    files : tuple of Path
        What was written.
    damage : str or None
        Why the video or its landmarks are not whole.
    """

    verdict: Assessment
    json: str
    files: tuple[Path, ...]
    damage: str | None


def judge(
    seen: list[TimedPose], watched: VideoInfo, model: dict[str, str], partial: str | None, job: AnalysisSettings
) -> tuple[Assessment, str, FrameLog]:
    """Judge what was seen in a video; return the verdict, the text of STEM.json, and what STEM.csv is made of."""
    log = FrameLog(measure.key for exercise in job.candidates for measure in exercise.measures)
    verdict = judge_all(seen, job.candidates, job.height_cm, log.update)
    text = result_json.analysis(
        watched,
        model,
        job.height_cm,
        verdict.exercise,
        verdict.share,
        verdict.reps,
        partial,
        verdict.not_judged,
        job.asked,
    )
    return verdict, text, log


def judge_again(path: Path, job: AnalysisSettings) -> AnalysisOutcome:
    """Judge a landmark file and write what was found, without video or pose model.

    Raises
    ------
    SourceError
        The file cannot be read.
    UsageError
        The output cannot be written; what was written before is whole.
    """
    stored = landmark_file.read(path)
    facts = stored.facts
    verdict, text, log = judge(stored.seen, facts.watched, facts.model, facts.partial, job)
    files = job.files(path)
    if files:
        write_text(files[JSON], text)
        write_table(log, verdict, job, files[CSV])
        write_extras(stored.seen, text, job, files)
    return AnalysisOutcome(verdict, text, tuple(files.values()), facts.partial)


def analyze(
    path: Path,
    job: AnalysisSettings,
    progress: Progress = lambda step, done, total: None,
    stop: Stop = lambda: False,
) -> AnalysisOutcome:
    """Analyse one video and write what was found; when the user stops it, what was found so far.

    Raises
    ------
    SourceError
        The video cannot be read.
    ModelError
        The pose model fails.
    UsageError
        The output cannot be written; what was written before is whole.
    """
    # Decoder, encoder and fonts: landmarks that are judged again need none of them.
    from posecoach.analysis.annotate import annotate_video, picture_at
    from posecoach.analysis.extract import extract
    from posecoach.vision.video import VideoFile

    model = job.model
    if model is None:
        raise ValueError("job.model: a video cannot be watched without")
    with VideoFile(path) as video:
        progress("Watching", 0, video.frames_estimate)
    track = extract(path, lambda: job.estimator(model), lambda done: progress("Watching", done, None), stop=stop)
    if not track.seen and not track.stopped:
        raise SourceError(f"{path} holds no picture that can be read. Is it a video, and whole?")
    log = LandmarkLog()
    seen = [(t, log.add(t, pose)) for t, pose in track.seen]
    watched, damage = _watched(path, video, track), _partial(track)
    verdict, text, table = judge(seen, watched, job.model_facts, damage, job)
    files = job.files(path)
    if files:
        write_text(files[JSON], text)
        log.save(files[landmark_file.SUFFIX], watched, job.model_facts, damage)
        write_table(table, verdict, job, files[CSV])
        if FILM in files:
            updates = replay(seen, job.candidates, job.height_cm)
            if not annotate_video(path, files[FILM], updates, len(seen), progress, stop):
                del files[FILM]
        with VideoFile(path) as video:
            write_extras(seen, text, job, files, partial(picture_at, video) if job.stills else None)
    return AnalysisOutcome(verdict, text, tuple(files.values()), track.damage)


def _watched(path: Path, video: VideoFile, track: PoseTrack) -> result_json.VideoInfo:
    seen = track.seen
    frames_with_pose = sum(pose is not None for _, pose in seen)
    last_s = seen[-1][0] + (1 / video.fps if video.fps else 0.0) if seen else 0.0
    return result_json.VideoInfo(
        str(path), sha256_of(path), video.width, video.height, video.fps, last_s, len(seen), frames_with_pose
    )


def _partial(track: PoseTrack) -> str | None:
    if track.stopped:
        return f"stopped by the user after {track.seen[-1][0] if track.seen else 0.0:.1f} s of the video"
    return track.damage
