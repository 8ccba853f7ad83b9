"""Checks over scripted value series: which faults are raised, when, and what could not be judged."""

import math

import pytest
from attempts import bridge, codes, knees

from posecoach.core.judging.events import FaultCleared, FaultRaised
from posecoach.core.judging.rep_tracker import RepTracker
from posecoach.exercises.registry import EXERCISES
from posecoach.exercises.simulation.script import Script, blend, coach, pose, times

BRIDGE, BIRD_DOG, LEG_LIFT = EXERCISES["bridge"], EXERCISES["bird_dog"], EXERCISES["leg_lift"]
KNEES = EXERCISES["double_knee_lift"]


def test_a_fault_that_is_put_right_is_cleared_and_the_rest_of_the_hold_is_good():
    low = pose(BRIDGE, hip_line=155.0)
    script = (
        Script(BRIDGE.example_start)
        .then(low, hold_s=4)
        .then(pose(BRIDGE), move_s=0.8, hold_s=8)
        .then(BRIDGE.example_start, move_s=2)
    )
    (rep,), events = coach(BRIDGE, script)
    assert codes(rep) == {"hips_low"}
    assert 7.5 < rep.good_s < rep.hold_s - 3.0
    raised = next(e.t for e in events if isinstance(e, FaultRaised))
    cleared = next(e.t for e in events if isinstance(e, FaultCleared))
    assert raised < cleared < rep.hold_end_s


def test_a_fault_is_raised_only_after_its_patience_not_while_arriving():
    _, events = coach(BRIDGE, bridge(up_s=4.0))
    assert not any(isinstance(event, FaultRaised) for event in events)


@pytest.mark.parametrize(("around_deg", "faults"), [(166.0, 1), (167.0, 1), (168.0, 0)])
def test_a_value_trembling_at_the_edge_of_167_degrees_is_one_fault_or_none(around_deg, faults):
    tracker, script, events = RepTracker(BRIDGE), bridge(hold_s=10), []
    for i, t in enumerate(times(script.end_s, 30)):
        trembling = {"hip_line": around_deg + (0.9 if i % 2 else -0.9)} if 4.0 < t < 12.0 else {}
        events += tracker.update(t, {**blend(*script.moment(t)), **trembling}).events
    raised_s = [event.t for event in events if isinstance(event, FaultRaised)]
    cleared_s = [event.t for event in events if isinstance(event, FaultCleared)]
    assert raised_s == [pytest.approx(5.0, abs=0.2)] * faults, "after a patience of 1 s"
    assert len(cleared_s) == faults and all(t > 12.0 for t in cleared_s)


def test_a_hidden_arm_is_neither_blamed_nor_praised():
    values = pose(BIRD_DOG, raised_arm=math.nan, arms_apart=math.nan, same_side_left=math.nan)
    (rep,), _ = coach(BIRD_DOG, Script(BIRD_DOG.example_start).then(values, hold_s=6).then(BIRD_DOG.example_start))
    assert rep.faults == ()
    assert rep.hold_s > 5.5
    assert rep.good_s == 0.0


def test_a_leg_stretched_level_without_the_arm_is_a_poor_bird_dog():
    values = pose(BIRD_DOG, raised_arm=-68.0, arms_apart=2.0, same_side_left=0.0)
    (rep,), _ = coach(BIRD_DOG, Script(BIRD_DOG.example_start).then(values, hold_s=6).then(BIRD_DOG.example_start))
    assert codes(rep) == {"arm_low"}


def test_feet_that_just_clear_the_floor_are_an_attempt_that_is_too_low():
    low = pose(LEG_LIFT, near_heel=3.2, foot_height=LEG_LIFT.example_start["foot_height"] + 3.2)
    (rep,), _ = coach(LEG_LIFT, Script(LEG_LIFT.example_start).then(low, hold_s=6).then(LEG_LIFT.example_start))
    assert codes(rep) == {"legs_too_low"}


def test_stretched_legs_are_warned_of_before_five_seconds_and_a_fault_after():
    tracker, script, hints, raised = RepTracker(KNEES), knees(7.0), [], []
    for t in times(script.end_s, 15):
        update = tracker.update(t, blend(*script.moment(t)))
        hints += [update.hold_s] if update.hint else []
        raised += [update.hold_s for event in update.events if isinstance(event, FaultRaised)]
    assert min(hints) == pytest.approx(4.0, abs=0.2)
    assert raised == [pytest.approx(5.5, abs=0.2)]
    assert codes(tracker.reps[0]) == {"held_too_long"}
    (fault,) = tracker.reps[0].faults
    assert fault.value == tracker.reps[0].hold_s, "reported with all of its length"
    assert f"{fault.value:.1f} s" in fault.cue


def test_what_cannot_be_seen_of_a_hold_is_said():
    values = pose(BIRD_DOG, raised_arm=math.nan, arms_apart=math.nan, same_side_left=math.nan)
    tracker, script, said = RepTracker(BIRD_DOG), Script(BIRD_DOG.example_start).then(values, hold_s=6), set()
    for t in times(script.end_s, 15):
        update = tracker.update(t, blend(*script.moment(t)))
        said |= {update.unseen} if update.phase == "hold" else set()
    assert any("arm" in (sentence or "") for sentence in said)


def test_what_could_not_be_judged_of_an_attempt_is_named_with_its_reason():
    values = pose(BIRD_DOG, raised_arm=math.nan, arms_apart=math.nan, same_side_left=math.nan)
    (rep,), _ = coach(BIRD_DOG, Script(BIRD_DOG.example_start).then(values, hold_s=6).then(BIRD_DOG.example_start))
    assert {check.code for check in rep.unjudged} == {"same_side", "arm_low"}
    assert all(check.reason.startswith("I cannot see your") for check in rep.unjudged)
