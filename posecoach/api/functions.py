"""Analyse a video, judge stored landmarks, load a result.

Every function raises a `PosecoachError` with the sentence that the command line would show.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

from posecoach.api.arguments import candidates, check_frame, check_pixels
from posecoach.api.result import Result
from posecoach.core import result as core
from posecoach.core.body.pose import TimedPose, turned
from posecoach.core.exercise.exercise import Exercise
from posecoach.core.height import DEFAULT_HEIGHT_CM, checked_height
from posecoach.core.judging.coach import judge_all
from posecoach.core.judging.events import Rep
from posecoach.core.judging.orientation import find_turn
from posecoach.core.result import ModelInfo, VideoInfo, make_result
from posecoach.errors import SourceError
from posecoach.exercises.registry import EXERCISES
from posecoach.files.reading import MAX_PIXELS
from posecoach.storage import landmark_file, result_json
from posecoach.storage.landmark_file import LandmarkLog, Landmarks
from posecoach.translation import N_

if TYPE_CHECKING:
    from posecoach.analysis.settings import Progress

UNKNOWN = "unknown"
"""Name of video and pose model for poses from another source."""


def analyze(
    path: str | os.PathLike[str],
    exercise: str | Exercise = "auto",
    height_cm: float = DEFAULT_HEIGHT_CM,
    out: str | os.PathLike[str] | None = None,
    progress: Progress | None = None,
    model: str | os.PathLike[str] | None = None,
    force: bool = False,
    max_pixels: int = MAX_PIXELS,
) -> Result:
    """Analyse a recorded video, or judge the landmarks of one again.

    Parameters
    ----------
    path : path
        The video; or a STEM.landmarks.npz, which needs neither video nor pose model.
    exercise : str or Exercise
        Id of the exercise, ``auto`` to recognise it, or your own exercise, which need not be installed.
    height_cm : float
        The person's height, 80 to 250; all heights are scaled by it.
    out : path, optional
        Folder for JSON, CSV, landmarks, report and annotated video; of landmarks, JSON, CSV and report; without it,
        nothing is written.
    progress : callable, optional
        Receives the step's name, the number of new frames, and the total number of frames if known.
    model : path, optional
        Your own pose model (.task file).
    force : bool
        Whether to replace files in `out` that posecoach did not write, too.
    max_pixels : int
        Most pixels of the video's pictures, 35 million (8K) unless you allow more; they take much memory.

    Raises
    ------
    SourceError
        The video or landmark file cannot be read.
    ModelError
        The pose model is missing (``posecoach models fetch`` fetches it), or it fails.
    UsageError
        There is no such exercise, a number is none, the folder cannot be written, or a file there is not posecoach's.

    Examples
    --------
    >>> result = analyze("clip.mp4", exercise="bridge", height_cm=182)  # doctest: +SKIP
    >>> result.summary.reps, result.summary.faults  # doctest: +SKIP
    (2, {'hips_low': 2})
    """
    from posecoach.analysis import analyze as analysis
    from posecoach.analysis.settings import REPORT, AnalysisSettings, check_names, no_progress
    from posecoach.files.writing import output_folder
    from posecoach.process import quiet_native
    from posecoach.vision import weights

    chosen, height_cm = candidates(exercise), checked_height(height_cm)
    check_pixels(max_pixels)
    file = Path(path)
    _refuse_result(file)
    stored = landmark_file.is_landmark_file(file)
    bundle = None if stored else weights.locate(Path(model) if model else None)
    info = weights.describe(bundle) if bundle else None
    folder = output_folder(Path(out), "out=...") if out is not None else None
    settings = AnalysisSettings(chosen, height_cm, bundle, info, folder, extras=(REPORT,), max_pixels=max_pixels)
    check_names([file], settings, force, "force=True")
    if stored:
        outcome = analysis.judge_landmarks(file, settings)
    else:
        with quiet_native():
            outcome = analysis.analyze(file, settings, progress or no_progress)
    return _public(outcome.result, outcome.poses, chosen)


def judge(
    landmarks: str | os.PathLike[str] | Landmarks | Sequence[TimedPose],
    exercise: str | Exercise = "auto",
    height_cm: float = DEFAULT_HEIGHT_CM,
) -> Result:
    """Judge stored landmarks, without video or pose model.

    Parameters
    ----------
    landmarks : path, Landmarks, or sequence of (float, Pose or None)
        A STEM.landmarks.npz, the result of `load_landmarks`, or poses from another source with growing times in
        seconds.
    exercise : str or Exercise
        Id of the exercise, ``auto`` to recognise it, or your own exercise, which need not be installed.
    height_cm : float
        The person's height, 80 to 250; all heights are scaled by it.

    Raises
    ------
    SourceError
        The file cannot be read.
    UsageError
        There is no such exercise, the height is not one, or the times do not grow.

    Examples
    --------
    >>> judge([]).exercise is None
    True
    """
    chosen, height_cm = candidates(exercise), checked_height(height_cm)
    if isinstance(landmarks, str | os.PathLike):
        _refuse_result(Path(landmarks))
        landmarks = load_landmarks(landmarks)
    if isinstance(landmarks, Landmarks):
        poses, facts = landmarks.poses, landmarks.facts
        video, model, partial = facts.video, facts.model, facts.partial
    else:
        poses, partial = LandmarkLog(_checked(landmarks)).poses(), None  # rounded as in a file
        video, model = _video_info(poses), ModelInfo(UNKNOWN, UNKNOWN, "", "own")
    assessment = judge_all(poses, chosen, height_cm)
    if quarters := find_turn(poses, chosen, height_cm, assessment):
        poses, video = LandmarkLog(turned(poses, quarters)).poses(), video.turned(quarters)
        assessment = judge_all(poses, chosen, height_cm)
    asked = chosen[0].id if exercise != "auto" else None
    return _public(make_result(assessment, video, model, height_cm, asked, partial), poses, chosen)


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
    result = result_json.read(file)
    landmarks = landmark_file.read_beside(file, result.video)
    result = replace(result, reps=tuple(map(_with_words, result.reps)))
    return _public(result, landmarks.poses if landmarks else None)


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


def _with_words(rep: Rep) -> Rep:
    """Return a loaded attempt with the short words of its faults, which its exercise has."""
    exercise = EXERCISES.get(rep.exercise) if rep.faults else None
    checks = [exercise.check(fault.code) if exercise else None for fault in rep.faults]
    faults = (replace(fault, say=check.say if check else "") for fault, check in zip(rep.faults, checks, strict=True))
    return replace(rep, faults=tuple(faults))


def _public(
    result: core.Result, poses: Sequence[TimedPose] | None, chosen: tuple[Exercise, ...] | None = None
) -> Result:
    known = {one.name: getattr(result, one.name) for one in fields(core.Result)}
    return Result(**known, poses=poses, candidates=chosen)


def _refuse_result(path: Path) -> None:
    """Say how to load a STEM.json where a recording is expected."""
    if path.suffix == ".json":
        raise SourceError(
            N_(
                "{path} is the result of an analysis. Load it with load_result(), or judge the "
                "STEM{suffix} beside it again with judge().",
                path=path,
                suffix=landmark_file.SUFFIX,
            )
        )


def _checked(poses: Iterable[TimedPose]) -> Iterator[TimedPose]:
    before_s = None
    for t, pose in poses:
        check_frame(t, pose, before_s)
        yield t, pose
        before_s = t


def _video_info(poses: Sequence[TimedPose]) -> VideoInfo:
    """Describe a recording of which only the poses are known."""
    found = [pose for _, pose in poses if pose]
    width, height = found[0].size if found else (0, 0)
    duration_s = poses[-1][0] - poses[0][0] if poses else 0.0
    fps = (len(poses) - 1) / duration_s if duration_s else None
    return VideoInfo(UNKNOWN, None, width, height, fps, duration_s, len(poses), len(found))
