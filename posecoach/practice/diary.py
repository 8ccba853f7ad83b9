"""Care for the person: the safety words, the question for pain, and what is remembered of earlier sessions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from posecoach.errors import UsageError
from posecoach.storage.history.history import History
from posecoach.storage.history.records import SessionRecord


class SessionLog:
    """What is remembered of the person from session to session. No trouble with the history stops a session.

    Parameters
    ----------
    history : History
        Where it is remembered.
    safety_id : str
        Which wording of the safety words is shown now.

    Attributes
    ----------
    confirmed : bool
        Whether the safety words as they are now were confirmed.
    last : SessionRecord or None
        The last one, which decides today's dose.
    number : int or None
        Under which this session was saved; None while it is not.
    problem : str or None
        The latest trouble with the history, as a sentence; None while all is well.
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
        """Remember that the safety words were confirmed."""
        self.confirmed = True
        with self._errors_become_notes():
            self._history.confirm(self._safety_id, datetime.now().astimezone().isoformat(timespec="seconds"))

    def save(self, session: SessionRecord) -> None:
        """Remember this session."""
        with self._errors_become_notes():
            self.number = self._history.save(session)

    def record_pain(self, pain: int) -> None:
        """Remember how much it hurt after this session, 0 to 10."""
        if self.number is not None:
            with self._errors_become_notes():
                self._history.record_pain(self.number, pain)

    @contextmanager
    def _errors_become_notes(self) -> Iterator[None]:
        try:
            yield
            self.problem = self.problem or self._history.notice
        except UsageError as error:
            self.problem = str(error)
