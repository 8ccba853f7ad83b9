"""The lines of a journal: a running session as text, and the session that the lines of one add up to."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

from posecoach.core.session.scene import Ended
from posecoach.storage.history.records import (
    FIELD_NAMES,
    ExerciseRep,
    FaultRecord,
    RepRecord,
    SessionRecord,
    SetRecord,
    add_reps,
)

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


class UnreadableJournalError(Exception):
    """A journal cannot be read; the message says why."""


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
                raise UnreadableJournalError("is damaged") from error
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
    data = json.loads(line)
    if data["journal"] > VERSION:
        raise UnreadableJournalError("was written by a newer posecoach")
    if "session" in data:
        session = data["session"]
        return SessionRecord(**_own(SessionRecord, session), sets=tuple(map(_set, session["sets"])))
    entry = data["entry"]
    running = entry["running"]
    return JournalEntry(**entry | {"reps": tuple(map(_rep, entry["reps"])), "running": running and _rep(running)})


def _set(data: dict[str, Any]) -> SetRecord:
    return SetRecord(**_own(SetRecord, data), reps=tuple(map(_rep_record, data["reps"])))


def _rep(data: list[Any]) -> ExerciseRep:
    exercise, asked_hold_s, rep = data
    return ExerciseRep(exercise, asked_hold_s, _rep_record(rep))


def _rep_record(data: dict[str, Any]) -> RepRecord:
    return RepRecord(**_own(RepRecord, data), faults=tuple(FaultRecord(**fault) for fault in data["faults"]))


def _own(kind: type, data: dict[str, Any]) -> dict[str, Any]:
    """Return the values of a record's own fields."""
    return {name: data[name] for name in FIELD_NAMES[kind]}
