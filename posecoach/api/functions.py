"""Analyse a video, judge stored landmarks, load a result.

Every function raises a `PosecoachError` with the sentence that the command line would show.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

from posecoach.api.result import Result
from posecoach.core import result as core
from posecoach.core.body.pose import TimedPose
from posecoach.core.exercise.measures import DEFAULT_HEIGHT_CM
from posecoach.core.judging.coach import judge_all
from posecoach.core.result import ModelInfo, VideoInfo, make_result
from posecoach.exercises.registry import candidates_named
from posecoach.storage import landmark_file, result_json
from posecoach.storage.landmark_file import LandmarkLog, Landmarks

if TYPE_CHECKING:
    from posecoach.analysis.settings import Progress

UNKNOWN = "unknown"
"""Name of video and pose model for poses from another source."""


def analyze(
    path: str | os.PathLike[str],
    exercise: str = "auto",
    height_cm: float = DEFAULT_HEIGHT_CM,
    out: str | os.PathLike[str] | None = None,
    progress: Progress | None = None,
    model: str | os.PathLike[str] | None = None,
) -> Result:
    """Analyse a recorded video.

    Parameters
    ----------
    path : path
        The video.
    exercise : str
        Id of the exercise, or ``auto`` to recognise it.
    height_cm : float
        The person's height; all heights are scaled by it.
    out : path, optional
        Folder for JSON, CSV, landmarks, report and annotated video; without it, nothing is written.
    progress : callable, optional
        Receives the step's name, the number of new frames, and the total number of frames if known.
    model : path, optional
        Your own pose model (.task file).

    Raises
    ------
    SourceError
        The video cannot be read.
    ModelError
        The pose model is missing (``posecoach models fetch`` fetches it), or it fails.
    UsageError
        There is no such exercise, or the folder cannot be written.

    Examples
    --------
    >>> result = analyze("clip.mp4", exercise="bridge", height_cm=182)  # doctest: +SKIP
    >>> result.summary.reps, result.summary.faults  # doctest: +SKIP
    (2, {'hips_low': 2})
    """
    from posecoach.analysis import analyze as analysis
    from posecoach.analysis.settings import REPORT, AnalysisSettings, no_progress
    from posecoach.files import output_folder
    from posecoach.process import quiet_native
    from posecoach.vision import weights

    candidates = candidates_named(exercise)
    bundle = weights.locate(Path(model) if model else None)
    folder = output_folder(Path(out), "out") if out is not None else None
    settings = AnalysisSettings(candidates, height_cm, bundle, weights.describe(bundle), folder, extras=(REPORT,))
    with quiet_native():
        outcome = analysis.analyze(Path(path), settings, progress or no_progress)
    return _public(outcome.result, outcome.poses)


def judge(
    landmarks: str | os.PathLike[str] | Landmarks | Sequence[TimedPose],
    exercise: str = "auto",
    height_cm: float = DEFAULT_HEIGHT_CM,
) -> Result:
    """Judge stored landmarks, without video or pose model.

    Parameters
    ----------
    landmarks : path, Landmarks, or sequence of (float, Pose or None)
        A STEM.landmarks.npz, the result of `load_landmarks`, or poses from another source with growing times in
        seconds.
    exercise : str
        Id of the exercise, or ``auto`` to recognise it.
    height_cm : float
        The person's height; all heights are scaled by it.

    Raises
    ------
    SourceError
        The file cannot be read.
    UsageError
        There is no such exercise.

    Examples
    --------
    >>> judge([]).exercise is None
    True
    """
    candidates = candidates_named(exercise)
    if isinstance(landmarks, str | os.PathLike):
        landmarks = load_landmarks(landmarks)
    if isinstance(landmarks, Landmarks):
        poses, facts = landmarks.poses, landmarks.facts
        video, model, partial = facts.video, facts.model, facts.partial
    else:
        log = LandmarkLog()
        poses, partial = [(t, log.add(t, pose)) for t, pose in landmarks], None  # judges exactly what can be saved
        video, model = _video_info(poses), ModelInfo(UNKNOWN, UNKNOWN, "", "own")
    assessment = judge_all(poses, candidates, height_cm)
    asked = None if exercise == "auto" else exercise
    return _public(make_result(assessment, video, model, height_cm, asked, partial), poses)


def load_result(path: str | os.PathLike[str]) -> Result:
    """Read a STEM.json, and the landmarks if they are beside it.

    Raises
    ------
    SourceError
        The file cannot be read, is damaged, or was written by a newer posecoach.

    Examples
    --------
    >>> load_result("results/clip.json").to_dataframe()  # doctest: +SKIP
    """
    file = Path(path)
    result, beside = result_json.read(file), file.with_suffix(landmark_file.SUFFIX)
    return _public(result, load_landmarks(beside).poses if beside.exists() else None)


def load_landmarks(path: str | os.PathLike[str]) -> Landmarks:
    """Read a STEM.landmarks.npz: ``.poses``, a list of time (s) and `Pose` or None, and ``.facts`` of the recording.

    Raises
    ------
    SourceError
        The file cannot be read, is damaged, or was written by a newer posecoach.

    Examples
    --------
    >>> landmarks = load_landmarks("results/clip.landmarks.npz")  # doctest: +SKIP
    >>> t, pose = landmarks.poses[0]  # doctest: +SKIP
    >>> pose.xy.shape, pose.world.shape, pose.visibility.shape  # doctest: +SKIP
    ((33, 2), (33, 3), (33,))
    """
    return landmark_file.read(Path(path))


def _public(result: core.Result, poses: Sequence[TimedPose] | None) -> Result:
    return Result(**{one.name: getattr(result, one.name) for one in fields(core.Result)}, poses=poses)


def _video_info(poses: Sequence[TimedPose]) -> VideoInfo:
    """Describe a recording of which only the poses are known."""
    found = [pose for _, pose in poses if pose]
    width, height = found[0].size if found else (0, 0)
    duration_s = poses[-1][0] - poses[0][0] if poses else 0.0
    fps = (len(poses) - 1) / duration_s if duration_s else None
    return VideoInfo(UNKNOWN, None, width, height, fps, duration_s, len(poses), len(found))
