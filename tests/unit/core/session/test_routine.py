"""The dose: less after pain, never more by itself."""

from types import SimpleNamespace

import pytest

from posecoach.core.session.routine import (
    LEAST_SHARE,
    Routine,
    Step,
    dose_reason,
    duration_s,
    keeps_hurting,
    next_share,
    scaled,
)
from posecoach.exercises.registry import EXERCISES

BRIDGE, BIRD_DOG, LEG_LIFT = (EXERCISES[key] for key in ("bridge", "bird_dog", "leg_lift"))


def session(share=1.0, before=None, after=None, ended="complete", reason=None):
    return SimpleNamespace(dose_share=share, ended=ended, reason=reason, pain_before=before, pain_after=after)


def test_a_person_who_never_practised_gets_the_full_dose():
    assert next_share(None) == 1.0
    assert dose_reason(None) == ""


@pytest.mark.parametrize(
    "last",
    [session(), session(before=3, after=3), session(before=5, after=2), session(before=3), session(after=8)],
    ids=["unknown", "the same", "less pain", "before only", "after only"],
)
def test_without_more_pain_the_dose_stays(last):
    assert next_share(last) == 1.0
    assert dose_reason(last) == ""


def test_more_pain_after_than_before_makes_the_next_dose_smaller_and_says_so():
    last = session(before=2, after=4)
    assert next_share(last) == 0.7
    assert dose_reason(last) == "After your last session you had more pain than before: today 30 % less."


def test_a_session_ended_by_pain_makes_the_next_dose_smaller_even_without_a_number():
    last = session(ended="pain")
    assert next_share(last) == 0.7
    assert dose_reason(last) == "Your last session ended with pain: today 30 % less."


def test_who_stopped_and_answered_that_it_hurt_gets_a_smaller_dose_too():
    assert dose_reason(session(ended="quit", reason="pain")) == "Your last session ended with pain: today 30 % less."


@pytest.mark.parametrize(
    "last", [session(ended="quit", reason="tired"), session(ended="quit", reason="other"), session(ended="interrupted")]
)
def test_who_stopped_for_another_reason_or_was_interrupted_gets_the_same_dose(last):
    assert next_share(last) == 1.0 and dose_reason(last) == ""


SIGN, ANSWER, GOOD = session(ended="pain"), session(ended="quit", reason="pain"), session()


@pytest.mark.parametrize(
    ("newest_first", "expected"),
    [
        ([SIGN, ANSWER, SIGN, GOOD], True),
        ([SIGN, session(ended="interrupted"), SIGN, ANSWER], True),
        ([SIGN, SIGN, GOOD, SIGN], False),
        ([GOOD, SIGN, SIGN, SIGN], False),
        ([SIGN, SIGN, session(ended="quit", reason="tired")], False),
        ([SIGN, SIGN], False),
        ([], False),
    ],
)
def test_three_sessions_in_a_row_that_ended_for_pain_are_one_too_many(newest_first, expected):
    assert keeps_hurting(newest_first) is expected


def test_good_sessions_never_raise_a_lowered_dose():
    last = session(before=2, after=4)
    for _ in range(20):
        last = session(next_share(last), before=3, after=0)
    assert next_share(last) == 0.7
    assert dose_reason(last) == "Today 70 % of the full dose, as last time."


def test_the_persons_own_wish_sets_the_dose_from_then_on():
    assert next_share(session(1.0)) == 1.0
    assert next_share(session(0.5)) == 0.5


def test_pain_again_and_again_ends_at_a_least_dose_and_sends_to_the_doctor():
    last = session(ended="pain")
    for _ in range(5):
        last = session(next_share(last), ended="pain")
    assert next_share(last) == LEAST_SHARE
    assert "the same small dose" in dose_reason(last)
    assert "doctor" in dose_reason(last)


def test_a_dose_chosen_below_the_least_is_not_raised_by_pain():
    assert next_share(session(0.2, ended="pain")) == 0.2


def test_a_smaller_dose_is_fewer_repetitions_and_a_shorter_hold_with_the_same_rest():
    assert scaled(Step(BRIDGE, 5, 10.0, 30.0), 0.7) == Step(BRIDGE, 3, 7.0, 30.0)
    assert scaled(Step(BIRD_DOG, 10, 30.0, 30.0), 0.7) == Step(BIRD_DOG, 7, 21.0, 30.0)


def test_what_is_left_open_stays_open():
    assert scaled(Step(LEG_LIFT, 5, None, 30.0), 0.7) == Step(LEG_LIFT, 3, None, 30.0)
    assert scaled(Step(BRIDGE, None, 10.0, 0.0), 0.7) == Step(BRIDGE, None, 7.0, 0.0)


def test_the_smallest_dose_still_is_one_repetition_of_one_second():
    assert scaled(Step(BRIDGE, 1, 1.5, 0.0), 0.4) == Step(BRIDGE, 1, 1.0, 0.0)


def test_the_full_dose_is_what_the_person_chose_to_the_tenth_of_a_second():
    step = Step(BRIDGE, 5, 7.5, 30.0)
    assert scaled(step, 1.0) == step


def test_both_sides_take_twice_as_long_and_the_first_rest_is_not_taken():
    def working_s(exercise, reps):
        return duration_s(Routine("", (Step(exercise, reps, 10.0, 600.0),)))

    one_sided = working_s(BRIDGE, 4) - working_s(BRIDGE, 3)
    assert working_s(BIRD_DOG, 4) - working_s(BIRD_DOG, 3) == 2 * one_sided
    assert working_s(BRIDGE, 1) < 60.0
