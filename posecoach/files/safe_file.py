"""A file that stays readable while it grows, whatever the disk does."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from posecoach.files.mp4_boxes import boxes
from posecoach.files.reasons import cannot_write, remedy_for, system_reason
from posecoach.files.writing import open_beside, open_replacing
from posecoach.translation import N_


class SafeFile:
    """A new file at `path` that FFmpeg writes and seeks in; an existing file is replaced once the new one is complete.

    When that fails, what was recorded live stays beside the existing file, and what can be made again does not.

    Write errors are stored, not raised: they occur deep inside the encoder, which would continue with its next step.
    After the first error nothing more is written.

    Parameters
    ----------
    path : Path
        The file.
    live : bool
        Whether it is recorded live: nobody can make it again, and only the user can read it.
    open_file : callable or None
        Opens it; None = as its kind needs. Tests pass a full disk.

    Attributes
    ----------
    place : Path
        Where it is: at `path`, or as long as an existing file is there, beside it.
    problem : str or None
        What went wrong and the remedy, as sentences.
    is_kept : bool
        Whether it is closed and something of it is at `place`.

    Raises
    ------
    UsageError
        The file cannot be opened.
    """

    def __init__(
        self,
        path: Path,
        live: bool = False,
        open_file: Callable[[Path, bool], tuple[BinaryIO, Path]] | None = None,
    ) -> None:
        self._path, self._live = path, live
        self.problem: str | None = None
        self.is_kept = False
        try:
            self._file, self.place = (open_file or (open_beside if live else open_replacing))(path, live)
        except OSError as error:
            raise cannot_write(path, error) from error

    def write(self, data: bytes) -> int:
        """Write all of `data`, or store why that failed; return the length of `data` either way."""
        remaining = memoryview(data)
        try:
            while remaining and not self.problem:
                remaining = remaining[self._file.write(remaining) or 0 :]
        except OSError as error:
            self._store(error)
        return len(data)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Move to `offset` and return the new position."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """Return the position."""
        return self._file.tell()

    def close(self) -> None:
        """Close the file; after an error cut it after its last complete fragment, and remove it when none is left.

        An existing file stays after an error.
        """
        if self._file.closed:
            return
        is_empty = False
        try:
            with self._file:
                if self.problem:
                    self._file.truncate(self._end_of_last_fragment())
                is_empty = not self._file.seek(0, os.SEEK_END)
            if self.place != self._path and not (is_empty or self.problem):
                self.place = self.place.replace(self._path)
        except OSError as error:  # network disks report a full disk only here
            self._store(error)
        self.is_kept = not is_empty and (self._live or self.place == self._path)
        if not self.is_kept:
            with suppress(OSError):  # it is gone already
                self.place.unlink()

    def _store(self, error: OSError) -> None:
        """Store the first error as a sentence."""
        remedy = remedy_for(error, N_("Check the disk, and whether another program has the file open."))
        values = {"reason": system_reason(error), "path": self._path, "remedy": remedy}
        if self.place == self._path:
            problem = N_("The video {path} ends early: {reason}. {remedy}", **values)
        elif self._live:
            problem = N_(
                "The video {path} stays as it was, and what could be recorded is {place}: {reason}. {remedy}",
                place=self.place,
                **values,
            )
        else:
            problem = N_("The video {path} stays as it was: {reason}. {remedy}", **values)
        self.problem = self.problem or problem

    def _end_of_last_fragment(self) -> int:
        """Return where the last fragment ends, which is an ``mdat``; 0 without one."""
        return max((end for name, _, end in boxes(self._file) if name == b"mdat"), default=0)
