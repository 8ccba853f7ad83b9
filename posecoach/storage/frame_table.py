"""STEM.csv: one row per frame. A live stream writes each row at once, a video writes the whole table at the end.

No cell contains a comma or a quote: cells are numbers or our own names.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from itertools import chain
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import Self

from posecoach.core.exercise.measures import SHARED
from posecoach.core.judging.events import Update
from posecoach.errors import UsageError
from posecoach.files.reasons import cannot_write
from posecoach.files.spool import Spool
from posecoach.files.writing import open_new, write_lines

FIRST_COLUMNS = ("t_s", "exercise", "phase", "rep", "visible")
LAST_COLUMNS = ("side", "hold_s", "good_s", "faults")


class FrameTable:
    """Writes the table of one stream while the frames arrive; unknown values are empty.

    Parameters
    ----------
    path : Path
        The file, which only the user can read; an existing one is replaced.
    extra : iterable of str
        Keys of measures in addition to the shared ones.

    Raises
    ------
    UsageError
        On opening and updating: the file cannot be written, or the disk is full. Earlier rows stay complete.
    """

    def __init__(self, path: Path, extra: Iterable[str] = ()) -> None:
        self._path = path
        self._keys = _measure_keys(extra)
        try:
            path.unlink(missing_ok=True)  # a reserved name
            self._file = open_new(path, private=True)  # unbuffered, so that an error concerns the current row
        except OSError as error:
            raise cannot_write(path, error) from error
        try:
            self._append([*FIRST_COLUMNS, *self._keys, *LAST_COLUMNS])
        except UsageError:
            self._file.close()
            path.unlink(missing_ok=True)
            raise

    def update(self, update: Update) -> None:
        """Write the row of one frame."""
        self._append(_cells(update, self._keys))

    def _append(self, cells: Iterable[str]) -> None:
        remaining = _line(cells).encode()
        start = self._file.tell()
        try:
            while remaining:
                remaining = remaining[self._file.write(remaining) or 0 :]
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


class FrameLog:
    """Collects the table of a whole video until its columns are known.

    Parameters
    ----------
    extra : iterable of str
        Keys of all measures that `save` may need in addition to the shared ones.
    """

    def __init__(self, extra: Iterable[str] = ()) -> None:
        self._keys = _measure_keys(extra)
        self._rows = Spool()

    def update(self, update: Update) -> None:
        """Store the row of one frame."""
        self._rows.append(f"{','.join(_cells(update, self._keys))}\n".encode())

    def lines(self, extra: Iterable[str] = ()) -> Iterator[str]:
        """Yield the lines of the table with these measures in addition to the shared ones."""
        columns = (*FIRST_COLUMNS, *self._keys, *LAST_COLUMNS)
        chosen = itemgetter(*(columns.index(name) for name in (*FIRST_COLUMNS, *_measure_keys(extra), *LAST_COLUMNS)))
        rows = (row.decode().split(",") for row in self._rows.lines())
        return (_line(chosen(row)) for row in chain([columns], rows))

    def save(self, path: Path, extra: Iterable[str] = ()) -> None:
        """Write the table atomically, with these measures in addition to the shared ones.

        Raises
        ------
        UsageError
            The disk is full or the folder cannot be written.
        """
        write_lines(path, self.lines(extra))


def _measure_keys(extra: Iterable[str]) -> list[str]:
    """Return the keys of the shared measures and the extra ones, each once."""
    return list(dict.fromkeys([*(measure.key for measure in SHARED), *extra]))


def _cells(update: Update, keys: Iterable[str]) -> list[str]:
    """Return the row of one frame."""
    values = [update.values.get(key, math.nan) for key in keys]
    return [
        f"{update.t:.3f}",
        update.exercise or "",
        update.phase if update.exercise else "",
        str(update.rep or ""),
        "0" if update.pose is None else "1",
        *[f"{value:.2f}" if math.isfinite(value) else "" for value in values],
        update.side or "",
        f"{update.hold_s:.2f}",
        f"{update.good_s:.2f}",
        " ".join([fault.code for fault in update.faults]),
    ]


def _line(cells: Iterable[str]) -> str:
    return ",".join(cells) + "\r\n"
