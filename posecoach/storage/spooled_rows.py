"""Many rows of numbers, of which only the newest and those that are being read are in memory."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import DTypeLike, NDArray

from posecoach.files.spool import Spool

BLOCK = 256
"""Rows read at a time: enough that the cost per call does not matter."""

Rows = NDArray[np.void]


class SpooledRows:
    """Rows that are appended one by one, and read in slices like those of an array.

    Parameters
    ----------
    dtype : dtype
        The fields of a row.
    """

    def __init__(self, dtype: DTypeLike) -> None:
        self.dtype = np.dtype(dtype)
        self._bytes = Spool()

    def __len__(self) -> int:
        return len(self._bytes) // self.dtype.itemsize

    def append(self, row: Rows) -> None:
        """Add a row of `dtype`, shape ()."""
        self._bytes.append(row.tobytes())

    def __getitem__(self, part: slice) -> Rows:
        start, stop, step = part.indices(len(self))
        size = self.dtype.itemsize
        return np.frombuffer(self._bytes.read(start * size, max(start, stop) * size), self.dtype)[::step]

    def blocks(self) -> Iterator[Rows]:
        """Yield all rows, `BLOCK` at a time."""
        return (self[start : start + BLOCK] for start in range(0, len(self), BLOCK))
