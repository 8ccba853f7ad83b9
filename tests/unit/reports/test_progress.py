"""The progress page: pain first, nobody urged on, nothing praised unseen; nothing loaded, however long the history."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from html_page import HOSTILE, Reader, assert_harmless
from progress_pages import BRIDGE, LEFT, RIGHT, RISING, SESSION, TODAY, daily, days_of, in_short, page, summary

from posecoach.reports.progress import render_progress
from posecoach.storage.history.history import History
from posecoach.storage.history.records import RepRecord, SetRecord

# -- little to tell ----------------------------------------------------------------------------------------------


def test_without_a_session_there_is_a_sentence_and_nothing_else():
    text = page()
    assert "No sessions yet." in text
    assert not {"svg", "table"} & {tag for tag, _ in Reader(text).tags}


def test_without_a_session_in_this_time_it_says_when_the_last_one_was():
    text = render_progress([], [date(2025, 12, 31)], TODAY, date(2026, 1, 1))
    assert "the last one was on 31 Dec 2025" in text and "--all" not in text, "in the browser a button shows all"


@pytest.mark.parametrize("sessions", [1, 2])
def test_one_or_two_days_are_numbers_and_no_trend(sessions):
    text = page(*daily(sessions))
    assert "over time" not in text and "Nearer" not in text
    assert "5 of 5" in text and "9.5 s" in text and "8.0 s" in text and "75 %" in text


def test_the_pain_of_a_single_session_is_shown_as_it_was():
    assert "Pain from 0 to 10: 4 → 3, before and after the last session." in in_short(summary(0, pain_before=4))


def test_unknown_pain_is_not_made_up():
    text = in_short(*daily(pain_before=[None] * 12, pain_after=[None] * 12))
    assert "Pain was recorded in 0 of 12 sessions." in text and "Pain from" not in text
    assert "Pain before and after practice over time" not in page(
        *daily(pain_before=[None] * 12, pain_after=[None] * 12)
    )


# -- days in a row -----------------------------------------------------------------------------------------------


def test_days_are_those_of_the_persons_own_calendar_whatever_the_offset(tmp_path):
    history = History(tmp_path / "history.sqlite")
    sets = (SetRecord("bridge", 5, 10.0, (RepRecord(None, 3.0, 10.0, 9.0, 0),)),)
    for started in ("2026-03-18T23:50:00+13:00", "2026-03-19T00:10:00-10:00", "2026-03-20T23:59:00+02:00"):
        history.save(replace(SESSION, started=started, sets=sets, id=None))
    text = render_progress(history.summaries(), history.days(), TODAY, None)
    assert "3 sessions on 3 days, 30 minutes." in text
    assert "Days in a row: 3 now, 3 at most so far." in text


# -- dose and form -------------------------------------------------------------------------------------------------


def doses(*reps: int, **by_session: Sequence[object]) -> str:
    """Return the words on sessions with so many attempts of five."""
    past = []
    for i, n in enumerate(reps):
        one = BRIDGE._replace(asked_hold_s=None, reps=n, hold_s=5.0 * n, good_s=4.0 * n)
        fields = {name: values[i] for name, values in by_session.items()}
        past.append(summary(len(reps) - 1 - i, one, LEFT, RIGHT, **fields))
    return in_short(*past)


def test_it_says_what_came_closer_to_the_dose_and_what_did_not():
    assert "Nearer to the full dose than at first: Bridge (40 % → 100 %)." in doses(2, 2, 3, 4, 5, 5)
    assert "Less than at first: Bridge (100 % → 40 %). That is fine: pain decides." in doses(5, 5, 4, 3, 2, 2)
    assert "About as at first: Bridge (80 %)" in doses(4, 4, 4, 4, 4, 4)


def test_doing_all_of_a_lowered_dose_is_not_nearer_to_the_full_one():
    text = doses(5, 5, 5, 5, 5, 5, dose_share=[1.0, 1.0, 1.0, 0.7, 0.7, 0.7])
    assert "Less than at first: Bridge (100 % → 70 %)" in text
    assert "Asked for in the last session: 70 % of the full dose." in text


def test_more_than_prescribed_does_not_count_as_more():
    assert "About as at first: Bridge (100 %)" in doses(5, 5, 5, 9, 9, 9)


def test_an_exercise_left_out_counts_as_none_of_its_dose():
    assert "Less than at first: Bridge (100 % → 0 %)" in doses(5, 5, 5, 5, 0, 0)


def test_good_form_is_a_lower_bound_where_something_could_not_be_judged():
    text = page(*(summary(i, BRIDGE._replace(unjudged=1)) for i in (3, 2, 1, 0)))
    shown = re.findall(r"at least 75 %|75 %", text)
    assert len(shown) > 6 and set(shown) == {"at least 75 %"}


def test_sessions_in_which_the_person_was_hardly_seen_are_neither_compared_nor_praised():
    text = doses(2, 2, 2, 2, 5, 5, judged_share=[0.9] * 4 + [0.2] * 2)
    assert "Nearer" not in text and "I could judge you for less than half of the time: 2 sessions." in text
    assert "at least 75 %" in page(summary(0, judged_share=0.2))


def test_a_session_without_an_attempt_is_mentioned_and_counts_for_no_day():
    empty = BRIDGE._replace(reps=0, hold_s=0.0, good_s=0.0, longest_s=0.0)
    text = in_short(summary(1), summary(0, empty))
    assert "2 sessions on 1 day, 20 minutes." in text and "1 session had no attempt." in text


def test_left_is_compared_with_right():
    text = page(*(summary(i, LEFT, RIGHT) for i in (3, 2, 1, 0)))
    assert "left 8.0 s, right 10.0 s, 2.0 s apart." in text
    assert "6 of 6" in text and "left mean 8.0 s, 2.0 s apart" in text
    assert "apart" not in page(*daily())


def test_a_lasting_difference_between_left_and_right_is_said_once_in_short():
    sentence = "Bird dog: for a week your left side has held 2 s less than your right."
    assert in_short(*(summary(i, LEFT, RIGHT) for i in range(9, -1, -1))).count(sentence) == 1
    assert "side has held" not in in_short(*(summary(i, LEFT, RIGHT) for i in range(5, -1, -1)))


def test_an_exercise_that_is_not_known_any_more_is_shown_by_its_id():
    text = page(*(summary(i, BRIDGE._replace(exercise="old_stretch")) for i in (3, 2, 1, 0)))
    assert "<h2>old_stretch</h2>" in text and "5 of 5" in text


# -- the page ------------------------------------------------------------------------------------------------------


def test_hostile_names_stay_text():
    totals = BRIDGE._replace(exercise=HOSTILE)
    text = page(*(summary(i, totals, name=HOSTILE, ended="pain") for i in (3, 2, 1, 0)))
    assert_harmless(text)
    assert text.count("&lt;script&gt;alert(1)") >= 5


def test_the_page_loads_nothing_and_runs_only_the_script_of_its_charts():
    assert_harmless(page(*RISING))


def test_hovering_gives_day_and_value():
    titles = re.findall(r"<title>([^<]+)</title>", page(*RISING))
    assert "Fri 20 Mar 2026: longest 9.5 s" in titles and "Fri 20 Mar 2026: 4 before" in titles
    assert "Fri 20 Mar 2026: 5 of 5 attempts" in titles and "Fri 20 Mar 2026: 10 min" in titles


@pytest.mark.parametrize("a_day", [1, 300], ids=["27 years", "34 days"])
def test_ten_thousand_sessions_are_a_small_page(a_day):
    totals = [BRIDGE._replace(exercise=exercise) for exercise in ("bridge", "leg_lift", "press_up", "double_knee_lift")]
    past = [summary((9_999 - i) // a_day, *totals, LEFT, RIGHT, pain_before=i % 5) for i in range(10_000)]
    days = days_of(past)
    text = render_progress(past[::-1], days, TODAY, None)
    assert len(text) < 1_000_000 and "10,000 sessions" in text
