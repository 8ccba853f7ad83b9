"""Nobody is blamed for a hold that a pause, an absence or the end of the session cut short."""

from dataclasses import replace

import numpy as np
import pytest
from fakes import bridging_until, picture, steady
from raised_arms import lying
from tracks import track

from posecoach.core.body import landmarks as lm
from posecoach.core.body.pose import Frame
from posecoach.core.body.tracking.person_tracker import length_px
from posecoach.core.session.flow import SKIP_AFTER_S
from posecoach.core.session.routine import Step
from posecoach.core.session.session import SessionCoach
from posecoach.exercises.registry import EXERCISES

IN_HOLD_S = 4.0
"""By now the stick figure has held its first bridge for half a second."""
LIES = Step(EXERCISES["bridge"], 3, 10.0, 5.0)


class Signs:
    """Lies on the back, and raises an arm now and then."""

    def __init__(self, coach, start_s=0.0):
        self.coach, self.t = coach, start_s
        self.scene, self.stages = None, []

    def show(self, seconds, arm_deg, **body):
        for _ in range(round(seconds * 15)):
            self.t += 1 / 15
            _, self.scene = self.coach.update(self.t, lying(self.t, arm_deg=arm_deg, **body))
            if self.stages[-1:] != [self.scene.stage]:
                self.stages.append(self.scene.stage)


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


def test_a_sign_to_stop_that_is_taken_back_blames_nobody_and_the_hold_counts():
    coach = SessionCoach([LIES], placing=False)
    practise(IN_HOLD_S + 2, coach, lambda t: True)
    signs = Signs(coach, IN_HOLD_S + 2)
    signs.show(6.0, 90.0, hips_cm=29.0, knee_deg=82.0)
    assert signs.stages == ["work", "paused", "stopping"]
    signs.show(1.0, 0.0)
    signs.show(1.5, 90.0)
    assert signs.stages[-1] == "start_pose" and signs.scene.ended is None
    (rep,) = coach.reps
    assert rep.hold_s > 1 and not rep.faults


def test_while_camera_and_place_are_checked_no_arm_is_a_sign():
    signs = Signs(SessionCoach([LIES], placing=True))
    signs.show(15.0, 90.0)
    assert signs.stages == ["setup"]


def test_a_newcomer_who_lies_there_and_does_nothing_skips_with_the_arm():
    signs = Signs(SessionCoach([LIES, replace(LIES, exercise=EXERCISES["leg_lift"])], placing=False))
    signs.show(5.0 + SKIP_AFTER_S + 1.0, 0.0)
    assert signs.scene.may_skip
    signs.show(1.5, 90.0)
    assert signs.scene.skips, "it is told to lower the arm"
    signs.show(0.6, 0.0)
    assert (signs.stages[-1], signs.scene.step) == ("start_pose", 2)


def test_a_sign_given_with_the_feet_in_the_air_counts_once_the_picture_is_known_to_be_upright():
    coach = SessionCoach([Step(EXERCISES["leg_lift"], 3, 10.0, 5.0)], placing=False)
    seen, _ = track("leg_lift__good")
    for t, pose in seen[:60]:
        coach.update(t, pose)
    (lifted,) = [pose for t, pose in seen if t == max(t for t, _ in seen[:60])]
    xy = lifted.xy.copy()
    for joint, up in ((lm.ELBOW, 0.3), (lm.WRIST, 0.6)):
        for side in lm.SIDES:
            xy[joint[side]] = xy[lm.SHOULDER[side]] - np.float32([0.0, up * length_px(lifted) / 2])
            xy[[lm.ANKLE[side], lm.HEEL[side], lm.TOE[side]], 1] = xy[lm.SHOULDER[side]][1] - length_px(lifted) / 4
    stages = []
    for k in range(30):
        t = seen[59][0] + (k + 1) / 15
        stages.append(coach.update(t, replace(lifted, t=t, xy=xy))[1].stage)
    assert stages[-1] == "paused"


@pytest.mark.parametrize(
    ("exercise", "name", "quarters"),
    [
        ("leg_lift", "plank", 2),
        ("bridge", "cat_cow", 2),
        ("press_up", "lie_get_up", 2),
        ("leg_lift", "sit_down_lie_down", 1),
        ("leg_lift", "lie_get_up", 3),
    ],
)
def test_whatever_is_done_in_a_picture_on_its_side_or_head_nothing_pauses_or_stops(exercise, name, quarters):
    coach = SessionCoach([Step(EXERCISES[exercise], 3, 10.0, 5.0)], placing=False)
    seen, _ = track(name)
    stages = {coach.update(t, pose and pose.turned(quarters))[1].stage for t, pose in seen}
    assert not stages & {"paused", "stopping", "done"}


def test_a_hold_in_which_the_person_was_lost_is_not_called_short():
    coach = SessionCoach([LIES], placing=False)
    practise(IN_HOLD_S + 30, coach, lambda t: False)
    assert all(not rep.faults for rep in coach.reps)
