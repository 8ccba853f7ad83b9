"""Reads the arrays of an .npz file in blocks; what an array claims to be is checked before it takes any memory."""

from __future__ import annotations

import math
import os
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from posecoach.translation import N_

MAGIC = b"\x93NUMPY\x01\x00"
HEADER = re.compile(r"\{'descr': '(?P<kind>[^']+)', 'fortran_order': False, 'shape': \((?P<shape>[\d, ]*)\), \}\s*")
"""What numpy writes before an array with rows. Its own parser takes any Python literal, and fails in many ways."""
END_BYTES, LOCATOR_BYTES = 22, 20
"""A zip file ends with a record with the size of the list of its parts; a huge one has a second record before it."""
MAX_LIST_BYTES = 2**16
"""The list of the parts of a landmark file takes 600 bytes."""
MAX_TEXT = 100_000
"""Characters; the texts of a landmark file have about 600."""
BLOCK_BYTES = 2**20
"""Bytes unpacked at a time: enough that the cost per call does not matter."""

Shape = tuple[int, ...]


def open_archive(file: BufferedReader) -> zipfile.ZipFile:
    """Open an archive of few parts; zipfile itself would list millions.

    Raises
    ------
    BadZipFile
        It is none.
    """
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - LOCATOR_BYTES - END_BYTES))
    tail = file.read()
    end, list_bytes = tail[-END_BYTES:], int.from_bytes(tail[-10:-6], "little")
    if not end.startswith(b"PK\5\6") or tail.startswith(b"PK\6\7") or list_bytes > MAX_LIST_BYTES:
        raise zipfile.BadZipFile(N_("no archive of a few arrays"))
    return zipfile.ZipFile(file)


def read_text(archive: zipfile.ZipFile, key: str) -> str:
    """Read a text.

    Raises
    ------
    ValueError
        The array is none, or it is too long. Damage raises the errors of zipfile, here and below.
    """
    with _opened(archive, key) as (file, kind, shape):
        length = int(kind.removeprefix("<U")) if re.fullmatch(r"<U\d{1,6}", kind) else 0
        if shape or not 0 < length <= MAX_TEXT:
            raise ValueError(N_("{key}: expected a text, got {kind} {shape}", key=key, kind=kind, shape=shape))
        return _read(file, 4 * length).decode("utf-32-le").rstrip("\0")


def length_of(archive: zipfile.ZipFile, key: str) -> int:
    """Return the number of rows that an array claims to have."""
    with _opened(archive, key) as (_, _, shape):
        return shape[0] if shape else 0


def read_rows(archive: zipfile.ZipFile, n: int, kind: np.dtype[np.void]) -> NDArray[np.void]:
    """Read `n` rows whose fields are arrays; how well they are packed tells nothing: a still picture packs best.

    Raises
    ------
    ValueError
        A field is missing, or its array has another shape or dtype.
    """
    rows = np.zeros(n, kind)  # takes memory only as it is filled: what is only claimed takes none
    for key in kind.names or ():
        fill(archive, key, rows[key])
    return rows


def fill(archive: zipfile.ZipFile, key: str, rows: NDArray[Any]) -> None:
    """Fill `rows` from the array; raise ValueError when its shape or dtype is another."""
    with _opened(archive, key) as (file, kind, shape):
        if (kind, shape) != (rows.dtype.str, rows.shape):
            raise ValueError(f"{key}: expected {rows.dtype.str} {rows.shape}, got {kind} {shape}")
        row_bytes = rows.dtype.itemsize * math.prod(shape[1:])
        step = max(1, BLOCK_BYTES // row_bytes)
        for start in range(0, len(rows), step):
            block = rows[start : start + step]
            block[...] = np.frombuffer(_read(file, len(block) * row_bytes), rows.dtype).reshape(block.shape)
        if file.read(1):  # reading the end also checks the checksum
            raise ValueError(N_("{key}: is longer than it claims", key=key))


@contextmanager
def _opened(archive: zipfile.ZipFile, key: str) -> Iterator[tuple[IO[bytes], str, Shape]]:
    """Open an array; yield the file behind its header, and the dtype and shape that the header claims."""
    with archive.open(f"{key}.npy") as file:
        if _read(file, len(MAGIC)) != MAGIC:
            raise ValueError(N_("{key}: no array, or in a later version of numpy's format", key=key))
        header = _read(file, int.from_bytes(_read(file, 2), "little")).decode("latin-1")
        if not (found := HEADER.fullmatch(header)):
            raise ValueError(N_("{key}: an array that posecoach did not write", key=key))
        yield file, found["kind"], tuple(map(int, found["shape"].replace(",", " ").split()))


def _read(file: IO[bytes], size: int) -> bytes:
    data = file.read(size)
    if len(data) != size:
        raise ValueError(N_("an array is shorter than it claims"))
    return data
