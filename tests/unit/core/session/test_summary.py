"""What a person reads and hears after a session: what was done, what is better, and what to do next time."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from heard import HIGH, LATE, LOW, rep
from session_records import GOOD, SESSION

from posecoach.core.judging.events import Unjudged
from posecoach.core.session.summary import ENDINGS, REST, SAME, Row, closing_words, comparison, summarize
from posecoach.storage.history.records import FaultRecord, RepRecord, SetRecord

TITLES = {"bridge": "Bridge", "bird_dog": "Bird dog"}
LEFT = replace(rep(side="left"), exercise="bird_dog", faults=(replace(LOW, say="Lift your leg a little"),))


def test_each_exercise_says_how_much_was_done_and_how_much_of_it_was_good():
    reps = [rep(), replace(rep(), hold_s=6.2), rep(faults=(LOW,)), LEFT]
    summary = summarize(reps, TITLES, "complete")
    assert summary.rows == (Row("Bridge", 3, 3, 2, 6.2), Row("Bird dog", 1, 1, 0, None))
    assert summary.reps == 4


def test_nothing_done_leaves_nothing_to_show():
    assert summarize([], TITLES, "quit").rows == ()
    assert closing_words("complete", [], False) == (ENDINGS["complete"],)


@pytest.mark.parametrize(
    "facts",
    [
        {"unseen_s": 1.0},
        {"start_seen": False},
        {"unjudged": (Unjudged("hips_low", "Hip height not judged: turn the camera to face your side."),)},
        {"asked_hold_s": 30.0},
    ],
)
def test_what_was_not_seen_or_was_cut_short_is_neither_good_nor_poor(facts):
    (row,) = summarize([replace(rep(), **facts)], TITLES, "complete").rows
    assert row == Row("Bridge", 1, 0, 0, None)


def test_the_most_frequent_correction_is_the_advice_for_next_time():
    reps = [rep(faults=(HIGH, LATE)), rep(faults=(LATE,)), rep(faults=(LOW,)), rep()]
    assert summarize(reps, TITLES, "complete").lines == ("Next time: Hold a little longer.",)
    twice = [rep(faults=(LOW, LOW)), rep(faults=(HIGH,)), rep(faults=(HIGH,))]
    assert summarize(twice, TITLES, "quit").lines == ("Next time: Lower your hips a little.",), "counted by attempts"


def test_among_several_exercises_the_advice_names_its_own():
    assert summarize([rep(), LEFT], TITLES, "complete").lines == ("Bird dog, next time: Lift your leg a little.",)


def test_without_a_correction_the_advice_is_how_to_be_seen_or_the_same_again():
    reason = "Hip height not judged: turn the camera to face your side."
    unseen = replace(rep(), unjudged=(Unjudged("hips_low", reason),))
    assert summarize([rep(), unseen], TITLES, "complete").lines == (reason,)
    assert summarize([rep()], TITLES, "complete").lines == (SAME,)


def test_who_stopped_early_is_not_asked_to_hold_longer():
    short = replace(LATE, value=4.0, target=(9.0, math.inf), unit="s")
    reps = [rep(faults=(short,)), rep(faults=(short,)), rep(faults=(LOW,))]
    assert summarize(reps, TITLES, "complete").lines == ("Next time: Hold a little longer.",)
    assert summarize(reps, TITLES, "quit").lines == ("Next time: Lift your hips a little.",)
    fast = replace(short, say="Lower more slowly", value=0.5, target=(1.0, math.inf))
    assert summarize([rep(faults=(fast,))], TITLES, "quit").lines == ("Next time: Lower more slowly.",)


def test_after_pain_nothing_is_advised_but_rest():
    last = (SetRecord("bridge", 1, None, (RepRecord(None, 0.0, 1.0, 1.0, 0),)),)
    assert summarize([rep(faults=(LATE,))], TITLES, "pain", last).lines == (REST,)
    assert closing_words("pain", [rep(faults=(LATE,))], False, last) == (ENDINGS["pain"],)


# -- last time ---------------------------------------------------------------------------------------------------------


def past(*holds_s, asked_hold_s=None, faults=(), unjudged=0, side=None):
    reps = tuple(RepRecord(side, 0.0, hold_s, hold_s, unjudged, faults) for hold_s in holds_s)
    return (SetRecord("bridge", len(holds_s), asked_hold_s, reps),)


def held(*holds_s, **facts):
    return [replace(rep(), hold_s=hold_s, **facts) for hold_s in holds_s]


def test_a_hold_longer_than_the_longest_of_last_time_is_said():
    assert comparison(held(6.0, 4.0, 7.0), past(3.0, 5.0)) == "Two held longer than last time."
    assert comparison(held(5.9), past(5.0)) == "", "less than a second is not felt"


def test_each_side_is_compared_with_itself():
    assert comparison(held(6.0, side="left"), past(5.0, side="left")) == "One held longer than last time."
    assert comparison(held(6.0, side="left"), past(5.0, side="right")) == ""


def test_longer_than_asked_is_not_better():
    assert comparison(held(12.0, asked_hold_s=10.0), past(10.0, asked_hold_s=10.0)) == ""
    assert comparison(held(12.0, asked_hold_s=10.0), past(8.0, asked_hold_s=10.0)) == "One held longer than last time."
    assert comparison(held(12.0, asked_hold_s=10.0), past(8.0, asked_hold_s=8.0)) == "", "another dose"


def test_a_faulty_hold_is_not_called_better():
    assert comparison(held(9.0, faults=(LATE,)), past(5.0)) == ""


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (held(9.0) + held(4.0, unseen_s=1.0), past(5.0)),
        (held(9.0), past(5.0, unjudged=1)),
        (held(9.0), ()),
        (held(9.0), past()),
        ([], past(5.0)),
    ],
)
def test_nothing_is_compared_that_was_not_seen_both_times(now, then):
    assert comparison(now, then) == ""


def test_as_many_attempts_of_which_more_are_good_are_better():
    then = past(5.0, 5.0, faults=(FaultRecord("hips_low", 150.0, "deg"),))
    assert comparison(held(5.0, 5.0), then) == "Two more in good form this time."
    assert comparison(held(5.0, 5.0, 5.0), then) == "", "more attempts give more good ones by themselves"
    assert comparison(held(5.0, 5.0), past(5.0, 5.0)) == ""


def test_the_history_itself_can_be_compared_with():
    (bridges,) = (each for each in SESSION.sets if each.exercise == "bridge")
    assert comparison(held(11.0, asked_hold_s=bridges.asked_hold_s), SESSION.sets) == ""
    assert GOOD in bridges.reps


@pytest.mark.parametrize("cut_short", [False, True])
def test_the_voice_says_two_short_sentences_at_most(cut_short):
    reps = [rep(faults=(replace(LATE, say="Straighten the knee of the lifted leg"),))] + held(9.0) * 12
    words = closing_words("complete", reps, cut_short, past(5.0))
    assert 1 <= len(words) <= 2 and all(len(sentence.split()) <= 7 for sentence in words)
    said = {"Done: 12 of 13 in good form.", "12 held longer than last time."}
    assert set(words) == ({ENDINGS["complete"]} if cut_short else said)
