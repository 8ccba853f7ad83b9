"""How far the body is turned away from the camera's side view: read in space, and averaged while it is seen."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from leaning import leaning
from stick_figure import in_space, supine
from tracks import TRACKS, track

from posecoach.core.body.tracking.turn import AVERAGE_S, OFFSET_DEG, TurnEstimator, true_turn_deg, view_deg

TURNED = sorted(path.stem for path in TRACKS.glob("*__yaw_*.npz") if "warrior" not in path.stem)
FROM_SIDE = ["plank", "squat", "standing", "cat_cow", "pelvic_tilt", "superman", "pushup", "lie_get_up"]


def at(t, yaw_deg):
    return replace(in_space(supine(t), yaw_deg), t=t)


def turned(poses):
    estimator = TurnEstimator()
    return [estimator.update(pose) for pose in poses]


def frames(yaw_deg, seconds, rate_hz=15.0, start_s=0.0):
    return [at(start_s + i / rate_hz, yaw_deg) for i in range(round(seconds * rate_hz))]


def test_before_the_first_pose_it_is_unknown_and_with_it_known():
    estimator = TurnEstimator()
    assert math.isnan(estimator.deg)
    assert estimator.update(at(0.0, 20.0)) == estimator.deg == pytest.approx(true_turn_deg(20.0), abs=1.0)


@pytest.mark.parametrize("yaw_deg", [0, 15, 30, 60, 90])
def test_turned_to_either_side_and_seen_from_the_left_or_right_it_is_the_same_turn(yaw_deg):
    read = [view_deg(in_space(supine(), yaw)) for yaw in (yaw_deg, -yaw_deg, 180 - yaw_deg, 180 + yaw_deg)]
    assert read == pytest.approx([yaw_deg] * 4, abs=1.0)


def test_the_true_turn_is_a_little_more_than_what_is_read():
    assert true_turn_deg(0.0) == OFFSET_DEG
    assert 30.0 < true_turn_deg(30.0) < 40.0


@pytest.mark.parametrize("pitch_deg", [-30, -15, 15, 30])
def test_a_camera_that_looks_down_or_up_changes_nothing(pitch_deg):
    pose = in_space(supine(), 25.0)
    c, s = math.cos(math.radians(pitch_deg)), math.sin(math.radians(pitch_deg))
    down = replace(pose, world=(pose.world @ np.array([[1, 0, 0], [0, c, s], [0, -s, c]])).astype(np.float32))
    assert view_deg(down) == pytest.approx(view_deg(pose), abs=4.0)


def test_a_picture_that_leans_changes_little():
    assert view_deg(leaning(in_space(supine(), 25.0), 12)) == pytest.approx(25.0, abs=3.0)


@pytest.mark.parametrize("rate_hz", [30.0, 15.0, 7.0])
def test_it_is_averaged_over_ten_seconds_at_any_rate(rate_hz):
    """A raised limb turns hips and shoulders for the time of a hold; that must not turn the camera."""
    before = frames(30.0, 12.0, rate_hz)
    after = turned(before + frames(0.0, 3.0, rate_hz, start_s=12.0))[-1]
    assert after == pytest.approx(true_turn_deg(30.0 * math.exp(-3.0 / AVERAGE_S)), abs=1.0)


def test_in_the_first_seconds_it_is_the_average_of_what_was_seen():
    wobbling = [at(i / 15, 20.0 + 10.0 * (-1) ** i) for i in range(30)]
    assert turned(wobbling)[-1] == pytest.approx(true_turn_deg(20.0), abs=1.5)


def test_a_long_pause_does_not_count_as_time_seen():
    """One frame after a minute unseen is no better than any other one."""
    last = turned([*frames(30.0, 12.0), at(72.0, 0.0)])[-1]
    assert last == pytest.approx(true_turn_deg(27.0), abs=1.0)


@pytest.mark.parametrize("name", TURNED)
def test_recorded_lying_and_kneeling_bodies_before_a_camera_turned_by_30_degrees_read_so(name):
    found = turned([pose for _, pose in track(name)[0] if pose])
    assert found[-1] == pytest.approx(30.0, abs=13.0)


@pytest.mark.parametrize("name", FROM_SIDE)
def test_recorded_bodies_seen_from_the_side_let_every_check_be_made(name):
    """The narrowest limit of a check is 25 degrees."""
    assert max(turned([pose for _, pose in track(name)[0] if pose])[15:]) < 20.0
