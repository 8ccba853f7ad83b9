"""The catalogues of messages: complete, with the same values as in English, and short where they are spoken."""

from __future__ import annotations

import re
import string

import pytest
import translations
from babel.messages.pofile import read_po
from spoken import spoken_cues

from posecoach.languages import DOMAIN, FOLDER, NAMES, load
from posecoach.translation import N_, joined, quantity, say

LANGUAGES = [code for code in NAMES if code != "en"]
MOST_WORDS = 7
MOST_CHARACTERS = 16
"""Of a cue in Chinese, which has no spaces: two a second are spoken easily."""


def messages(code):
    with (FOLDER / code / "LC_MESSAGES" / f"{DOMAIN}.po").open("rb") as file:
        return [message for message in read_po(file) if message.id]


def pairs(code):
    """Every English text of a message with its translations."""
    for message in messages(code):
        if message.pluralizable:
            yield message.id[1], message.string
        else:
            yield message.id, (message.string,)


def values(text: str) -> set[tuple[str, str]]:
    return {(name, spec or "") for _, name, spec, _ in string.Formatter().parse(text) if name}


def test_every_catalogue_has_every_message_and_no_other():
    found = translations.collected()
    for code in LANGUAGES:
        path = FOLDER / code / "LC_MESSAGES" / f"{DOMAIN}.po"
        assert translations.incomplete(code) == []
        assert path.read_text(encoding="utf-8") == translations.updated(code, found), "run `make translations`"


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_message_has_the_values_of_the_english_one(code):
    wrong = []
    for english, texts in pairs(code):
        if values(english):
            for number, text in enumerate(texts):
                given = values(text)
                optional = {("n", "")} if len(texts) > 1 and number == 0 else set()  # "one attempt"
                if given - values(english) or values(english) - given - optional:
                    wrong.append((english, text))
    assert wrong == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_cue_can_be_said_in_one_breath(code):
    language, long = load(code), []
    for cue in spoken_cues():
        text = say(cue, language)
        english = len(cue.split())
        fits = len(text) <= MOST_CHARACTERS + english if code == "zh" else len(text.split()) <= max(MOST_WORDS, english)
        if not fits:
            long.append((cue, text))
    assert long == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_sentence_is_left_english(code):
    sentences = [
        english for english, texts in pairs(code) if len(re.findall("[a-z]{2,}", english)) > 3 and english in texts
    ]
    assert sentences == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_head_says_how_the_person_is_addressed(code):
    head = (FOLDER / code / "LC_MESSAGES" / f"{DOMAIN}.po").read_text(encoding="utf-8").partition("msgid")[0]
    assert "ddress" in head and "EMAIL" not in head and "FULL NAME" not in head


def test_each_language_separates_parts_in_its_own_way():
    both = joined(["A", "B"], N_("; "))
    assert (both, say(both, load("fr")), say(both, load("zh"))) == ("A; B", "A\u00a0; B", "A\uff1bB")
    assert say(joined(["A", "B"]), load("zh")) == "A B"


def test_a_persons_height_is_in_feet_and_inches_and_a_limbs_in_inches():
    height, heel = quantity(170, "cm"), quantity(15, "cm")
    assert (say(height, load("en", True)), say(heel, load("en", True))) == ("5 ft 7 in", "5.9 in")
    assert (say(height, load("fr", True)), say(heel, load("fr", True))) == ("5\u00a0pi 7\u00a0po", "5,9\u00a0po")
