"""Frames are chosen by their times alone: about as many a second whatever the camera's rate."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecoach.analysis.sampling import POSES_PER_S, Sampler


def chosen(times, rate=POSES_PER_S):
    sampler = Sampler(rate)
    return [t for t in times if sampler(t)]


@pytest.mark.parametrize("fps", [24, 25, 29.97, 30, 50, 60, 120, 240])
@pytest.mark.parametrize("digits", [3, 9])
def test_as_many_a_second_whatever_the_camera_gives(fps, digits):
    times = [round(i / fps, digits) for i in range(round(20 * fps))]
    found = chosen(times)
    assert len(found) / 20 == pytest.approx(POSES_PER_S, rel=0.02)
    assert max(b - a for a, b in pairwise(found)) < 2 / POSES_PER_S


@pytest.mark.parametrize("fps", [5, 10, 12, 14.9, 15])
def test_of_a_slow_camera_every_frame_is_chosen(fps):
    times = [round(i / fps, 3) for i in range(100)]
    assert chosen(times) == times


def test_every_frame_is_chosen_when_it_is_asked_for():
    times = [i / 60 for i in range(100)]
    assert chosen(times, math.inf) == times


@given(st.lists(st.floats(0.001, 0.2), min_size=1, max_size=200))
def test_uneven_times_leave_no_long_gap(steps):
    times = [sum(steps[: i + 1]) for i in range(len(steps))]
    found = chosen(times)
    assert found[0] == times[0]
    for a, b in pairwise(found):
        assert b - a <= 1 / POSES_PER_S + max(steps) + 0.005


def test_a_piece_of_a_recording_chooses_the_same_frames():
    times = [i / 30 for i in range(300)]
    whole, piece = chosen(times), chosen(times[100:])
    assert [t for t in whole if t >= times[101]] == [t for t in piece if t >= times[101]]
