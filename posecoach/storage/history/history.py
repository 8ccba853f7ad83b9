"""The history: the user's past sessions, in one SQLite file in the user's data folder.

Each session is one transaction; `save` returns when it is on the disk.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from sqlite3 import Connection
from typing import Any

import platformdirs

from posecoach._version import __version__
from posecoach.core.session.scene import Reason
from posecoach.files.reasons import system_reason
from posecoach.storage.history.database import HistoryFile, T
from posecoach.storage.history.journal import Journal
from posecoach.storage.history.records import SessionRecord, SessionSummary
from posecoach.storage.history.recovery import discard, open_journal, recover
from posecoach.storage.history.soundness import insert_sound, leave_out_unsound, sentence
from posecoach.storage.history.tables import (
    HAS_STARTED,
    IDS_SINCE,
    LATEST_IDS,
    read_days,
    read_sessions,
    read_summaries,
)
from posecoach.translation import joined

SCHEMA = "posecoach.history/1"


def history_path() -> Path:
    """Return the path of the user's history."""
    return platformdirs.user_data_path("posecoach", appauthor=False) / "history.sqlite"


class History:
    """Past sessions. A file that is damaged, or written by a newer posecoach, is moved aside and a new one created.

    Each method raises UsageError when the file cannot be used at all.

    Parameters
    ----------
    path : Path, optional
        The file; the first session creates it. None = the user's own.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._file = HistoryFile(path or history_path())
        self._left_out: dict[int, str] = {}

    @property
    def notice(self) -> str | None:
        """Sentences that say that the file was moved aside, or which sessions are left out; None without either."""
        return joined(filter(None, (self._file.notice, sentence(self._left_out)))) or None

    @property
    def left_out(self) -> tuple[int, ...]:
        """Numbers of the damaged sessions that were found so far and are left out."""
        return tuple(self._left_out)

    def save(self, session: SessionRecord) -> int:
        """Save a session; return its number. One that would be left out when it is read is a UsageError."""
        return self._file.write(lambda connection: insert_sound(connection, session))

    def journal(self, session: SessionRecord, on_problem: Callable[[str], None]) -> Journal:
        """Begin the journal of a running session, from which `recover` saves it if `save` never comes.

        Parameters
        ----------
        session : SessionRecord
            The session at its beginning.
        on_problem : callable
            Takes a sentence, at most once, when the journal cannot be written.

        Raises
        ------
        OSError
            The journal cannot be created.
        """
        return open_journal(self._file.path, session, on_problem)

    def recover(self) -> list[str]:
        """Save the sessions that were interrupted, and close what is kept to other users.

        Returns
        -------
        list of str
            Sentences about what was done, and about what cannot be recovered.
        """
        return [*self._file.close_to_others(), *recover(self._file.path, self._save_once)]

    def check_readable(self) -> None:
        """Raise UsageError when the file is there and cannot be read."""
        self._file.read(lambda connection: None, None)

    def _save_once(self, session: SessionRecord) -> bool:
        """Save a session unless it is there, since posecoach may end just after it has saved one."""

        def insert(connection: Connection) -> bool:
            new = connection.execute(HAS_STARTED, (session.started,)).fetchone() is None
            return new and insert_sound(connection, session) > 0

        return self._file.write(insert)

    def record_pain(self, number: int, pain: int) -> None:
        """Store a session's pain afterwards, 0 to 10."""
        statement = "UPDATE sessions SET pain_after = ? WHERE id = ?"
        self._file.write(lambda connection: connection.execute(statement, (pain, number)))

    def record_reason(self, number: int, reason: Reason) -> None:
        """Store afterwards why the person stopped a session early."""
        statement = "UPDATE sessions SET reason = ? WHERE id = ?"
        self._file.write(lambda connection: connection.execute(statement, (reason, number)))

    def confirm(self, text_id: str, when: str) -> None:
        """Store that the user has confirmed a text."""
        statement = "INSERT OR REPLACE INTO confirmations (text_id, confirmed) VALUES (?, ?)"
        self._file.write(lambda connection: connection.execute(statement, (text_id, when)))

    def confirmed(self, text_id: str) -> bool:
        """Whether the user has confirmed a text."""
        query = "SELECT 1 FROM confirmations WHERE text_id = ?"
        return self._file.read(lambda connection: connection.execute(query, (text_id,)).fetchone() is not None, False)

    def record_said(self, what: str, day: date) -> None:
        """Store on which day the user was informed of something about the sessions."""
        statement = "INSERT OR REPLACE INTO said (what, day) VALUES (?, ?)"
        self._file.write(lambda connection: connection.execute(statement, (what, day.isoformat())))

    def said(self, what: str) -> date | None:
        """Return the day on which the user was last informed of something; None = never."""
        query = "SELECT day FROM said WHERE what = ?"
        row = self._file.read(lambda connection: connection.execute(query, (what,)).fetchone(), None)
        try:
            return date.fromisoformat(row[0]) if row else None
        except (TypeError, ValueError):  # damaged: it is said again
            return None

    def last(self) -> SessionRecord | None:
        """Return the latest session."""
        return next(iter(self.sessions(limit=1)), None)

    def sessions(self, limit: int | None = None) -> list[SessionRecord]:
        """Return the latest sessions, newest first."""
        return self._read(read_sessions, LATEST_IDS, _sql_limit(limit))

    def summaries(self, limit: int | None = None, since_day: date | None = None) -> list[SessionSummary]:
        """Return summaries of the latest sessions, or of those since a day; newest first."""
        ids, parameter = (IDS_SINCE, since_day.isoformat()) if since_day else (LATEST_IDS, _sql_limit(limit))
        return self._read(read_summaries, ids, parameter)

    def days(self) -> list[date]:
        """Return the days with an attempt, by the user's local date, earliest first."""
        return self._read(read_days, LATEST_IDS, _sql_limit(None))

    def _read(self, work: Callable[[Connection, str, object], list[T]], ids: str, parameter: object) -> list[T]:
        """Read the sessions of a query, without those that are unsound."""

        def read_sound(connection: Connection) -> list[T]:
            self._left_out |= leave_out_unsound(connection, ids, parameter)
            return work(connection, ids, parameter)

        return self._file.read(read_sound, [])

    def delete(self, number: int) -> bool:
        """Delete a session permanently; return whether that number existed."""
        self._left_out.pop(number, None)
        statement = "DELETE FROM sessions WHERE id = ?"
        return self._file.has_data() and self._file.write(lambda c: c.execute(statement, (number,)).rowcount > 0)

    def purge(self) -> None:
        """Delete all sessions permanently, including the files that were moved aside and the journals.

        The file itself stays: another posecoach may be saving a session to it at this moment.
        """
        self._left_out.clear()
        if self._file.has_data():
            self._file.write(_delete_all)
            self._file.vacuum()
        try:
            discard(self._file.path)
            for file in self.set_aside():
                file.unlink()
        except OSError as error:
            raise self._file.unusable(system_reason(error)) from error

    def export(self, limit: int | None = None) -> dict[str, Any]:
        """Return complete sessions for JSON, newest first."""
        sessions = [asdict(session) for session in self.sessions(limit)]
        return {"schema": SCHEMA, "posecoach": __version__, "sessions": sessions}

    def set_aside(self) -> list[Path]:
        """Return the files that were moved aside."""
        return self._file.set_aside()


def _sql_limit(limit: int | None) -> int:
    return -1 if limit is None else limit


def _delete_all(connection: Connection) -> None:
    connection.execute("DELETE FROM sessions")
    connection.execute("DELETE FROM said")
    connection.execute("DELETE FROM sqlite_sequence")
