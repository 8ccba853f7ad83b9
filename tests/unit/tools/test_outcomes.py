"""Scoring: what the coach counted and named, against what is true."""

from __future__ import annotations

import math

import pytest
from truth.outcomes import TrueAttempt, score, true_attempts
from truth.tally import tally

from posecoach.core.judging.events import Fault, Rep, Unjudged


def said(start_s, end_s, *codes, exercise="bridge", side=None, hold_s=None, unjudged=()):
    """An attempt as the coach counts it; it arrives and leaves within a second."""
    faults = tuple(Fault(code, start_s, end_s, 0.0, (1.0, 2.0), "deg", "") for code in codes)
    missing = tuple(Unjudged(code, "unseen") for code in unjudged)
    hold_s = end_s - start_s - 2.0 if hold_s is None else hold_s
    return Rep(
        1, exercise, side, start_s, start_s + 1, end_s - 1, end_s, hold_s, hold_s, faults=faults, unjudged=missing
    )


def true(start_s, end_s, *codes, exercise="bridge", side=None, **more):
    """An attempt as it is."""
    return TrueAttempt(exercise, side, start_s, start_s + 1, end_s - 1, end_s, frozenset(codes), **more)


def verdicts(attempts, reps):
    return [outcome.verdict for outcome in score(attempts, reps)]


def test_attempts_that_share_time_belong_together_and_the_rest_is_missed_or_invented():
    attempts = [true(0, 10), true(12, 20), true(30, 40)]
    reps = [said(1, 9), said(12, 21), said(50, 60)]
    assert verdicts(attempts, reps) == ["found", "found", "missed", "invented"]


def test_of_two_candidates_the_one_that_shares_most_is_taken():
    assert [one.rep.start_s for one in score([true(0, 10)], [said(0, 3), said(3, 10)])] == [3, 0]
    both = score([true(0, 10), true(10, 20)], [said(2, 19)])
    assert [one.verdict for one in both] == ["missed", "found"]  # 8 s with the first, 9 s with the second


def test_attempts_that_only_touch_share_no_time():
    assert verdicts([true(0, 10)], [said(10, 20)]) == ["missed", "invented"]


def test_without_true_attempts_all_is_invented():
    assert verdicts([], [said(0, 5), said(6, 9)]) == ["invented", "invented"]


def test_a_fault_is_found_missed_or_invented_once_an_attempt():
    (outcome,) = score([true(0, 10, "hips_low", "short_hold")], [said(0, 10, "hips_low", "hips_low", "hips_high")])
    assert outcome.found == {"hips_low"} and outcome.missed == {"short_hold"} and outcome.invented == {"hips_high"}
    assert not outcome.right


def test_codes_left_open_are_neither_right_nor_wrong():
    (some,) = score([true(0, 10, open_codes=frozenset({"hips_low"}))], [said(0, 10, "hips_low", "hips_high")])
    assert some.invented == {"hips_high"}
    (every,) = score([true(0, 10, open_codes=frozenset("*"))], [said(0, 10, "hips_low", "hips_high")])
    assert every.right


def test_a_fault_that_could_not_be_judged_is_missed_and_called_so():
    (outcome,) = score([true(0, 10, "hips_low")], [said(0, 10, unjudged=("hips_low", "hips_high"))])
    assert outcome.missed == outcome.unjudged == {"hips_low"}


def test_the_faults_of_a_missed_attempt_are_missed():
    assert tally(score([true(0, 10, "hips_low")], [])).missed == {("bridge", "hips_low"): 1}


def test_an_attempt_counted_as_another_exercise_is_neither_missed_nor_invented():
    (outcome,) = score([true(0, 10, "hips_low")], [said(0, 10, "legs_too_low", exercise="leg_lift")])
    assert outcome.verdict == "other" and outcome.missed == {"hips_low"} and not outcome.invented
    assert math.isnan(outcome.hold_error_s) and not outcome.right


def test_an_attempt_given_up_may_be_counted_or_not():
    given_up = true(0, 10, "hips_low", optional=True)
    assert verdicts([given_up], []) == verdicts([given_up], [said(0, 10, "hips_high")]) == ["optional"]
    total = tally(score([given_up], [said(0, 10, "hips_high")]))
    assert total.attempts == total.acted == total.invented.total() == 0


def test_the_leg_counts_where_there_is_one():
    bird_dog = {"exercise": "bird_dog"}
    (right,) = score([true(0, 10, side="left", **bird_dog)], [said(0, 10, side="left", **bird_dog)])
    (wrong,) = score([true(0, 10, side="left", **bird_dog)], [said(0, 10, side="right", **bird_dog)])
    (neither,) = score([true(0, 10)], [said(0, 10)])
    assert (right.side_right, wrong.side_right, neither.side_right) == (True, False, None)
    assert right.right and not wrong.right and neither.right


@pytest.mark.parametrize(("hold_s", "error_s", "right"), [(8.0, 0.0, True), (7.2, -0.8, True), (9.5, 1.5, False)])
def test_a_hold_is_right_to_a_second(hold_s, error_s, right):
    (outcome,) = score([true(0, 10)], [said(0, 10, hold_s=hold_s)])
    assert outcome.hold_error_s == pytest.approx(error_s) and outcome.right is right


@pytest.mark.parametrize("hold_s", [8.0, 3.0])
def test_a_hold_that_gets_worse_may_be_said_to_end_there(hold_s):
    (outcome,) = score([true(0, 10, late_s=4.0)], [said(0, 10, hold_s=hold_s)])
    assert outcome.hold_error_s == pytest.approx(0.0)


def test_each_attempt_of_a_mixed_clip_names_its_own_exercise():
    rep = {"start": 0, "hold_start": 1, "hold_end": 9, "end": 10, "side": None, "faults": ["hips_low"]}
    mixed = {"exercise": "mixed", "reps": [rep | {"exercise": "bridge"}, rep | {"exercise": "leg_lift", "late": 4.0}]}
    assert [(one.exercise, one.late_s) for one in true_attempts(mixed)] == [("bridge", None), ("leg_lift", 4.0)]
    assert true_attempts({"exercise": "bridge", "reps": [rep]}) == (true(0, 10, "hips_low"),)
    assert true_attempts({"exercise": None, "reps": []}) == ()


def test_the_tally_counts_attempts_faults_and_holds():
    attempts = [true(0, 10, "hips_low"), true(20, 30), true(40, 50)]
    reps = [said(0, 10, "hips_low", hold_s=7.0), said(20, 30, "hips_high", hold_s=8.5), said(60, 70)]
    total = tally(score(attempts, reps))
    assert total.attempts == 3 and total.verdicts == {"found": 2, "missed": 1, "invented": 1}
    assert total.acted == 1 and total.found.total() == 1 and total.invented == {("bridge", "hips_high"): 1}
    assert total.hold_mean_s == pytest.approx(0.75) and total.hold_worst_s == pytest.approx(-1.0)
    assert math.isnan(tally([]).hold_mean_s) and math.isnan(tally([]).hold_worst_s)
