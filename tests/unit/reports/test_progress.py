"""The progress page: pain first, nobody urged on, nothing praised unseen; nothing loaded, however long the history."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from html import unescape

import pytest
from html_page import HOSTILE, Reader, assert_harmless

from posecoach.reports.progress import render_progress
from posecoach.storage.history.history import History
from posecoach.storage.history.records import RepRecord, SessionRecord, SessionSummary, SetRecord, SideTotal

TODAY = date(2026, 3, 20)
SESSION = SessionRecord("2026-03-20T08:00:00+01:00", "Lower back", "0.1.0", 600.0, 0.95, 1.0, "complete", 3, 3, id=1)
BRIDGE = SideTotal("bridge", None, 5, 10.0, 5, 40.0, 30.0, 9.5, 2, 0)
LEFT = SideTotal("bird_dog", "left", 3, 10.0, 3, 24.0, 20.0, 9.0, 0, 0)
RIGHT = LEFT._replace(side="right", hold_s=30.0, longest_s=11.0)


def summary(ago: int, *totals: SideTotal, **fields: object) -> SessionSummary:
    started = f"{TODAY - timedelta(days=ago)}T08:00:00+01:00"
    return SessionSummary(replace(SESSION, started=started, **fields), totals or (BRIDGE,))


def days_of(summaries: Sequence[SessionSummary]) -> list[date]:
    return sorted({date.fromisoformat(one.session.started[:10]) for one in summaries if one.reps})


def page(*oldest_first: SessionSummary, since: date | None = None) -> str:
    return render_progress(oldest_first[::-1], days_of(oldest_first), TODAY, since)


def in_short(*oldest_first: SessionSummary) -> str:
    """Return the words at the top of the page."""
    text = page(*oldest_first)
    return unescape(re.sub(r"<[^>]+>", "", text[text.index("In short") : text.index("<h2>Practice")]))


def daily(n: int = 12, **by_session: Sequence[object]) -> list[SessionSummary]:
    """Return `n` sessions on consecutive days; each keyword gives a field of all of them, in order."""
    return [summary(n - 1 - i, **{name: values[i] for name, values in by_session.items()}) for i in range(n)]


RISING = daily(pain_before=[2] * 6 + [4] * 6, pain_after=[2] * 6 + [5] * 6)
FALLING = daily(pain_before=[5] * 6 + [2] * 6, pain_after=[5] * 6 + [2] * 6)


# -- little to tell ----------------------------------------------------------------------------------------------


def test_without_a_session_there_is_a_sentence_and_nothing_else():
    text = page()
    assert "No sessions yet." in text
    assert not {"svg", "table"} & {tag for tag, _ in Reader(text).tags}


def test_without_a_session_in_this_time_it_says_when_the_last_one_was():
    text = render_progress([], [date(2025, 12, 31)], TODAY, date(2026, 1, 1))
    assert "the last one was on 31 Dec 2025" in text and "--all" in text


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


# -- pain ----------------------------------------------------------------------------------------------------------


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


def test_an_exercise_that_is_not_known_any_more_is_shown_by_its_id():
    text = page(*(summary(i, BRIDGE._replace(exercise="old_stretch")) for i in (3, 2, 1, 0)))
    assert "<h2>old_stretch</h2>" in text and "5 of 5" in text


# -- the page ------------------------------------------------------------------------------------------------------


def test_hostile_names_stay_text():
    totals = BRIDGE._replace(exercise=HOSTILE)
    text = page(*(summary(i, totals, name=HOSTILE, ended="pain") for i in (3, 2, 1, 0)))
    assert_harmless(text)
    assert text.count("&lt;script&gt;alert(1)") >= 5


def test_the_page_loads_nothing_and_runs_nothing():
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
