"""The journal of a running session: from it the session is recovered when posecoach did not come to save it.

A file beside the history for each running session. Its owner holds a lock on it, which the system releases however the
owner ends: a journal that can be locked is that of a session that was interrupted. Where the file system has no locks,
nobody can tell, and no journal is recovered.
"""

from __future__ import annotations

import os
import queue
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from posecoach.files.reading import open_handle
from posecoach.files.reasons import system_reason
from posecoach.process import still_at, try_lock
from posecoach.storage.history.journal_lines import JournalEntry, UnreadableJournalError, to_line
from posecoach.storage.history.records import SessionRecord
from posecoach.translation import N_

BEGINS_S = 60.0
"""An empty journal that is older was left by a kill before its first line; a younger one is about to be locked."""
CLOSE_S = 3.0
"""Longest wait for the disk at the end of a session."""
MAX_BYTES = 2**26
"""Largest accepted journal, 67 MB: a day with an entry of 300 bytes each second has 26 MB."""
FLAGS = os.O_RDWR | getattr(os, "O_BINARY", 0)  # Windows would write each line end as two bytes


class Journal:
    """Writes the journal of a running session; its own thread waits for the disk. A context manager.

    Parameters
    ----------
    path : Path
        The file, which must not exist yet.
    session : SessionRecord
        The session at its beginning.
    on_problem : callable
        Takes a sentence, once, when the journal cannot be written; the session goes on, and the journal tries again
        with each entry.
    write, sync : callable
        Write to a file, and wait until it is on the disk; tests pass fakes.

    Raises
    ------
    OSError
        The file cannot be created.
    """

    def __init__(
        self,
        path: Path,
        session: SessionRecord,
        on_problem: Callable[[str], None],
        write: Callable[[int, bytes], int] = os.write,
        sync: Callable[[int], None] = os.fsync,
    ) -> None:
        self._path, self._on_problem, self._write, self._sync = path, on_problem, write, sync
        self._unwritten, self._written, self._troubled = b"", 0, False
        self._handle = os.open(path, FLAGS | os.O_CREAT | os.O_EXCL, 0o600)
        try_lock(self._handle)  # nobody else takes it: it is still empty
        self._values: queue.SimpleQueue[SessionRecord | JournalEntry | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="posecoach-journal", daemon=True)
        self.append(session)
        self._thread.start()

    def append(self, value: SessionRecord | JournalEntry) -> None:
        """Write how the session goes on, or all of it; returns at once."""
        self._values.put(value)

    def remove(self) -> None:
        """Remove the file: the session is saved."""
        self._close(lambda: _remove(self._path, self._handle))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the file, if it was not removed."""
        self._close(lambda: os.close(self._handle))

    def _close(self, close: Callable[[], None]) -> None:
        if self._thread.is_alive():
            self._values.put(None)
            self._thread.join(CLOSE_S)
            if not self._thread.is_alive():  # otherwise the disk does not answer
                close()

    def _run(self) -> None:
        while (value := self._values.get()) is not None:
            self._unwritten += to_line(value)
            try:
                self._write_all()
            except OSError as error:
                if not self._troubled:
                    self._troubled = True
                    self._on_problem(lost_if_interrupted(error))

    def _write_all(self) -> None:
        """Put what is not written yet at the end of what is, over a part that an earlier try left."""
        os.lseek(self._handle, self._written, os.SEEK_SET)
        remaining = self._unwritten
        while remaining:
            remaining = remaining[self._write(self._handle, remaining) :]
        self._sync(self._handle)
        self._written, self._unwritten = self._written + len(self._unwritten), b""


class DeadJournal:
    """The journal of a session that no longer runs, locked by this process until it is removed, or closed.

    Parameters
    ----------
    path : Path
        The file.
    handle : int
        The open file.
    """

    def __init__(self, path: Path, handle: int) -> None:
        self._path, self._handle = path, handle

    def lines(self) -> list[bytes]:
        """Return its lines; raise UnreadableJournalError when it is larger than that of any session."""
        if os.fstat(self._handle).st_size > MAX_BYTES:
            raise UnreadableJournalError(N_("its record is too large"))
        with os.fdopen(os.dup(self._handle), "rb") as file:
            return file.readlines()

    def remove(self) -> None:
        """Remove the file."""
        _remove(self._path, self._handle)

    def close(self) -> None:
        """Leave the file where it is."""
        os.close(self._handle)


def lost_if_interrupted(error: OSError) -> str:
    """Say what it means that a journal cannot be written."""
    return N_("If this session is interrupted, it cannot be recovered: {reason}.", reason=system_reason(error))


def dead_journal(path: Path) -> DeadJournal | None:
    """Return a journal if its session no longer runs; the caller closes it.

    Raises
    ------
    OSError
        The file cannot be opened.
    """
    try:
        handle = open_handle(path, FLAGS)
    except FileNotFoundError:  # another posecoach has just recovered it
        return None
    status = os.fstat(handle)
    begins = not status.st_size and time.time() - status.st_mtime < BEGINS_S  # its owner locks it now
    if not begins and try_lock(handle) and still_at(handle, path):
        return DeadJournal(path, handle)
    os.close(handle)
    return None


def _remove(path: Path, handle: int) -> None:
    if sys.platform != "win32":  # while locked: nobody may recover it
        path.unlink(missing_ok=True)
    os.close(handle)
    if sys.platform == "win32":  # an open file cannot be removed there
        with suppress(OSError):
            path.unlink()
