"""The moments of arrival and leaving, by definition 5 % of the way off the held pose, from noisy and sparse values."""

from __future__ import annotations

import math

import numpy as np
import pytest

from posecoach.core.judging.attempt.edges import EDGE, HOLE_S, crossing, edge_s

LOW, HIGH = 117.0, 175.0
WAY_S = 1.6
rates = pytest.mark.parametrize("rate_hz", [30.0, 15.0, 10.0, 7.0])
ways = pytest.mark.parametrize("way_s", [0.6, 1.6, 3.0])


def minimum_jerk(share):
    """How people move (Flash and Hogan 1985): share of the way at a share of the time."""
    share = min(1.0, max(0.0, share))
    return share**3 * (10 - 15 * share + 6 * share**2)


def edge_of(way_s):
    """Time before the end of a way at which its last 5 % begin, by bisection."""
    low, high = 0.0, 1.0
    while high - low > 1e-6:
        middle = (low + high) / 2
        low, high = (middle, high) if minimum_jerk(middle) < 1 - EDGE else (low, middle)
    return (1 - high) * way_s


def attempt(rate_hz, way_s=WAY_S, hold_s=5.0, noise=0.0, shape=minimum_jerk):
    """Rest for a second, go up, hold, come down and rest: times, values, and a frame within the hold."""
    times = [i / rate_hz for i in range(round((2.0 + 2 * way_s + hold_s) * rate_hz))]
    random = np.random.default_rng(3)
    shares = (shape(min((t - 1.0) / way_s, (1.0 + 2 * way_s + hold_s - t) / way_s)) for t in times)
    values = [LOW + (HIGH - LOW) * share + random.normal(0, noise) for share in shares]
    return times, values, next(i for i, t in enumerate(times) if t >= 1.0 + way_s + hold_s / 2)


@rates
@ways
def test_both_edges_are_where_five_percent_of_the_way_are_left(rate_hz, way_s):
    times, values, within = attempt(rate_hz, way_s)
    arrived, left = (edge_s(times, values, within, step, HIGH, LOW) for step in (-1, 1))
    assert arrived == pytest.approx(1.0 + way_s - edge_of(way_s), abs=0.06)
    assert left == pytest.approx(1.0 + way_s + 5.0 + edge_of(way_s), abs=0.06)


@rates
@pytest.mark.parametrize("noise", [0.5, 1.0])
def test_noise_moves_an_edge_by_less_than_a_fifth_of_a_second(rate_hz, noise):
    times, values, within = attempt(rate_hz, noise=noise)
    arrived, left = (edge_s(times, values, within, step, HIGH, LOW) for step in (-1, 1))
    assert arrived == pytest.approx(1.0 + WAY_S - edge_of(WAY_S), abs=0.2)
    assert left == pytest.approx(1.0 + WAY_S + 5.0 + edge_of(WAY_S), abs=0.2)


@pytest.mark.parametrize(
    "shape", [lambda x: min(1.0, max(0.0, x)), lambda x: (1 - math.cos(math.pi * min(1.0, max(0.0, x)))) / 2]
)
def test_a_movement_of_another_shape_has_its_edge_near_the_definition(shape):
    times, values, within = attempt(30.0, shape=shape)
    crossed = next(t for t, value in zip(times, values, strict=True) if value >= HIGH - EDGE * (HIGH - LOW))
    assert edge_s(times, values, within, -1, HIGH, LOW) == pytest.approx(crossed, abs=0.15)


def test_an_edge_never_lies_where_nothing_was_seen():
    """The body was lost in the hold and found at rest: it left at the last moment seen."""
    times, values, _ = attempt(15.0)
    gone = [(t, v) for t, v in zip(times, values, strict=True) if not 6.0 < t < 6.0 + WAY_S + 3.0]
    times, values = [t for t, _ in gone], [v for _, v in gone]
    last = max(t for t in times if t <= 6.0)
    assert edge_s(times, values, times.index(last) - 10, 1, HIGH, LOW) == last


def test_lost_half_way_down_the_seen_part_gives_the_edge():
    times, values, within = attempt(15.0)
    leaves = 1.0 + WAY_S + 5.0
    seen = [(t, v) for t, v in zip(times, values, strict=True) if not leaves + 0.8 < t < leaves + 3.0]
    left = edge_s([t for t, _ in seen], [v for _, v in seen], within, 1, HIGH, LOW)
    assert left == pytest.approx(leaves + edge_of(WAY_S), abs=0.15)


@pytest.mark.parametrize("step", [-1, 1])
def test_a_stream_that_begins_or_ends_in_the_hold_has_its_edge_there(step):
    times = [i / 15 for i in range(60)]
    assert edge_s(times, [HIGH] * 60, 30, step, HIGH, LOW) == (times[0] if step < 0 else times[-1])


def test_a_short_dip_in_the_hold_is_no_edge():
    """A dip of 3 % stays within what belongs to the pose."""
    times, values, within = attempt(15.0)
    values[within + 5] -= 0.03 * (HIGH - LOW)
    assert edge_s(times, values, within, 1, HIGH, LOW) > times[within + 5] + 1.0


def test_a_crossing_lies_between_its_frames_in_proportion():
    assert crossing([0.0, 1.0], [10.0, 20.0], 1, 12.5) == pytest.approx(0.25)
    assert crossing([0.0, 1.0], [20.0, 10.0], 1, 12.5) == pytest.approx(0.75)
    assert crossing([3.0, 4.0], [10.0, 20.0], 0, 12.0) == 3.0
    assert crossing([0.0, 1.0], [10.0, 11.0], 1, 15.0) == 1.0, "not crossed: the later frame"


def test_frames_of_a_slow_camera_are_no_hole():
    assert HOLE_S > 1 / 7
