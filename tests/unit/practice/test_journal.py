"""What a session's journal holds: what the history would hold, had the session ended at that moment."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import fakes
import pytest
from session_records import SESSION

from posecoach.core.body.pose import Frame
from posecoach.core.session.routine import Step
from posecoach.core.session.session import SessionCoach
from posecoach.exercises.registry import EXERCISES
from posecoach.practice.journal import ENTRY_S, JournalListener
from posecoach.practice.questions import SAFETY_ID
from posecoach.practice.session_log import SessionLog
from posecoach.storage.history.history import History
from posecoach.storage.history.journal_lines import replay, to_line
from posecoach.storage.history.records import group_into_sets

STEPS = (Step(EXERCISES["bridge"], None, 10.0, 0.0),)
BEGINNING = replace(SESSION, ended="interrupted", sets=group_into_sets((), STEPS))


class Practice:
    """A session of bridges, with its journal."""

    def __init__(self) -> None:
        self.coach = SessionCoach(STEPS, placing=False)
        self.entries = []
        self.listener = JournalListener(self.coach, self.entries.append)
        self.t = 0.0

    def until(self, seconds: float) -> None:
        for t in fakes.steady(seconds - self.t, start_s=self.t):
            self.listener(*self.coach.update(t, fakes.bridging(Frame(t, fakes.picture()))))
        self.t = seconds

    def recovered(self):
        return replay(map(to_line, (BEGINNING, *self.entries)))

    def reps(self):
        return self.recovered().sets[0].reps


@pytest.mark.parametrize("seconds", [1.0, 2.6, 3.9, 5.5, 9.0, 10.8, 13.0])
def test_at_any_moment_at_most_an_entry_is_lost(seconds):
    practice = Practice()
    practice.until(seconds)
    recovered = practice.recovered()
    practice.listener(*practice.coach.finish(seconds))
    (ended,) = group_into_sets(practice.coach.reps, STEPS)
    assert 0 <= seconds - recovered.duration_s <= ENTRY_S + 0.1
    lost_s = sum(rep.hold_s for rep in ended.reps) - sum(rep.hold_s for rep in recovered.sets[0].reps)
    assert -0.1 <= lost_s <= ENTRY_S + 0.1
    assert recovered.ended == "interrupted"


def test_an_attempt_that_ended_is_journalled_at_once_as_the_history_would_hold_it():
    practice = Practice()
    practice.until(14.0)
    (ended,) = group_into_sets(practice.coach.reps, STEPS)
    assert practice.reps() == ended.reps and len(ended.reps) == 2


def test_a_hold_that_was_cut_off_counts_as_not_judged_to_its_end():
    practice = Practice()
    practice.until(5.0)
    (rep,) = practice.reps()
    assert rep.hold_s > 0.5 and rep.unjudged == 1


def test_a_sign_to_stop_for_pain_is_not_lost_unless_it_is_taken_back():
    practice = Practice()
    practice.until(5.0)
    update, scene = practice.coach.update(5.1, None)
    practice.listener(update, replace(scene, stage="stopping"))
    assert practice.recovered().ended == "pain"
    practice.listener(replace(update, t=5.2), scene)
    assert practice.recovered().ended == "interrupted"


def test_a_set_that_starts_again_keeps_what_was_done():
    practice = Practice()
    practice.until(8.0)
    practice.coach.restart()
    practice.until(14.0)
    assert len(practice.reps()) == 2


def test_there_is_an_entry_a_second_and_one_an_attempt():
    practice = Practice()
    practice.until(12.0)
    gaps_s = [after.duration_s - before.duration_s for before, after in pairwise(practice.entries)]
    assert len(gaps_s) <= 14 and max(gaps_s) <= ENTRY_S + 0.1


def test_a_folder_that_takes_no_journal_is_one_sentence_and_the_session_goes_on(tmp_path):
    (tmp_path / "file").write_text("in the way")
    log = SessionLog(History(tmp_path / "file" / "history.sqlite"), SAFETY_ID)
    said: list[str] = []
    with log.journal(BEGINNING, said.append) as append:
        append(None)
    assert len(said) == 1 and "cannot be recovered" in said[0]


def test_the_next_session_says_what_was_recovered_and_asks_for_the_same_dose(tmp_path):
    path = tmp_path / "history.sqlite"
    with SessionLog(History(path), SAFETY_ID).journal(replace(BEGINNING, pain_after=None), lambda sentence: None):
        pass
    log = SessionLog(History(path), SAFETY_ID)
    assert log.notes == ["Your last session was interrupted before the first attempt."]
    assert (log.last.ended, log.last.dose_share) == ("interrupted", SESSION.dose_share)
