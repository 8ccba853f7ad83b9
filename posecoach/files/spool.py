"""Bytes that are appended and read back in any part: in memory while they are few, then in a temporary file."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable, Iterator
from threading import Lock
from typing import IO
from weakref import finalize

logger = logging.getLogger(__name__)

IN_MEMORY = 2**20
"""Bytes kept in memory: the landmarks of a minute and a half at 30 frames/s, so that short recordings need no file."""

BLOCK = 2**16
"""Bytes read at a time."""


def _new_file() -> IO[bytes]:
    return tempfile.TemporaryFile(buffering=0)


class Spool:
    """Appended bytes; any thread may read them.

    The file has no name, so nothing of it stays, whatever ends the process. Where there is no room for it, the bytes
    stay in memory.

    Parameters
    ----------
    in_memory : int
        Bytes from which on a temporary file takes them.
    new_file : callable
        Makes the temporary file.
    """

    def __init__(self, in_memory: int = IN_MEMORY, new_file: Callable[[], IO[bytes]] = _new_file) -> None:
        self._in_memory, self._new_file = in_memory, new_file
        self._newest = bytearray()
        self._file: IO[bytes] | None = None
        self._in_file = 0
        self._lock = Lock()

    def __len__(self) -> int:
        return self._in_file + len(self._newest)

    def append(self, data: bytes) -> None:
        """Add bytes at the end."""
        self._newest += data
        if len(self._newest) >= self._in_memory:
            with self._lock:
                self._store()

    def read(self, start: int, stop: int) -> bytes:
        """Return the bytes from `start` to `stop`, both within the length."""
        with self._lock:
            stored = b""
            if self._file and start < self._in_file:
                self._file.seek(start)
                stored = self._file.read(min(stop, self._in_file) - start)
            return stored + bytes(self._newest[max(0, start - self._in_file) : max(0, stop - self._in_file)])

    def lines(self) -> Iterator[bytes]:
        """Yield the lines without their ends, where the bytes are a text that ends with one."""
        rest = b""
        for start in range(0, len(self), BLOCK):
            *whole, rest = (rest + self.read(start, min(start + BLOCK, len(self)))).split(b"\n")
            yield from whole

    def _store(self) -> None:
        """Move the newest bytes into the file, all or none."""
        try:
            if self._file is None:
                self._file = self._new_file()
                finalize(self, self._file.close)
            self._file.seek(self._in_file)
            remaining = memoryview(bytes(self._newest))  # a copy: a view forbids to append as long as it lives
            while remaining:
                remaining = remaining[self._file.write(remaining) or 0 :]
        except OSError as error:
            logger.warning("no room for a temporary file: %s", error)
            self._in_memory *= 2  # tried again later: room may be made
            return
        self._in_file += len(self._newest)
        self._newest = bytearray()
