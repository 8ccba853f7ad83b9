"""Pictures that lean: the camera stands askew, so level lines rise to the right."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from posecoach.core.body.pose import Pose, TimedPose


def leaning(pose: Pose, deg: float) -> Pose:
    """Turn the picture about its middle so that level lines rise to the right; it grows, so that nothing is cut off."""
    size = math.ceil(math.hypot(*pose.size))
    c, s = math.cos(math.radians(deg)), math.sin(math.radians(deg))
    turn = np.array([[c, -s], [s, c]])
    world = pose.world.copy()
    world[:, :2] = world[:, :2] @ turn
    xy = (pose.xy - np.array(pose.size) / 2) @ turn + size / 2
    return replace(pose, xy=xy.astype(np.float32), world=world, size=(size, size))


def all_leaning(seen: list[TimedPose], deg: float) -> list[TimedPose]:
    """Turn all pictures of a recording."""
    return [(t, pose and leaning(pose, deg)) for t, pose in seen]
