"""What a raised arm does in a session: it stops, which can be taken back, and skips what nobody begins."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flow_session import BIRD_DOG, BRIDGE, Session

from posecoach.core.session.flow import SKIP_AFTER_S, STOPPING_S


def test_an_arm_that_stays_up_stops_for_pain_unless_it_is_taken_back():
    session = Session(BRIDGE)
    session.see(1.0, signal="pause")
    assert session.see(STOPPING_S - 0.2, signal="stop") == ["stopping"]
    assert session.scene.left_s == pytest.approx(0.3, abs=0.11)
    session.see(0.5)
    assert (session.scene.stage, session.scene.ended) == ("done", "pain")


@pytest.mark.parametrize("how", ["the arm", "the key"])
def test_a_sign_to_stop_that_is_taken_back_costs_nothing(how):
    session = Session(BRIDGE)
    session.do()
    session.see(6.0, signal="stop")
    if how == "the arm":
        session.see(0.1, signal="pause")
    else:
        session.flow.toggle_pause()
        session.see(0.1)
    assert (session.scene.stage, session.scene.done, session.scene.ended) == ("start_pose", (1,), None)
    assert session.see(2 * STOPPING_S, "start")[-1] == "work"


@pytest.mark.parametrize("why", ["quit", "nobody"])
def test_whoever_gives_the_sign_to_stop_and_then_quits_was_in_pain(why):
    session = Session(BRIDGE)
    session.see(1.0, signal="stop")
    session.flow.end(why)
    session.see(0.1)
    assert session.scene.ended == "pain"


def test_whoever_gives_the_sign_to_stop_and_leaves_was_in_pain():
    session = Session(BRIDGE)
    session.see(1.0, signal="stop")
    session.see(STOPPING_S, "away", here=False)
    assert session.scene.ended == "pain"


def waiting(*steps):
    """A session whose exercise has begun, and nobody does it until skipping is offered."""
    session = Session(*steps)
    session.see(6.0)
    assert session.scene.stage == "work"
    session.see(SKIP_AFTER_S - 2.0)
    assert not session.scene.may_skip, "the movement is said three times first"
    session.see(2.5)
    return session


def test_who_does_not_begin_may_skip_to_the_next_exercise_which_needs_no_rest_before():
    session = waiting(BRIDGE, BIRD_DOG)
    assert session.scene.may_skip
    session.see(1.0, signal="pause")
    assert session.scene.stage == "work", "the arm is still up, and may become a sign to stop"
    session.see(0.1, signal="lowered")
    assert (session.scene.stage, session.scene.title, session.scene.may_skip) == ("start_pose", "Bird dog", False)


def test_who_cannot_take_the_start_pose_may_skip_too():
    session = Session(BRIDGE, BIRD_DOG)
    session.see(SKIP_AFTER_S + 1.0, "away")
    assert (session.scene.stage, session.scene.may_skip) == ("start_pose", True)
    session.see(2.0, "away", signal="pause")
    session.see(0.1, "away", signal="lowered")
    assert session.scene.title == "Bird dog"


def test_the_arm_skips_nothing_before_that_is_offered():
    session = Session(BRIDGE, BIRD_DOG)
    session.see(10.0)
    session.see(0.1, signal="pause")
    assert (session.scene.stage, session.scene.step) == ("paused", 1)


def test_who_begins_after_all_is_offered_nothing_more_and_may_pause_again():
    session = waiting(BRIDGE, BIRD_DOG)
    session.see(1.0, "moving", rep=1)
    assert not session.scene.may_skip
    session.see(0.1, "moving", rep=1, signal="pause")
    assert (session.scene.stage, session.scene.step) == ("paused", 1)


def test_after_an_attempt_nothing_is_skipped_however_long_the_break():
    session = Session(BRIDGE, BIRD_DOG)
    session.do()
    session.see(2 * SKIP_AFTER_S)
    assert not session.scene.may_skip


def test_there_is_nothing_to_skip_to_in_a_single_exercise():
    assert not waiting(BRIDGE).scene.may_skip


@pytest.mark.parametrize(("attempts", "ended"), [(2, "complete"), (0, "quit")])
def test_whoever_skips_the_last_exercise_is_done_if_they_did_anything(attempts, ended):
    session = Session(BRIDGE, replace(BIRD_DOG, rest_s=1.0)) if attempts else waiting(BRIDGE, BIRD_DOG)
    for _ in range(attempts):
        session.do()
    if not attempts:
        session.see(0.1, signal="pause")
        session.see(0.1, signal="lowered")
    session.see(7.0 + SKIP_AFTER_S)
    assert session.scene.step == 2 and session.scene.may_skip
    session.see(0.1, signal="pause")
    session.see(0.1, signal="lowered")
    assert (session.scene.stage, session.scene.ended) == ("done", ended)


def test_an_arm_kept_up_stops_also_while_skipping_is_offered():
    session = waiting(BRIDGE, BIRD_DOG)
    session.see(3.8, signal="pause")
    assert session.see(0.1, signal="stop") == ["stopping"]
