"""The page as a window: what viewers tap arrives once, and answers only the question that was open."""

from __future__ import annotations

import numpy as np
import pytest
from heard import rep

from posecoach.core.session.summary import summarize
from posecoach.feedback.prompt_screen import PromptScreen
from posecoach.practice.questions import (
    MUCH_PAIN_NOTICE,
    PAIN_AFTER,
    PAIN_BEFORE,
    PAIN_SPOKEN,
    SAFETY_ID,
    SAFETY_NOTICE,
    WHY_EARLY,
    SessionQuestions,
)
from posecoach.practice.session_log import SessionLog
from posecoach.storage.history.history import History
from posecoach.web.live.window import PagePrompt, PageWindow

PICTURE = np.zeros((4, 4, 3), np.uint8)


class PagePerson:
    """Taps an answer when a question of its kind appears on the page; time passes with every look."""

    def __init__(self, **answers: str) -> None:
        self.answers, self.asked, self.heard = answers, [], []
        self.published, self.now = [], 0.0
        self.window = PageWindow(self.published.append)
        screen = PromptScreen(
            self.window, lambda cue: self.heard.append(cue.say), lambda: False, self.clock, self.sleep
        )
        self.summary = None
        self.prompt = PagePrompt(screen, self.window, self.summarize)

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        asked = self.window.asked
        if asked and asked not in self.asked:
            self.asked.append(asked)
            if answer := self.answers.get(asked["title"]):
                self.window.press(answer, asked["id"])
                self.window.press(answer, asked["id"])  # a finger taps twice

    def summarize(self, summary) -> None:
        self.summary = summary


@pytest.mark.parametrize(
    ("tapped", "pain"), [("0", 0), ("1", 1), ("7", 7), ("10", 10), ("pause", None), ("quit", None)]
)
def test_pain_is_answered_by_a_tap(tapped, pain):
    person = PagePerson(**{PAIN_BEFORE.title: tapped})
    assert person.prompt.ask(PAIN_BEFORE, 60.0) == pain
    assert person.now < 2.0 and person.window.asked is None
    assert [choice["answer"] for choice in person.asked[0]["choices"]] == [str(n) for n in range(11)]
    assert person.prompt.left == ("quit" if tapped == "quit" else None)


def test_the_page_asks_in_the_same_words_and_for_as_long_as_the_window():
    person = PagePerson()
    assert person.prompt.ask(WHY_EARLY, 60.0) is None
    assert person.now == pytest.approx(60.0, abs=0.1)
    assert person.heard == list(WHY_EARLY.spoken)
    assert [choice["words"] for choice in person.asked[0]["choices"]] == ["I am tired.", "It hurt.", "Something else."]


def test_a_second_tap_does_not_answer_the_next_question():
    person = PagePerson(**{PAIN_BEFORE.title: "3"})
    assert person.prompt.ask(PAIN_BEFORE, 60.0) == 3
    assert person.prompt.ask(PAIN_AFTER, 5.0) is None


def test_a_warning_offers_first_what_it_advises():
    person = PagePerson(**{SAFETY_NOTICE.title: "confirm", MUCH_PAIN_NOTICE.title: "quit"})
    assert person.prompt.confirm(SAFETY_NOTICE) is True
    assert person.prompt.confirm(MUCH_PAIN_NOTICE) is False
    assert [asked["warns"] for asked in person.asked] == [False, True]


def test_safety_words_and_pain_are_kept_as_after_a_session_in_the_window(tmp_path):
    history = History(tmp_path / "history.sqlite")
    person = PagePerson(**{SAFETY_NOTICE.title: "confirm", PAIN_BEFORE.title: "2"})
    questions = SessionQuestions(SessionLog(history, SAFETY_ID), person.prompt, print, lambda: False)
    assert questions.before() is True and questions.pain_before == 2
    assert SessionLog(history, SAFETY_ID).confirmed
    assert person.heard[-1] == PAIN_SPOKEN


def test_what_was_done_is_shown_without_a_wait():
    person, summary = PagePerson(), summarize([rep()], {"bridge": "Bridge"}, "complete")
    person.prompt.show_summary(summary, (640, 480), 30.0)
    assert person.summary is summary and person.now == 0.0


@pytest.mark.parametrize(("action", "arrives"), [("stop", True), ("quit", True), ("pause", False), ("3", False)])
def test_only_it_hurts_and_leaving_arrive_from_a_page_that_shows_another_question(action, arrives):
    window = PageWindow(lambda image: None)
    window.press(action, 7)
    assert window.show(PICTURE) == (action if arrives else None)


def test_taps_arrive_one_after_another():
    window = PageWindow(lambda image: None)
    for action in ("pause", "restart"):
        window.press(action, 0)
    assert [window.show(PICTURE) for _ in range(3)] == ["pause", "restart", None]


def test_a_picture_is_published_once_and_not_while_a_question_is_open():
    person = PagePerson()
    other = PICTURE.copy()
    for image in (PICTURE, PICTURE, other):
        person.window.show(image)
    with person.window.asking({"title": ""}):
        person.window.show(PICTURE)
    assert [id(image) for image in person.published] == [id(PICTURE), id(other)]
