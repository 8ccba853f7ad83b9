"""STEM.landmarks.npz: the landmarks of every frame, without images, so that they can be judged again at any time.

It is numpy's own format, because readers have numpy and can open the file without posecoach. Landmarks are stored as
integers whose step is much smaller than the landmarks' error, as differences between frames, which compress best.
posecoach judges the stored values (`LandmarkLog.add` returns them), so judging the file gives the same results.
"""

from __future__ import annotations

import json
import lzma
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from posecoach._version import __version__
from posecoach.core.body.pose import Pose, TimedPose, turned
from posecoach.core.result import ModelInfo, VideoInfo
from posecoach.errors import SourceError
from posecoach.files.reasons import system_reason
from posecoach.files.writing import atomic_write
from posecoach.storage.landmark_rows import FRAME, POSE, STEPS, PackedPoses, in_units, pack, unpack
from posecoach.storage.spooled_rows import Rows, SpooledRows

SUFFIX = ".landmarks.npz"
SCHEMA = "posecoach.landmarks/1"
MAX_BYTES = 2**28
"""Largest accepted array, uncompressed: 12 hours at 30 frames/s."""

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

    poses: Sequence[TimedPose]
    facts: Facts


class LandmarkLog:
    """Collects landmarks; 15 bytes per frame stay in memory, 2 MB per hour at 30 frames/s.

    Parameters
    ----------
    poses : iterable of (float, Pose or None)
        The first frames.
    """

    def __init__(self, poses: Iterable[TimedPose] = ()) -> None:
        self._frames, self._poses = bytearray(), SpooledRows(POSE)
        for t, pose in poses:
            self.add(t, pose)

    def add(self, t: float, pose: Pose | None) -> Pose | None:
        """Store the pose at `t` seconds; return it rounded, as `read` will return it."""
        frame, row = pack(t, pose)
        self._frames += frame.tobytes()
        if row is None:
            return None
        self._poses.append(row)
        return unpack(frame, in_units(row))

    def __len__(self) -> int:
        return len(self._frames) // FRAME.itemsize

    def poses(self) -> PackedPoses:
        """Return all stored poses, rounded, as `read` will return them."""
        return PackedPoses(self._frame_rows(), self._poses)

    def _frame_rows(self) -> Rows:
        return np.frombuffer(bytes(self._frames), FRAME)

    def save(self, path: Path, video: VideoInfo, model: ModelInfo, partial: str | None = None) -> None:
        """Write all stored poses atomically.

        Raises
        ------
        UsageError
            The disk is full or the folder cannot be written.
        """
        frames = self._frame_rows()
        facts = asdict(Facts(__version__, model, video, partial))
        facts["watched"] = facts.pop("video")  # the key of the format
        arrays = {"schema": np.array(SCHEMA), "facts": np.array(json.dumps(facts))}
        arrays |= {key: frames[key] for key in FRAME.fields or ()}
        _write(path, arrays, self._poses)


def is_landmark_file(path: Path) -> bool:
    """Whether a file is a landmark file, judged by its name."""
    return path.name.endswith(SUFFIX)


def read_beside(result: Path, video: VideoInfo) -> Landmarks | None:
    """Read the landmark file beside a STEM.json, turned as the video of that result; None when there is none.

    Raises
    ------
    SourceError
        As `read`.
    """
    path = result.with_suffix(SUFFIX)
    if not path.exists():
        return None
    stored = read(path)
    quarters = (video.turned_deg - stored.facts.video.turned_deg) // 90 % 4
    if not quarters:
        return stored
    poses = LandmarkLog(turned(stored.poses, quarters)).poses()
    return Landmarks(poses, replace(stored.facts, video=stored.facts.video.turned(quarters)))


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
    frames = np.zeros(_array(archive, "t").size, FRAME)
    _fill(frames, archive)
    poses = np.zeros(np.count_nonzero(frames["found"]), POSE)
    _fill(poses, archive)
    for key in STEPS:
        np.cumsum(poses[key], axis=0, dtype=poses[key].dtype, out=poses[key])
    t = frames["t"]
    if not np.isfinite(t).all() or (np.diff(t) <= 0).any() or not frames["size"][frames["found"]].all():
        raise ValueError("times do not increase, or an image has no size")
    return Landmarks(PackedPoses(frames, poses), facts)


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


def _write(path: Path, arrays: Mapping[str, NDArray[Any]], poses: SpooledRows) -> None:
    """Write a numpy file with LZMA, which numpy can read and which is a quarter smaller than its own compression."""
    with atomic_write(path) as out, zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as archive:
        for key, array in arrays.items():
            with archive.open(f"{key}.npy", "w") as entry:
                np.lib.format.write_array(entry, array, allow_pickle=False)
        for key in STEPS:
            with archive.open(f"{key}.npy", "w") as entry:
                _write_differences(entry, key, poses)


def _write_differences(entry: IO[bytes], key: str, poses: SpooledRows) -> None:
    """Write the array of the differences between successive poses, block by block."""
    field = POSE[key]
    header = {"descr": field.base.str, "fortran_order": False, "shape": (len(poses), *field.shape)}
    np.lib.format.write_array_header_1_0(entry, header)
    before = np.zeros((1, *field.shape), field.base)
    for block in poses.blocks():
        entry.write(np.diff(block[key], axis=0, prepend=before).tobytes())
        before = block[key][-1:]
