"""Whatever the landmarks do: numbers are numbers, moments in order, attempts apart; and one frame decides nothing."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache
from itertools import cycle, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streams import EXERCISE_TRACKS, LOSES_A_LEG, mirrored, noisy, shifted, stream, swapped, zoomed
from tracks import track

from posecoach.core.judging.coach import Coach, judge_all
from posecoach.core.result import ModelInfo, VideoInfo, make_result
from posecoach.exercises.registry import BUILT_IN, EXERCISES
from posecoach.storage import result_json

VIDEO = VideoInfo("clip.mp4", "0" * 64, 640, 480, 15.0, 12.0, 100, 90)
MODEL = ModelInfo("full", "full.task", "1" * 64, "official")
NEARLY = 1e-6
seeds = st.integers(0, 2**32)
WRONG = {"sides": swapped, "place": lambda pose: shifted(pose, 200, -100), "nobody": lambda pose: None}
ANY = [name for name in EXERCISE_TRACKS if "yaw" in name]
"""Judged as any of the exercises, by `judge`."""
whoever = pytest.mark.parametrize("name", EXERCISE_TRACKS)


def order(rep):
    """Check one attempt's numbers."""
    moments = (rep.start_s, rep.hold_start_s, rep.hold_end_s, rep.end_s)
    assert all(map(math.isfinite, (*moments, rep.hold_s, rep.good_s, rep.unseen_s)))
    assert all(one <= other + NEARLY for one, other in pairwise(moments))
    assert 0.0 <= rep.good_s <= rep.hold_s + NEARLY
    assert rep.unseen_s >= 0.0 and rep.hold_s + rep.unseen_s <= rep.hold_end_s - rep.hold_start_s + NEARLY
    for fault in rep.faults:
        assert math.isfinite(fault.value)
        assert rep.start_s - NEARLY <= fault.start_s <= fault.end_s <= rep.end_s + NEARLY


@settings(max_examples=70)
@given(seeds, st.sampled_from([BUILT_IN, *((exercise,) for exercise in BUILT_IN)]))
def test_every_number_is_one_and_every_attempt_is_in_order_and_apart(seed, exercises):
    seen, height_cm = stream(seed)
    coach = Coach(*exercises, height_cm=height_cm)
    for t, pose in seen:
        update = coach.step(t, pose)
        assert 0.0 <= update.good_s <= update.hold_s + NEARLY < math.inf
    coach.finish(seen[-1][0])
    found = coach.assess(seen[-1][0])
    for rep in found.reps:
        order(rep)
    assert all(one.end_s <= other.start_s + NEARLY for one, other in pairwise(found.reps))
    assert [rep.index for rep in found.reps] == list(range(1, len(found.reps) + 1))
    assert 0.0 <= found.judged_share <= 1.0
    result = make_result(found, VIDEO, MODEL, height_cm)
    assert result_json.loads(result_json.dumps(result)) == result


def test_the_check_above_meets_attempts():
    """Chance alone might make streams without any."""
    assert sum(len(judge_all(*_with_all(stream(seed))).reps) for seed in range(20)) > 10


def _with_all(made):
    seen, height_cm = made
    return seen, BUILT_IN, height_cm


def judge(name, seen):
    """Judge the frames of a track: of half of them as the exercise that it shows, of the others as any."""
    exercises = BUILT_IN if "yaw" in name else (EXERCISES[name.partition("__")[0]],)
    return judge_all(seen, exercises, track(name)[1]).reps


@cache
def judged(name):
    seen, _ = track(name)
    return seen, judge(name, seen)


def same(reps, expected, within_s, sides=lambda side: side):
    """Whether two judgements agree; the moments of the holds within seconds."""
    assert [(rep.exercise, rep.side) for rep in reps] == [(rep.exercise, sides(rep.side)) for rep in expected]
    for rep, other in zip(reps, expected, strict=True):
        assert {fault.code for fault in rep.faults} == {fault.code for fault in other.faults}
        assert rep.hold_start_s == pytest.approx(other.hold_start_s, abs=within_s)
        assert rep.hold_end_s == pytest.approx(other.hold_end_s, abs=within_s)


def other_side(side):
    return side and ("left" if side == "right" else "right")


@whoever
def test_a_mirror_exchanges_the_sides_and_nothing_else(name):
    seen, expected = judged(name)
    reps = judge(name, [(t, pose and mirrored(pose)) for t, pose in seen])
    same(reps, expected, 0.1, other_side)


@pytest.mark.parametrize(
    ("name", "seed"), [(name, seed) for seed, name in enumerate(EXERCISE_TRACKS) if name != LOSES_A_LEG]
)
def test_a_pixel_of_noise_half_a_pixel_of_shift_and_3_percent_of_scale_move_a_hold_by_less_than_a_quarter_second(
    name, seed
):
    seen, expected = judged(name)
    random = np.random.default_rng(seed)
    dx, dy, factor = random.choice([-0.5, 0.5]), random.choice([-0.5, 0.5]), random.choice([0.97, 1.03])
    other = [(t, pose and noisy(zoomed(shifted(pose, dx, dy), factor), 1.0, random)) for t, pose in seen]
    same(judge(name, other), expected, 0.25)


@pytest.mark.parametrize(("name", "wrong"), [*zip(ANY, cycle(WRONG))])
def test_one_wrong_frame_in_each_hold_changes_nothing(name, wrong):
    """Nor do three, far apart."""
    seen, expected = judged(name)
    holds = [(rep.hold_start_s, rep.hold_end_s - rep.hold_start_s) for rep in expected]
    moments = [start_s + share * hold_s for start_s, hold_s in holds for share in (0.2, 0.5, 0.8)]
    frames = {min(range(len(seen)), key=lambda i: abs(seen[i][0] - at)) for at in moments}
    other = [(t, pose and WRONG[wrong](pose) if i in frames else pose) for i, (t, pose) in enumerate(seen)]
    same(judge(name, other), expected, 0.3)


@pytest.mark.parametrize("name", ANY)
def test_a_recording_that_ends_in_a_hold_ends_the_hold_there_and_blames_nothing_for_it(name):
    seen, expected = judged(name)
    end_s = expected[-1].hold_start_s + 0.6 * (expected[-1].hold_end_s - expected[-1].hold_start_s)
    reps = judge(name, [one for one in seen if one[0] <= end_s])
    assert len(reps) == len(expected) and reps[-1].hold_end_s == pytest.approx(end_s, abs=0.3)
    assert "short_hold" not in {fault.code for fault in reps[-1].faults}


def test_landmarks_in_one_point_give_no_scale_and_no_defect():
    seen, height_cm = track(EXERCISE_TRACKS[0])
    at_one = [(t, pose and replace(pose, xy=np.full_like(pose.xy, 100.0))) for t, pose in seen]
    assert judge_all(at_one, BUILT_IN, height_cm).reps == ()
