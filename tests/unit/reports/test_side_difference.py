"""A difference between left and right: said when it has lasted for a week, and never after a bad day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from posecoach.reports.progress.period import period
from posecoach.reports.progress.side_difference import lasting_differences
from posecoach.storage.history.records import SessionRecord, SessionSummary, SideTotal

TODAY = date(2026, 3, 20)
DAILY = range(9, -1, -1)
"""Days before today with a session, for ten days."""


def summary(ago: int, left_s: float | None, right_s: float | None, share: float = 0.9) -> SessionSummary:
    """Return a session with three attempts on each side that was practised, with the same mean hold."""
    started = f"{TODAY - timedelta(days=ago)}T08:00:00+01:00"
    session = SessionRecord(started, "Lower back", "0.1.0", 600.0, share, 1.0, "complete")
    sides = (("left", left_s), ("right", right_s))
    totals = [
        SideTotal("bird_dog", side, 3, 30.0, 3, 3 * hold_s, 0.0, hold_s, 0, 0) for side, hold_s in sides if hold_s
    ]
    return SessionSummary(session, tuple(totals))


def said(summaries: Sequence[SessionSummary]) -> list[str]:
    return [found.sentence for found in lasting_differences(period(summaries[::-1], (), TODAY, None))]


def test_a_difference_of_more_than_a_week_is_said_in_plain_words():
    sentence = "Bird dog: for a week your left side has held 3 s less than your right."
    assert said([summary(ago, 12.0, 15.0) for ago in DAILY]) == [sentence]


def test_it_says_which_side_and_for_how_long():
    sentence = "Bird dog: for 3 weeks your right side has held 5 s less than your left."
    assert said([summary(ago, 25.0, 20.0) for ago in range(24, -1, -3)]) == [sentence]


@pytest.mark.parametrize(
    ("days", "left_s", "right_s"),
    [
        (range(6, -1, -1), 12.0, 15.0),
        ((9, 5, 0), 12.0, 15.0),
        (DAILY, 13.5, 15.0),
        (DAILY, 3.2, 4.0),
        (DAILY, 15.0, 15.0),
        (DAILY, 12.0, None),
        (range(30, 15, -1), 12.0, 15.0),
        ((), 0.0, 0.0),
    ],
    ids=["six days", "few sessions", "small share", "few tenths", "none", "one side only", "long ago", "no session"],
)
def test_what_is_short_small_or_old_is_not_said(days, left_s, right_s):
    assert said([summary(ago, left_s, right_s) for ago in days]) == []


@pytest.mark.parametrize("bad_day", range(10))
def test_one_bad_day_says_nothing(bad_day):
    assert said([summary(ago, 5.0 if ago == bad_day else 14.8, 15.0) for ago in DAILY]) == []


def test_a_side_that_caught_up_lately_is_not_said_any_more():
    assert said([*(summary(ago, 12.0, 15.0) for ago in range(20, 0, -1)), summary(0, 15.5, 15.0)]) == []


def test_sessions_in_which_the_person_was_hardly_seen_do_not_count():
    assert said([summary(ago, 12.0, 15.0, share=0.3) for ago in DAILY]) == []
