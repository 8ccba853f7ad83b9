"""STEM.landmarks.npz: the landmarks of every frame, without images, so that they can be judged again at any time.

It is numpy's own format, because readers have numpy and can open the file without posecoach. Landmarks are stored as
integers whose step is much smaller than the landmarks' error, as differences between frames, which compress best.
posecoach judges the stored values (`LandmarkLog.add` returns them), so judging the file gives the same results.
"""

from __future__ import annotations

import json
import lzma
import math
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from posecoach._version import __version__
from posecoach.core.body.landmarks import N_LANDMARKS
from posecoach.core.body.pose import Pose, TimedPose
from posecoach.core.result import ModelInfo, VideoInfo
from posecoach.errors import SourceError
from posecoach.files import atomic_write, system_reason

SUFFIX = ".landmarks.npz"
SCHEMA = "posecoach.landmarks/1"
STEP_PX = 0.25
"""Step of a landmark in the image: landmarks of a body at rest jitter by about a pixel."""
STEP_M = 0.001
"""Step of a landmark in space, where its error is about 3 cm."""
STEP_VISIBILITY = 0.01
MAX_BYTES = 2**28
"""Largest accepted array, uncompressed: 12 hours at 30 frames/s."""

_FRAME = np.dtype([("t", "<f8"), ("found", "?"), ("light", "<f2"), ("size", "<u2", 2)])
_POSE = np.dtype(
    [("xy", "<i2", (N_LANDMARKS, 2)), ("world", "<i2", (N_LANDMARKS, 3)), ("visibility", "u1", (N_LANDMARKS,))]
)
_STEPS = {"xy": STEP_PX, "world": STEP_M, "visibility": STEP_VISIBILITY}
_BAD_ZIP = (zipfile.BadZipFile, zlib.error, lzma.LZMAError)
_DAMAGED = (OSError, EOFError, ValueError, KeyError, MemoryError, RuntimeError, *_BAD_ZIP)
"""Errors of numpy, zipfile and pydantic for a file with wrong content."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Origin of the landmarks.

    Attributes
    ----------
    posecoach : str
        Version that wrote the file.
    model : ModelInfo
        The pose model.
    video : VideoInfo
        The video or camera.
    partial : str or None
        Why the landmarks are incomplete, as a sentence; None when they are complete.
    """

    posecoach: str
    model: ModelInfo
    video: VideoInfo
    partial: str | None


@dataclass(frozen=True, slots=True)
class Landmarks:
    """Content of a landmark file: the pose of each frame, and the origin."""

    poses: list[TimedPose]
    facts: Facts


class LandmarkLog:
    """Collects landmarks, about 380 bytes per frame: 40 MB per hour at 30 frames/s."""

    def __init__(self) -> None:
        self._frames, self._poses = bytearray(), bytearray()

    def add(self, t: float, pose: Pose | None) -> Pose | None:
        """Store the pose at `t` seconds; return it rounded, as `read` will return it."""
        if pose is None:
            self._frames += np.array((t, False, math.nan, (0, 0)), _FRAME).tobytes()
            return None
        row = np.zeros((), _POSE)
        for key, step in _STEPS.items():
            limits = np.iinfo(row[key].dtype)
            row[key] = np.clip(np.rint(getattr(pose, key) / step), limits.min, limits.max)
        frame = np.array((t, True, np.rint(pose.light), pose.size), _FRAME)
        self._frames += frame.tobytes()
        self._poses += row.tobytes()
        return _pose(frame, _in_units(row))

    def poses(self) -> list[TimedPose]:
        """Return all stored poses, rounded, as `read` will return them."""
        frames, poses = self._rows()
        return _timed_poses(frames, poses)

    def _rows(self) -> tuple[NDArray[np.void], NDArray[np.void]]:
        return np.frombuffer(bytes(self._frames), _FRAME), np.frombuffer(bytes(self._poses), _POSE)

    def save(self, path: Path, video: VideoInfo, model: ModelInfo, partial: str | None = None) -> None:
        """Write all stored poses atomically.

        Raises
        ------
        UsageError
            The disk is full or the folder cannot be written.
        """
        frames, poses = self._rows()
        facts = asdict(Facts(__version__, model, video, partial))
        facts["watched"] = facts.pop("video")  # the key of the format
        arrays = {"schema": np.array(SCHEMA), "facts": np.array(json.dumps(facts))}
        arrays |= {key: frames[key] for key in _FRAME.fields or ()}
        arrays |= {key: np.diff(poses[key], axis=0, prepend=poses[key].dtype.type(0)) for key in _STEPS}
        _write(path, arrays)


def is_landmark_file(path: Path) -> bool:
    """Whether a file is a landmark file, judged by its name."""
    return path.name.endswith(SUFFIX)


def read(path: Path) -> Landmarks:
    """Read a landmark file.

    Raises
    ------
    SourceError
        It cannot be read, is damaged, was written by a newer posecoach, or is another kind of file.
    """
    try:
        with path.open("rb") as file, zipfile.ZipFile(file) as archive:
            schema = str(_array(archive, "schema"))
            if schema == SCHEMA:
                return _landmarks(archive)
    except _DAMAGED as error:
        why = (
            system_reason(error)
            if isinstance(error, OSError) and error.strerror
            else "it is damaged, or not a landmark file"
        )
        raise SourceError(f"{path} cannot be read: {why}. Analyse the video again.") from error
    if schema.startswith(SCHEMA.rstrip("1")):
        raise SourceError(f"{path} was written by a newer posecoach, as {schema}. Update posecoach.")
    raise SourceError(f"{path} is not a landmark file of posecoach. Analyse the video itself.")


def _landmarks(archive: zipfile.ZipFile) -> Landmarks:
    """Read the arrays; wrong content raises one of `_DAMAGED`."""
    stored = json.loads(str(_array(archive, "facts")))
    facts = TypeAdapter(Facts).validate_python({**stored, "video": stored["watched"]})
    frames = np.zeros(_array(archive, "t").size, _FRAME)
    _fill(frames, archive)
    poses = np.zeros(np.count_nonzero(frames["found"]), _POSE)
    _fill(poses, archive)
    for key in _STEPS:
        np.cumsum(poses[key], axis=0, dtype=poses[key].dtype, out=poses[key])
    t = frames["t"]
    if not np.isfinite(t).all() or (np.diff(t) <= 0).any() or not frames["size"][frames["found"]].all():
        raise ValueError("times do not increase, or an image has no size")
    return Landmarks(_timed_poses(frames, poses), facts)


def _timed_poses(frames: NDArray[np.void], poses: NDArray[np.void]) -> list[TimedPose]:
    """Join the rows of all frames with the rows of the frames in which a person was found."""
    values_of = _in_units(poses)
    rows = ({key: values[i] for key, values in values_of.items()} for i in range(len(poses)))
    return [(float(f["t"]), _pose(f, next(rows)) if f["found"] else None) for f in frames]


def _fill(rows: NDArray[np.void], archive: zipfile.ZipFile) -> None:
    """Fill each field of `rows` from the array of the same name."""
    for key in rows.dtype.names or ():
        array, field = _array(archive, key), rows[key]
        if (array.dtype, array.shape) != (field.dtype, field.shape):
            raise ValueError(f"{key}: expected {field.dtype} {field.shape}, got {array.dtype} {array.shape}")
        field[...] = array


def _array(archive: zipfile.ZipFile, key: str) -> NDArray[Any]:
    """Return one array of the file; raise ValueError when it is larger than that of any session."""
    entry = archive.getinfo(f"{key}.npy")
    if entry.file_size > MAX_BYTES:
        raise ValueError(f"{key}: {entry.file_size} bytes")
    return np.lib.format.read_array(BytesIO(archive.read(entry)), allow_pickle=False)


def _in_units(rows: NDArray[np.void] | np.void) -> dict[str, NDArray[np.float32]]:
    """Convert integer steps to pixels, metres and shares."""
    return {key: rows[key].astype(np.float32) * np.float32(step) for key, step in _STEPS.items()}


def _pose(frame: np.void | NDArray[np.void], row: dict[str, NDArray[np.float32]]) -> Pose:
    width, height = frame["size"].tolist()
    return Pose(float(frame["t"]), size=(width, height), light=float(frame["light"]), **row)


def _write(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write a numpy file with LZMA, which numpy can read and which is a quarter smaller than its own compression."""
    with atomic_write(path) as out, zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as archive:
        for key, array in arrays.items():
            with archive.open(f"{key}.npy", "w") as entry:
                np.lib.format.write_array(entry, array, allow_pickle=False)
