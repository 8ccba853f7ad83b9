"""An attempt while the body is not seen: the clock waits, and nobody is blamed for what was not seen."""

from itertools import pairwise

import pytest
from attempts import BRIDGE, bridge, codes, followed, stream

from posecoach.core.judging.events import HoldEnded, HoldStarted
from posecoach.core.judging.rep_tracker import RepTracker
from posecoach.exercises.registry import EXERCISES
from posecoach.exercises.simulation.script import Script, longest_s, pose, scripted

BIRD_DOG, WARRIOR = EXERCISES["bird_dog"], EXERCISES["warrior_wall"]
FROM_S = 5.0
"""When the body is lost: 2 s after it arrived in the pose."""
gaps = pytest.mark.parametrize("gap_s", [0.6, 2.0, 5.0, 9.0])
nobody_or_no_frame = pytest.mark.parametrize("frames", [True, False], ids=["nobody seen", "no frames"])


def lost(frames, gap_s, keep_frames=True, from_s=FROM_S):
    """Hide the body for a time: in frames that show nobody, or in no frames at all."""
    gone = [(t, {} if from_s <= t < from_s + gap_s else values) for t, values in frames]
    return [(t, values) for t, values in gone if values or keep_frames]


@gaps
@nobody_or_no_frame
def test_found_in_the_same_pose_it_is_one_attempt_as_long_as_it_was_seen(gap_s, frames):
    hold_s = 4.0 + gap_s
    (rep,), updates = followed(BRIDGE, lost(stream(bridge(hold_s)), gap_s, frames))
    assert rep.hold_s == pytest.approx(4.4, abs=0.3)
    assert rep.unseen_s == pytest.approx(gap_s, abs=0.15)
    assert rep.hold_end_s - rep.hold_start_s == pytest.approx(hold_s + 0.4, abs=0.3)
    assert rep.good_s <= rep.hold_s
    started = [event for update in updates for event in update.events if isinstance(event, HoldStarted)]
    assert len(started) == 1


@gaps
@nobody_or_no_frame
def test_the_missing_time_could_have_been_held_so_a_hold_is_not_too_short(gap_s, frames):
    (rep,), _ = followed(BRIDGE, lost(stream(bridge(8.3 + gap_s)), gap_s, frames))
    assert rep.hold_s == pytest.approx(8.7, abs=0.25)
    assert codes(rep) == set()


def test_a_hold_that_is_too_short_with_all_of_the_missing_time_is_blamed():
    (rep,), _ = followed(BRIDGE, lost(stream(bridge(6.0)), 2.0))
    assert codes(rep) == {"short_hold"}


@gaps
@nobody_or_no_frame
def test_the_clock_waits_while_nobody_is_seen_and_never_runs_back(gap_s, frames):
    _, updates = followed(BRIDGE, lost(stream(bridge(4.0 + gap_s)), gap_s, frames))
    held = [(u.t, u.hold_s) for u in updates if u.phase == "hold" and u.t < FROM_S + gap_s + 1.0]
    before_s = max(hold_s for t, hold_s in held if t < FROM_S)
    after_s = min(hold_s for t, hold_s in held if t >= FROM_S + gap_s)
    assert after_s - before_s == pytest.approx(0.0, abs=0.2)
    assert all(now_s <= next_s + 0.01 for (_, now_s), (_, next_s) in pairwise(held)), "the clock ran back"


@nobody_or_no_frame
def test_not_found_again_for_twelve_seconds_the_attempt_is_over_without_blame(frames):
    reps, _ = followed(BRIDGE, lost(stream(bridge(16.0)), 12.0, frames))
    assert [codes(rep) for rep in reps[:1]] == [set()]
    rep = reps[0]
    assert rep.end_s == rep.hold_end_s == pytest.approx(FROM_S, abs=0.15)
    assert rep.hold_s == pytest.approx(FROM_S - 2.85, abs=0.3) and rep.unseen_s == 0.0


@gaps
@nobody_or_no_frame
def test_found_in_the_start_pose_the_attempt_ended_when_it_was_last_seen(gap_s, frames):
    """Nobody knows when the body came down, or how fast."""
    script = bridge(FROM_S - 3.1 + gap_s / 2, down_s=0.2)
    script.then(BRIDGE.example_start, hold_s=6.0 + gap_s)
    (rep,), _ = followed(BRIDGE, lost(stream(script), gap_s, frames))
    assert rep.hold_end_s == pytest.approx(FROM_S, abs=0.15)
    assert rep.hold_s == pytest.approx(FROM_S - 2.85, abs=0.3) and rep.unseen_s == 0.0
    assert codes(rep) <= {"short_hold"}, "lowering was not seen"


@gaps
def test_after_it_was_found_in_the_start_pose_the_next_attempt_counts(gap_s):
    script = bridge(FROM_S - 3.1 + gap_s / 2, down_s=0.2).then(BRIDGE.example_start, hold_s=gap_s)
    script.then(pose(BRIDGE), hold_s=10.0).then(BRIDGE.example_start, move_s=2.0)
    _, second = followed(BRIDGE, lost(stream(script), gap_s))[0]
    assert second.hold_s == pytest.approx(10.4, abs=0.3) and second.faults == ()
    assert second.start_seen and second.unseen_s == 0.0


@pytest.mark.parametrize("rate_hz", [30.0, 15.0, 10.0])
@nobody_or_no_frame
def test_a_dropout_of_less_than_half_a_second_is_held_through(rate_hz, frames):
    (rep,), _ = followed(BRIDGE, lost(stream(bridge(10.0), rate_hz), 0.4, frames))
    assert rep.hold_s == pytest.approx(10.4, abs=0.3)
    assert (rep.faults, rep.unseen_s) == ((), 0.0)


@pytest.mark.parametrize("rate_hz", [30.0, 15.0, 10.0])
@nobody_or_no_frame
def test_a_dropout_with_another_pose_after_it_is_not_held_through(rate_hz, frames):
    script = bridge(FROM_S - 3.1 + 0.1, down_s=0.2).then(BRIDGE.example_start, hold_s=3.0)
    (rep,), updates = followed(BRIDGE, lost(stream(script, rate_hz), 0.4, frames))
    assert rep.hold_end_s == pytest.approx(FROM_S, abs=0.15)
    (ended,) = [event for update in updates for event in update.events if isinstance(event, HoldEnded)]
    assert ended.t == rep.hold_end_s


def test_a_pause_between_two_attempts_is_none_of_either():
    script = bridge(10.0).then(BRIDGE.example_start, hold_s=8.0)
    script.then(pose(BRIDGE), hold_s=10.0).then(BRIDGE.example_start, move_s=2.0)
    reps, _ = followed(BRIDGE, lost(stream(script), 6.0, from_s=17.0))
    assert [(rep.unseen_s, codes(rep)) for rep in reps] == [(0.0, set())] * 2
    assert [rep.hold_s for rep in reps] == pytest.approx([10.4, 10.4], abs=0.3)


@pytest.mark.parametrize("gap_s", [0.6, 1.5])
def test_a_moment_unseen_on_the_way_up_does_not_lose_the_attempt(gap_s):
    (rep,), _ = followed(BRIDGE, lost(stream(bridge(10.0)), gap_s, from_s=2.2))
    assert rep.faults == ()
    assert rep.hold_end_s == pytest.approx(13.4, abs=0.3)


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=EXERCISES)
@pytest.mark.parametrize("from_s", [1.2, 1.5, 1.8])
@nobody_or_no_frame
def test_a_moment_unseen_as_it_begins_does_not_lose_the_attempt(exercise, from_s, frames):
    side = "left" if exercise.sided else None
    script = scripted(exercise, pose(exercise, side), longest_s(exercise))
    expected, _ = followed(exercise, stream(script))
    reps, _ = followed(exercise, lost(stream(script), 0.8, frames, from_s=from_s))
    assert [codes(rep) for rep in reps] == [codes(rep) for rep in expected]
    assert reps[0].hold_end_s == pytest.approx(expected[0].hold_end_s, abs=0.1)


def test_lost_twice_in_one_hold_both_times_are_taken_off():
    frames = lost(lost(stream(bridge(14.0)), 2.0), 3.0, from_s=10.0)
    (rep,), _ = followed(BRIDGE, frames)
    assert rep.unseen_s == pytest.approx(5.0, abs=0.25)
    assert rep.hold_s == pytest.approx(9.4, abs=0.3) and rep.faults == ()


@pytest.mark.parametrize(("exercise", "side"), [(BIRD_DOG, "left"), (BIRD_DOG, "right"), (WARRIOR, "right")])
def test_the_other_leg_after_a_pause_is_another_attempt(exercise, side):
    other = "right" if side == "left" else "left"
    script = Script(exercise.example_start).then(pose(exercise, side), hold_s=4.0)
    script.then(pose(exercise, other), move_s=2.0, hold_s=6.0).then(exercise.example_start)
    reps, _ = followed(exercise, lost(stream(script), 4.0, from_s=6.0))
    assert reps[0].side == side and reps[0].hold_end_s == pytest.approx(6.0, abs=0.2)
    assert all(rep.side == other for rep in reps[1:])
    assert codes(reps[0]) == set()


def test_a_recording_that_ends_in_a_hold_blames_nobody_for_its_length():
    script = Script(BRIDGE.example_start).then(pose(BRIDGE), hold_s=5.0)
    (rep,), _ = followed(BRIDGE, stream(script))
    assert rep.hold_s == pytest.approx(5.2, abs=0.3) and codes(rep) == set()


def test_a_hold_that_stays_lost_until_the_end_ends_when_it_was_last_seen():
    tracker = RepTracker(BRIDGE)
    for t, values in lost(stream(bridge(10.0)), 60.0):
        tracker.update(t, values)
    tracker.finish(16.0)
    (rep,) = tracker.reps
    assert rep.hold_end_s == pytest.approx(FROM_S, abs=0.15) and codes(rep) == set()
