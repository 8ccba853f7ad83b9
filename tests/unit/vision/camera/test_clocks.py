"""A phone's clock: its times become ours, whatever the network and the clock do."""

from __future__ import annotations

import random
from itertools import accumulate

import pytest

from posecoach.vision.camera.clocks import WINDOW_S, RemoteClock

TRIP_S = 0.01


def ours(pairs):
    clock = RemoteClock()
    return [clock.to_ours(captured_s, arrived_s) for captured_s, arrived_s in pairs]


def test_times_differ_by_the_fastest_trip_only_however_late_pictures_come():
    jitter = random.Random(1)
    captured = [1000 + i / 30 for i in range(900)]
    delays = [TRIP_S + (jitter.random() * 0.2 if i % 30 < 20 else 0) for i in range(900)]  # 10 of 30 come at once
    arrived = accumulate((c - 900 + d for c, d in zip(captured, delays, strict=True)), max)  # in the order of sending
    times = ours([(99.0 + 900, 99.0 + TRIP_S), *zip(captured, arrived, strict=True)])[1:]
    assert [t - c + 900 for t, c in zip(times, captured, strict=True)] == pytest.approx([TRIP_S] * 900, abs=1e-6)


def test_a_clock_that_drifts_is_followed():
    arrived = [i / 30 for i in range(30 * 3600)]
    times = ours((a * 1.0001 + 5, a) for a in arrived)
    assert max(abs(a - t) for a, t in zip(arrived, times, strict=True)) < 0.0011


@pytest.mark.parametrize("speed", [0.0, 0.1, 0.9, 1.5, 10.0, -1.0])
def test_no_clock_makes_a_time_later_than_now(speed):
    arrived = [i / 30 for i in range(1800)]
    times = ours((1000 + speed * a, a) for a in arrived)
    assert all(t <= a for t, a in zip(times, arrived, strict=True))
    assert all(t >= a - max(0, 1 - speed) * WINDOW_S - 1e-6 for t, a in zip(times, arrived, strict=True))


@pytest.mark.parametrize("jump_s", [1e9, 60.0, -60.0])
def test_after_a_jump_of_the_clock_the_times_are_right_again(jump_s):
    pairs = [(a + (jump_s if a >= 20 else 0), a) for a in (i / 30 for i in range(1200))]
    for (_, arrived), t in zip(pairs, ours(pairs), strict=True):
        if not 20 <= arrived <= 20 + WINDOW_S:
            assert t == pytest.approx(arrived, abs=1e-6)
