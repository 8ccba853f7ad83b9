"""View quality: where nothing can be judged the reason is said, the clock pauses, and nobody is blamed."""

from dataclasses import replace

import numpy as np
import pytest
from stick_figure import in_space, supine

from posecoach.core.body import landmarks as lm
from posecoach.core.judging.coach import Coach
from posecoach.core.judging.view_quality import OBLIQUE_DEG, WHY, view_deg
from posecoach.exercises.registry import EXERCISES

BRIDGE = EXERCISES["bridge"]


def bridging(t, yaw_deg=0.0, **changes):
    """Two seconds down, then up for as long as one likes."""
    up = min(1.0, max(0.0, (t - 2.0) / 1.5))
    return replace(in_space(supine(t, hips_cm=10 + 24 * up), yaw_deg), **changes)


def coached(poses):
    coach = Coach(BRIDGE)
    updates = [coach.step(pose.t, pose) for pose in poses]
    coach.finish(poses[-1].t)
    return updates, coach.reps


TIMES = [i / 15 for i in range(15 * 12)]


@pytest.mark.parametrize("yaw_deg", [0, 10, 24, 40, 60, 90])
def test_the_turn_of_the_body_is_read_from_its_axes(yaw_deg):
    assert view_deg(in_space(supine(), yaw_deg)) == pytest.approx(yaw_deg, abs=1)


def test_from_the_side_a_bridge_is_judged_completely():
    updates, (rep,) = coached([bridging(t, 15) for t in TIMES])
    assert (rep.faults, rep.unjudged) == ((), ())
    assert all(update.unseen is None for update in updates)


@pytest.mark.parametrize("yaw_deg", [-38, -24, 24, 38])
def test_from_askew_a_bridge_counts_and_what_the_view_does_not_show_is_named(yaw_deg):
    """A true turn of 30 degrees hides an arched back, one of 46 a sagging one, too; beyond 50 nothing is judged."""
    hidden = {"hips_high"} if abs(yaw_deg) < 30 else {"hips_high", "hips_low"}
    updates, (rep,) = coached([bridging(t, yaw_deg) for t in TIMES])
    assert rep.hold_s == pytest.approx(8.3, abs=0.3) and rep.faults == ()
    assert {check.code for check in rep.unjudged} == hidden and rep.good_s == 0.0
    assert any("not judged" in (update.unseen or "") for update in updates if update.phase == "hold")


def test_from_the_front_nothing_is_counted_and_the_remedy_is_said():
    updates, reps = coached([bridging(t, OBLIQUE_DEG + 15) for t in TIMES])
    assert reps == ()
    assert updates[-1].faults == ()
    assert updates[-1].unseen == WHY["turned"]


def test_turning_away_in_the_hold_ends_it_without_blame_not_even_for_its_length():
    """A turn of 70 degrees passes the limit after 0.9 s, and the limit is believed after another second."""
    _, (rep,) = coached([bridging(t, 0 if t < 7 else 70) for t in TIMES])
    assert rep.hold_end_s == pytest.approx(8.9, abs=0.3)
    assert rep.faults == ()


def test_a_short_look_at_the_camera_changes_nothing():
    updates, reps = coached([bridging(t, 60 if 5.0 < t < 5.6 else 0) for t in TIMES])
    assert len(reps) == 1 and all(update.unseen is None for update in updates)


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (lambda pose: replace(pose, light=8.0), "dark"),
        (lambda pose: replace(pose, xy=pose.xy * np.float32(0.2) + np.float32(300)), "far away"),
    ],
    ids=["dark", "far"],
)
def test_the_reason_why_nothing_can_be_judged_is_said(change, word):
    updates, reps = coached([change(bridging(t)) for t in TIMES])
    assert reps == () and word in updates[-1].unseen


def jumps(each_px, whole_px, flip_px):
    """Offsets of the landmarks of one frame after the other: random for each or the whole body, or to and fro."""
    random, sign = np.random.default_rng(1), 1
    while True:
        sign = -sign
        yield random.normal(0, each_px, (33, 2)) + random.normal(0, whole_px, 2) + sign * flip_px


@pytest.mark.parametrize(
    ("each_px", "whole_px", "flip_px"),
    [(15, 0, 0), (0, 20, 0), (0, 40, 0), (0, 0, 20), (0, 0, 50)],
    ids=["each joint", "whole body", "whole body far", "to and fro", "far to and fro"],
)
def test_a_body_that_jumps_all_the_time_is_not_judged_and_that_is_said(each_px, whole_px, flip_px):
    """Single jumps are mistakes of the estimator and are passed over; one after the other they show no posture."""
    offsets = jumps(each_px, whole_px, flip_px)
    poses = [replace(pose, xy=(pose.xy + next(offsets)).astype(np.float32)) for pose in map(bridging, TIMES)]
    updates, reps = coached(poses)
    said = [update.unseen for update in updates if update.t > 3.0]
    assert reps == () and said.count(WHY["unsteady"]) > len(said) / 2


def test_feet_out_of_the_picture_are_named():
    def cut_off(pose):
        xy = pose.xy.copy()
        for joint in (lm.KNEE, lm.ANKLE, lm.HEEL, lm.TOE):
            for side in lm.SIDES:
                xy[joint[side], 0] = 900.0
        return replace(pose, xy=xy)

    updates, reps = coached([cut_off(bridging(t)) for t in TIMES])
    assert reps == () and updates[-1].unseen.startswith("I cannot see your")
