"""A file that stays readable while it grows, whatever the disk does."""

from __future__ import annotations

import os
from pathlib import Path

from posecoach.errors import UsageError
from posecoach.files.reasons import remedy_for, system_reason


class SafeFile:
    """A new file at `path` that FFmpeg writes and seeks in; an existing file is overwritten.

    Write errors are stored, not raised: they occur deep inside the encoder, which would continue with its next step.
    After the first error nothing more is written.

    Attributes
    ----------
    problem : str or None
        What went wrong and the remedy, as sentences.

    Raises
    ------
    UsageError
        The file cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.problem: str | None = None
        try:
            self._file = path.open("w+b", buffering=0)
        except OSError as error:
            raise UsageError(f"Cannot write {path}: {error.strerror}. Choose another folder or name.") from error

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
        """Close the file; after an error cut it after its last complete fragment, and remove it when none is left."""
        if self._file.closed:
            return
        try:
            with self._file:
                if self.problem:
                    self._file.truncate(self._end_of_last_fragment())
            if self._path.is_file() and not self._path.stat().st_size:
                self._path.unlink()
        except OSError as error:  # network disks report a full disk only here
            self._store(error)

    def _store(self, error: OSError) -> None:
        """Store the first error as a sentence."""
        remedy = remedy_for(error, "Check the disk.")
        reason = system_reason(error)
        self.problem = self.problem or f"{reason[0].upper()}{reason[1:]}: the video {self._path} ends early. {remedy}"

    def _end_of_last_fragment(self) -> int:
        """Walk through the MP4 boxes: each begins with its size and name, and a fragment ends with an ``mdat``."""
        size, start, end = self._file.seek(0, os.SEEK_END), 0, 0
        while start + 8 <= size:
            self._file.seek(start)
            header = self._file.read(16)
            length = int.from_bytes(header[:4], "big")
            if length == 1:  # the real size follows in eight bytes
                length = int.from_bytes(header[8:16], "big")
            start += length
            if length < 8 or start > size:
                break
            if header[4:8] == b"mdat":
                end = start
        return end
