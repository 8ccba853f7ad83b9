"""A file that stays readable while it grows, whatever the disk does."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from posecoach.files.mp4_boxes import boxes
from posecoach.files.reasons import cannot_write, remedy_for, system_reason
from posecoach.files.writing import open_replacing


class SafeFile:
    """A new file at `path` that FFmpeg writes and seeks in; an existing file is replaced once the new one is complete.

    Write errors are stored, not raised: they occur deep inside the encoder, which would continue with its next step.
    After the first error nothing more is written.

    Parameters
    ----------
    path, private
        As in `posecoach.files.writing.open_replacing`.
    open_file : callable
        Opens it; tests pass a full disk.

    Attributes
    ----------
    problem : str or None
        What went wrong and the remedy, as sentences.
    is_kept : bool
        Whether it is closed and something of it is at `path`.

    Raises
    ------
    UsageError
        The file cannot be opened.
    """

    def __init__(
        self,
        path: Path,
        private: bool = False,
        open_file: Callable[[Path, bool], tuple[BinaryIO, Path]] = open_replacing,
    ) -> None:
        self._path = path
        self.problem: str | None = None
        self.is_kept = False
        try:
            self._file, self._place = open_file(path, private)
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

        An earlier file stays after an error.
        """
        if self._file.closed:
            return
        try:
            with self._file:
                if self.problem:
                    self._file.truncate(self._end_of_last_fragment())
                is_empty = not self._file.seek(0, os.SEEK_END)
            if is_empty or (self.problem and self._place != self._path):
                self._place.unlink()
                return
            if self._place != self._path:
                self._place.replace(self._path)
            self.is_kept = True
        except OSError as error:  # network disks report a full disk only here
            self._store(error)

    def _store(self, error: OSError) -> None:
        """Store the first error as a sentence."""
        remedy, reason = remedy_for(error, "Check the disk."), system_reason(error)
        result = "ends early" if self._place == self._path else "stays as it was"
        self.problem = self.problem or f"{reason[0].upper()}{reason[1:]}: the video {self._path} {result}. {remedy}"

    def _end_of_last_fragment(self) -> int:
        """Return where the last fragment ends, which is an ``mdat``; 0 without one."""
        return max((end for name, _, end in boxes(self._file) if name == b"mdat"), default=0)
