"""One piece of a long video: the poses that were found in it, exactly, until all pieces are joined."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from io import BufferedReader
from typing import IO, Any

import numpy as np

from posecoach.core.body.landmarks import N_LANDMARKS
from posecoach.core.body.pose import Pose
from posecoach.core.body.tracking.interpolation import SampledPose
from posecoach.files.reading import parse_json
from posecoach.storage import npz

_FRAME = np.dtype([("t", "<f8"), ("sampled", "?"), ("found", "?")])
_POSE = np.dtype(
    [
        ("xy", "<f4", (N_LANDMARKS, 2)),
        ("world", "<f4", (N_LANDMARKS, 3)),
        ("visibility", "<f4", (N_LANDMARKS,)),
        ("size", "<u2", (2,)),
        ("light", "<f8"),
    ]
)


def write(file: IO[bytes], frames: Sequence[SampledPose], facts: Mapping[str, Any]) -> None:
    """Write the frames of a piece, and facts about it that JSON can express."""
    poses = [pose for _, pose, _ in frames if pose]
    arrays: dict[str, Any] = {"facts": np.array(json.dumps(dict(facts)))}
    rows = np.array([(t, sampled, pose is not None) for t, pose, sampled in frames], _FRAME)
    arrays |= {key: rows[key] for key in _FRAME.names or ()}
    for key in _POSE.names or ():
        values = np.zeros((len(poses), *_POSE[key].shape), _POSE[key].base)
        for i, pose in enumerate(poses):
            values[i] = getattr(pose, key)
        arrays[key] = values
    np.savez_compressed(file, **arrays)


def read(file: BufferedReader) -> tuple[list[SampledPose], dict[str, Any]]:
    """Read the frames and the facts that `write` wrote.

    Raises
    ------
    ValueError, KeyError, OSError, BadZipFile
        It is no such file, or damaged.
    """
    with npz.open_archive(file) as archive:
        facts = parse_json(npz.read_text(archive, "facts"))
        rows = npz.read_rows(archive, npz.length_of(archive, "t"), _FRAME)
        poses = iter(npz.read_rows(archive, int(np.count_nonzero(rows["found"])), _POSE))
    return [
        SampledPose(
            float(row["t"]), _pose(float(row["t"]), next(poses)) if row["found"] else None, bool(row["sampled"])
        )
        for row in rows
    ], facts


def _pose(t: float, row: np.void) -> Pose:
    width, height = row["size"].tolist()
    landmarks = {key: row[key].copy() for key in ("xy", "world", "visibility")}
    return Pose(t, size=(width, height), light=float(row["light"]), **landmarks)
