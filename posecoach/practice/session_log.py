"""What the history keeps from session to session: the confirmed safety words, each session, and the pain."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from posecoach.core.session.scene import Reason
from posecoach.errors import UsageError
from posecoach.practice.outlook import read_outlook, said_as
from posecoach.storage.history.history import History
from posecoach.storage.history.journal import Journal, lost_if_interrupted
from posecoach.storage.history.journal_lines import JournalEntry
from posecoach.storage.history.records import SessionRecord, SessionSummary

RECENT = 100
"""Sessions that count for a person's best: three months of daily practice; what lies further back is no aim."""


def local_now() -> datetime:
    """Return the time with its zone; in UTC where the system's zone is impossible, such as ``TZ=UTC+25``."""
    try:
        return datetime.now().astimezone()
    except ValueError:
        return datetime.now(UTC)


class SessionLog:
    """Reads and writes the history around a session. Problems with the history never stop a session.

    Parameters
    ----------
    history : History
        The past sessions.
    safety_id : str
        Id of the current wording of the safety words.
    today : date, optional
        The current day; None = by the clock.

    Attributes
    ----------
    confirmed : bool
        Whether the person confirmed the current safety words.
    last : SessionRecord or None
        The last session, which decides today's dose.
    number : int or None
        Number of this session in the history; None before it is saved.
    notes : list of str
        What the person should know before this session, as sentences, the most important first.
    ask_doctor : bool
        Whether the last sessions all ended because of pain.
    problem : str or None
        The latest problem with the history, as a sentence; None without one.
    """

    def __init__(self, history: History, safety_id: str, today: date | None = None) -> None:
        self._history, self._safety_id = history, safety_id
        self.confirmed = False
        self.last: SessionRecord | None = None
        self.number: int | None = None
        self.problem: str | None = None
        self._session: SessionRecord | None = None
        self._journal: Journal | None = None
        self.notes = history.recover()
        self.ask_doctor = False
        with self._errors_become_notes():
            self.confirmed = history.confirmed(self._safety_id)
            outlook = read_outlook(history, today := today or date.today())
            self.last, self.ask_doctor = outlook.last, outlook.ask_doctor
            self.notes = outlook.notes(self.notes)
            for difference in outlook.differences:
                history.record_said(said_as(difference), today)

    def confirm(self) -> None:
        """Save that the person confirmed the safety words."""
        self.confirmed = True
        with self._errors_become_notes():
            self._history.confirm(self._safety_id, local_now().isoformat(timespec="seconds"))

    @contextmanager
    def journal(
        self, beginning: SessionRecord, on_problem: Callable[[str], None]
    ) -> Iterator[Callable[[JournalEntry], None]]:
        """Keep a journal of the session that runs, until it is saved; yield what takes its entries.

        Parameters
        ----------
        beginning : SessionRecord
            The session at its beginning.
        on_problem : callable
            Takes a sentence when the journal cannot be written; the session goes on without.
        """
        try:
            self._journal = self._history.journal(beginning, on_problem)
        except OSError as error:
            on_problem(lost_if_interrupted(error))
            yield lambda entry: None
            return
        with self._journal:
            yield self._journal.append

    def save(self, session: SessionRecord) -> None:
        """Save this session; if that fails, its journal keeps it for the next time."""
        self._session = session
        if self._journal:
            self._journal.append(session)
        with self._errors_become_notes():
            self.number = self._history.save(session)
            if self._journal:
                self._journal.remove()

    def record_pain(self, pain: int) -> None:
        """Save how much it hurt after this session, 0 to 10."""
        self._record(lambda number: self._history.record_pain(number, pain), pain_after=pain)

    def record_reason(self, reason: Reason) -> None:
        """Save why the person stopped this session early."""
        self._record(lambda number: self._history.record_reason(number, reason), reason=reason)

    def _record(self, write: Callable[[int], None], **answer: Any) -> None:
        """Save an answer where the session is: in the history, or in the journal."""
        if self.number is not None:
            with self._errors_become_notes():
                write(self.number)
        elif self._session and self._journal:
            self._session = replace(self._session, **answer)
            self._journal.append(self._session)

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
            self.problem = error.text
