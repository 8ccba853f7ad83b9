"""What the history keeps from session to session: the confirmed safety words, each session, and the pain."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from posecoach.errors import UsageError
from posecoach.storage.history.history import History
from posecoach.storage.history.records import SessionRecord, SessionSummary

RECENT = 100
"""Sessions that count for a person's best: three months of daily practice; what lies further back is no aim."""


class SessionLog:
    """Reads and writes the history around a session. Problems with the history never stop a session.

    Parameters
    ----------
    history : History
        The past sessions.
    safety_id : str
        Id of the current wording of the safety words.

    Attributes
    ----------
    confirmed : bool
        Whether the person confirmed the current safety words.
    last : SessionRecord or None
        The last session, which decides today's dose.
    number : int or None
        Number of this session in the history; None before it is saved.
    problem : str or None
        The latest problem with the history, as a sentence; None without one.
    """

    def __init__(self, history: History, safety_id: str) -> None:
        self._history, self._safety_id = history, safety_id
        self.confirmed = False
        self.last: SessionRecord | None = None
        self.number: int | None = None
        self.problem: str | None = None
        with self._errors_become_notes():
            self.confirmed = history.confirmed(self._safety_id)
            self.last = history.last()

    def confirm(self) -> None:
        """Save that the person confirmed the safety words."""
        self.confirmed = True
        with self._errors_become_notes():
            self._history.confirm(self._safety_id, datetime.now().astimezone().isoformat(timespec="seconds"))

    def save(self, session: SessionRecord) -> None:
        """Save this session."""
        with self._errors_become_notes():
            self.number = self._history.save(session)

    def record_pain(self, pain: int) -> None:
        """Save how much it hurt after this session, 0 to 10."""
        if self.number is not None:
            with self._errors_become_notes():
                self._history.record_pain(self.number, pain)

    def summaries(self) -> list[SessionSummary]:
        """Return the latest sessions with their totals, newest first."""
        with self._errors_become_notes():
            return self._history.summaries(limit=RECENT)
        return []

    @contextmanager
    def _errors_become_notes(self) -> Iterator[None]:
        try:
            yield
            self.problem = self.problem or self._history.notice
        except UsageError as error:
            self.problem = str(error)
