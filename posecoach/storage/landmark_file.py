"""STEM.landmarks.npz: all that was seen of the body, without a picture, to be judged again at any time.

It is numpy's own format because numpy is there anyway, on our side and on the reader's: the file opens without us.
Landmarks are kept in whole steps far finer than their error, as the change from frame to frame, which packs best.
What is judged is what is kept (`LandmarkLog.add` gives it back), so judging the file gives the same answers.
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
from posecoach.errors import SourceError
from posecoach.files import atomic_write, system_reason
from posecoach.storage.result_json import Model, Video, VideoInfo

SUFFIX = ".landmarks.npz"
SCHEMA = "posecoach.landmarks/1"
STEP_PX = 0.25
"""Step of a landmark in the picture: the estimator's landmarks of a body at rest tremble by about a pixel."""
STEP_M = 0.001
"""Step of a landmark in space, whose error is some 3 cm."""
STEP_VISIBILITY = 0.01
MAX_BYTES = 2**28
"""Largest array taken from a file, unpacked: that of 12 hours at 30 frames/s."""

_FRAME = np.dtype([("t", "<f8"), ("found", "?"), ("light", "<f2"), ("size", "<u2", 2)])
_POSE = np.dtype(
    [("xy", "<i2", (N_LANDMARKS, 2)), ("world", "<i2", (N_LANDMARKS, 3)), ("visibility", "u1", (N_LANDMARKS,))]
)
_STEPS = {"xy": STEP_PX, "world": STEP_M, "visibility": STEP_VISIBILITY}
_BAD_PACK = (zipfile.BadZipFile, zlib.error, lzma.LZMAError)
_DAMAGED = (OSError, EOFError, ValueError, KeyError, MemoryError, RuntimeError, *_BAD_PACK)
"""What numpy, the zip reader and pydantic raise at a file that is not what it should be."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Where landmarks come from.

    Attributes
    ----------
    posecoach : str
        Version that wrote them.
    model : dict
        The pose model, as `posecoach.vision.weights.describe` gives it.
    watched : VideoInfo
        The video or camera.
    partial : str or None
        Why they are not whole, as a sentence.
    """

    posecoach: str
    model: dict[str, str]
    watched: VideoInfo
    partial: str | None


@dataclass(frozen=True, slots=True)
class Landmarks:
    """A landmark file as read: what was seen in each frame, and where it comes from."""

    seen: list[TimedPose]
    facts: Facts


class LandmarkLog:
    """Collects what is seen, some 380 bytes a frame: 40 MB an hour at 30 frames/s."""

    def __init__(self) -> None:
        self._frames, self._poses = bytearray(), bytearray()

    def add(self, t: float, pose: Pose | None) -> Pose | None:
        """Take what was seen at `t` seconds; return it as it will be read again, in whole steps."""
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
        return _pose(frame, _measured(row))

    def save(self, path: Path, watched: VideoInfo, model: dict[str, str], partial: str | None = None) -> None:
        """Write all that was added, whole or not at all.

        Raises
        ------
        UsageError
            When the disk is full or the folder cannot be written.
        """
        frames, poses = np.frombuffer(bytes(self._frames), _FRAME), np.frombuffer(bytes(self._poses), _POSE)
        facts = json.dumps(asdict(Facts(__version__, model, watched, partial)))
        arrays = {"schema": np.array(SCHEMA), "facts": np.array(facts)}
        arrays |= {key: frames[key] for key in _FRAME.fields or ()}
        arrays |= {key: np.diff(poses[key], axis=0, prepend=poses[key].dtype.type(0)) for key in _STEPS}
        _write(path, arrays)


def is_landmark_file(path: Path) -> bool:
    """Tell by its name whether a file is a landmark file."""
    return path.name.endswith(SUFFIX)


def read(path: Path) -> Landmarks:
    """Read a landmark file.

    Raises
    ------
    SourceError
        When it cannot be read, is damaged, of a newer posecoach, or something else altogether.
    """
    try:
        with path.open("rb") as file, zipfile.ZipFile(file) as pack:
            schema = str(_array(pack, "schema"))
            if schema == SCHEMA:
                return _landmarks(pack)
    except _DAMAGED as error:
        why = system_reason(error) if isinstance(error, OSError) and error.strerror else "no landmark file, or damaged"
        raise SourceError(f"{path} cannot be read: {why}. Analyse the video again.") from error
    if schema.startswith(SCHEMA.rstrip("1")):
        raise SourceError(f"{path} was written by a newer posecoach, as {schema}. Bring this one up to date.")
    raise SourceError(f"{path} is no landmark file of posecoach. Analyse the video itself.")


def _landmarks(pack: zipfile.ZipFile) -> Landmarks:
    """Read the arrays; whatever is not as it should be raises one of `_DAMAGED`."""
    facts = TypeAdapter(Facts).validate_json(str(_array(pack, "facts")))
    Model.model_validate(facts.model)  # as the JSON of the analysis will want it
    Video.model_validate(asdict(facts.watched))
    frames = np.zeros(_array(pack, "t").size, _FRAME)
    _fill(frames, pack)
    poses = np.zeros(np.count_nonzero(frames["found"]), _POSE)
    _fill(poses, pack)
    for key in _STEPS:
        np.cumsum(poses[key], axis=0, dtype=poses[key].dtype, out=poses[key])
    t = frames["t"]
    if not np.isfinite(t).all() or (np.diff(t) <= 0).any() or not frames["size"][frames["found"]].all():
        raise ValueError("times do not grow, or a picture has no size")
    measured = _measured(poses)
    rows = ({key: values[i] for key, values in measured.items()} for i in range(len(poses)))
    return Landmarks([(float(f["t"]), _pose(f, next(rows)) if f["found"] else None) for f in frames], facts)


def _fill(rows: NDArray[np.void], pack: zipfile.ZipFile) -> None:
    """Fill in the fields of `rows`, each from the array of its name."""
    for key in rows.dtype.names or ():
        array, field = _array(pack, key), rows[key]
        if (array.dtype, array.shape) != (field.dtype, field.shape):
            raise ValueError(f"{key}: expected {field.dtype} {field.shape}, got {array.dtype} {array.shape}")
        field[...] = array


def _array(pack: zipfile.ZipFile, key: str) -> NDArray[Any]:
    """Return one array of the file; one larger than any session's raises ValueError."""
    entry = pack.getinfo(f"{key}.npy")
    if entry.file_size > MAX_BYTES:
        raise ValueError(f"{key}: {entry.file_size} bytes")
    return np.lib.format.read_array(BytesIO(pack.read(entry)), allow_pickle=False)


def _measured(rows: NDArray[np.void] | np.void) -> dict[str, NDArray[np.float32]]:
    """Return landmarks in pixels, metres and shares from whole steps."""
    return {key: rows[key].astype(np.float32) * np.float32(step) for key, step in _STEPS.items()}


def _pose(frame: np.void | NDArray[np.void], row: dict[str, NDArray[np.float32]]) -> Pose:
    width, height = frame["size"].tolist()
    return Pose(float(frame["t"]), size=(width, height), light=float(frame["light"]), **row)


def _write(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write a numpy file, packed by LZMA, which numpy reads too and which is a quarter smaller than its own."""
    with atomic_write(path) as out, zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as pack:
        for key, array in arrays.items():
            with pack.open(f"{key}.npy", "w") as entry:
                np.lib.format.write_array(entry, array, allow_pickle=False)
