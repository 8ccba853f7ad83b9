"""Checks over scripted value series: which faults are raised, when, and what could not be judged."""

import math

import pytest
from attempts import bridge, codes, followed, knees, stream

from posecoach.core.judging.events import FaultCleared, FaultRaised
from posecoach.core.judging.rep_tracker import RepTracker
from posecoach.core.session.routine import with_hold
from posecoach.exercises.registry import BUILT_IN, EXERCISES
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
    (event,) = (e for e in events if isinstance(e, FaultCleared))
    assert (event.say, event.praise) == ("Lift your hips a little", "Hips in line now."), "what to say then"


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
    low = pose(LEG_LIFT, near_heel=3.2, foot_rise=LEG_LIFT.example_start["foot_rise"] + 3.2)
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
    assert {check.reason for check in rep.unjudged} == {
        "Arm and leg on opposite sides not judged: I cannot see your arm well enough.",
        "Arm height not judged: I cannot see your stretched arm well enough.",
    }


def at_view(exercise, values, turned_deg, hold_s=6.0):
    """One attempt with these values in the hold, before a camera turned so far; its rep and all updates."""
    start = {**exercise.example_start, "turned_deg": turned_deg}
    script = Script(start).then({**values, "turned_deg": turned_deg}, hold_s=hold_s).then(start, move_s=2.0)
    (rep,), updates = followed(exercise, stream(script))
    return rep, updates


LIMITED = [
    (exercise, check, example)
    for exercise in BUILT_IN
    for check in exercise.checks
    for example in exercise.example_faults
    if check.code in example.faults and example.values and not exercise.waypoint.bands and check.view_limit_deg < 50.0
]
with_limit = pytest.mark.parametrize(("exercise", "check", "example"), LIMITED, ids=lambda x: getattr(x, "code", ""))


@with_limit
def test_up_to_its_limit_of_view_a_check_is_made(exercise, check, example):
    rep, _ = at_view(exercise, pose(exercise, **example.values), check.view_limit_deg - 1.0)
    assert check.code in codes(rep)


@with_limit
def test_beyond_its_limit_of_view_a_check_is_neither_blame_nor_praise_and_that_is_said(exercise, check, example):
    rep, updates = at_view(exercise, pose(exercise, **example.values), check.view_limit_deg + 1.0)
    assert check.code not in codes(rep) and rep.good_s == 0.0
    (reason,) = (one.reason for one in rep.unjudged if one.code == check.code)
    assert "not judged: " in reason and "good form" not in rep.remarks
    assert any("not judged" in (update.unseen or "") for update in updates if update.phase == "hold")
    assert not any(isinstance(e, FaultRaised) and e.fault.code == check.code for u in updates for e in u.events)


@with_limit
def test_a_good_attempt_beyond_the_limit_is_counted_with_its_hold(exercise, check, example):
    rep, _ = at_view(exercise, pose(exercise), check.view_limit_deg + 1.0, hold_s=10.0)
    assert rep.faults == () and rep.hold_s == pytest.approx(10.4, abs=0.4)


def test_a_view_that_passes_the_limit_for_a_moment_leaves_the_attempt_judged():
    frames = stream(bridge(10.0))
    turned = [(t, {**values, "turned_deg": 30.0 if 6.0 < t < 8.0 else 10.0}) for t, values in frames]
    (rep,), _ = followed(BRIDGE, turned)
    assert (rep.faults, rep.unjudged) == ((), ())
    assert rep.good_s == pytest.approx(rep.hold_s - 2.0, abs=0.3)


@pytest.mark.parametrize("hold_s", [0.0, 0.3, 0.6])
@pytest.mark.parametrize("rate_hz", [30.0, 15.0, 10.0])
def test_of_a_good_hold_under_a_second_all_is_good_and_of_a_poor_one_nothing(hold_s, rate_hz):
    script = bridge(hold_s, up_s=1.2, down_s=1.5)
    (good,), _ = followed(with_hold(BRIDGE, None), stream(script, rate_hz))
    assert good.hold_s < 1.3 and good.faults == ()
    assert good.good_s == pytest.approx(good.hold_s, abs=0.15)
    (poor,), _ = followed(with_hold(BRIDGE, None), stream(bridge(hold_s, 1.2, 1.5, hip_line=150.0), rate_hz))
    assert codes(poor) == {"hips_low"} and poor.good_s == 0.0


@pytest.mark.parametrize("back_s", [1.0, 1.4, 2.0, 3.0])
@pytest.mark.parametrize("hold_s", [4.0, 4.5])
def test_legs_that_were_held_for_less_than_five_seconds_are_not_blamed_however_slowly_they_come_back(hold_s, back_s):
    chest = {**KNEES.example_start, **KNEES.example_waypoint}
    script = Script(KNEES.example_start).then(chest, hold_s=0.5).then(pose(KNEES), hold_s=hold_s)
    script.then(chest, move_s=back_s, hold_s=0.5).then(KNEES.example_start)
    (rep,), updates = followed(KNEES, stream(script))
    assert rep.hold_s < 5.2 and codes(rep) == set()
    assert not any(isinstance(event, FaultRaised) for update in updates for event in update.events)


@pytest.mark.parametrize("down_s", [1.5, 3.0])
@pytest.mark.parametrize("rate_hz", [30.0, 15.0, 10.0])
def test_a_fault_from_arriving_to_leaving_leaves_nothing_good_and_ends_with_the_hold(rate_hz, down_s):
    (rep,), _ = followed(BRIDGE, stream(bridge(10.0, down_s=down_s, hip_line=155.0), rate_hz))
    (fault,) = rep.faults
    assert rep.good_s == 0.0
    assert (fault.code, fault.end_s) == ("hips_low", rep.hold_end_s)


@pytest.mark.parametrize("away", [{"trunk_pitch": 60.0}, {"foot_near": 40.0}], ids=["sits up", "lifts the feet"])
def test_no_fault_outlasts_an_attempt_that_ends_in_another_posture(away):
    low = pose(BRIDGE, hip_line=155.0)
    script = Script(BRIDGE.example_start).then(low, hold_s=4.0).then({**low, **away}, move_s=0.5, hold_s=3.0)
    (rep,), _ = followed(BRIDGE, stream(script))
    assert codes(rep) == {"hips_low", "short_hold"}
    assert all(rep.start_s <= fault.start_s <= fault.end_s <= rep.end_s for fault in rep.faults)
