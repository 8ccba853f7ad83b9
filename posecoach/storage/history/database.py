"""The history's SQLite file: opens it, migrates it, and moves it aside when it cannot be used.

It uses SQLite's rollback journal, not WAL: with one short write per session no reader has to wait, the rollback journal
works on read-only and on network folders, and between writes everything is in one file.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from sqlite3 import Connection
from typing import TypeVar

from posecoach.errors import UsageError
from posecoach.files.reading import check_regular
from posecoach.files.reasons import system_reason
from posecoach.files.writing import close_to_others, private_folder
from posecoach.storage.history.tables import MIGRATIONS, migrate, version_of
from posecoach.translation import N_

BUSY_S = 3.0
"""Longest wait for another posecoach: its writes take milliseconds, a purge of many years takes about a second. Whoever
holds the file for longer is another program, for which nobody waits twice."""
PRAGMAS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",  # overwrites deleted data
    "PRAGMA synchronous = EXTRA",  # saved data survives a power cut
    "PRAGMA temp_store = MEMORY",  # notes about sessions need no disk
)
DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
"""SQLite's error codes for a damaged file."""
LOCKED = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
"""SQLite's error codes for a file that another program holds."""
WAS_OPEN = N_(
    "Other users of this computer could read your sessions in {folder}. posecoach has taken that permission away."
)

T = TypeVar("T")
Work = Callable[[Connection], T]


class _UnusableError(Exception):
    """The file cannot be used as a history; `why` says it.

    Parameters
    ----------
    why : str
        The reason, as a clause.
    """

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class HistoryFile:
    """Runs transactions on one SQLite file, which only the user can read, in a folder of the user's own.

    Parameters
    ----------
    path : Path
        The file; the first write creates it.
    busy_s : float
        Longest wait for a program that holds the file, in seconds.

    Attributes
    ----------
    path : Path
        The file.
    notice : str or None
        Sentence that says that the file was moved aside; None while it was not.
    wait_s : float
        How long the next transaction waits for another program; 0 after one has not released the file in time.
    """

    def __init__(self, path: Path, busy_s: float = BUSY_S) -> None:
        self.path = path
        self.notice: str | None = None
        self.wait_s = self._busy_s = busy_s

    def has_data(self) -> bool:
        """Whether the file exists and is not empty.

        Raises
        ------
        UsageError
            The file system refuses to say.
        """
        try:
            return check_regular(self.path).st_size > 0
        except FileNotFoundError:
            return False
        except OSError as error:
            raise self.unusable(system_reason(error)) from error

    def read(self, work: Work[T], default: T) -> T:
        """Run `work` in a transaction; return `default` while there is no file.

        Raises
        ------
        UsageError
            The file cannot be read.
        """
        return self._run("BEGIN", work) if self.has_data() else default

    def write(self, work: Work[T]) -> T:
        """Run `work` in a transaction, which is on the disk when this returns.

        Raises
        ------
        UsageError
            The file cannot be written.
        """
        return self._run("BEGIN IMMEDIATE", work)

    def vacuum(self) -> None:
        """Free the space of deleted sessions.

        Raises
        ------
        UsageError
            The file cannot be written.
        """
        try:
            with closing(self._connect()) as connection:
                connection.execute("VACUUM")
        except sqlite3.Error as error:
            raise self._refused(error) from error

    def close_to_others(self) -> list[str]:
        """Let only the user read the folder, the file, its journals and old ones; return a sentence if others could."""
        close_to_others(self.path.parent)
        files = [path for path in self.path.parent.glob(f"{self.path.stem}*") if path.is_file()]
        were_open = list(map(close_to_others, files))
        return [N_(WAS_OPEN, folder=self.path.parent)] if any(were_open) else []

    def set_aside(self) -> list[Path]:
        """Return the files that were moved aside."""
        return sorted(self.path.parent.glob(f"{self.path.stem}-aside-*"))

    def unusable(self, reason: str) -> UsageError:
        """Return the error for a file that cannot be used."""
        return UsageError(
            N_(
                "The history {path} cannot be used ({reason}). Free some space, or make the file writable.",
                path=self.path,
                reason=reason,
            )
        )

    def _refused(self, error: sqlite3.Error) -> UsageError:
        """Return the error for what SQLite refuses."""
        if _code(error) not in LOCKED:
            return self.unusable(str(error))
        self.wait_s = 0.0
        return UsageError(
            N_("The history {path} cannot be used: another program has locked it. Close that program.", path=self.path)
        )

    def _run(self, begin: str, work: Work[T]) -> T:
        """Run `work` in a transaction; when the file is unusable, move it aside and run again with a new one."""
        try:
            self._create()
            file = check_regular(self.path).st_ino
            try:
                return self._transact(begin, work)
            except _UnusableError as error:
                if self.path.stat().st_ino == file:  # otherwise another posecoach has moved it already
                    self._move_aside(error.why)
                self._create()
                return self._transact(begin, work)
        except OSError as error:
            raise self.unusable(system_reason(error)) from error
        except sqlite3.Error as error:
            raise self._refused(error) from error

    def _transact(self, begin: str, work: Work[T]) -> T:
        try:
            with closing(self._connect()) as connection:
                version = version_of(connection)
                if version > len(MIGRATIONS):
                    raise _UnusableError(N_("the file was written by a newer posecoach"))
                if version < len(MIGRATIONS):
                    with _transaction(connection, "BEGIN IMMEDIATE"):
                        migrate(connection)
                with _transaction(connection, begin):
                    done = work(connection)
            self.wait_s = self._busy_s
            return done
        except UnicodeDecodeError as error:  # SQLite's own message quotes the damaged file
            raise _UnusableError(N_("the file is damaged")) from error
        except sqlite3.Error as error:
            if _code(error) in DAMAGED:
                raise _UnusableError(N_("the file is damaged")) from error
            if str(error).startswith("no such ") or str(error).endswith(" already exists"):  # tables of another program
                raise _UnusableError(N_("the file is no history of posecoach")) from error
            raise

    def _connect(self) -> Connection:
        """Open the file; `_transaction` starts the transactions, not sqlite3."""
        connection = sqlite3.connect(self.path, timeout=self.wait_s, isolation_level=None)
        connection.text_factory = partial(str, encoding="utf-8", errors="replace")
        try:
            for pragma in PRAGMAS:
                connection.execute(pragma)
        except BaseException:
            connection.close()  # Windows moves no open file aside
            raise
        return connection

    def _create(self) -> None:
        """Create a file that only the user can read; SQLite gives its journal the same permissions."""
        private_folder(self.path.parent)
        if not self.path.exists():
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))

    def _move_aside(self, why: str) -> None:
        """Rename the file, and first its journal, which must not roll back the new file."""
        aside = self.path.with_name(f"{self.path.stem}-aside-{datetime.now():%Y%m%d-%H%M%S-%f}{self.path.suffix}")
        journal = Path(f"{self.path}-journal")
        if journal.exists():
            journal.rename(f"{aside}-journal")
        self.path.rename(aside)
        self.notice = N_(
            "Your earlier sessions cannot be read: {why}. posecoach keeps it as {aside}.", why=why, aside=aside
        )


def _code(error: sqlite3.Error) -> int:
    """Return SQLite's primary error code, which is the low byte; 0 when the error has none."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


@contextmanager
def _transaction(connection: Connection, begin: str) -> Iterator[None]:
    connection.execute(begin)
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    connection.commit()
