"""Care for the person: the safety words, the question for pain, and what is remembered of earlier sessions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from posecoach.errors import UsageError
from posecoach.storage.history.history import History
from posecoach.storage.history.records import Session

SAFETY = (
    "Ask your doctor before you begin.",
    "Pain means stop.",
    "Do not exercise, and see a doctor at once, if you have any of these:",
    "• numbness around the seat,",
    "• loss of bladder or bowel control,",
    "• fever,",
    "• a recent fall,",
    "• weakness in a leg.",
)
"""To be read and confirmed before the first session."""
SAFETY_SAID = (
    "Ask your doctor before you begin.",
    "If it hurts, stop.",
    "Do not exercise with any of these.",
    "Numbness around the seat.",
    "Loss of bladder or bowel control.",
    "Fever, or a recent fall.",
    "Weakness in a leg.",
    "With these, see a doctor at once.",
)
"""The same to be heard, at most seven words at a time."""
SAFETY_ID = hashlib.sha256("\n".join(SAFETY).encode()).hexdigest()[:12]
"""Tells one wording from another: who confirmed another one is asked again."""

PAIN = "How much does it hurt now, from 0 (not at all) to 10 (as much as can be)?"
PAIN_SAID = "How much pain now, zero to ten?"
"""The question before and after a session, to be read and to be heard."""


class Diary:
    """What is remembered of the person from session to session. No trouble with the history stops a session.

    Parameters
    ----------
    history : History
        Where it is remembered.

    Attributes
    ----------
    confirmed : bool
        Whether the safety words as they are now were confirmed.
    last : Session or None
        The last one, which decides today's dose.
    number : int or None
        Under which this session was saved; None while it is not.
    problem : str or None
        The latest trouble with the history, as a sentence; None while all is well.
    """

    def __init__(self, history: History) -> None:
        self._history = history
        self.confirmed = False
        self.last: Session | None = None
        self.number: int | None = None
        self.problem: str | None = None
        with self._untroubled():
            self.confirmed = history.confirmed(SAFETY_ID)
            self.last = history.last()

    def confirm(self) -> None:
        """Remember that the safety words were confirmed."""
        self.confirmed = True
        with self._untroubled():
            self._history.confirm(SAFETY_ID, datetime.now().astimezone().isoformat(timespec="seconds"))

    def save(self, session: Session) -> None:
        """Remember this session."""
        with self._untroubled():
            self.number = self._history.save(session)

    def tell_pain(self, pain: int) -> None:
        """Remember how much it hurt after this session, 0 to 10."""
        if self.number is not None:
            with self._untroubled():
                self._history.tell_pain(self.number, pain)

    @contextmanager
    def _untroubled(self) -> Iterator[None]:
        try:
            yield
            self.problem = self.problem or self._history.notice
        except UsageError as error:
            self.problem = str(error)
