"""Pages that are answered by a key: spoken once they are seen, skipped by themselves after a time that is shown."""

from __future__ import annotations

import numpy as np
import pytest
from prompt_person import Person

from posecoach.feedback.overlay.pages.text_screens import draw_page
from posecoach.practice.questions import PAIN_AFTER, PAIN_BEFORE, PAIN_SPOKEN, SAFETY_NOTICE, SAFETY_SPOKEN, WHY_EARLY


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
    assert person.prompt().ask(PAIN_BEFORE, 60.0) == pain
    assert person.heard in ([PAIN_SPOKEN], []), "a key at once may come before the words"


def test_only_the_digits_that_are_offered_answer():
    assert Person("0", "4", "1").prompt().ask(WHY_EARLY, 60.0) == 1, "at once: there is no 10"


def test_a_question_is_skipped_after_a_time_that_is_counted_down_on_the_screen():
    person = Person()
    assert person.prompt().ask(PAIN_AFTER, 5.0) is None
    assert person.window.now == pytest.approx(5.0, abs=0.11)
    pages = [
        draw_page(PAIN_AFTER.title, PAIN_AFTER.paragraphs, PAIN_AFTER.footer, left_s) for left_s in range(5, 0, -1)
    ]
    changes = [page for k, page in enumerate(person.window.shown) if k == 0 or page is not person.window.shown[k - 1]]
    assert all(np.array_equal(shown, page) for shown, page in zip(changes, pages, strict=True))


def test_a_page_stays_until_its_time_is_over_or_a_key_goes_on():
    page = np.zeros((4, 4, 3), np.uint8)
    patient, hasty = Person(), Person(None, "5", "pause", None)
    patient.prompt().show(lambda left_s: page, 3.0)
    hasty.prompt().show(lambda left_s: page, 3.0)
    assert patient.window.now == pytest.approx(3.0, abs=0.11)
    assert len(hasty.window.shown) == 3, "a digit goes nowhere"


@pytest.mark.parametrize("key", ["quit", "stop", "close"])
def test_whoever_leaves_a_page_is_known_to_have_left(key):
    prompt = Person(key, None, "5").prompt()
    assert prompt.ask(PAIN_BEFORE, 60.0) is None and prompt.left


def test_nothing_is_said_to_a_window_that_was_closed():
    person = Person("close")
    for question in (WHY_EARLY, PAIN_AFTER):
        assert person.prompt().ask(question, 60.0) is None
    assert person.prompt().confirm(SAFETY_NOTICE) is False
    assert person.heard == [] and len(person.window.shown) == 1


def test_a_stop_answers_nothing():
    person = Person()
    person.looks = 5000
    assert person.prompt().ask(PAIN_AFTER, 60.0) is None
    assert person.prompt().confirm(SAFETY_NOTICE) is False


def test_the_safety_words_are_spoken_one_after_another_until_they_are_confirmed():
    person = Person(*[None] * 400, "confirm")
    assert person.prompt().confirm(SAFETY_NOTICE) is True
    assert person.heard == list(SAFETY_SPOKEN)


@pytest.mark.parametrize("question", [PAIN_BEFORE, PAIN_AFTER, WHY_EARLY])
def test_a_question_is_spoken_in_sentences_of_seven_words_at_most(question):
    assert all(len(sentence.split()) <= 7 for sentence in question.spoken)
