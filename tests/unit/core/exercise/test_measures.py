"""Measures of a stick figure whose joints are known."""

import cmath
import math
from dataclasses import replace

import numpy as np
import pytest
from stick_figure import long_sit, supine

from posecoach.core.body import landmarks as lm
from posecoach.core.body.body import HIP_BEHIND_CM
from posecoach.core.exercise import Measure
from posecoach.core.exercise.measures import Measurer, label_of
from posecoach.errors import PluginWarning
from posecoach.exercises.registry import EXERCISES


def measured(poses, height_cm=170.0, measures=()):
    measure, out = Measurer(measures, height_cm), []
    for pose in poses:
        out.append(measure(pose))
    return out


def still(make, seconds=2.0, rate_hz=15, start_s=0.0, **options):
    return [make(start_s + i / rate_hz, **options) for i in range(int(seconds * rate_hz))]


def test_the_heel_rests_at_zero_and_its_lift_is_measured_in_centimetres():
    values = measured(still(long_sit) + still(long_sit, start_s=2.0, lift_cm=15.0))
    assert values[29][1]["heel_height_left_cm"] == pytest.approx(0.0, abs=0.3)
    assert values[-1][1]["heel_height_left_cm"] == pytest.approx(15.0, abs=0.7)


@pytest.mark.parametrize("px_per_cm", [0.8, 2.0, 5.0])
def test_heights_do_not_depend_on_the_size_of_the_picture(px_per_cm):
    size = (int(320 * px_per_cm), int(240 * px_per_cm))
    poses = still(long_sit, px_per_cm=px_per_cm, size=size) + still(
        long_sit, start_s=2.0, lift_cm=15, px_per_cm=px_per_cm, size=size
    )
    assert measured(poses)[-1][1]["heel_height_left_cm"] == pytest.approx(15.0, abs=0.7)


def test_a_taller_person_lifts_the_same_picture_higher():
    poses = still(long_sit) + still(long_sit, start_s=2.0, lift_cm=15.0)
    assert measured(poses, height_cm=187.0)[-1][1]["heel_height_left_cm"] == pytest.approx(16.5, abs=0.8)


def test_before_a_resting_foot_was_seen_heights_are_unknown():
    assert math.isnan(measured([long_sit()])[0][1]["heel_height_left_cm"])


def test_a_foot_glimpsed_below_the_floor_for_a_moment_does_not_move_the_floor():
    sunk = [long_sit(2.0 + i / 15, lift_cm=-12.0) for i in range(4)]
    poses = still(long_sit) + sunk + still(long_sit, start_s=2.4)
    assert measured(poses)[-1][1]["heel_height_left_cm"] == pytest.approx(0.0, abs=0.5)


def hips_line_deg(pose, px_per_cm=2.0):
    """The angle from the trunk to the thigh at the hip joint, counted through the front: no need to know 180."""
    shoulder, hip, knee = (complex(*pose.xy[joint["left"]]) for joint in (lm.SHOULDER, lm.HIP, lm.KNEE))
    front = (hip - shoulder) / abs(hip - shoulder) * -1j  # upwards: y grows down, and the head is at the left
    joint = hip - front * HIP_BEHIND_CM * px_per_cm
    return math.degrees(cmath.phase((knee - joint) / (shoulder - joint))) % 360


@pytest.mark.parametrize(("hips_cm", "above"), [(16.0, False), (29.0, False), (34.0, True), (52.0, True)])
def test_the_hips_line_reads_past_180_when_the_hips_stand_above_it(hips_cm, above):
    poses = still(supine, hips_cm=hips_cm)
    line_deg = measured(poses, measures=EXERCISES["bridge"].measures)[-1][1]["hip_line"]
    assert line_deg == pytest.approx(hips_line_deg(poses[-1]), abs=3.0)
    assert (line_deg > 180) == above


def test_mirroring_the_picture_changes_no_measure_but_swaps_the_sides():
    pose = supine(hips_cm=30.0)
    xy = pose.xy * [-1, 1] + [640, 0]
    swap = np.arange(33)
    for joint in (
        lm.EARS,
        lm.SHOULDER,
        lm.ELBOW,
        lm.WRIST,
        lm.INDEX_FINGER,
        lm.HIP,
        lm.KNEE,
        lm.ANKLE,
        lm.HEEL,
        lm.TOE,
    ):
        swap[joint["left"]], swap[joint["right"]] = joint["right"], joint["left"]
    mirrored = replace(pose, xy=xy.astype(np.float32)[swap], world=pose.world[swap])
    measures = EXERCISES["bridge"].measures
    body, values = measured([pose, replace(pose, t=0.1)], measures=measures)[-1]
    other, mirrored_values = measured([mirrored, replace(mirrored, t=0.1)], measures=measures)[-1]
    assert (body.near, other.near) == ("left", "right")
    assert mirrored_values["hip_line"] == pytest.approx(values["hip_line"], abs=0.1)
    assert mirrored_values["face_up"] == pytest.approx(values["face_up"], abs=0.01)
    assert mirrored_values["knee_right"] == pytest.approx(values["knee_left"], abs=0.1)


def test_on_the_back_is_face_up_and_turned_over_is_face_down():
    pose = supine()
    turned = replace(pose, xy=(pose.xy * [1, -1] + [0, 480]).astype(np.float32))
    assert measured([pose])[0][1]["face_up"] > 0.9
    assert measured([turned])[0][1]["face_up"] < -0.9


def test_a_hidden_knee_is_unknown_not_straight():
    pose = supine()
    visibility = pose.visibility.copy()
    visibility[lm.KNEE["left"]] = 0.2
    values = measured([replace(pose, visibility=visibility)])[0][1]
    assert math.isnan(values["knee_left"]) and math.isnan(values["hip_left"])
    assert not math.isnan(values["knee_right"])


def test_a_foot_outside_the_picture_is_unknown_however_sure_the_estimator_is():
    pose = supine()
    xy = pose.xy.copy()
    xy[lm.ANKLE["left"]] = (700.0, 300.0)
    assert math.isnan(measured([replace(pose, xy=xy)])[0][1]["knee_left"])


def test_smoothing_does_not_depend_on_the_frame_rate():
    def last(rate_hz):
        move = [supine(i / rate_hz, hips_cm=10 + 25 * min(1.0, i / rate_hz)) for i in range(int(1.5 * rate_hz))]
        return measured(move, measures=EXERCISES["bridge"].measures)[-1][1]["hip_line"]

    assert last(10) == pytest.approx(last(30), abs=1.5)


@pytest.mark.parametrize("read", [lambda body: [][0], lambda body: None], ids=["raises", "gives None"])
def test_a_measure_that_fails_is_unseen_and_warned_of_once_with_its_line(read):
    poses = still(long_sit)
    with pytest.warns(PluginWarning, match=r"'odd' fails.*Error: .*measures\.py, line \d+") as caught:
        values = [found for _, found in measured(poses, measures=[Measure("odd", "odd", "deg", read)])]
    assert len(caught) == 1
    assert all(math.isnan(found["odd"]) for found in values)
    assert [found["knee_left"] for found in values] == [found["knee_left"] for _, found in measured(poses)]


def test_a_measure_is_called_by_its_label_and_an_unknown_one_by_its_key():
    assert label_of(EXERCISES["leg_lift"], "foot_rise") == "feet"
    assert label_of(EXERCISES["leg_lift"], "hold_s") == "hold_s"
