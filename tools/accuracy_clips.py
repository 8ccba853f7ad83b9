"""Measures and judges the clips of `tools/accuracy.py`, and saves their landmarks."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posecoach.analysis.extract import extract
from posecoach.core.body.pose import Pose, TimedPose, Values
from posecoach.core.exercise.bands import Band
from posecoach.core.exercise.exercise import LOWERING_S
from posecoach.core.exercise.measures import Measurer
from posecoach.core.judging.events import Rep
from posecoach.core.judging.rep_tracker import RepTracker
from posecoach.exercises.registry import EXERCISES
from posecoach.process import quiet_native
from posecoach.vision import weights
from posecoach.vision.estimator import PoseEstimator
from posecoach.vision.video import probe

Truth = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Clip:
    """One clip: its truth, the values of every frame (None = nobody found), and the coach's reps."""

    name: str
    truth: Truth
    values: list[tuple[float, Values | None]]
    reps: list[Rep]

    @property
    def yaw(self) -> float:
        """Degrees that the camera is turned from the side view."""
        return abs(float(self.truth["camera"]["yaw"]))


def load_poses(video: Path, folder: Path | None) -> list[TimedPose]:
    """Return the poses of a clip's frames, from the folder if they are saved there."""
    saved = folder / f"{video.stem}.npz" if folder else None
    if saved and saved.exists():
        return list(_unpack(dict(np.load(saved))))
    model = weights.locate(None)
    with quiet_native():
        poses = extract(video, probe(video), lambda: PoseEstimator(model)).poses
    if saved:
        saved.parent.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(saved, **_pack(poses))
    return poses


def _unpack(arrays: dict[str, NDArray[Any]]) -> Iterator[tuple[float, Pose | None]]:
    width, height = (int(length) for length in arrays["size"])
    for i, t in enumerate(map(float, arrays["t"])):
        found = not np.isnan(arrays["xy"][i, 0, 0])
        yield t, Pose(t, arrays["xy"][i], arrays["world"][i], arrays["vis"][i], (width, height)) if found else None


def _pack(poses: list[TimedPose]) -> dict[str, Any]:
    def stack(get: Callable[[Pose], NDArray[np.float32]], shape: tuple[int, ...]) -> NDArray[np.float32]:
        nobody = np.full(shape, np.nan, np.float32)
        return np.stack([get(pose) if pose else nobody for _, pose in poses])

    return {
        "t": np.array([t for t, _ in poses]),
        "xy": stack(lambda pose: pose.xy, (33, 2)),
        "world": stack(lambda pose: pose.world, (33, 3)),
        "vis": stack(lambda pose: pose.visibility, (33,)),
        "size": np.array(next((pose.size for _, pose in poses if pose), (0, 0))),
    }


def measure_clip(video: Path, folder: Path | None) -> Clip:
    """Measure and judge one clip as posecoach does, with its exercise and the person's height."""
    truth = json.loads(video.with_suffix(".truth.json").read_text(encoding="utf-8"))
    exercise = EXERCISES[truth["exercise"]]
    # The coach reports how long a lowering took only as a fault: so make every lowering a fault.
    checks = tuple(replace(c, band=Band(low=math.inf)) if c.measure == LOWERING_S else c for c in exercise.checks)
    coach = RepTracker(replace(exercise, checks=checks))
    measure = Measurer(exercise.measures, 100 * truth["body"]["height_m"])
    values: list[tuple[float, Values | None]] = []
    for t, pose in load_poses(video, folder):
        body, measured = measure(pose) if pose else (None, {})
        values.append((t, measured or None))
        coach.update(t, measured, body)
    coach.finish(values[-1][0])
    return Clip(video.stem, truth, values, coach.reps)
