"""Nobody is blamed for a hold that a pause, an absence or the end of the session cut short."""

import pytest
from fakes import bridging_until, picture, steady

from posecoach.core.body.pose import Frame
from posecoach.core.session.routine import Step
from posecoach.core.session.session import SessionCoach
from posecoach.exercises.registry import EXERCISES

IN_HOLD_S = 4.0
"""By now the stick figure has held its first bridge for half a second."""
LIES = Step(EXERCISES["bridge"], 3, 10.0, 5.0)


def practise(until_s, coach, after):
    """Lift the hips and keep them up; then `after` gives for a time whether somebody is seen."""
    find = bridging_until(IN_HOLD_S)
    for t in steady(until_s):
        seen = t < IN_HOLD_S + 1 or after(t)
        coach.update(t, find(Frame(t, picture())) if seen else None)


@pytest.mark.parametrize("how", ["pain", "quit", "nobody"])
def test_a_session_that_ends_in_a_hold_blames_nobody(how):
    coach = SessionCoach([LIES], placing=False)
    practise(IN_HOLD_S + 2, coach, lambda t: True)
    coach.end(how)
    coach.finish(IN_HOLD_S + 2)
    (rep,) = coach.reps
    assert rep.hold_s > 1 and not rep.faults


def test_a_hold_ends_with_a_pause_and_is_not_called_short():
    coach = SessionCoach([LIES], placing=False)
    practise(IN_HOLD_S + 2, coach, lambda t: True)
    coach.toggle_pause()
    seen = [coach.update(IN_HOLD_S + 2 + k / 15, None)[0].reps for k in range(1, 60)]
    (rep,) = coach.reps
    assert rep.hold_s == pytest.approx(2.5, abs=1.0) and not rep.faults
    assert set(seen) == {1}


def test_a_hold_in_which_the_person_was_lost_is_not_called_short():
    coach = SessionCoach([LIES], placing=False)
    practise(IN_HOLD_S + 30, coach, lambda t: False)
    assert all(not rep.faults for rep in coach.reps)
