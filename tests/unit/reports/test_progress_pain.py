"""The progress page of painful sessions: pain first, the doctor where one is needed, nobody urged on."""

from __future__ import annotations

import pytest
from progress_pages import BRIDGE, FALLING, RISING, daily, in_short, page, summary


def test_risen_pain_is_said_first_with_the_doctor_and_no_word_of_the_dose():
    text = in_short(*RISING)
    assert text.removeprefix("In short").strip().startswith("Your pain rose over these sessions: before practice 2.0")
    assert text.index("your doctor or physiotherapist before you go on") < text.index("12 sessions")
    assert "dose" not in text and "at first:" not in text


def test_pain_that_rose_from_one_session_to_the_next_is_said_when_it_is_felt():
    assert "Your pain rose" in in_short(*daily(2, pain_before=[2, 4]))
    assert "Your pain rose" not in in_short(*daily(2, pain_before=[2, 3]))


def test_falling_pain_is_a_number_without_praise():
    text = in_short(*FALLING)
    assert (
        "Pain from 0 to 10: before practice 5.0 at first, 2.0 lately; after practice 5.0 at first, 2.0 lately." in text
    )
    assert "doctor" not in text


def test_a_session_that_hurt_lately_goes_before_everything_else():
    text = in_short(*daily(pain_after=[3] * 10 + [5, 3]))
    assert text.index("After 1 session the pain was worse than before; last on 19 Mar 2026.") < text.index(
        "12 sessions"
    )
    assert "do less" in text and "doctor" in text


def test_a_session_that_hurt_long_ago_does_not_come_first():
    text = in_short(*daily(pain_after=[5] + [3] * 11))
    assert text.index("After 1 session the pain was worse") > text.index("12 sessions") and "doctor" not in text


def test_sessions_that_ended_for_pain_are_marked():
    text = page(*daily(ended=["complete"] * 11 + ["pain"], pain_after=[3] * 11 + [8]))
    assert text.count('<span class="badge fix">ended because of pain</span>') == 1
    assert "Fri 20 Mar 2026: 1 ended because of pain" in text and "Fri 20 Mar 2026: it hurt" in text
    ended = text[text.index("Sessions that ended because of pain") :]
    assert "20 Mar 2026" in ended and "3 → 8" in ended
    assert "Sessions that ended because of pain" not in page(*FALLING)


@pytest.mark.parametrize("stop", [{"ended": "pain"}, {"ended": "quit", "reason": "pain"}], ids=["sign", "answer"])
def test_three_stops_for_pain_in_a_row_put_the_doctor_first_and_no_word_of_the_dose(stop):
    good = [summary(i) for i in range(8, 2, -1)]
    text = in_short(*good, *(summary(i, **stop) for i in (2, 1, 0)))
    assert text.removeprefix("In short").strip().startswith("Please show this page to your doctor or physiotherapist")
    assert "Your last 3 sessions ended because of pain." in text and "dose" not in text
    assert text.count("doctor") == 1
    twice = in_short(*good, *(summary(i, **stop) for i in (1, 0)))
    assert "Your last 3 sessions" not in twice and "2 sessions ended because of pain" in twice


def test_why_sessions_ended_early_is_a_number_without_blame():
    reasons = ["tired", "other", None, "tired", None]
    text = in_short(*daily(5, reason=reasons, ended=["quit"] * 5))
    assert "Ended early: 2 sessions because you were tired, 1 session for another reason." in text
    assert "Ended early" not in in_short(*daily(5))


@pytest.mark.parametrize("hurting", [{"ended": "pain"}, {"pain_after": 9}, {"judged_share": 0.3}])
def test_what_hurt_or_was_hardly_seen_is_never_called_the_best(hurting):
    better = BRIDGE._replace(good_s=40.0)
    text = page(summary(3), summary(2), summary(1, better, **hurting), summary(0))
    best = text[text.index("<th>Best</th>") :]
    assert best[: best.index("</tr>")].count("75 %") == 1


@pytest.mark.parametrize("sessions", [RISING, FALLING, [summary(40), summary(20)], daily(1)], ids=len)
def test_nobody_is_urged_on_or_shamed_for_rest(sessions):
    text = page(*sessions).lower()
    assert "days of rest are part of it" in text and "do less when it hurts" in text
    for word in (
        "streak",
        "keep it up",
        "keep going",
        "well done",
        "great",
        "missed",
        "lost",
        "only 0",
        "try harder",
        "!<",
    ):
        assert word not in text, word
