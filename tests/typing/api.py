"""The public surface as a typed program uses it: checked by mypy, never run."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Sequence
from pathlib import Path

import posecoach as pc
from posecoach.core.body.pose import Frame


def holds(path: str) -> list[float]:
    result: pc.Result = pc.analyze(path, exercise="bridge", height_cm=182)
    cues: list[str] = [fault.cue for fault in result.faults]
    share: float = result.summary.judged_share
    return [rep.hold_s for rep in result.reps if cues and share > 0.5]


def again(path: str) -> str | None:
    landmarks = pc.load_landmarks(path)
    poses: Sequence[tuple[float, pc.Pose | None]] = landmarks.poses
    mine: pc.Exercise = pc.exercises.EXERCISES["bridge"]
    return pc.judge(poses, mine).exercise or pc.judge(landmarks, "bird_dog").exercise or pc.load_result(path).exercise


def live(poses: list[tuple[float, pc.Pose | None]]) -> list[pc.Update]:
    coach = pc.Coach("bridge", height_cm=170.0)
    updates = [coach.step(t, pose) for t, pose in poses]
    reps: tuple[pc.Rep, ...] = coach.reps
    return updates if reps else []


def checks(exercise: pc.Exercise) -> dict[str, tuple[float, float]]:
    bands: dict[str, pc.Band] = {check.code: check.band for check in exercise.checks}
    return {code: (band.low, band.high) for code, band in bands.items()}


def measures(exercise: pc.Exercise) -> dict[str, str]:
    own: tuple[pc.Measure, ...] = exercise.measures
    return {measure.key: measure.unit for measure in own}


def tables(result: pc.Result, folder: str) -> tuple[Path, ...]:
    with warnings.catch_warnings():
        warnings.simplefilter("error", pc.PluginWarning)
        attempts, frames = result.to_dataframe(), result.frames()
    written: tuple[Path, ...] = result.save(folder, stem="monday") if len(attempts) < len(frames) else ()
    return written


def find(frames: Iterable[Frame], model: str) -> list[pc.Pose | None] | str:
    try:
        with pc.PoseEstimator(model) as estimator:
            return [estimator(frame) for frame in frames]
    except pc.PosecoachError as error:
        code: int = error.exit_code
        return f"{error} ({code})"
