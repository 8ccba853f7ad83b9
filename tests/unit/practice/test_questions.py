"""Before and after a session: the safety words once, the pain by a digit; everything can be skipped."""

from __future__ import annotations

import pytest
from heard import LOW, rep
from marked_messages import Known
from prompt_person import Person
from pseudo import outside

from posecoach.core.session.summary import Summary, summarize
from posecoach.feedback.prompt_screen import Notice
from posecoach.practice.questions import (
    MUCH_PAIN_NOTICE,
    MUCH_PAIN_SPOKEN,
    PAIN_AFTER,
    PAIN_BEFORE,
    PAIN_SPOKEN,
    SAFETY,
    SAFETY_ID,
    SAFETY_NOTICE,
    SAFETY_SPOKEN,
    WHY_EARLY,
    SessionQuestions,
)
from posecoach.practice.session_log import SessionLog
from posecoach.storage.history.history import History
from posecoach.storage.history.records import SessionRecord
from posecoach.translation import say


@pytest.fixture
def history(tmp_path):
    return History(tmp_path / "history.sqlite")


def test_the_safety_words_are_asked_once_and_declining_them_ends_the_session(history):
    declined = Person("quit")
    assert declined.questions(SessionLog(history, SAFETY_ID)).before() is False
    agreed = Person("confirm", "4")
    assert agreed.questions(SessionLog(history, SAFETY_ID)).before() is True
    again = Person("2")
    assert again.questions(SessionLog(history, SAFETY_ID)).before() is True
    assert again.heard == [PAIN_SPOKEN]


def test_whoever_quits_at_the_first_question_does_not_start(history):
    assert Person("confirm", "quit").questions(SessionLog(history, SAFETY_ID)).before() is False
    assert Person("close").questions(SessionLog(history, SAFETY_ID)).before() is False
    assert Person("stop").questions(SessionLog(history, SAFETY_ID)).before() is False, "it hurts"
    assert Person("pause").questions(SessionLog(history, SAFETY_ID)).before() is True, "skipped"


@pytest.mark.parametrize(
    ("keys", "starts", "advised"),
    [
        (["6"], True, False),
        (["7", None, "quit"], False, True),
        (["7", None, "confirm"], True, True),
        (["1", "0", None, "quit"], False, True),
    ],
)
def test_with_much_pain_rest_is_advised_and_the_person_decides(history, keys, starts, advised):
    person = Person("confirm", *keys)
    assert person.questions(SessionLog(history, SAFETY_ID)).before() is starts
    assert (MUCH_PAIN_SPOKEN[0] in person.heard) is advised


@pytest.mark.parametrize(("key", "starts"), [("confirm", True), ("quit", False)])
@pytest.mark.parametrize(("ask_doctor", "spoken"), [(True, [SAFETY_SPOKEN[0]]), (False, [])])
def test_what_the_person_should_know_is_shown_first_and_the_doctor_spoken(history, key, starts, ask_doctor, spoken):
    SessionLog(history, SAFETY_ID).confirm()
    session_log = SessionLog(history, SAFETY_ID)
    session_log.notes, session_log.ask_doctor = ["Your last session was interrupted."], ask_doctor
    person = Person(None, key, "3")
    assert person.questions(session_log).before() is starts
    assert person.heard == [*spoken, *([PAIN_SPOKEN] if starts else [])]


def session(questions):
    return SessionRecord("2025-06-01T08:00:00+02:00", "x", "0.1.0", 9.0, 1.0, 1.0, "complete", questions.pain_before)


def summary(ended="complete", reps=()) -> Summary:
    return summarize(reps, {"bridge": "Bridge"}, ended)


SIZE = (640, 480)


class Log(SessionLog):
    """Keeps the reason, too."""

    reason: str | None = None

    def record_reason(self, reason):
        self.reason = reason


def after(history, *keys, ended="complete", reps=(), early=False) -> tuple[Person, Log]:
    """A session without pain before it, and what comes after it."""
    person, session_log = Person("confirm", "3", *keys), Log(history, SAFETY_ID)
    questions = person.questions(session_log)
    assert questions.before()
    session_log.save(session(questions))
    person.heard.clear()
    questions.after(summary(ended, reps), SIZE, early)
    return person, session_log


def test_pain_before_and_after_is_noted_with_the_session(history):
    after(history, None, "5")
    assert (history.last().pain_before, history.last().pain_after) == (3, 5)


def test_what_was_done_is_shown_before_the_pain_is_asked(history):
    person, _ = after(history, None, "pause", None, "5", reps=[rep(), rep(faults=(LOW,))])
    assert history.last().pain_after == 5
    sizes = [image.shape[:2] for image in person.window.shown[2:]]
    assert sizes == [(720, 960)] * 2 + [(720, 1280)] * 2
    assert person.heard == [PAIN_SPOKEN]


def test_nobody_has_to_press_a_key_after_a_session(history):
    person, _ = after(history, reps=[rep()])
    assert person.window.now < 120 and history.last().pain_after is None


def test_a_person_who_left_is_shown_and_asked_nothing(history):
    person, _ = after(history, "5", ended="nobody", reps=[rep()])
    assert history.last().pain_after is None and person.window.keys == ["5"]


@pytest.mark.parametrize(("key", "reason"), [("1", "tired"), ("2", "pain"), ("3", "other"), ("pause", None)])
def test_whoever_stops_early_is_asked_why_and_then_for_the_pain(history, key, reason):
    person, log = after(history, None, key, None, "4", ended="quit", early=True)
    assert log.reason == reason and history.last().pain_after == 4
    assert person.heard[-1] == PAIN_SPOKEN and person.heard[0] == WHY_EARLY.spoken[0]


@pytest.mark.parametrize("pages", range(3))
def test_the_key_for_pain_is_an_answer_on_every_page_and_the_pain_is_still_asked_for(history, pages):
    keys = [None, "pause", None, "1"][: 2 * pages]
    _, log = after(history, *keys, "stop", None, "6", ended="quit", early=True, reps=[rep()])
    assert log.reason == "pain"
    assert history.last().pain_after == (6 if pages < 2 else None)


@pytest.mark.parametrize("ended", ["complete", "pain", "quit"])
def test_nobody_else_is_asked_why(history, ended):
    person, log = after(history, None, "2", ended=ended)
    assert log.reason is None and history.last().pain_after == 2
    assert person.heard == [PAIN_SPOKEN]


@pytest.mark.parametrize("pages", range(4))
@pytest.mark.parametrize("key", ["close", "quit"])
def test_leaving_at_any_page_asks_nothing_more_and_the_session_is_saved(history, key, pages):
    """The pages are the summary, the reason and the pain; the last one here is answered."""
    keys = [None, "pause", None, "1", None, "4"][: 2 * pages]
    person, log = after(history, *keys, key, "9", "9", ended="quit", early=True, reps=[rep()])
    assert history.last().pain_before == 3
    assert history.last().pain_after == (4 if pages == 3 else None) and log.reason == ("tired" if pages > 1 else None)
    assert person.heard == [WHY_EARLY.spoken[0], PAIN_SPOKEN][: max(0, pages - 1)], "nothing is said to a closed window"


def test_without_a_window_the_safety_words_are_lines(history):
    read: list[str] = []
    questions = SessionQuestions(SessionLog(history, SAFETY_ID), None, read.append, lambda: False)
    assert questions.before() and read == list(SAFETY)
    questions.after(summary("quit", [rep()]), SIZE, early=True)
    assert questions.pain_before is None


@pytest.mark.parametrize("asked", [SAFETY_NOTICE, MUCH_PAIN_NOTICE, PAIN_BEFORE, PAIN_AFTER, WHY_EARLY])
def test_every_page_and_what_is_spoken_with_it_can_be_said_in_another_language(asked):
    lines = asked.lines if isinstance(asked, Notice) else asked.paragraphs
    for text in (asked.title, asked.footer, *lines, *asked.spoken):
        assert outside(say(text, Known())) == ""
