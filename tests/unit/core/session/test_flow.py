"""A session without a hand on the keyboard: what it waits for, when it goes on, and when it ends."""

from __future__ import annotations

import pytest
from flow_session import BIRD_DOG, BRIDGE, Session

from posecoach.core.session.flow import (
    AWAY_S,
    NOBODY_S,
    OUT_OF_VIEW_S,
    SETUP_MAX_S,
)


def test_the_start_pose_held_for_two_seconds_is_counted_in_from_three():
    session = Session(BRIDGE)
    assert session.see(3.0, "away") == ["start_pose"]
    assert session.see(1.5) == ["start_pose"]
    session.see(0.7)
    counts = []
    while session.scene.stage == "count_in":
        counts.append(session.scene.count)
        session.see(0.1)
    assert list(dict.fromkeys(counts)) == [3, 2, 1]
    assert session.scene.stage == "work"


def test_leaving_the_start_pose_stops_the_count_in():
    session = Session(BRIDGE)
    assert session.see(2.5)[-1] == "count_in"
    assert session.see(1.0, "away")[-1] == "start_pose"


@pytest.mark.parametrize("wait_s", [0.1, 3.0])
def test_an_attempt_that_begins_early_counts_too(wait_s):
    session = Session(BRIDGE)
    session.see(wait_s)
    session.do()
    assert (session.scene.stage, session.scene.done) == ("work", (1,))


def test_after_the_last_attempt_comes_a_rest_and_then_the_next_exercise():
    session = Session(BRIDGE, BIRD_DOG)
    session.do()
    assert session.do()[-1] == "rest"
    assert (session.scene.title, session.scene.step, session.scene.steps) == ("Bird dog", 2, 2)
    assert session.scene.left_s == pytest.approx(20.0, abs=0.2)
    assert session.see(21.0, "away") == ["rest", "start_pose"]


def test_both_sides_are_asked_for():
    session = Session(BIRD_DOG)
    session.do("left")
    assert session.scene.stage == "work" and session.scene.done == (1, 0)
    session.do("right")
    assert (session.scene.stage, session.scene.ended) == ("done", "complete")


def test_leaving_the_picture_pauses_and_coming_back_resumes():
    session = Session(BRIDGE)
    session.do()
    assert session.see(OUT_OF_VIEW_S + 0.2, "away", here=False)[-1] == "out_of_view"
    assert session.see(1.2, "away")[-1] == "start_pose"
    assert session.scene.done == (1,), "what was done stays done"


def test_nobody_for_a_minute_ends_the_session():
    session = Session(BRIDGE)
    session.see(NOBODY_S + 0.2, "away", here=False)
    assert (session.scene.stage, session.scene.ended) == ("done", "nobody")


def test_a_laptop_that_slept_for_an_hour_ends_nothing():
    session = Session(BRIDGE)
    session.see(1.0, "away", here=False)
    session.t += 3600.0
    session.see(0.5, "away", here=False)
    assert session.scene.stage == "start_pose"


def test_the_raised_arm_pauses_and_goes_on():
    session = Session(BRIDGE)
    session.do()
    assert session.see(20.0, "away", signal="pause") == ["paused"]
    assert session.see(0.1, signal="pause") == ["start_pose"]


def test_the_door_bell_in_a_pause_ends_nothing():
    session = Session(BRIDGE)
    session.see(1.0, signal="pause")
    assert session.see(2 * NOBODY_S, "away", here=False) == ["paused"]


def test_a_person_who_does_something_else_hears_the_start_pose_again():
    session = Session(BRIDGE)
    session.do()
    assert session.see(AWAY_S + 0.5, "away") == ["work", "start_pose"]


def test_the_setup_check_ends_when_all_is_well_and_never_blocks():
    session = Session(BRIDGE, placing=True)
    assert session.see(3.0, "away") == ["setup"]
    assert session.see(0.1, "away", placed=True) == ["start_pose"]
    other = Session(BRIDGE, placing=True)
    assert other.see(SETUP_MAX_S + 0.5, "away") == ["setup", "start_pose"]


def test_a_hold_during_the_setup_check_is_coached_at_once():
    session = Session(BRIDGE, placing=True)
    assert session.see(1.0, "hold", rep=1) == ["work"]


def test_free_practice_waits_for_no_start_pose():
    session = Session(placing=True)
    assert session.see(0.1, "away", placed=True) == ["work"]
    session.do("left")
    session.do()
    assert session.scene.done == (2,) and session.scene.title == ""


def test_free_practice_counts_each_exercise_from_one():
    session = Session()
    for exercise, count in (("bridge", 1), ("bridge", 2), ("bird_dog", 1), ("bird_dog", 2), ("bridge", 1)):
        session.do(exercise=exercise)
        assert session.scene.done == (count,)


def test_a_restart_begins_the_current_exercise_again():
    session = Session(BRIDGE, BIRD_DOG)
    session.do()
    session.flow.restart()
    session.see(0.1)
    assert session.scene.done == (0,) and session.scene.step == 1


def test_what_has_ended_stays_ended():
    session = Session(BRIDGE)
    session.flow.end("pain")
    session.flow.end("complete")
    session.flow.toggle_pause()
    session.see(1.0)
    assert (session.scene.stage, session.scene.ended) == ("done", "pain")
