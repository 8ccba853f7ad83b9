"""One attempt by its values: when the body stands still, drops or is near its pose, and its hold's exact moments."""

from __future__ import annotations

import math

import numpy as np
import pytest

from posecoach.core.exercise.progression import Progression
from posecoach.core.judging.attempt.attempt import DROP_S, DROPOUT_S, SETTLE_S, Attempt
from posecoach.exercises.simulation.script import ease

DEGREES = Progression("hip_line", leave_start=6.0, min_attempt=15.0, jitter=1.5)
LOW, HIGH = 117.0, 175.0
rates = pytest.mark.parametrize("rate_hz", [30.0, 15.0, 10.0])


def attempt(legs, rate_hz=15.0, noise=0.0, hidden=(), start_seen=True):
    """Follow ways to values, each with the time to go there and to stay, and begin and end holds as a tracker does.

    `hidden` are times in which nothing is seen.
    """
    one, random = Attempt(DEGREES, LOW, 0.0, None, start_seen), np.random.default_rng(5)
    at, t0, frames = LOW, 0.0, []
    for value, move_s, stay_s in legs:
        for i in range(round((move_s + stay_s) * rate_hz)):
            t = t0 + i / rate_hz
            share = ease((t - t0) / move_s) if move_s and t - t0 < move_s else 1.0
            frames.append((t, at + (value - at) * share))
        at, t0 = value, t0 + move_s + stay_s
    for t, value in frames:
        if any(start <= t < end for start, end in hidden):
            continue
        one.add(t, value + random.normal(0, noise), good=True)
        if one.holding and one.has_dropped():
            one.end_hold()
        elif not one.holding and one.is_settled() and one.rise() >= DEGREES.min_attempt:
            one.begin_hold()
    return one


UP, DOWN = (HIGH, 1.6, 6.0), (LOW, 2.0, 1.0)
ARRIVES_S, LEAVES_S = 0.856 * 1.6, 1.6 + 6.0 + 0.144 * 2.0
"""A soft movement has done 95 % of its way after 86 % of its time."""


@rates
@pytest.mark.parametrize("noise", [0.0, 0.7])
def test_a_hold_lasts_from_the_arrival_to_the_leaving_at_any_rate(rate_hz, noise):
    (hold,) = attempt([UP, DOWN], rate_hz, noise).holds
    assert hold.start_s == pytest.approx(ARRIVES_S, abs=0.2)
    assert hold.end_s == pytest.approx(LEAVES_S, abs=0.2)
    assert hold.end_seen and hold.unseen_s == 0.0
    assert hold.length_s == hold.end_s - hold.start_s


@rates
def test_a_body_on_its_way_has_not_settled_also_when_it_is_slow(rate_hz):
    one = attempt([(HIGH, 5.0, SETTLE_S + 0.3)], rate_hz)
    assert one.holding and one.hold_start_s > 4.0


def test_a_pose_only_touched_has_a_hold_around_its_highest_moment():
    one = attempt([(HIGH, 1.0, 0.0), (LOW, 1.0, 1.0)])
    hold = one.longest()
    assert hold.start_s <= 1.0 <= hold.end_s and hold.length_s < 1.0


@rates
def test_a_value_that_jumps_for_a_moment_is_no_drop(rate_hz):
    one = attempt([(HIGH, 1.6, 4.0)], rate_hz)
    for i in range(int(0.1 * rate_hz)):
        one.add(5.6 + i / rate_hz, LOW, good=True)
        assert not one.has_dropped()


@rates
def test_a_fall_is_noticed_at_once_and_a_sinking_after_a_moment(rate_hz):
    fallen, sunk = (attempt([(HIGH, 1.6, 4.0)], rate_hz) for _ in range(2))

    def noticed(one, value):
        for i in range(30):
            one.add(5.6 + i / rate_hz, value, good=True)
            if one.has_dropped():
                return i / rate_hz
        return math.inf

    assert noticed(fallen, LOW) <= 0.25
    assert DROP_S <= noticed(sunk, HIGH - 0.35 * (HIGH - LOW)) <= DROP_S + 0.35


def test_a_body_that_sags_by_a_fifth_still_holds():
    (hold,) = attempt([UP, (HIGH - 0.18 * (HIGH - LOW), 2.0, 3.0), DOWN]).holds
    assert hold.length_s > 10.0


def test_near_is_the_pose_and_what_is_above_it():
    one = attempt([UP])
    assert one.is_near(HIGH) and one.is_near(HIGH + 20.0) and one.is_near(HIGH - 10.0)
    assert not one.is_near(HIGH - 0.3 * (HIGH - LOW)) and not one.is_near(LOW)


@pytest.mark.parametrize("gap_s", [0.6, 2.0, 5.0])
def test_what_was_not_seen_is_not_part_of_the_hold(gap_s):
    (hold,) = attempt([(HIGH, 1.6, 6.0 + gap_s), DOWN], hidden=[(4.0, 4.0 + gap_s)]).holds
    assert hold.unseen_s == pytest.approx(gap_s, abs=0.1)
    assert hold.length_s == pytest.approx(LEAVES_S - ARRIVES_S, abs=0.25)
    assert hold.good_s <= hold.length_s


def test_a_dropout_is_part_of_the_hold():
    (hold,) = attempt([UP, DOWN], hidden=[(4.0, 4.0 + DROPOUT_S - 0.1)]).holds
    assert hold.unseen_s == 0.0 and hold.length_s == pytest.approx(LEAVES_S - ARRIVES_S, abs=0.2)


def test_the_running_clock_leaves_out_the_same():
    one = attempt([UP], hidden=[(3.0, 5.0)])
    assert one.hold_s() == pytest.approx(one.times[-1] - ARRIVES_S - 2.0, abs=0.25)


def test_the_running_clock_goes_on_when_the_body_has_sagged_and_never_goes_back():
    one, sag_s, clock = attempt([UP]), 0.8, []
    began_s = one.times[-1]
    for i in range(1, 25):
        t = i / 15
        one.add(began_s + t, HIGH - 0.12 * (HIGH - LOW) * min(1.0, t / sag_s), good=True)
        clock.append(one.hold_s())
    assert clock == sorted(clock)
    assert clock[-1] == pytest.approx(one.times[-1] - ARRIVES_S, abs=0.25)


def test_the_running_clock_stands_while_the_body_lowers():
    one, clock = attempt([UP]), []
    for i in range(1, 9):
        one.add(UP[1] + UP[2] + i / 15, HIGH - (HIGH - LOW) * ease(i / 15 / 2.0), good=True)
        clock.append(one.hold_s())
    assert clock[-1] == pytest.approx(LEAVES_S - ARRIVES_S, abs=0.3)


def test_a_hold_whose_end_was_not_seen_ends_with_the_last_moment_seen():
    one = attempt([UP])
    hold = one.end_hold(left=False)
    assert hold.end_s == one.times[-1] and not hold.end_seen
    assert math.isnan(one.lowering_s(hold))


@rates
@pytest.mark.parametrize("down_s", [0.4, 1.0, 2.0, 4.0])
def test_lowering_takes_the_time_from_leaving_to_the_last_tenth(rate_hz, down_s):
    """By a soft movement, from 14 % to 80 % of its time."""
    one = attempt([UP, (LOW, down_s, 1.0)], rate_hz)
    assert one.lowering_s(one.holds[0]) == pytest.approx((0.795 - 0.144) * down_s, abs=0.2)


def test_lowering_that_was_hidden_has_no_time():
    one = attempt([UP, DOWN], hidden=[(7.0, 10.0)])
    assert math.isnan(one.lowering_s(one.longest()))


@pytest.mark.parametrize("since_s", [3.0, 5.0])
def test_what_became_a_fault_is_not_good_from_its_beginning(since_s):
    one = attempt([UP])
    one.mark_not_good(since_s)
    hold = one.end_hold()
    assert hold.good_s == pytest.approx(since_s - hold.start_s, abs=0.1)


def test_good_time_is_never_longer_than_the_hold_nor_below_zero():
    one = attempt([(HIGH, 1.0, 1.5)])
    assert 0.0 <= one.good_s <= one.hold_s()
    one.mark_not_good(0.0)
    one.mark_not_good(0.0)
    assert one.good_s == pytest.approx(0.0, abs=0.07) and one.end_hold().good_s == pytest.approx(0.0, abs=0.07)


def test_up_and_down_again_and_again_is_kicking_and_one_uncertain_lift_is_not():
    kicks = [leg for _ in range(5) for leg in ((HIGH, 0.4, 0.0), (LOW + 10.0, 0.4, 0.0))]
    assert attempt(kicks).is_kicking()
    assert not attempt([(HIGH, 0.6, 0.2), (LOW + 20.0, 0.5, 0.1), UP, DOWN]).is_kicking()


def test_it_is_back_when_it_comes_to_the_level_of_the_start_for_good():
    one = attempt([UP, DOWN])
    assert one.values[one.index(one.back_s())] <= LOW + DEGREES.leave_start
    assert 8.0 < one.back_s() < 9.7


def test_the_longest_of_several_holds_counts():
    one = attempt([(HIGH, 1.0, 2.0), (LOW + 15.0, 1.0, 0.2), (HIGH, 1.0, 5.0), DOWN])
    assert len(one.holds) == 2 and one.longest() is one.holds[1]
