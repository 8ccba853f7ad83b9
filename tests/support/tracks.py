"""Recorded landmark tracks (tests/data/tracks), as they are or repeated to any length."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import cycle
from pathlib import Path

import numpy as np

from posecoach.core.body.pose import Pose, TimedPose

TRACKS = Path(__file__).parents[1] / "data" / "tracks"


def track(name: str) -> tuple[list[TimedPose], float]:
    """Time and pose of each frame of a track, and the person's height in cm."""
    track = np.load(TRACKS / f"{name}.npz")
    width, height = (int(side) for side in track["size"])
    seen: list[TimedPose] = []
    for t, xy, world, visibility in zip(*(track[key] for key in ("t", "xy", "world", "visibility")), strict=True):
        arrays = (a.astype(np.float32) for a in (xy, world, visibility / 200))
        here = not math.isnan(xy[0, 0])
        seen.append((float(t), Pose(float(t), *arrays, (width, height)) if here else None))
    return seen, float(track["height_cm"])


def repeated(name: str, seconds: float, rate_hz: float = 30.0) -> tuple[list[TimedPose], float]:
    """Return the frames of a track over and over, at an even rate; and the person's height in cm."""
    seen, height_cm = track(name)
    poses = [pose for _, pose in seen]
    times = [i / rate_hz for i in range(round(seconds * rate_hz))]
    return [(t, pose and replace(pose, t=t)) for t, pose in zip(times, cycle(poses), strict=False)], height_cm
