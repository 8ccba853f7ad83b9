"""The file of the history: opened, brought up to date, and set aside when it cannot be gone on with.

The journal is SQLite's rollback journal and not WAL: one short write a session has no readers to keep going, the
rollback journal can be read where nothing can be written and works on a home folder that comes over the network, and
all lies in one file between writes.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from sqlite3 import Connection
from typing import TypeVar

from posecoach.errors import UsageError
from posecoach.storage.history.tables import MIGRATIONS, migrate, version_of

BUSY_S = 10.0
"""Longest wait for another posecoach: its writes take milliseconds, a purge of many years about a second."""
PRAGMAS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",  # what is deleted is overwritten
    "PRAGMA synchronous = EXTRA",  # what is saved outlasts a power cut, too
)
DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)

T = TypeVar("T")
Work = Callable[[Connection], T]


class _UnusableError(Exception):
    """The file is no history that can be gone on with; says why."""


class HistoryFile:
    """Runs transactions on one file, which only the user can read.

    Parameters
    ----------
    path : Path
        The file; made with the first write.

    Attributes
    ----------
    path : Path
        The same.
    notice : str or None
        That the file had to be set aside, as a sentence.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.notice: str | None = None

    def begun(self) -> bool:
        """Return whether there is a file that was ever written to.

        Raises
        ------
        UsageError
            When that cannot be told.
        """
        try:
            return self.path.stat().st_size > 0
        except FileNotFoundError:
            return False
        except OSError as error:
            raise self.unusable(error.strerror) from error

    def read(self, work: Work[T], nothing: T) -> T:
        """Do something in a transaction; return `nothing` while there is no file.

        Raises
        ------
        UsageError
            When the file cannot be read.
        """
        return self._run("BEGIN", work) if self.begun() else nothing

    def write(self, work: Work[T]) -> T:
        """Do something in a transaction that is on the disk when this returns.

        Raises
        ------
        UsageError
            When the file cannot be written.
        """
        return self._run("BEGIN IMMEDIATE", work)

    def vacuum(self) -> None:
        """Give back the room of what was deleted.

        Raises
        ------
        UsageError
            When the file cannot be written.
        """
        try:
            with closing(self._connect()) as connection:
                connection.execute("VACUUM")
        except sqlite3.Error as error:
            raise self.unusable(str(error)) from error

    def set_aside(self) -> list[Path]:
        """Return the files that were set aside."""
        return sorted(self.path.parent.glob(f"{self.path.stem}-aside-*"))

    def unusable(self, reason: str | None) -> UsageError:
        """Return the sentence for a file that cannot be used."""
        return UsageError(
            f"The history {self.path} cannot be used ({reason}). Free some space, or make the file writable."
        )

    def _run(self, begin: str, work: Work[T]) -> T:
        """Do something in a transaction; once more with a new file when this one has to be set aside."""
        try:
            self._make()
            file = self.path.stat().st_ino
            try:
                return self._transact(begin, work)
            except _UnusableError as reason:
                if self.path.stat().st_ino == file:  # else another posecoach was faster
                    self._move_aside(str(reason))
                self._make()
                return self._transact(begin, work)
        except OSError as error:
            raise self.unusable(error.strerror) from error
        except sqlite3.Error as error:
            raise self.unusable(str(error)) from error

    def _transact(self, begin: str, work: Work[T]) -> T:
        try:
            with closing(self._connect()) as connection:
                version = version_of(connection)
                if version > len(MIGRATIONS):
                    raise _UnusableError("is of a newer posecoach")
                if version < len(MIGRATIONS):
                    with _transaction(connection, "BEGIN IMMEDIATE"):
                        migrate(connection)
                with _transaction(connection, begin):
                    return work(connection)
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in DAMAGED:  # the low byte tells the kind
                raise _UnusableError("is damaged") from error
            raise

    def _connect(self) -> Connection:
        """Open the file, for as long as it is needed; transactions are begun by us."""
        connection = sqlite3.connect(self.path, timeout=BUSY_S, isolation_level=None)
        for pragma in PRAGMAS:
            connection.execute(pragma)
        return connection

    def _make(self) -> None:
        """Have a file that only the user can read; SQLite gives its journal the same permissions."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not self.path.exists():
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))

    def _move_aside(self, reason: str) -> None:
        """Rename the file, its journal first: a new file must not be rolled back by it."""
        aside = self.path.with_name(f"{self.path.stem}-aside-{datetime.now():%Y%m%d-%H%M%S-%f}{self.path.suffix}")
        journal = Path(f"{self.path}-journal")
        if journal.exists():
            journal.rename(f"{aside}-journal")
        self.path.rename(aside)
        self.notice = f"Your earlier sessions are not known: their file {reason}. It was kept as {aside}."


@contextmanager
def _transaction(connection: Connection, begin: str) -> Iterator[None]:
    connection.execute(begin)
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    connection.commit()
