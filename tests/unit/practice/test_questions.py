"""Before and after a session: the safety words once, the pain by a digit; everything can be skipped."""

from __future__ import annotations

import pytest

from posecoach.practice.questions import (
    MUCH_PAIN_SPOKEN,
    PAIN_SPOKEN,
    SAFETY,
    SAFETY_ID,
    SAFETY_SPOKEN,
    PromptScreen,
    SessionQuestions,
)
from posecoach.practice.session_log import SessionLog
from posecoach.storage.history.history import History
from posecoach.storage.history.records import SessionRecord


class Window:
    """Has keys pressed at some of its pictures; time passes with each."""

    def __init__(self, *keys: str | None) -> None:
        self.keys, self.now = list(keys), 0.0

    def show(self, image):
        self.now += 0.1
        return self.keys.pop(0) if self.keys else None


class Person:
    """What was said and read aloud, and a clock that goes with the window."""

    def __init__(self, *keys: str | None) -> None:
        self.window, self.heard, self.read = Window(*keys), [], []
        self.looks = 0

    def stop(self):
        self.looks += 1
        return self.looks > 2000

    def asker(self) -> PromptScreen:
        return PromptScreen(
            self.window, lambda cue: self.heard.append(cue.say), self.stop, lambda: self.window.now, len_of
        )

    def questions(self, session_log) -> SessionQuestions:
        return SessionQuestions(
            session_log, self.window, lambda cue: self.heard.append(cue.say), self.read.append, self.stop
        )


@pytest.fixture
def history(tmp_path):
    return History(tmp_path / "history.sqlite")


def len_of(seconds: float) -> None:
    """Wait for nothing."""


@pytest.mark.parametrize(
    ("keys", "pain"),
    [
        (["7"], 7),
        (["0"], 0),
        (["1", "0"], 10),
        (["1", *[None] * 20], 1),
        (["pause"], None),
        (["confirm"], None),
        (["quit"], None),
        ([None, "help", "3"], 3),
    ],
)
def test_a_digit_answers_the_question_about_pain_and_it_can_be_skipped(keys, pain):
    person = Person(*keys)
    assert person.asker().ask_pain("before") == pain
    assert person.heard == [PAIN_SPOKEN]


def test_a_stop_answers_nothing():
    person = Person()
    person.looks = 5000
    assert person.asker().ask_pain("after") is None
    assert person.asker().confirm("Head", SAFETY, SAFETY_SPOKEN, "foot") is False


def test_the_safety_words_are_spoken_one_after_another_until_they_are_confirmed():
    person = Person(*[None] * 400, "confirm")
    assert person.asker().confirm("Before you begin", SAFETY, SAFETY_SPOKEN, "Enter") is True
    assert person.heard == list(SAFETY_SPOKEN)


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
    assert Person("pause").questions(SessionLog(history, SAFETY_ID)).before() is True, "skipped"


@pytest.mark.parametrize(
    ("keys", "starts", "advised"),
    [
        (["6"], True, False),
        (["7", "quit"], False, True),
        (["7", "confirm"], True, True),
        (["1", "0", "quit"], False, True),
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
    person = Person(key, "3")
    assert person.questions(session_log).before() is starts
    assert person.heard == [*spoken, *([PAIN_SPOKEN] if starts else [])]


def session(questions):
    return SessionRecord("2025-06-01T08:00:00+02:00", "x", "0.1.0", 9.0, 1.0, 1.0, "complete", questions.pain_before)


def test_pain_before_and_after_is_noted_with_the_session(history):
    person, session_log = Person("confirm", "3", "5"), SessionLog(history, SAFETY_ID)
    questions = person.questions(session_log)
    assert questions.before()
    session_log.save(session(questions))
    questions.after("complete")
    assert (history.last().pain_before, history.last().pain_after) == (3, 5)


def test_a_person_who_left_is_not_asked(history):
    person, session_log = Person("confirm", "3", "5"), SessionLog(history, SAFETY_ID)
    questions = person.questions(session_log)
    assert questions.before()
    session_log.save(session(questions))
    questions.after("nobody")
    assert history.last().pain_after is None and person.window.keys == ["5"]


def test_without_a_window_the_safety_words_are_lines(history):
    read: list[str] = []
    questions = SessionQuestions(SessionLog(history, SAFETY_ID), None, lambda cue: None, read.append, lambda: False)
    assert questions.before() and read == list(SAFETY)
    questions.after("quit")
    assert questions.pain_before is None
