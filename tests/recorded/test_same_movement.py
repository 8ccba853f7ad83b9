"""One movement is judged in one way, however it is filmed: size of the picture, frame rate, wrong frames, the end."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import cycle, pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streams import EXERCISE_TRACKS, LOSES_A_LEG, filmed_at, irregular, noisy, resized, shifted, swapped, zoomed
from tracks import track

from posecoach.core.body.pose import Pose
from posecoach.core.judging.coach import judge_all
from posecoach.exercises.registry import EXERCISES

SAMPLES = [name for name in EXERCISE_TRACKS if "yaw" not in name]
"""The landmarks that the pose model finds in the sample videos, at 15 frames a second."""
EDGE_S = 0.3
"""A hold is known to 0.3 s at each end."""
OTHER_SIDE = {"left": "right", "right": "left", None: None}


def judge(name, seen):
    """Judge the frames of a track as the exercise that it shows."""
    return judge_all(seen, (EXERCISES[name.partition("__")[0]],), track(name)[1]).reps


@cache
def judged(name):
    seen, _ = track(name)
    return seen, judge(name, seen)


def told(reps):
    return [(rep.exercise, rep.side, {fault.code for fault in rep.faults}) for rep in reps]


def edges(reps):
    return [moment for rep in reps for moment in (rep.hold_start_s, rep.hold_end_s)]


def each(seen, change):
    return [(t, pose and change(pose)) for t, pose in seen]


@pytest.mark.parametrize(("name", "factor"), [*zip(EXERCISE_TRACKS[::2], cycle([0.73, 2.0]))])
def test_the_size_of_the_picture_and_the_place_in_it_change_nothing_and_exchanged_names_only_the_side(name, factor):
    seen, expected = judged(name)
    inside = np.concatenate([pose.xy for _, pose in seen if pose])
    x, y = (max(0.0, room) for room in next(pose for _, pose in seen if pose).size - inside.max(axis=0))
    reps = judge(name, each(seen, lambda pose: swapped(resized(shifted(pose, x, y), factor))))
    assert told([replace(rep, side=OTHER_SIDE[rep.side]) for rep in reps]) == told(expected)
    assert edges(reps) == pytest.approx(edges(expected), abs=0.15), "a frame"


def at_rate(rate_hz):
    return lambda end_s: [i / rate_hz for i in range(int(end_s * rate_hz) + 1)]


RATES = {"30": at_rate(30.0), "10": at_rate(10.0), "8-30": lambda end_s: irregular(end_s, (1 / 30, 1 / 8), seed=3)}


@pytest.mark.parametrize(
    ("name", "rate"), [*zip(SAMPLES, cycle(["10", "8-30", "8-30", "10"])), *product(SAMPLES[::4], ["30"])]
)
def test_the_frame_rate_changes_nothing(name, rate):
    seen, expected = judged(name)
    reps = judge(name, filmed_at(seen, RATES[rate](seen[-1][0])))
    assert told(reps) == told(expected)
    assert edges(reps) == pytest.approx(edges(expected), abs=EDGE_S)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_camera_that_stalls_again_and_again_loses_no_attempt_and_only_the_time_that_it_did_not_film(name):
    """Seven frames a second, and every few seconds none for 0.6 to 1 s."""
    seen, expected = judged(name)
    times_s = list(stalling(seen[-1][0], seed=1))
    stalls = [(a, b) for a, b in pairwise(times_s) if b - a > 0.5]
    reps = judge(name, filmed_at(seen, times_s))
    assert told(reps) == told(expected)
    for rep, whole in zip(reps, expected, strict=True):
        assert rep.hold_s <= whole.hold_s + EDGE_S
        lost_s = sum(max(0.0, min(b, whole.hold_end_s) - max(a, whole.hold_start_s)) for a, b in stalls)
        assert whole.hold_s - rep.hold_s == pytest.approx(lost_s, abs=1.0), "but a stall at an edge, which is not known"


def stalling(end_s, seed):
    random, t, next_s = np.random.default_rng(seed), 0.0, 1.3
    while t <= end_s:
        yield t
        stalls = t >= next_s
        t += random.uniform(0.6, 1.0) if stalls else 1 / 7
        next_s = t + random.uniform(1.0, 3.0) if stalls else next_s


@pytest.mark.parametrize("name", SAMPLES)
def test_two_pixels_of_noise_change_no_attempt_side_or_fault_and_a_hold_by_less_than_a_second(name):
    seen, expected = judged(name)
    random = np.random.default_rng(1)
    reps = judge(name, each(seen, lambda pose: noisy(pose, 2.0, random)))
    assert told(reps) == told(expected)
    assert edges(reps) == pytest.approx(edges(expected), abs=0.8)


def at_one_point(pose: Pose) -> Pose:
    return replace(pose, xy=np.full_like(pose.xy, 100.0))


def by_chance(pose: Pose) -> Pose:
    xy = np.random.default_rng(round(1000 * pose.t)).uniform(0, min(pose.size), pose.xy.shape)
    return replace(pose, xy=xy.astype(np.float32))


WRONG = {
    "nobody": lambda pose: None,
    "sides": swapped,
    "beside": lambda pose: shifted(pose, 60.0, 20.0),
    "elsewhere": lambda pose: shifted(pose, 250.0, -100.0),
    "closer": lambda pose: zoomed(pose, 1.5),
    "on its head": lambda pose: zoomed(pose, 1.0, np.pi),
    "one point": at_one_point,
    "by chance": by_chance,
}
FAR_APART_S = 2.5
CLEAR = [name for name in EXERCISE_TRACKS if name != LOSES_A_LEG]


@given(st.sampled_from(CLEAR), st.sampled_from(sorted(WRONG)), st.floats(0.0, 1.0))
@settings(max_examples=30)
def test_a_wrong_frame_anywhere_changes_nothing(name, kind, share):
    """One every few seconds, from the start pose to the end."""
    seen, expected = judged(name)
    other, next_s = [], 1.0 + share * FAR_APART_S
    for t, pose in seen:
        wrong = t >= next_s
        next_s += FAR_APART_S if wrong else 0.0
        other.append((t, pose and WRONG[kind](pose) if wrong else pose))
    reps = judge(name, other)
    assert told(reps) == told(expected)
    assert edges(reps) == pytest.approx(edges(expected), abs=EDGE_S)


@given(st.sampled_from(EXERCISE_TRACKS), st.integers(0, 5), st.floats(0.0, 1.0))
@settings(max_examples=30)
def test_a_recording_that_ends_anywhere_in_a_hold_ends_that_hold_and_blames_for_nothing_more(name, nth, share):
    """From a second on: before, the body has not come to rest."""
    seen, expected = judged(name)
    nth %= len(expected)
    earliest_s = expected[nth].hold_start_s + 1.0
    end_s = earliest_s + share * (expected[nth].hold_end_s - earliest_s)
    reps = judge(name, [frame for frame in seen if frame[0] <= end_s])
    assert [rep.side for rep in reps] == [rep.side for rep in expected[: nth + 1]]
    assert edges(reps) == pytest.approx([*edges(expected[: nth + 1])[:-1], end_s], abs=EDGE_S)
    assert {fault.code for fault in reps[-1].faults} <= {fault.code for fault in expected[nth].faults}
