"""Landmark files: fields changed, arrays of another type, shape or length, other facts, and changed bytes."""

from __future__ import annotations

import io
import json
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

import posecoach as pc
from hostile.changes import EDGES, changed_bytes, changed_tree
from hostile.feeding import Target
from hostile.recordings import bridge, clip_files, landmark_bytes
from posecoach.storage import result_json

Array = np.ndarray[Any, np.dtype[Any]]
TYPES = ("<i2", ">i2", "u1", "?", "<f2", "<f8", ">f8", "<i8", "<u8", "<c16", "S3", "<U4", "<M8[s]", "V4", "O")
NUMBERS = (float("nan"), float("inf"), -float("inf"), 1e300, -1e300, -1.0, 0.0, *map(float, EDGES))
KINDS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)


def _samples() -> list[bytes]:
    poses = bridge()
    return [clip_files()["clip.landmarks.npz"], landmark_bytes(poses[:5]), landmark_bytes(poses[2:3])]


def _change(data: bytes, random: Random) -> bytes:
    """Change the arrays or their files inside, and pack them again; sometimes change the bytes as they are."""
    if random.random() < 0.25:
        return changed_bytes(data, random)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [(name, archive.read(name)) for name in archive.namelist()]
    except Exception:  # of many kinds, for a file that was changed before
        return changed_bytes(data, random)
    for _ in range(random.choice((1, 1, 2, 3))):
        if not entries:
            break
        at = random.randrange(len(entries))
        name, content = entries[at]
        what = random.randrange(10)
        if what < 6:
            entries[at] = (name, _changed_array(name, content, random))
        elif what == 6:
            entries[at] = (name, changed_bytes(content[:128], random) + content[128:])  # the head of an array
        elif what == 7:
            entries[at] = (name, changed_bytes(content, random))
        elif what == 8:
            del entries[at]
        else:
            entries.insert(at, (random.choice([one for one, _ in entries]), content))
    return _packed(entries, random.choice(KINDS))


def _packed(entries: list[tuple[str, bytes]], kind: int) -> bytes:
    packed = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(packed, "w", kind) as archive:
        warnings.simplefilter("ignore")  # of entries with the same name
        for name, content in entries:
            archive.writestr(name, content)
    return packed.getvalue()


def _changed_array(name: str, content: bytes, random: Random) -> bytes:
    """Change the array in a file; return the file as it is when there is none."""
    try:
        array = np.lib.format.read_array(io.BytesIO(content))
    except Exception:  # of many kinds, for an array that was changed before
        return changed_bytes(content, random)
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            array = _changed_text(array, random) if array.dtype.kind == "U" else random.choice(CHANGES)(array, random)
        except (ValueError, TypeError, OverflowError, IndexError, RecursionError):  # there is no such change of it
            return changed_bytes(content, random)
        written = io.BytesIO()
        np.lib.format.write_array(written, array)
    return written.getvalue()


def _changed_text(array: Array, random: Random) -> Array:
    """Change the facts, which are JSON, or the schema."""
    try:
        return np.array(json.dumps(changed_tree(json.loads(str(array)), random)))
    except ValueError:
        return np.array(random.choice(("", "posecoach.landmarks/2", str(array) * 2, "é\u2028", "[" * 5000)))


def _values(array: Array, random: Random) -> Array:
    """Write an extreme value into one place, some, or all of one column."""
    changed = array.copy()
    flat = changed.reshape(-1)
    where: Any = random.choice((random.randrange(flat.size), slice(random.randrange(flat.size), None), slice(None)))
    number = random.choice(NUMBERS)
    limits = np.iinfo(array.dtype) if array.dtype.kind in "iu" else None
    flat[where] = random.choice((limits.min, limits.max, 0)) if limits else number
    return changed


def _repeated(array: Array, random: Random) -> Array:
    return np.concatenate([array] * random.choice((2, 50)))


CHANGES: tuple[Callable[[Array, Random], Array], ...] = (
    _values,
    _values,
    _values,
    _repeated,
    lambda array, random: array.astype(random.choice(TYPES)),
    lambda array, random: array.view(random.choice(TYPES[:-1])),
    lambda array, random: array[: random.randrange(len(array) + 1)],
    lambda array, random: array[random.randrange(len(array) + 1) :],
    lambda array, random: array[::-1],
    lambda array, random: np.roll(array, random.randrange(1, 9)),
    lambda array, random: array[..., None],
    lambda array, random: array.reshape(-1),
    lambda array, random: np.asfortranarray(array.T),
    lambda array, random: array[0],
    lambda array, random: np.zeros((0, *array.shape[1:]), array.dtype),
    lambda array, random: np.random.default_rng(random.getrandbits(32)).permutation(array),
)


def _read(data: bytes, folder: Path) -> str:
    """Judge the file again and write its results, as the command line does; they must be readable."""
    path = folder / "clip.landmarks.npz"
    path.write_bytes(data)
    result = pc.analyze(path, out=folder)
    loaded = pc.load_result(folder / "clip.json")
    assert result_json.dumps(loaded) == result_json.dumps(result)
    assert (folder / "clip.csv").read_text().count("\n") == len(result.poses or ()) + 1
    return f"{len(result.reps)} attempts, turned {result.video.turned_deg}"


LANDMARKS = Target("landmarks", _samples, _change, _read, frozenset({4}), tried=30)
