"""The aims: what was held before, and never more than is good today."""

from __future__ import annotations

from dataclasses import replace

import pytest

from posecoach.core.session.aims import past_holds, todays_aims
from posecoach.core.session.scene import Aim
from posecoach.exercises.registry import EXERCISES
from posecoach.storage.history.records import SessionRecord, SessionSummary, SideTotal

SESSION = SessionRecord("2025-06-01T08:00:00+02:00", "routine", "0.1.0", 600.0, 1.0, 1.0, "complete")


def held(exercise: str, *holds_s: float, side: str | None = None, **session) -> SessionSummary:
    total = SideTotal(
        exercise, side, None, None, len(holds_s), sum(holds_s), sum(holds_s), max(holds_s, default=0), 0, 0
    )
    return SessionSummary(replace(SESSION, **session), (total,))


def aims(past: list[SessionSummary], exercise: str, hold_s: float | None, dose_share: float = 1.0):
    return todays_aims(past, [(EXERCISES[exercise], hold_s)], dose_share)[exercise]


def test_the_aim_is_the_mean_of_the_last_time_and_the_best_of_all():
    assert past_holds([held("leg_lift", 4.0, 6.0), held("leg_lift", 9.0, 3.0)]) == {"leg_lift": {None: Aim(5.0, 9.0)}}


def test_each_side_has_its_own():
    log = [held("bird_dog", 8.0, side="left"), held("bird_dog", 5.0, 7.0, side="right")]
    assert aims(log, "bird_dog", 30.0) == {"left": Aim(8.0, 8.0), "right": Aim(6.0, 7.0)}


@pytest.mark.parametrize("session", [{"ended": "pain"}, {"pain_before": 2, "pain_after": 5}])
def test_a_hold_of_a_session_that_hurt_is_no_aim(session):
    hurt = held("leg_lift", 20.0, **session)
    assert past_holds([hurt, held("leg_lift", 6.0)]) == {"leg_lift": {None: Aim(6.0, 6.0)}}


def test_nobody_aims_beyond_the_target():
    assert aims([held("bridge", 8.0, 14.0)], "bridge", 12.0) == {None: Aim(11.0, None)}
    assert aims([held("bridge", 14.0)], "bridge", 10.0) == {}


def test_of_two_holds_of_one_exercise_the_shorter_one_limits_the_aim():
    steps = [(EXERCISES["bridge"], 10.0), (EXERCISES["bridge"], 5.0)]
    for targets in (steps, steps[::-1]):
        assert todays_aims([held("bridge", 9.0)], targets, 1.0) == {"bridge": {}}


def test_nobody_aims_beyond_what_is_too_long():
    assert aims([held("double_knee_lift", 3.0, 9.0)], "double_knee_lift", None) == {}


def test_with_less_than_the_full_dose_a_hold_without_a_target_has_no_aim():
    log = [held("leg_lift", 6.0)]
    assert aims(log, "leg_lift", None) == {None: Aim(6.0, 6.0)}
    assert aims(log, "leg_lift", None, dose_share=0.7) == {}


def test_without_a_history_there_is_no_aim():
    assert aims([], "bridge", 10.0) == {}
    assert aims([held("bridge")], "bridge", 10.0) == {}, "nothing was attempted"
    assert aims([held("bridge", 0.3)], "bridge", 10.0) == {}, "a touch is no hold"
