"""Analyses a recording, from its pixels or its landmarks, to a result and its files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from posecoach.analysis.outputs import Evidence, WrittenFiles, write
from posecoach.analysis.settings import (
    ANNOTATED,
    CSV,
    JSON,
    LANDMARKS,
    MOT,
    REPORT,
    AnalysisSettings,
    Progress,
    Stop,
    check_length,
    never_stop,
    no_progress,
)
from posecoach.core.body.pose import TimedPose, turned
from posecoach.core.exercise.exercise import Exercise
from posecoach.core.judging.coach import Assessment, judge_all, replay
from posecoach.core.judging.events import Update
from posecoach.core.judging.orientation import find_turn
from posecoach.core.result import ModelInfo, Result, VideoInfo, make_result
from posecoach.errors import SourceError
from posecoach.files.reading import sha256_of
from posecoach.files.text import encodable
from posecoach.storage import landmark_file, opensim
from posecoach.storage.frame_table import FrameLog
from posecoach.storage.landmark_file import LandmarkLog
from posecoach.translation import N_

if TYPE_CHECKING:
    from posecoach.analysis.extract import PoseTrack
    from posecoach.vision.video import VideoFile


@dataclass(frozen=True, slots=True)
class AnalysisOutcome:
    """The outcome of one recording.

    Attributes
    ----------
    result : Result
        The result.
    poses : sequence of (float, Pose or None)
        Time in seconds and pose of every frame, upright.
    files : tuple of Path
        The written files.
    """

    result: Result
    poses: Sequence[TimedPose]
    files: tuple[Path, ...] = ()


def analyze(
    path: Path,
    settings: AnalysisSettings,
    progress: Progress = no_progress,
    stop: Stop = never_stop,
    find_poses: Callable[[VideoFile], PoseTrack] | None = None,
) -> AnalysisOutcome:
    """Analyse one video and write the result; when the user stops it, the result so far.

    `find_poses` brings poses that were found before; by default they are found now, on all cores.

    Raises
    ------
    SourceError
        The video cannot be read.
    ModelError
        The pose model fails.
    UsageError
        A file cannot be written; all others are complete.
    """
    # Decoder, encoder and fonts: judging stored landmarks needs none of them.
    from posecoach.analysis.annotate import annotate_video, image_at
    from posecoach.analysis.extract import ExtractionSettings, extract
    from posecoach.vision.video import VideoFile

    model, model_info = settings.model, settings.model_info
    if model is None or model_info is None:
        raise ValueError("settings.model: a video needs a pose model")
    check_length(path, settings)
    video = VideoFile(path, max_pixels=settings.max_pixels)
    progress(N_("Watching"), 0, video.frames_estimate)
    if find_poses:
        track = find_poses(video)
    else:
        extraction = ExtractionSettings(
            settings.poses_per_s, lambda done: progress(N_("Watching"), done, None), stop, settings.cores
        )
        track = extract(video, lambda: settings.estimator(model), extraction, settings.threads)
    seen = track.poses
    if not seen and not track.stopped:
        raise SourceError(N_("{path} has no readable picture. Is it a complete video?", path=path))
    files = settings.files(path)
    info = _video_info(video, seen, settings)
    result, evidence = _judge(seen, info, model_info, _partial_reason(track, seen), settings)
    poses, turned_deg = evidence.poses, result.video.turned_deg
    evidence = replace(evidence, landmarks=LandmarkLog(poses) if turned_deg else track.landmarks)
    threads, max_pixels = settings.threads or 0, settings.max_pixels
    upright = partial(VideoFile, path, threads=threads, turned_deg=turned_deg, max_pixels=max_pixels)

    def write_results() -> WrittenFiles:
        with upright() if settings.stills else nullcontext() as shown:
            title = Path(settings.name or path).name
            return write(result, evidence, files, title, partial(image_at, shown) if shown else None)

    drawn = False
    with ThreadPoolExecutor(1) as pool:  # the results are written while the film begins
        written = pool.submit(write_results)
        try:
            if ANNOTATED in files:
                updates = replay(poses, settings.candidates, settings.height_cm)
                with upright() as shown:
                    in_vain = partial(_has_problems, written)
                    drawn = annotate_video(
                        shown, files[ANNOTATED], updates, len(poses), progress, lambda: stop() or in_vain()
                    )
        finally:
            outcome = _outcome(result, poses, written.result())  # what is wrong with them comes first
    return replace(outcome, files=(*outcome.files, files[ANNOTATED])) if drawn else outcome


def judge_landmarks(path: Path, settings: AnalysisSettings) -> AnalysisOutcome:
    """Judge a landmark file and write the result, without video or pose model.

    Raises
    ------
    SourceError
        The file cannot be read.
    UsageError
        A file cannot be written; all others are complete.
    """
    check_length(path, settings)
    stored = landmark_file.read(path)
    facts = stored.facts
    result, evidence = _judge(stored.poses, facts.video, facts.model, facts.partial, settings)
    written = write(result, evidence, settings.files(path), Path(facts.video.path).name)
    return _outcome(result, evidence.poses, written)


def write_judged(
    result: Result, poses: Sequence[TimedPose], exercises: Sequence[Exercise] | None, stem: Path
) -> WrittenFiles:
    """Write JSON, landmarks, report and CSV of an existing result, each named after `stem`.

    `exercises` are those that could be judged; None when one of them is not installed, which leaves out the CSV.
    """
    table = None if exercises is None else tabulate(poses, exercises, result.height_cm)
    evidence = Evidence(exercises or (), poses, LandmarkLog(poses), table)
    return write(result, evidence, files_of(stem), Path(result.video.path).name)


def files_of(stem: Path) -> dict[str, Path]:
    """Return the files that `write_judged` writes, by their endings."""
    return {ending: stem.with_name(stem.name + ending) for ending in (JSON, CSV, LANDMARKS, REPORT)}


def tabulate(poses: Iterable[TimedPose], exercises: Sequence[Exercise], height_cm: float) -> FrameLog:
    """Judge poses again for their table, one row per frame."""
    table = FrameLog(measure.key for exercise in exercises for measure in exercise.measures)
    for update in replay(poses, exercises, height_cm):
        table.update(update)
    return table


def _judge(
    poses: Sequence[TimedPose], video: VideoInfo, model: ModelInfo, partial: str | None, settings: AnalysisSettings
) -> tuple[Result, Evidence]:
    """Judge a recording in one pass, which also fills the table and the joint angles; turn it upright if needed."""
    turned_deg = settings.turned_deg
    if turned_deg is not None:
        poses, video = _turned(poses, video, (turned_deg - video.turned_deg) // 90)
    judged, evidence = _judge_as_it_is(poses, settings)
    quarters = find_turn(poses, settings.candidates, settings.height_cm, judged) if turned_deg is None else 0
    if quarters:
        poses, video = _turned(poses, video, quarters)
        judged, evidence = _judge_as_it_is(poses, settings)
    return make_result(judged, video, model, settings.height_cm, settings.requested_exercise, partial), evidence


def _turned(poses: Sequence[TimedPose], video: VideoInfo, quarters: int) -> tuple[Sequence[TimedPose], VideoInfo]:
    return (LandmarkLog(turned(poses, quarters)).poses() if quarters % 4 else poses), video.turned(quarters)


def _judge_as_it_is(poses: Sequence[TimedPose], settings: AnalysisSettings) -> tuple[Assessment, Evidence]:
    table = FrameLog(m.key for exercise in settings.candidates for m in exercise.measures) if settings.out else None
    angles = opensim.JointAngleLog() if MOT in settings.extras else None

    def listen(update: Update) -> None:
        if table:
            table.update(update)
        if angles:
            angles.update(update)

    assessment = judge_all(poses, settings.candidates, settings.height_cm, listen)
    return assessment, Evidence(settings.candidates, poses, table=table, angles=angles)


def _has_problems(written: Future[WrittenFiles]) -> bool:
    """Whether it is known that a file could not be written."""
    return written.done() and (written.exception() is not None or bool(written.result().problems))


def _outcome(result: Result, poses: Sequence[TimedPose], written: WrittenFiles) -> AnalysisOutcome:
    """Return the outcome, unless a file could not be written."""
    if written.problems:
        raise written.problems[0]
    return AnalysisOutcome(result, poses, written.files)


def _video_info(video: VideoFile, poses: Sequence[TimedPose], settings: AnalysisSettings) -> VideoInfo:
    frames_with_pose = sum(pose is not None for _, pose in poses)
    last_s = poses[-1][0] + (1 / video.fps if video.fps else 0.0) if poses else 0.0
    return VideoInfo(
        encodable(settings.name or str(video.path)),
        sha256_of(video.path),
        video.width,
        video.height,
        video.fps,
        last_s,
        len(poses),
        frames_with_pose,
        settings.poses_per_s if settings.poses_per_s < video.fps else None,
    )


def _partial_reason(track: PoseTrack, seen: Sequence[TimedPose]) -> str | None:
    if track.stopped:
        return N_("stopped by the user after {seconds:.1f} s of the video", seconds=seen[-1][0] if seen else 0.0)
    return track.damage
