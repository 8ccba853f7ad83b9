"""A growing mp4 file that a failed write does not spoil: what was whole before stays whole."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from posecoach.errors import UsageError

_MENDS = {
    errno.ENOSPC: ("The disk is full", "Free some space, or choose a folder on another disk."),
    errno.EDQUOT: ("Your share of the disk is used up", "Free some space, or choose another folder."),
    errno.EFBIG: ("The file has reached the largest size allowed here", "Choose a folder on another disk."),
}


class SafeFile:
    """A new file to write and seek in, as ffmpeg asks for.

    Failures are kept, not raised: they occur deep inside the encoder, which would go on to its next step. After
    the first one the file is left alone.

    Parameters
    ----------
    path : Path
        Is overwritten.

    Attributes
    ----------
    problem : str or None
        What went wrong and the mend, as sentences.

    Raises
    ------
    UsageError
        When it cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.problem: str | None = None
        try:
            self._file = path.open("w+b", buffering=0)
        except OSError as error:
            raise UsageError(f"Cannot write {path}: {error.strerror}. Choose another folder or name.") from error

    def write(self, data: bytes) -> int:
        """Write all of `data`, or note why not; return its length either way."""
        rest = memoryview(data)
        try:
            while rest and not self.problem:
                rest = rest[self._file.write(rest) or 0 :]
        except OSError as error:
            self._note(error)
        return len(data)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Move to `offset` and return the new position."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """Return the position."""
        return self._file.tell()

    def close(self) -> None:
        """Close the file; after a failure cut it to its whole fragments. One without a picture is removed."""
        if self._file.closed:
            return
        try:
            with self._file:
                if self.problem:
                    self._file.truncate(self._end_of_whole_fragments())
            if self._path.is_file() and not self._path.stat().st_size:
                self._path.unlink()
        except OSError as error:  # network disks tell of a full disk as late as here
            self._note(error)

    def _note(self, error: OSError) -> None:
        """Keep the first failure as a sentence."""
        reason, mend = _MENDS.get(error.errno or 0, (os.strerror(error.errno or errno.EIO), "Check the disk."))
        self.problem = self.problem or f"{reason}: the video {self._path} ends early. {mend}"

    def _end_of_whole_fragments(self) -> int:
        """Walk the file's boxes: each begins with its size and name, and a fragment ends with an ``mdat``."""
        size, start, end = self._file.seek(0, os.SEEK_END), 0, 0
        while start + 8 <= size:
            self._file.seek(start)
            head = self._file.read(16)
            length = int.from_bytes(head[:4], "big")
            if length == 1:  # the true size follows in eight bytes
                length = int.from_bytes(head[8:16], "big")
            start += length
            if length < 8 or start > size:
                break
            if head[4:8] == b"mdat":
                end = start
        return end
