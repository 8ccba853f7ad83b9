"""Poses of the frames between those that the estimator saw."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from posecoach.core.body.pose import Pose, TimedPose
from posecoach.core.body.tracking.continuity import can_follow


class SampledPose(NamedTuple):
    """A frame at `t` seconds: its pose, and whether the estimator saw the frame at all."""

    t: float
    pose: Pose | None
    sampled: bool = True


def fill_in(frames: Iterable[SampledPose]) -> Iterator[TimedPose]:
    """Yield the pose of every frame; one between two found poses lies on the straight line between them.

    That never overshoots. A frame between a found pose and a frame without anybody has none, and neither has one
    between two poses that do not follow each other. After the last sampled frame its pose holds.

    Parameters
    ----------
    frames : iterable of SampledPose
        In order of time.
    """
    before: TimedPose | None = None
    waiting: list[float] = []
    for t, pose, sampled in frames:
        if not sampled:
            waiting.append(t)
            continue
        if waiting and before and before[1] and pose and not can_follow(before[1], pose):
            before = None
        yield from ((at, _between(before, (t, pose), at)) for at in waiting)
        yield t, pose
        before, waiting = (t, pose), []
    yield from ((at, _moved(before[1], at) if before and before[1] else None) for at in waiting)


def _between(before: TimedPose | None, after: TimedPose, t: float) -> Pose | None:
    if before is None or before[1] is None or after[1] is None or before[1].size != after[1].size:
        return None
    one, other = before[1], after[1]
    share = np.float32((t - before[0]) / (after[0] - before[0]))

    def mix(a: NDArray[np.float32], b: NDArray[np.float32]) -> NDArray[np.float32]:
        return a + (b - a) * share

    xy, world = mix(one.xy, other.xy), mix(one.world, other.world)
    visibility = np.minimum(one.visibility, other.visibility)
    return Pose(t, xy, world, visibility, one.size, float(one.light + (other.light - one.light) * share))


def _moved(pose: Pose, t: float) -> Pose:
    return Pose(t, pose.xy, pose.world, pose.visibility, pose.size, pose.light)
