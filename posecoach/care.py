"""Care for the person: the safety words, the question for pain, and a diary of what each session did.

The diary is a file of one JSON object a line. An entry is added by a single write to the end of the file, so two
sessions at once lose nothing, and a line that is damaged or not understood costs no other; nothing is rewritten.
"""

from __future__ import annotations

import errno
import hashlib
import os
from datetime import datetime
from pathlib import Path

import platformdirs
from pydantic import BaseModel, ValidationError

from posecoach.core.dose import SessionEntry

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


class _Confirmation(BaseModel):
    when: str
    text: str


class _Line(BaseModel):
    """One entry: either of the two, or neither where a newer posecoach wrote something else."""

    confirmed: _Confirmation | None = None
    session: SessionEntry | None = None


def diary_path() -> Path:
    """Return where the user's diary is kept."""
    return platformdirs.user_data_path("posecoach", appauthor=False) / "care.jsonl"


def now() -> str:
    """Return the local date and time for an entry."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


class Diary:
    """What is remembered of the person from session to session. No trouble with the file stops a session.

    Parameters
    ----------
    path : Path, optional
        The file; made with the first entry. None = the user's own.

    Attributes
    ----------
    confirmed : bool
        Whether the safety words as they are now were confirmed.
    entries : tuple of SessionEntry
        The sessions, the last one last.
    problem : str or None
        The latest trouble with the file, as a sentence; None while all is well.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or diary_path()
        self.confirmed = False
        self.entries: tuple[SessionEntry, ...] = ()
        self.problem: str | None = None
        try:
            self._read(self._path.read_bytes())
        except FileNotFoundError:
            pass
        except OSError as error:
            self.problem = f"Your earlier sessions are not known: {self._path} cannot be read ({error.strerror})."

    def confirm(self) -> None:
        """Remember that the safety words were confirmed."""
        self._append(_Line(confirmed=_Confirmation(when=now(), text=SAFETY_ID)))

    def add(self, entry: SessionEntry) -> None:
        """Remember a session."""
        self._append(_Line(session=entry))

    def _read(self, content: bytes) -> None:
        damaged = []
        for number, text in enumerate(content.split(b"\n"), 1):
            try:
                if text.strip():
                    self._take(_Line.model_validate_json(text))
            except ValidationError:
                damaged.append(str(number))
        if damaged:
            self.problem = (
                f"Part of what was noted of your earlier sessions cannot be read and was passed over: {self._path}, "
                f"line {', '.join(damaged)}. Mend or delete it there to hear no more of it."
            )

    def _take(self, line: _Line) -> None:
        if line.confirmed and line.confirmed.text == SAFETY_ID:
            self.confirmed = True
        if line.session:
            self.entries = (*self.entries, line.session)

    def _append(self, line: _Line) -> None:
        """Add a line, readable for the user alone. The newline goes before it: a torn one spoils only itself."""
        self._take(line)
        data = b"\n" + line.model_dump_json(exclude_none=True).encode()
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            file = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                if os.write(file, data) < len(data):
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
                os.fsync(file)
            finally:
                os.close(file)
        except OSError as error:
            self.problem = (
                f"This could not be noted for the next session: {self._path} cannot be written ({error.strerror}). "
                "Free some space, or make the file writable."
            )
