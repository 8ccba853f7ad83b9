"""STEM.csv: a row a frame. Of a live stream each is whole on the disk as soon as it is written, of a video all at once.

No cell holds a comma or a quote: they are numbers, and names of ours.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import Self

from posecoach.core.exercise.measures import SHARED
from posecoach.core.judging.events import Update
from posecoach.files import cannot_write, write_text

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
        self._keys = _measured(extra)
        try:
            self._file = path.open("wb", buffering=0)  # unbuffered, so that a failed write is known by its row
        except OSError as error:
            raise cannot_write(path, error) from error
        self._append([*HEAD, *self._keys, *TAIL])

    def update(self, update: Update) -> None:
        """Write the row of one frame."""
        self._append(_cells(update, self._keys))

    def _append(self, cells: Iterable[str]) -> None:
        rest = _line(cells).encode()
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


class FrameLog:
    """The same table of a whole video, kept until it is known which measures it is to show.

    Some 400 bytes a frame: 40 MB an hour at 30 frames/s.

    Parameters
    ----------
    extra : iterable of str
        Keys of all further measures that it may be asked for.
    """

    def __init__(self, extra: Iterable[str] = ()) -> None:
        self._keys = _measured(extra)
        self._rows: list[str] = []

    def update(self, update: Update) -> None:
        """Keep the row of one frame."""
        self._rows.append(",".join(_cells(update, self._keys)))

    def text(self, extra: Iterable[str] = ()) -> str:
        """Return the table with these further measures."""
        head = (*HEAD, *self._keys, *TAIL)
        shown = itemgetter(*(head.index(name) for name in (*HEAD, *_measured(extra), *TAIL)))
        return "".join(_line(shown(row)) for row in (head, *(row.split(",") for row in self._rows)))

    def save(self, path: Path, extra: Iterable[str] = ()) -> None:
        """Write the table, whole or not at all, with these further measures.

        Raises
        ------
        UsageError
            When the disk is full or the folder cannot be written.
        """
        write_text(path, self.text(extra))


def _measured(extra: Iterable[str]) -> list[str]:
    """Return the keys of the shared measures and of further ones, each once."""
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
