"""The history: all that is remembered of the user's sessions, in one SQLite file in the user's data folder.

A session is one transaction, and is told as saved when it is on the disk.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path
from sqlite3 import Connection
from typing import Any

import platformdirs

from posecoach._version import __version__
from posecoach.storage.history.database import HistoryFile
from posecoach.storage.history.records import SessionRecord, SessionSummary
from posecoach.storage.history.tables import LATEST, SINCE, insert_session, read_sessions, read_summaries

SCHEMA = "posecoach.history/1"


def history_path() -> Path:
    """Return where the user's history is kept."""
    return platformdirs.user_data_path("posecoach", appauthor=False) / "history.sqlite"


class History:
    """Past sessions. A file that is damaged or of a newer posecoach is set aside, and a new one begun.

    Each method raises a UsageError, a sentence, when the file cannot be used at all.

    Parameters
    ----------
    path : Path, optional
        The file; made with the first session. None = the user's own.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._file = HistoryFile(path or history_path())

    @property
    def notice(self) -> str | None:
        """That the file had to be set aside, as a sentence; None while all is well."""
        return self._file.notice

    def save(self, session: SessionRecord) -> int:
        """Add a session; return its number."""
        return self._file.write(lambda connection: insert_session(connection, session))

    def record_pain(self, number: int, pain: int) -> None:
        """Add to a session how much it hurt afterwards, 0 to 10."""
        told = "UPDATE sessions SET pain_after = ? WHERE id = ?"
        self._file.write(lambda connection: connection.execute(told, (pain, number)))

    def confirm(self, text_id: str, when: str) -> None:
        """Remember that a text was read and confirmed."""
        statement = "INSERT OR REPLACE INTO confirmations (text_id, confirmed) VALUES (?, ?)"
        self._file.write(lambda connection: connection.execute(statement, (text_id, when)))

    def confirmed(self, text_id: str) -> bool:
        """Return whether a text was confirmed."""
        query = "SELECT 1 FROM confirmations WHERE text_id = ?"
        return self._file.read(lambda connection: connection.execute(query, (text_id,)).fetchone() is not None, False)

    def last(self) -> SessionRecord | None:
        """Return the session last saved."""
        return next(iter(self.sessions(limit=1)), None)

    def sessions(self, limit: int | None = None) -> list[SessionRecord]:
        """Return the sessions last saved, the newest first."""
        return self._file.read(lambda connection: read_sessions(connection, LATEST, _most(limit)), [])

    def summaries(self, limit: int | None = None, since_day: date | None = None) -> list[SessionSummary]:
        """Return the sessions last saved, or those since a day, without their single attempts; the newest first."""
        chosen, bound = (SINCE, since_day.isoformat()) if since_day else (LATEST, _most(limit))
        return self._file.read(lambda connection: read_summaries(connection, chosen, bound), [])

    def days(self) -> list[date]:
        """Return the days with an attempt, in the person's own calendar, the earliest first."""
        practised = "EXISTS (SELECT 1 FROM reps WHERE session_id = id)"
        query = f"SELECT DISTINCT substr(started, 1, 10) AS day FROM sessions WHERE {practised} ORDER BY day"
        found: list[tuple[str]] = self._file.read(lambda connection: connection.execute(query).fetchall(), [])
        return [date.fromisoformat(text) for (text,) in found]

    def delete(self, number: int) -> bool:
        """Delete a session for good; return whether there was one of that number."""
        gone = "DELETE FROM sessions WHERE id = ?"
        return self._file.begun() and self._file.write(lambda c: c.execute(gone, (number,)).rowcount > 0)

    def purge(self) -> None:
        """Delete all sessions for good, with the files that were set aside.

        The file itself stays: were it removed, another posecoach that is just saving would save into nothing.
        """
        if self._file.begun():
            self._file.write(_empty)
            self._file.vacuum()
        try:
            for file in self.set_aside():
                file.unlink()
        except OSError as error:
            raise self._file.unusable(error.strerror) from error

    def export(self, limit: int | None = None) -> dict[str, Any]:
        """Return the sessions with all that belongs to them, for JSON; the newest first."""
        sessions = [asdict(session) for session in self.sessions(limit)]
        return {"schema": SCHEMA, "posecoach": __version__, "sessions": sessions}

    def set_aside(self) -> list[Path]:
        """Return the files that were set aside."""
        return self._file.set_aside()


def _most(limit: int | None) -> int:
    return -1 if limit is None else limit


def _empty(connection: Connection) -> None:
    connection.execute("DELETE FROM sessions")
    connection.execute("DELETE FROM sqlite_sequence")
