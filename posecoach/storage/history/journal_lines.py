"""The lines of a journal: a running session as text, and the session that the lines of one add up to."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from posecoach.core.session.scene import Ended
from posecoach.files.reading import parse_json
from posecoach.storage.history.records import ExerciseRep, SessionRecord, add_reps
from posecoach.storage.history.soundness import RANGES, is_moment
from posecoach.storage.validation import LENGTH_S, SHARE, Ranges, validated
from posecoach.translation import N_

VERSION = 1
"""Version of the lines; a posecoach does not read those of a later one."""


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """How a running session went on since the entry before.

    Attributes
    ----------
    duration_s, judged_share : float
        As in `SessionRecord`, so far.
    reps : tuple of ExerciseRep
        The attempts that ended since.
    running : ExerciseRep or None
        The attempt that is being made: if nothing follows, it counts with the hold so far.
    ended : Ended
        How the session ended if nothing follows: because of pain after a sign to stop that is not taken back.
    """

    duration_s: float
    judged_share: float
    reps: tuple[ExerciseRep, ...]
    running: ExerciseRep | None
    ended: Ended = "interrupted"


_RANGES: Ranges = {**RANGES, JournalEntry: {"duration_s": LENGTH_S, "judged_share": SHARE}}


class UnreadableJournalError(Exception):
    """A journal cannot be read; `why` says it.

    Parameters
    ----------
    why : str
        The reason, as a clause.
    """

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def to_line(value: SessionRecord | JournalEntry) -> bytes:
    """Return the line of a session, or of how it went on."""
    kind = "session" if isinstance(value, SessionRecord) else "entry"
    data = {"journal": VERSION, kind: asdict(value)}
    return json.dumps(data, separators=(",", ":"), default=float).encode() + b"\n"  # NumPy's numbers become floats


def replay(lines: Iterable[bytes]) -> SessionRecord | None:
    """Return the session of the lines up to the first that is not whole; None when the first one is not.

    Raises
    ------
    UnreadableJournalError
        A newer posecoach has written them, or the first one is none of a journal.
    """
    session: SessionRecord | None = None
    reps: list[ExerciseRep] = []
    last: JournalEntry | None = None
    for line in lines:
        try:
            value = _value(line)
        except (ValueError, KeyError, TypeError) as error:
            if session is None and line.endswith(b"\n"):
                raise UnreadableJournalError(N_("its record is damaged")) from error
            break
        if isinstance(value, SessionRecord):
            session, reps, last = value, [], None
        else:
            reps, last = [*reps, *value.reps], value
    if session is None or last is None:
        return session
    running = [last.running] if last.running else []
    sets = add_reps(session.sets, [*reps, *running])
    return replace(session, duration_s=last.duration_s, judged_share=last.judged_share, ended=last.ended, sets=sets)


def _value(line: bytes) -> SessionRecord | JournalEntry:
    data = parse_json(line)
    if data["journal"] > VERSION:
        raise UnreadableJournalError(N_("its record was written by a newer posecoach"))
    if "session" in data:
        session: SessionRecord = validated(_adapter(SessionRecord), data["session"], _RANGES)
        if not is_moment(session.started):
            raise ValueError("started: no date and time")
        return session
    entry: JournalEntry = validated(_adapter(JournalEntry), data["entry"], _RANGES)
    return entry


@cache
def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
