"""STEM.csv: a row a frame, each whole on the disk as soon as it is written."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from posecoach.core.measures import SHARED
from posecoach.core.types import Update
from posecoach.results import cannot_write

HEAD = ("t_s", "exercise", "phase", "rep", "visible")
TAIL = ("side", "hold_s", "good_s", "faults")


class FrameTable:
    """Table of one stream, written as the frames come; unknown = empty.

    Parameters
    ----------
    path : Path
        The file; is overwritten.
    extra : iterable of str
        Keys of further measures, after the shared ones.

    Raises
    ------
    UsageError
        On opening and updating: the file cannot be written, or the disk is full. The rows before stay whole.
    """

    def __init__(self, path: Path, extra: Iterable[str] = ()) -> None:
        self._path = path
        self._keys = list(dict.fromkeys([*(measure.key for measure in SHARED), *extra]))
        try:
            self._file = path.open("wb", buffering=0)  # unbuffered, so that a failed write is known by its row
        except OSError as error:
            raise cannot_write(path, error) from error
        self._append([*HEAD, *self._keys, *TAIL])

    def update(self, update: Update) -> None:
        """Write the row of one frame."""
        values = [update.values.get(key, math.nan) for key in self._keys]
        self._append(
            [
                f"{update.t:.3f}",
                update.exercise or "",
                update.phase if update.exercise else "",
                update.rep or "",
                int(update.pose is not None),
                *(f"{value:.2f}" if math.isfinite(value) else "" for value in values),
                update.side or "",
                f"{update.hold_s:.2f}",
                f"{update.good_s:.2f}",
                " ".join(fault.code for fault in update.faults),
            ]
        )

    def _append(self, row: Sequence[object]) -> None:
        line = io.StringIO()
        csv.writer(line).writerow(row)
        rest = line.getvalue().encode()
        start = self._file.tell()
        try:
            while rest:
                rest = rest[self._file.write(rest) or 0 :]
        except OSError as error:
            self._file.seek(start)
            self._file.truncate()
            raise cannot_write(self._path, error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
