"""The raised arm: a signal that works on the floor, and that no exercise contains."""

from __future__ import annotations

import math

import pytest
from raised_arms import lying, standing

from posecoach.core.body import landmarks as lm
from posecoach.core.session.arm_signal import PAUSE_S, STOP_S, RaisedArm
from posecoach.exercises.registry import EXERCISES


def signals(seconds, **arm):
    sign, given = RaisedArm(), []
    for k in range(round(seconds * 15)):
        signal = sign.update(k / 15, lying(k / 15, **arm))
        if signal:
            given.append((signal, k / 15))
    return given


def test_an_arm_to_the_ceiling_pauses_once():
    ((signal, at_s),) = signals(3.0, arm_deg=90.0)
    assert signal == "pause" and at_s == pytest.approx(PAUSE_S, abs=0.1)


def test_kept_up_it_stops():
    pause, stop = signals(8.0, arm_deg=75.0)
    assert (pause[0], stop[0]) == ("pause", "stop")
    assert stop[1] == pytest.approx(STOP_S, abs=0.1)


@pytest.mark.parametrize("seen", [0.2, 0.6, 1.0])
def test_a_hidden_arm_that_seems_to_go_along_does_no_harm(seen):
    assert [signal for signal, _ in signals(3.0, arm_deg=90.0, far_deg=90.0, seen=seen)] == ["pause"]


@pytest.mark.parametrize("arm", [{"arm_deg": 25.0}, {"arm_deg": 90.0, "elbow_deg": 80.0}])
def test_a_level_arm_and_a_hand_at_the_head_are_no_sign(arm):
    assert signals(8.0, **arm) == []


def test_a_waving_arm_is_no_sign():
    sign = RaisedArm()
    angles = (60.0 + 60.0 * math.sin(2 * k / 15) for k in range(150))
    assert not any(sign.update(k / 15, lying(k / 15, arm_deg=deg)) for k, deg in enumerate(angles))


def test_a_second_raising_is_a_second_sign():
    sign, given = RaisedArm(), []
    for k in range(150):
        up = k < 45 or k > 90
        given.append(sign.update(k / 15, lying(k / 15, arm_deg=90.0 if up else 0.0)))
    assert [signal for signal in given if signal] == ["pause", "lowered", "pause"]


@pytest.mark.parametrize("after", ["moves", "is not seen", "is alone"])
def test_an_arm_that_stays_up_after_the_sign_to_stop_takes_nothing_back(after):
    sign, given = RaisedArm(), []
    for k in range(300):
        t, later = k / 15, k > 90
        pose = lying(t, arm_deg=80.0 if later and after == "moves" else 100.0)
        if later and after == "is alone":
            for joint in (lm.WRIST, lm.ELBOW):
                pose.visibility[joint["left"]] = 0.0
        given.append(sign.update(t, None if after == "is not seen" and 90 < k < 110 else pose))
    assert [signal for signal in given if signal][:2] == ["pause", "stop"]
    assert [signal for signal in given if signal][2:] == (["lowered"] if after == "is alone" else [])


def test_a_moment_unseen_does_not_restart_the_wait():
    sign, given = RaisedArm(), []
    for k in range(90):
        given.append(sign.update(k / 15, None if k in (20, 21, 22) else lying(k / 15, arm_deg=90.0)))
    assert [signal for signal in given if signal] == ["pause", "stop"]


@pytest.mark.parametrize("knees_bent", [False, True])
def test_it_works_standing_and_on_the_knees_too(knees_bent):
    sign = RaisedArm()
    assert [s for k in range(90) if (s := sign.update(k / 15, standing(k / 15, knees_bent=knees_bent)))] == [
        "pause",
        "stop",
    ]


@pytest.mark.parametrize("quarters", [1, 2, 3])
@pytest.mark.parametrize("arm_deg", [0.0, 90.0])
def test_no_arm_is_a_sign_in_a_picture_that_lies_on_its_side_or_head(arm_deg, quarters):
    sign = RaisedArm()
    assert not any(sign.update(k / 15, lying(k / 15, arm_deg=arm_deg).turned(quarters)) for k in range(120))


def test_when_the_picture_is_known_to_be_upright_every_raised_arm_counts():
    sign, signals = RaisedArm(), []
    for k in range(45):
        pose = lying(k / 15, arm_deg=90.0)
        pose.xy[[*lm.ANKLE.values()], 1] -= 120.0  # feet in the air
        signals.append(sign.update(k / 15, pose, is_upright=k > 5))
    assert [signal for signal in signals if signal] == ["pause"]


@pytest.mark.parametrize("hidden", [lm.HIP, lm.KNEE])
def test_who_is_too_near_to_show_how_they_stand_gives_no_sign(hidden):
    sign = RaisedArm()
    for k in range(90):
        pose = standing(k / 15)
        pose.visibility[[*hidden.values()]] = 0.1
        assert sign.update(k / 15, pose) is None


def test_no_exercise_prescribes_it():
    """Arms lie, hang, support, or reach out level: the arm's pitch in the examples stays far below."""
    pitches = [e.example_good.get(key, 0.0) for e in EXERCISES.values() for key in ("raised_arm", "arm_near")]
    assert max(pitches) < 30.0
