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
from posecoach.translation import N_, plural


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
            aside = history.with_name(f"{history.stem}-aside-{_now()}.jsonl")
            problems.append(_set_aside(path, aside, error.why))
        except OSError as error:
            reason = system_reason(error)
            problems.append(
                N_("An interrupted session cannot be recovered from {path}: {reason}.", path=path, reason=reason)
            )
        except UsageError as error:
            problems.append(error.text)
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
    n = len(sessions)
    if all(session.ended != "interrupted" for session in sessions):
        if not sets:
            return plural(
                "Your last session was not saved, and is recovered.",
                "Your last {n} sessions were not saved, and are recovered.",
                n,
            )
        lost = plural("Your last session was not saved", "Your last {n} sessions were not saved", n)
    elif not sets:
        return plural(
            "Your last session was interrupted before the first attempt.",
            "Your last {n} sessions were interrupted before the first attempt.",
            n,
        )
    else:
        lost = plural("Your last session was interrupted", "Your last {n} sessions were interrupted", n)
    # TRANSLATORS: a set of attempts at an exercise
    recovered = plural("{n} set recovered", "{n} sets recovered", sets)
    return N_("{lost}: {recovered}.", lost=lost, recovered=recovered)


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


def _set_aside(path: Path, aside: Path, why: str) -> str:
    """Keep an unreadable journal under another name; return the sentence about it."""
    try:
        path.replace(aside)
    except OSError as error:
        return N_(
            "An interrupted session cannot be recovered: {why}, and cannot be renamed: {reason}.",
            why=why,
            reason=system_reason(error),
        )
    return N_("An interrupted session cannot be recovered: {why}. posecoach keeps it as {aside}.", why=why, aside=aside)


def _journals(history: Path) -> list[Path]:
    return sorted(history.parent.glob(f"{history.stem}-running-*.jsonl"))


def _now() -> str:
    return f"{datetime.now():%Y%m%d-%H%M%S-%f}"
