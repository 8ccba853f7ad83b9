"""The landmarks of many frames as packed rows: some 380 bytes a frame, where a `Pose` takes four times as much."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Protocol, overload

import numpy as np
from numpy.typing import NDArray

from posecoach.core.body.landmarks import N_LANDMARKS
from posecoach.core.body.pose import Pose, TimedPose
from posecoach.storage.spooled_rows import BLOCK, Rows

STEP_PX = 0.25
"""Step of a landmark in the image: landmarks of a body at rest jitter by about a pixel."""
STEP_M = 0.001
"""Step of a landmark in space, where its error is about 3 cm."""
STEP_VISIBILITY = 0.01
STEPS = {"xy": STEP_PX, "world": STEP_M, "visibility": STEP_VISIBILITY}

FRAME = np.dtype([("t", "<f8"), ("found", "?"), ("light", "<f2"), ("size", "<u2", 2)])
POSE = np.dtype(
    [("xy", "<i2", (N_LANDMARKS, 2)), ("world", "<i2", (N_LANDMARKS, 3)), ("visibility", "u1", (N_LANDMARKS,))]
)


class ReadableRows(Protocol):
    """An array of rows, or rows that are not in memory."""

    def __getitem__(self, part: slice) -> Rows:
        """Return some rows."""
        ...


def pack(t: float, pose: Pose | None) -> tuple[Rows, Rows | None]:
    """Return the row of a frame, and that of its pose; landmarks are rounded to whole steps."""
    if pose is None:
        return np.array((t, False, math.nan, (0, 0)), FRAME), None
    row = np.zeros((), POSE)
    for key, step in STEPS.items():
        limits = np.iinfo(row[key].dtype)
        row[key] = np.clip(np.rint(getattr(pose, key) / step), limits.min, limits.max)
    return np.array((t, True, np.rint(pose.light), pose.size), FRAME), row


def unpack(frame: Rows | np.void, row: dict[str, NDArray[np.float32]]) -> Pose:
    """Return the pose of a frame from its landmarks in units."""
    width, height = frame["size"].tolist()
    return Pose(float(frame["t"]), size=(width, height), light=float(frame["light"]), **row)


def in_units(rows: Rows | np.void) -> dict[str, NDArray[np.float32]]:
    """Convert integer steps to pixels, metres and shares."""
    return {key: rows[key].astype(np.float32) * np.float32(step) for key, step in STEPS.items()}


class PackedPoses(Sequence[TimedPose]):
    """Time and pose of every frame, unpacked when they are read.

    Parameters
    ----------
    frames : array of FRAME, shape (n,)
        A row a frame.
    poses : array of POSE, shape (m,), or SpooledRows
        A row a frame in which a person was found, in the same order.
    """

    def __init__(self, frames: Rows, poses: ReadableRows) -> None:
        self._frames, self._poses = frames, poses
        self._index = np.cumsum(frames["found"], dtype=np.int32) - 1

    def __len__(self) -> int:
        return len(self._frames)

    @overload
    def __getitem__(self, index: int) -> TimedPose: ...
    @overload
    def __getitem__(self, index: slice) -> list[TimedPose]: ...

    def __getitem__(self, index: int | slice) -> TimedPose | list[TimedPose]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        frame = self._frames[index]
        if not frame["found"]:
            return float(frame["t"]), None
        place = int(self._index[index])
        return float(frame["t"]), unpack(frame, in_units(self._poses[place : place + 1][0]))

    def __iter__(self) -> Iterator[TimedPose]:
        for start in range(0, len(self), BLOCK):
            frames = self._frames[start : start + BLOCK]
            first = int(self._index[start]) + (0 if frames[0]["found"] else 1)
            values_of = in_units(self._poses[first : first + int(np.count_nonzero(frames["found"]))])
            # Copies, so that a pose that is kept does not keep its whole block.
            poses = ({key: values[i].copy() for key, values in values_of.items()} for i in range(BLOCK))
            for frame in frames:
                yield float(frame["t"]), unpack(frame, next(poses)) if frame["found"] else None
