"""A session without a hand on the keyboard: what it waits for, when it goes on, and when it ends."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from posecoach.core.body.pose import Pose
from posecoach.core.judging.events import Rep, RepDone, Update
from posecoach.core.session.flow import (
    AWAY_S,
    NOBODY_S,
    OUT_OF_VIEW_S,
    SETUP_MAX_S,
    SKIP_AFTER_S,
    STOPPING_S,
    SessionFlow,
)
from posecoach.core.session.routine import Step
from posecoach.exercises.registry import EXERCISES

SOMEBODY = Pose(0.0, np.zeros((33, 2), np.float32), np.zeros((33, 3), np.float32), np.ones(33, np.float32), (640, 480))
BRIDGE = Step(EXERCISES["bridge"], 2, 10.0, 30.0)
BIRD_DOG = Step(EXERCISES["bird_dog"], 1, 30.0, 20.0)


class Session:
    """Feeds a flow, ten frames a second."""

    def __init__(self, *steps: Step, placing: bool = False) -> None:
        self.flow, self.t = SessionFlow(steps, placing), 0.0
        self.scene = None

    def see(self, seconds: float, phase="start", *, here=True, signal=None, events=(), rep=0, **facts):
        """Let somebody be seen in a phase for some seconds; return the stages that were gone through."""
        stages = []
        for k in range(max(1, round(seconds * 10))):
            self.t += 0.1
            now = {"signal": signal} if k == 0 else {}
            update = Update(
                self.t, SOMEBODY if here else None, phase=phase, rep=rep, events=tuple(events) if k == 0 else ()
            )
            self.scene = self.flow.update(update, **now, **facts)
            if not stages or stages[-1] != self.scene.stage:
                stages.append(self.scene.stage)
        return stages

    def do(self, side=None, exercise="any"):
        """Make one attempt."""
        self.see(3.0, "hold", rep=1)
        rep = Rep(1, exercise, side, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
        return self.see(0.1, events=(RepDone(self.t, rep),))


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
    session.see(0.1, signal="pause")
    assert (session.scene.stage, session.scene.title, session.scene.may_skip) == ("start_pose", "Bird dog", False)


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
    session.see(0.1, signal=None if attempts else "pause")
    session.see(7.0 + SKIP_AFTER_S)
    assert session.scene.step == 2 and session.scene.may_skip
    session.see(0.1, signal="pause")
    assert (session.scene.stage, session.scene.ended) == ("done", ended)


def test_an_arm_kept_up_stops_also_while_skipping_is_offered():
    session = waiting(BRIDGE, BIRD_DOG)
    assert session.see(0.1, signal="stop") == ["stopping"]


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
