"""Keeps the journal of a session while it runs: what the coach knows, once a second."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from posecoach.core.judging.events import AttemptStarted, Fault, Rep, RepDone, Unjudged, Update
from posecoach.core.session.scene import Ended, SessionState
from posecoach.core.session.session import SessionCoach
from posecoach.practice.live_session import Listener
from posecoach.practice.session_log import SessionLog
from posecoach.storage.history.journal_lines import JournalEntry
from posecoach.storage.history.records import ExerciseRep, SessionRecord, rep_record
from posecoach.translation import N_

ENTRY_S = 1.0
"""Time between two entries: an interrupted session loses at most this, and what the disk takes."""
END_UNJUDGED = (Unjudged("end", N_("The end of the attempt was not seen.")),)


@contextmanager
def journal_listeners(
    session_log: SessionLog | None, beginning: SessionRecord, coach: SessionCoach, on_problem: Callable[[str], None]
) -> Iterator[list[Listener]]:
    """Keep a session's journal until the session is saved; yield what listens for it, nothing without a log."""
    if session_log is None:
        yield []
        return
    with session_log.journal(beginning, on_problem) as append:
        yield [JournalListener(coach, append)]


class JournalListener:
    """Turns what happens in a session into entries of its journal.

    Parameters
    ----------
    coach : SessionCoach
        Leads the session.
    append : callable
        Takes each entry; must not block.
    """

    def __init__(self, coach: SessionCoach, append: Callable[[JournalEntry], None]) -> None:
        self._coach, self._append = coach, append
        self._written_s, self._start_s = -math.inf, 0.0
        self._written = 0
        self._ended: Ended = "interrupted"
        self._faults: dict[str, Fault] = {}

    def __call__(self, update: Update, scene: SessionState) -> None:
        """Take one frame."""
        for event in update.events:
            if isinstance(event, AttemptStarted):
                self._start_s, self._faults = event.t, {}
        self._faults |= {fault.code: fault for fault in update.faults}
        ended: Ended = "pain" if scene.stage == "stopping" else "interrupted"
        changed = ended != self._ended or any(isinstance(event, RepDone) for event in update.events)
        if changed or update.t - self._written_s >= ENTRY_S:
            self._written_s, self._ended = update.t, ended
            self._append(self._entry(update))

    def _entry(self, update: Update) -> JournalEntry:
        """Return how the session went on since the last entry."""
        new, share = self._coach.reps[self._written :], self._coach.assess(update.t).judged_share
        self._written += len(new)
        reps = tuple(map(rep_record, new))
        return JournalEntry(round(update.t, 1), round(share, 3), reps, self._running(update), self._ended)

    def _running(self, update: Update) -> ExerciseRep | None:
        """Return the attempt being made, as if it ended now; one without a hold so far is none."""
        if not (update.rep and update.exercise and update.hold_s):
            return None
        times = self._start_s, self._start_s, update.t, update.t
        held, faults = (update.hold_s, update.good_s, update.hold_target_s), tuple(self._faults.values())
        return rep_record(Rep(update.rep, update.exercise, update.side, *times, *held, faults, END_UNJUDGED))
