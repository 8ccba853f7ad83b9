"""Targets lie on the body where the exercise says: exact geometry, on stick figures."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from stick_figure import supine

from posecoach.core.body import landmarks as lm
from posecoach.core.body.body import Body, FloorLine
from posecoach.core.body.geometry import angle_deg, distance, pitch_deg, points
from posecoach.core.body.guides import ARC_POINTS, ARM, LEG, TRUNK, Ahead, Bend, Height, Pitch, between, higher_arm
from posecoach.core.body.landmarks import SIDES
from posecoach.core.exercise.bands import Band, bind
from posecoach.core.exercise.exercise import Check
from posecoach.core.exercise.measures import SHARED
from posecoach.core.judging.events import Fault, Update
from posecoach.core.judging.targets import nearest, target, targets
from posecoach.exercises.registry import EXERCISES

PX_PER_CM = 2.0


def a_body(**places: tuple[float, float]) -> Body:
    """Lie on the back, head to the left; a point named by landmark and side, such as knee_left, is put elsewhere."""
    pose = supine(px_per_cm=PX_PER_CM)
    xy = pose.xy.astype(float)
    for name, place in places.items():
        joint, side = name.split("_")
        xy[getattr(lm, joint.upper())[side]] = place
    floor = FloorLine(0.0, 400.0, 0.1)
    scale = dict.fromkeys(SIDES, 1.0 / PX_PER_CM)
    return Body(pose, points(xy), "left", 1, scale, dict.fromkeys(SIDES, floor))


@pytest.mark.parametrize("head_right", [False, True])
@pytest.mark.parametrize("angle", [120.0, 167.0, 180.0, 191.0])
def test_a_hip_on_the_guides_line_has_the_angle_that_the_line_stands_for(angle, head_right):
    ends = {"shoulder_left": (200.0, 300.0), "knee_left": (400.0, 240.0)}
    if head_right:
        ends = {"shoulder_left": (400.0, 300.0), "knee_left": (200.0, 240.0)}
    line = Bend(lm.SHOULDER, lm.HIP, lm.KNEE).line(a_body(**ends), angle)
    np.testing.assert_allclose(line[[0, -1]], [*ends.values()], atol=1e-6)
    shoulder, *arc, knee = points(line)
    for point in arc:
        expected = angle if angle <= 180 else 360 - angle
        assert angle_deg(shoulder, point, knee) == pytest.approx(expected, abs=0.01)
    straight_y = (shoulder.imag + knee.imag) / 2
    sag = line[ARC_POINTS // 2][1] - straight_y
    assert sag == pytest.approx(0, abs=1e-3) if angle == 180 else sag * (180 - angle) > 0


@pytest.mark.parametrize("value", [-22.0, 0.0, 14.0])
def test_a_limb_on_the_guides_line_has_its_pitch_and_its_length(value):
    body = a_body()
    for limb, headwards, along in ((ARM, True, -1), (LEG, False, 1)):
        start, end = points(Pitch(limb, headwards=headwards).line(body, value))
        assert pitch_deg(start, end) == pytest.approx(value)
        assert (end - start).real * along > 0  # the head is to the left
        joints = [body.point(joint["left"]) for joint in limb]
        assert distance(start, end) == pytest.approx(distance(*joints[:2]) + distance(*joints[1:]))


def test_a_limb_whose_level_is_tilted_in_the_picture_is_drawn_tilted():
    start, end = points(Pitch(LEG, headwards=False, level=lambda body: 5.0).line(a_body(), 10.0))
    assert pitch_deg(start, end) == pytest.approx(15.0)


def test_the_trunk_is_taken_between_both_sides():
    body = a_body(hip_right=(300.0, 340.0))
    start, _ = Pitch(TRUNK, whose=between).line(body, 0.0)
    assert complex(*start) == pytest.approx(body.mid(lm.HIP))


def test_the_six_inch_line_runs_six_inches_above_the_floor():
    body = a_body(heel_left=(450.0, 430.0))
    line = Height(lm.HEEL).line(body, 15.0)
    for x, y in line:
        assert y == pytest.approx(400.0 + 0.1 * x - 15.0 * PX_PER_CM)
    assert line[0][0] < 450.0 < line[1][0]
    np.testing.assert_allclose(Height(lm.HEEL).floor(body), line + [0.0, 15.0 * PX_PER_CM])
    body = replace(body, floor=dict.fromkeys(SIDES, None))
    assert np.isnan(Height(lm.HEEL).line(body, 15.0)[:, 1]).all()


def test_a_height_over_another_joint_is_level():
    body = a_body(ankle_left=(500.0, 400.0), hip_left=(300.0, 390.0))
    assert Height(lm.HIP, above=lm.ANKLE).floor(body) is None
    assert Height(lm.HIP, above=lm.ANKLE).line(body, 4.0)[:, 1] == pytest.approx(400.0 - 4.0 * PX_PER_CM)


def test_ahead_of_a_point_is_towards_the_head():
    body = a_body(elbow_left=(200.0, 420.0))
    line = Ahead(lm.ELBOW, lambda b: b.point(lm.SHOULDER["left"])).line(body, 7.0)
    assert line[:, 0] == pytest.approx(body.point(lm.SHOULDER["left"]).real - 7.0 * PX_PER_CM)


def test_of_two_arms_the_clearly_higher_one_is_meant():
    assert higher_arm(a_body()) == "left"
    assert higher_arm(a_body(wrist_right=(60.0, 200.0))) == "right"


@pytest.mark.parametrize(
    ("band", "ends", "aim"),
    [
        (Band(8.0, 23.0), (8.0, 23.0), 15.5),
        (Band(-14.0, 14.0), (-14.0, 14.0), 0.0),
        (Band(low=-17.0), (-17.0, 17.0), 0.0),
        (Band(high=24.0), (-24.0, 24.0), 0.0),
        (Band(low=79.0), (79.0, 79.0), 79.0),
    ],
)
def test_a_target_reaches_from_end_to_end_of_its_band_and_aims_at_what_is_prescribed(band, ends, aim):
    guide, body = Pitch(ARM), a_body()
    found = target(guide, band, body)
    np.testing.assert_allclose(found.area[:2], guide.line(body, ends[0]))
    np.testing.assert_allclose(found.area[:1:-1], guide.line(body, ends[1]))
    np.testing.assert_allclose(found.aim, guide.line(body, aim))


def test_a_target_of_an_unseen_joint_is_not_drawn():
    assert target(Pitch(ARM), Band(-5, 5), a_body(shoulder_left=(math.nan, math.nan))) is None


def test_the_arrow_leads_to_the_nearest_point_of_the_line():
    line = np.array([[0.0, 0.0], [10.0, 0.0], [10.0, 10.0]])
    assert nearest(line, np.array([4.0, 3.0])).tolist() == [4.0, 0.0]
    assert nearest(line, np.array([20.0, 5.0])).tolist() == [10.0, 5.0]
    assert nearest(line, np.array([-5.0, -5.0])).tolist() == [0.0, 0.0]


def an_update(body: Body | None, *codes: str, exercise: str = "bridge", **more: object) -> Update:
    faults = tuple(Fault(code, 1, 2, 9.0, (-math.inf, 4.0), "cm", "", "") for code in codes)
    return Update(2.0, None, body=body, exercise=exercise, faults=faults, **more)


def test_with_low_hips_the_arrow_points_up_to_the_flat_line():
    (found,) = targets(EXERCISES["bridge"], an_update(a_body(), "hips_low"))
    assert found.go_to[1] < found.part[1]
    assert complex(*found.aim[0]) == pytest.approx(a_body().point(lm.SHOULDER["left"]))


def test_without_a_fault_there_is_a_target_but_no_arrow():
    (found,) = targets(EXERCISES["bridge"], an_update(a_body()))
    assert found.go_to is None


def test_a_fault_that_lies_nowhere_on_the_body_has_no_target():
    assert targets(EXERCISES["bridge"], an_update(a_body(), "short_hold")) == []
    assert targets(EXERCISES["bridge"], an_update(None)) == []


def test_what_counts_from_the_start_pose_is_drawn_from_there():
    """The hips began 11 cm over the ankles, may rise by 4, and are 9 up."""
    body = a_body(ankle_left=(500.0, 400.0), hip_left=(300.0, 360.0))
    update = an_update(body, "hips_lifted", exercise="press_up", values={"pelvis_rise": 20.0})
    (found,) = targets(EXERCISES["press_up"], update)
    assert found.area[:, 1].min() == pytest.approx(400.0 - (11.0 + 4.0) * PX_PER_CM)
    assert found.go_to[1] > found.part[1]


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=lambda e: e.id)
def test_every_exercise_shows_one_or_two_targets_that_it_judges(exercise):
    assert 1 <= len(exercise.displayed) <= 2
    judged: dict[str, Check] = {check.measure: check for check in exercise.checks if check.during == "hold"}
    known = {measure.key for measure in (*SHARED, *exercise.measures)}
    for key in exercise.displayed:
        assert not judged[key].from_start  # before an attempt nothing is known of it
        assert bind(key, "left" if exercise.sided else None) in known
