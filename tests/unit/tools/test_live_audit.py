"""The audit of the live coach: each kind of false, late and missing words is found, and true ones pass."""

from __future__ import annotations

import pytest
from hearing.findings import audit
from hearing.programs import TrueSession
from hearing.speech import Utterance, heard
from truth.outcomes import TrueAttempt

from posecoach.core.session.cues import Cue, spoken_s

LOW, HIGH = "Lift your hips a little", "Lower your hips a little"
LEVEL = "Set the laptop level."


def attempt(start_s, *faults, exercise="bridge", side=None, held_s=10.8, **more):
    """An attempt that arrives after 1 s, and is back 2 s after its hold."""
    end_s = start_s + 1 + held_s
    return TrueAttempt(exercise, side, start_s, start_s + 1, end_s, end_s + 2, frozenset(faults), **more)


GOOD = TrueSession((attempt(10), attempt(26)), {"bridge": 10.0})
LOW_HIPS = TrueSession((attempt(10, "hips_low"),), {"bridge": 10.0})
BOTH_SIDES = TrueSession(
    (attempt(10, exercise="bird_dog", side="right"), attempt(26, exercise="bird_dog", side="left")), {"bird_dog": 10.0}
)


def counted(start_s, number="One."):
    """What is to be heard of a good attempt with a hold of 10 s."""
    end_s = start_s + 11
    seconds = [(end_s - 5, "five"), (end_s - 3, "three"), (end_s - 2, "two"), (end_s - 1, "one")]
    return [(start_s + 1.5, "Hold."), *seconds, (end_s, "Lower slowly."), (end_s + 3, number)]


ALL = [
    (3.0, "Bridge"),
    (5.0, "Ready: three"),
    (6.1, "two"),
    (7.0, "one"),
    (8.0, "Begin."),
    (8.8, "Lift your hips and hold."),
    *counted(10, "One. Well done."),
    *counted(26, "Two."),
    (41.0, "Done: two of two in good form."),
]
LOW_ALL = [*counted(10)[:1], (12.7, LOW), *counted(10)[2:], (26.0, "That was all for today.")]


def spoken(words):
    return [Utterance(t, t + spoken_s(say), say) for t, say in sorted(words)]


def wrong(truth, words, requests=()):
    """What is wrong: the kind and the words of each finding."""
    return [(one.kind, one.say) for one in audit(truth, spoken(words), dict(requests)).findings]


def without(words, *says):
    return [(t, say) for t, say in words if say not in says]


def test_true_words_pass():
    assert wrong(GOOD, ALL) == []
    assert wrong(LOW_HIPS, LOW_ALL) == []


@pytest.mark.parametrize(
    ("t", "say"),
    [
        (15.0, LOW),  # nothing is wrong with the hips
        (24.0, f"{HIGH}."),
        (15.0, "Straighten your knees"),  # another exercise
        (9.0, "Hold."),
        (9.0, "One."),
        (24.5, "Two."),
        (16.0, "Lower slowly."),
        (20.0, "five"),
        (9.0, "Well done."),
        (9.0, "Good, hold."),
        (24.0, "Other side."),
        (15.0, "Begin."),
        (15.0, "Lift your hips and hold."),
        (15.0, "On your back, feet drawn up."),
        (25.7, "On your back, feet drawn up."),  # where the person lies already
        (9.0, "Leg lift"),
        (9.0, "Next: Leg lift."),
        (24.0, "Rest 30 seconds."),
        (24.0, "Do any of the exercises."),
        (24.0, "That was all for today."),
        (24.0, "I cannot see you"),
        (24.0, "Paused."),
        (41.0, "Next time: lift your hips a little."),
        (24.0, "Stopped. Rest now. Everything is saved."),
        (24.0, "Bend your ears."),  # unknown
    ],
)
def test_a_false_word_is_found(t, say):
    assert ("false words", say) in wrong(GOOD, [*ALL, (t, say)])


def test_a_praise_for_a_poor_attempt_is_false():
    assert ("false words", "One. Well done.") in wrong(LOW_HIPS, [*without(LOW_ALL, "One."), (24.0, "One. Well done.")])
    assert ("false words", "Good, hold.") in wrong(LOW_HIPS, [*LOW_ALL, (16.0, "Good, hold.")])
    assert ("false words", "Done: one of one in good form.") in wrong(
        LOW_HIPS, [*LOW_ALL, (26.5, "Done: one of one in good form.")]
    )


def test_advice_for_next_time_is_about_a_fault():
    say = "Next time: lift your hips a little."
    assert wrong(LOW_HIPS, [*LOW_ALL, (28.0, say)]) == []
    same = "Next time the same, unless it hurts."
    assert wrong(GOOD, [*ALL, (45.0, same)]) == []
    given_up = TrueSession((*GOOD.attempts[:1], attempt(26, optional=True)), GOOD.holds_s)
    assert wrong(given_up, [*ALL[:-1], (45.0, say)]) == []
    assert wrong(LOW_HIPS, [*LOW_ALL, (28.0, same)]) == [("false words", same)]


def test_a_praise_for_a_short_hold_is_false():
    short = TrueSession((attempt(10, held_s=6.0),), {"bridge": 10.0})
    assert wrong(short, [(11.5, "Hold."), (16.0, "five"), (20.0, "One. Well done.")]) == [
        ("false words", "One. Well done.")
    ]


def test_a_request_about_camera_and_place_is_false_unless_the_truth_calls_for_it():
    requests = {LEVEL: "level"}
    assert wrong(GOOD, [*ALL, (4.0, LEVEL)], requests) == [("false words", LEVEL)]
    leaning = TrueSession(GOOD.attempts, GOOD.holds_s, requests=frozenset({"level"}))
    assert wrong(leaning, [*ALL, (4.0, LEVEL)], requests) == []


def test_codes_that_are_left_open_may_be_corrected():
    either = TrueSession((attempt(10, open_codes=frozenset({"hips_low"})),), {"bridge": 10.0})
    assert wrong(either, LOW_ALL) == []


def test_a_person_who_was_away_may_be_called_so():
    left = TrueSession(GOOD.attempts, GOOD.holds_s, returns_s=(25.5,))
    assert wrong(left, [*ALL, (24.4, "I cannot see you"), (26.6, "I see you again.")]) == []


def test_the_other_side_is_asked_for_while_it_is_behind():
    words = [*counted(10, "One. Well done. Other side."), *counted(26, "One.")]
    assert wrong(BOTH_SIDES, words) == []
    again = [*counted(10), *counted(26, "One. Other side.")]
    assert wrong(BOTH_SIDES, again) == [("false words", "One. Other side.")]


def test_free_practice_counts_each_exercise_from_one():
    free = TrueSession((attempt(10), attempt(26, exercise="leg_lift")), {"bridge": 10.0}, free=True)
    words = [*counted(10)[1:], (11.5, "Bridge. Hold."), (27.5, "Leg lift. Hold."), (40.0, "One.")]
    assert wrong(free, words) == []
    assert wrong(free, [*words[:-1], (40.0, "Two.")]) == [("false words", "Two.")]


@pytest.mark.parametrize("moved_s", [-0.6, 0.6, None])
def test_an_end_of_a_hold_must_be_announced_in_time(moved_s):
    words = [(t, say) for t, say in ALL if (t, say) != (21, "Lower slowly.")]
    words += [] if moved_s is None else [(21 + moved_s, "Lower slowly.")]
    assert ("missing end", "Lower slowly") in wrong(GOOD, words)


def test_a_hold_that_only_just_reaches_its_length_need_not_be_announced():
    just = TrueSession((attempt(10, held_s=10.1),), {"bridge": 10.0})
    assert wrong(just, without(counted(10), "Lower slowly.")) == []


def test_a_word_of_the_countdown_must_be_in_time():
    assert wrong(GOOD, [*without(ALL, "two"), (6.1, "two"), (19.4, "two"), (35.0, "two")]) == [("countdown", "2")]
    assert wrong(LOW_HIPS, without(LOW_ALL, "two")) == [("countdown", "2")]


def test_a_correction_must_be_in_time():
    assert wrong(LOW_HIPS, [*without(LOW_ALL, LOW), (13.2, LOW)]) == [("late correction", LOW)]
    assert wrong(LOW_HIPS, without(LOW_ALL, LOW)) == [("missing correction", LOW)]


def test_a_fault_that_shows_while_the_last_seconds_are_counted_is_corrected_after_the_attempt():
    late = TrueSession((attempt(10, "hips_low", late_s=17.5),), {"bridge": 10.0})
    words = [*counted(10), (24.7, f"{LOW}.")]
    assert wrong(late, words) == []
    assert wrong(late, counted(10)) == [("missing correction", LOW)]


def test_a_hold_that_gets_worse_before_its_end_may_be_over_then():
    worse = TrueSession((attempt(10, "hips_low", late_s=15.0),), {"bridge": 10.0})
    assert wrong(worse, [(11.5, "Hold."), (16.7, LOW), (23.0, "One.")]) == []


def test_a_correction_is_repeated_only_after_a_while():
    soon = TrueSession((attempt(10, "hips_low", held_s=3.0), attempt(16.5, "hips_low", held_s=3.0)), {})
    words = [(12.7, LOW), (15.5, "One."), (19.9, LOW), (22.0, "Two.")]
    assert wrong(soon, words) == []


def test_another_movement_is_not_counted_held_or_corrected():
    nothing = TrueSession((), {}, free=True)
    assert wrong(nothing, [(5.3, "Do any of the exercises."), (30.0, "Stopped. Everything is saved.")]) == []
    said = [(11.0, "Bridge. Hold."), (12.7, LOW), (15.0, "five"), (24.0, "One.")]
    assert wrong(nothing, said) == [("false words", say) for _, say in said]


def test_each_attempt_must_be_counted():
    assert wrong(GOOD, without(ALL, "One. Well done.")) == [("missing count", "")]
    given_up = TrueSession((attempt(10, optional=True),), {})
    assert wrong(given_up, []) == []


def test_words_that_are_cut_at_once_are_not_heard():
    words = spoken(LOW_ALL)
    cut = [Utterance(one.t, one.t + 0.2, one.say) if one.say == LOW else one for one in words]
    assert [one.kind for one in audit(LOW_HIPS, cut, {}).findings] == ["missing correction"]


def test_while_a_cue_is_spoken_only_the_newest_waits_and_not_for_long():
    long = "Lift your hips and hold."
    stale = [Cue(10.0, "seven"), Cue(10.1, "eight", fresh_s=0.3)]
    words = heard([Cue(0.0, long), Cue(0.5, "five"), Cue(1.0, "six"), *stale])
    assert [(one.t, one.say) for one in words] == [(0.0, long), (spoken_s(long), "six"), (10.0, "seven")]


def test_an_urgent_cue_cuts_the_one_that_is_spoken():
    first, second = heard([Cue(0.0, "Lift your hips and hold."), Cue(0.5, "three", urgent=True)])
    assert (first.until_s, first.is_understood, second.t) == (0.5, False, 0.5)
