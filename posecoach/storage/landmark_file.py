"""STEM.landmarks.npz: the landmarks of every frame, without images, so that they can be judged again at any time.

It is numpy's own format, because readers have numpy and can open the file without posecoach. Landmarks are stored as
integers whose step is much smaller than the landmarks' error, as differences between frames, which compress best.
posecoach judges the stored values (`LandmarkLog.add` returns them), so judging the file gives the same results.
"""

from __future__ import annotations

import json
import lzma
import os
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from posecoach._version import __version__
from posecoach.core.body.pose import Pose, TimedPose, turned
from posecoach.core.result import ModelInfo, VideoInfo
from posecoach.errors import SourceError, text_of
from posecoach.files.reading import open_file, parse_json
from posecoach.files.reasons import system_reason
from posecoach.files.writing import atomic_write
from posecoach.storage import npz
from posecoach.storage.landmark_rows import FRAME, POSE, STEPS, PackedPoses, in_units, pack, unpack
from posecoach.storage.spooled_rows import BLOCK, Rows, SpooledRows
from posecoach.storage.validation import LONGEST_SIDE_PX, MAX_S, MAX_TIME_S, WrongFieldError, validated
from posecoach.translation import N_

SUFFIX = ".landmarks.npz"
SCHEMA = "posecoach.landmarks/1"
MAX_FRAMES = 24 * 3600 * 60
"""24 hours at 60 frames/s; with a person in each they take 1.9 GB of memory."""
MAX_BYTES = 2**31
"""Largest accepted file: as many frames, uncompressed."""
MAX_LIGHT = 255
"""Brightness of a white picture."""

LZMA_POSES = 10 * 60 * 30
"""Poses of ten minutes. LZMA, which numpy reads, too, packs a quarter more tightly than deflate, numpy's own; but of
longer recordings it takes up to 94 MB of memory, and 0.1 s for every 1,000 poses."""

_BAD_ZIP = (zipfile.BadZipFile, zlib.error, lzma.LZMAError)
_DAMAGED = (OSError, EOFError, ValueError, KeyError, TypeError, OverflowError, RuntimeError, *_BAD_ZIP)
"""Errors of zipfile and of the parsers below for a file with wrong content."""


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

    def save(
        self, path: Path, video: VideoInfo, model: ModelInfo, partial: str | None = None, private: bool = False
    ) -> None:
        """Write all stored poses atomically; `private` as in `posecoach.files.writing.open_new`.

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
        _write(path, arrays, self._poses, private)


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
    if not os.path.lexists(path):
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
        It cannot be read, is damaged, too long or no landmark file, or was written by a newer posecoach.
    """
    try:
        with open_file(path, MAX_BYTES) as file, npz.open_archive(file) as archive:
            schema = npz.read_text(archive, "schema")
            if schema == SCHEMA and (n := npz.length_of(archive, "t")) <= MAX_FRAMES:
                return _landmarks(archive, n)
    except WrongFieldError as error:
        raise SourceError(
            N_("{path} is damaged: {error}. Analyse the video again.", path=path, error=text_of(error))
        ) from error
    except MemoryError as error:
        raise SourceError(
            N_("{path} takes more memory than this computer has free. Close other programs.", path=path)
        ) from error
    except _DAMAGED as error:
        why = (
            system_reason(error)
            if isinstance(error, OSError) and error.strerror
            else N_("it is damaged, or not a landmark file")
        )
        raise SourceError(N_("{path} cannot be read: {why}. Analyse the video again.", path=path, why=why)) from error
    if schema == SCHEMA:
        raise SourceError(
            N_(
                "{path} is too long for posecoach to read: it has {n:,} frames, and {most:,} are "
                "the most. Cut the video into parts, and analyse these.",
                path=path,
                n=n,
                most=MAX_FRAMES,
            )
        )
    if schema.startswith(SCHEMA.rstrip("1")):
        raise SourceError(
            N_("{path} was written by a newer posecoach, as {schema}. Update posecoach.", path=path, schema=schema)
        )
    raise SourceError(N_("{path} is not a landmark file of posecoach. Analyse the video itself.", path=path))


def _landmarks(archive: zipfile.ZipFile, n: int) -> Landmarks:
    """Read the arrays of `n` frames; wrong content raises one of `_DAMAGED`."""
    stored = parse_json(npz.read_text(archive, "facts"))
    facts = validated(TypeAdapter(Facts), {**stored, "video": stored["watched"]})
    frames = npz.read_rows(archive, n, FRAME)
    _check_frames(frames)
    poses = npz.read_rows(archive, int(np.count_nonzero(frames["found"])), POSE)
    for key in STEPS:
        _add_up(poses[key])
    return Landmarks(PackedPoses(frames, poses), facts)


def _add_up(differences: NDArray[Any]) -> None:
    """Turn the differences between successive poses into their values, in place; all at once would be copied."""
    before = np.zeros_like(differences[:1])
    for start in range(0, len(differences), BLOCK):
        block = differences[start : start + BLOCK]
        block[:1] += before
        np.cumsum(block, axis=0, dtype=block.dtype, out=block)
        before = block[-1:]


def _check_frames(frames: Rows) -> None:
    """Check times, picture sizes and brightness; NaN is within no limit."""
    t, sizes, light = frames["t"], frames["size"][frames["found"]], frames["light"]
    if not (np.abs(t) <= MAX_TIME_S).all() or (np.diff(t) <= 0).any() or (t.size and t[-1] - t[0] > MAX_S):
        raise WrongFieldError(N_("t: the times do not grow, or are impossible"))
    if not ((sizes >= 1) & (sizes <= LONGEST_SIDE_PX)).all():
        raise WrongFieldError(N_("size: a picture has an impossible size"))
    if not (np.isnan(light) | ((light >= 0) & (light <= MAX_LIGHT))).all():
        raise WrongFieldError(N_("light: a picture has an impossible brightness"))


def _write(path: Path, arrays: Mapping[str, NDArray[Any]], poses: SpooledRows, private: bool) -> None:
    """Write a numpy file, packed more tightly than numpy does where that takes little time and memory."""
    packing = zipfile.ZIP_LZMA if len(poses) <= LZMA_POSES else zipfile.ZIP_DEFLATED
    with atomic_write(path, private) as out, zipfile.ZipFile(out, "w", packing) as archive:
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
