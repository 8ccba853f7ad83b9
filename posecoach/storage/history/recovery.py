"""Recovers the sessions whose posecoach did not come to save them, from the journals beside the history."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from posecoach.errors import UsageError
from posecoach.files.reasons import system_reason
from posecoach.files.writing import private_folder
from posecoach.storage.history.journal import DeadJournal, Journal, dead_journal
from posecoach.storage.history.journal_lines import UnreadableJournalError, replay
from posecoach.storage.history.records import SessionRecord
from posecoach.storage.history.soundness import UnsoundError


def open_journal(history: Path, session: SessionRecord, on_problem: Callable[[str], None]) -> Journal:
    """Begin the journal of a running session, beside the history's file; see `Journal`."""
    private_folder(history.parent)
    return Journal(history.with_name(f"{history.stem}-running-{_now()}.jsonl"), session, on_problem)


def recover(history: Path, save: Callable[[SessionRecord], bool]) -> list[str]:
    """Recover what can be recovered.

    Parameters
    ----------
    history : Path
        The history's file.
    save : callable
        Saves a session; returns False when it is already there.

    Returns
    -------
    list of str
        Sentences for the person: what was recovered, and why something could not be.
    """
    sessions: list[SessionRecord] = []
    problems: list[str] = []
    for path in _journals(history):
        try:
            if journal := dead_journal(path):
                sessions += _recovered(journal, save)
        except (UnreadableJournalError, UnsoundError) as error:
            reason = f"is damaged (impossible: {error.wrong})" if isinstance(error, UnsoundError) else str(error)
            aside = history.with_name(f"{history.stem}-aside-{_now()}.jsonl")
            problems.append(_set_aside(path, aside, reason))
        except OSError as error:
            problems.append(f"An interrupted session cannot be recovered from {path}: {system_reason(error)}.")
        except UsageError as error:
            problems.append(str(error))
    return [*([_sentence(sessions)] if sessions else []), *dict.fromkeys(problems)]


def discard(history: Path) -> None:
    """Remove the journals of sessions that no longer run.

    Raises
    ------
    OSError
        One cannot be removed.
    """
    for path in _journals(history):
        if journal := dead_journal(path):
            journal.remove()


def _sentence(sessions: Sequence[SessionRecord]) -> str:
    """Say how much of the interrupted sessions was recovered."""
    sets = sum(bool(one.reps) for session in sessions for one in session.sets)
    which = "session was" if len(sessions) == 1 else f"{len(sessions)} sessions were"
    done = f": {sets} {'set' if sets == 1 else 'sets'} recovered" if sets else " before the first attempt"
    if all(session.ended != "interrupted" for session in sessions):
        return f"Your last {which} not saved{done if sets else ', and is recovered'}."
    return f"Your last {which} interrupted{done}."


def _recovered(journal: DeadJournal, save: Callable[[SessionRecord], bool]) -> list[SessionRecord]:
    """Save the session of a journal, and remove it; return the session if it was not saved before."""
    try:
        session = replay(journal.lines())
        new = session is not None and save(session)
    except BaseException:
        journal.close()
        raise
    journal.remove()
    return [session] if session and new else []


def _set_aside(path: Path, aside: Path, reason: str) -> str:
    """Keep an unreadable journal under another name; return the sentence about it."""
    try:
        path.replace(aside)
    except OSError as error:
        return f"The record of an interrupted session {reason}, and cannot be renamed: {system_reason(error)}."
    return f"An interrupted session cannot be recovered: its record {reason}. posecoach keeps it as {aside}."


def _journals(history: Path) -> list[Path]:
    return sorted(history.parent.glob(f"{history.stem}-running-*.jsonl"))


def _now() -> str:
    return f"{datetime.now():%Y%m%d-%H%M%S-%f}"
