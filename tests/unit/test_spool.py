"""Bytes that are kept: all come back, wherever they lie meanwhile."""

from __future__ import annotations

import tempfile
from functools import partial
from tempfile import TemporaryFile

import numpy as np
import pytest

from posecoach.files.spool import BLOCK, Spool
from posecoach.storage.spooled_rows import SpooledRows


def no_room():
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("in_memory", [1, 7, 10_000])
@pytest.mark.parametrize("new_file", [partial(TemporaryFile, buffering=0), no_room])
def test_every_part_comes_back_from_memory_from_a_file_and_without_room_for_one(in_memory, new_file):
    spool, expected = Spool(in_memory, new_file), b""
    for i in range(60):
        spool.append(part := bytes([i]) * (i % 5))
        expected += part
    assert len(spool) == len(expected)
    assert all(
        spool.read(a, b) == expected[a:b] for a in range(0, len(expected), 7) for b in range(a, len(expected), 9)
    )


def test_without_any_folder_for_temporary_files_all_stays_in_memory(monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(tempfile, "_candidate_tempdir_list", lambda: ["/nonexistent"])
    spool = Spool(in_memory=4)
    spool.append(b"01234567")
    spool.append(b"89")
    assert spool.read(0, 10) == b"0123456789"


def test_a_disk_that_fills_up_midway_loses_nothing():
    class Full:
        def __init__(self) -> None:
            self.kept = b""

        def seek(self, place: int) -> None:
            self.kept = self.kept[:place]

        def write(self, data: memoryview) -> int:
            if len(self.kept) >= 6:
                raise OSError(28, "No space left on device")
            self.kept += bytes(data[:3])
            return 3

        def read(self, size: int) -> bytes:
            return self.kept[:size]

        def close(self) -> None: ...

    spool = Spool(6, Full)
    for word in (b"abcdef", b"ghijkl", b"mnopqr"):
        spool.append(word)
    assert spool.read(6, 18) == b"ghijklmnopqr"


def test_lines_that_cross_blocks_stay_whole():
    lines = [b"x" * (i * 37 % 900) for i in range(3 * BLOCK // 400)]
    spool = Spool(1000)
    for line in lines:
        spool.append(line + b"\n")
    assert list(spool.lines()) == lines


def test_rows_are_read_like_those_of_an_array():
    rows = SpooledRows([("t", "<f8"), ("n", "<i2")])
    array = np.array([(i / 10, i) for i in range(300)], rows.dtype)
    for row in array:
        rows.append(row)
    for part in (slice(0, 3), slice(290, 999), slice(5, 5), slice(None, None, 100)):
        assert np.array_equal(rows[part], array[part])
    assert np.array_equal(np.concatenate(list(rows.blocks())), array)
