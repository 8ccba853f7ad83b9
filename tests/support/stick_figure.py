"""A stick figure in known poses: landmarks for the measures and the pipeline, without camera or model."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from posecoach.core.body import landmarks as lm
from posecoach.core.body.pose import Pose

TRUNK_CM, THIGH_CM, SHANK_CM, FOOT_CM, ARM_CM = 49.0, 41.65, 41.82, 20.0, 56.0
"""Segments of a person 170 cm tall (shares of the height as in Winter)."""


def supine(
    t: float = 0.0,
    *,
    hips_cm: float = 10.0,
    knee_deg: float = 60.0,
    near: str = "left",
    px_per_cm: float = 2.0,
    size: tuple[int, int] = (640, 480),
    visibility: float = 1.0,
) -> Pose:
    """On the back, head to the left of the picture, knees bent, hips at a height; feet follow on the floor."""
    shoulder = np.array([0.0, 10.0])
    dx = math.sqrt(TRUNK_CM**2 - (hips_cm - shoulder[1]) ** 2)
    hip = shoulder + [dx, hips_cm - shoulder[1]]
    reach = math.sqrt(THIGH_CM**2 + SHANK_CM**2 - 2 * THIGH_CM * SHANK_CM * math.cos(math.radians(knee_deg)))
    ankle_y = 7.0
    ankle = np.array([hip[0] + math.sqrt(max(reach**2 - (hip[1] - ankle_y) ** 2, 1.0)), ankle_y])
    along = (ankle - hip) / reach
    up = math.acos((THIGH_CM**2 + reach**2 - SHANK_CM**2) / (2 * THIGH_CM * reach))
    knee = hip + THIGH_CM * np.array(
        [along[0] * math.cos(up) - along[1] * math.sin(up), along[0] * math.sin(up) + along[1] * math.cos(up)]
    )
    return figure(
        t,
        shoulder,
        hip,
        knee,
        ankle,
        nose=shoulder + [-20.0, 12.0],
        ear=shoulder + [-20.0, 2.0],
        near=near,
        px_per_cm=px_per_cm,
        size=size,
        visibility=visibility,
    )


def long_sit(t: float = 0.0, *, lift_cm: float = 0.0, **options) -> Pose:
    """On the back with straight legs, both heels lifted."""
    shoulder, hip = np.array([0.0, 10.0]), np.array([TRUNK_CM, 10.0])
    leg = THIGH_CM + SHANK_CM
    rise = (lift_cm + 5.0 - hip[1]) / leg
    direction = np.array([math.sqrt(1 - rise**2), rise])
    return figure(
        t,
        shoulder,
        hip,
        hip + THIGH_CM * direction,
        hip + leg * direction,
        nose=shoulder + [-20.0, 12.0],
        ear=shoulder + [-20.0, 2.0],
        heel_drop=5.0,
        **options,
    )


def figure(
    t,
    shoulder,
    hip,
    knee,
    ankle,
    *,
    nose,
    ear,
    near="left",
    px_per_cm=2.0,
    size=(640, 480),
    visibility=1.0,
    heel_drop=7.0,
) -> Pose:
    """Landmarks from joints in cm (x along the floor, y up); both sides lie behind one another."""
    wrist = shoulder + [ARM_CM, -5.0]
    pairs = (
        (lm.SHOULDER, shoulder),
        (lm.ELBOW, (shoulder + wrist) / 2),
        (lm.WRIST, wrist),
        (lm.INDEX_FINGER, wrist),
        (lm.HIP, hip),
        (lm.KNEE, knee),
        (lm.ANKLE, ankle),
        (lm.HEEL, ankle - [0.0, heel_drop]),
        (lm.TOE, ankle + [FOOT_CM, 0.0]),
        (lm.EARS, ear),
    )
    cm = np.zeros((33, 2))
    for joint, place in pairs:
        for side in ("left", "right"):
            cm[joint[side]] = place
    cm[lm.NOSE] = nose
    floor_y, left_x = size[1] * 0.8, size[0] * 0.2
    xy = np.stack([left_x + cm[:, 0] * px_per_cm, floor_y - cm[:, 1] * px_per_cm], axis=1).astype(np.float32)
    world = np.zeros((33, 3), np.float32)
    for joint, _ in pairs:
        world[joint[near], 2] = -0.1
    return Pose(t, xy, world, np.full(33, visibility, np.float32), size)


def in_space(pose, yaw_deg=0.0):
    """Give the figure depth: the trunk along the picture, left towards the camera, turned about the vertical."""
    world = np.zeros((33, 3), np.float32)
    for joint, along in ((lm.SHOULDER, -0.5), (lm.HIP, 0.0), (lm.KNEE, 0.4), (lm.ANKLE, 0.6)):
        for side, depth in (("left", -0.15), ("right", 0.15)):
            world[joint[side]] = (along, 0.0, depth)
    c, s = math.cos(math.radians(yaw_deg)), math.sin(math.radians(yaw_deg))
    return replace(pose, world=(world @ np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])).astype(np.float32))


def metres(pose, px_per_m=200.0):
    """Give the figure a body in space that fits its picture, seen from the side."""
    pose = in_space(pose)
    world = pose.world.copy()
    world[:, :2] = (pose.xy - pose.xy[[23, 24]].mean(axis=0)) / px_per_m
    return replace(pose, world=world)


def lying(t=0.0, **options):
    return metres(long_sit(t, **options))


def standing(t=0.0):
    joints = [np.array([50.0, y]) for y in (140.0, 91.0, 49.0, 7.0)]
    pose = figure(t, *joints, nose=(50, 160), ear=(50, 160))
    return metres(replace(pose, xy=pose.xy + np.float32([50, -20])))
