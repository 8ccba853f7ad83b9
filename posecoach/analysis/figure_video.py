"""A video of the simulator's figure: a plain body on a plain ground, with all that the coach shows drawn on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np

from posecoach.analysis.annotate import write_clip
from posecoach.analysis.clips import BACKGROUND
from posecoach.analysis.settings import no_progress
from posecoach.core.body import landmarks as lm
from posecoach.core.body.geometry import distance, points
from posecoach.core.body.landmarks import SIDES, Side
from posecoach.core.body.pose import Frame, Image, Pose, TimedPose
from posecoach.core.exercise.exercise import Exercise
from posecoach.core.height import DEFAULT_HEIGHT_CM
from posecoach.core.judging.coach import replay
from posecoach.feedback.overlay.overlay import Overlay

NEAR_SKIN, FAR_SKIN, FLOOR = (150, 138, 126), (104, 95, 86), (70, 64, 58)
"""Blue, green, red of the body's near and far side, and of the floor: dull, so that the overlay's colours show."""
TRUNK, THIGH, SHANK, UPPER_ARM, FOREARM, FOOT, HEAD = 0.32, 0.24, 0.17, 0.15, 0.12, 0.1, 0.19
"""Thickness of a part, and radius of the head, as a share of the trunk's length."""
LIMBS = (
    (lm.HIP, lm.KNEE, THIGH), (lm.KNEE, lm.ANKLE, SHANK), (lm.ANKLE, lm.HEEL, FOOT), (lm.HEEL, lm.TOE, FOOT),
    (lm.SHOULDER, lm.ELBOW, UPPER_ARM), (lm.ELBOW, lm.WRIST, FOREARM), (lm.WRIST, lm.INDEX_FINGER, FOREARM),
)  # fmt: skip
SOLE = 0.03
"""The floor is drawn below the lowest landmark of all, by this share of the trunk's length."""


def write_figure_video(
    path: Path, seen: Sequence[TimedPose], exercise: Exercise, near: Side = "left", height_cm: float = DEFAULT_HEIGHT_CM
) -> None:
    """Write the video of a filmed figure as the coach of one exercise sees it.

    Raises
    ------
    UsageError
        When it cannot be written.
    """
    updates = list(replay(seen, [exercise], height_cm))
    poses = [pose for _, pose in seen if pose]
    size = poses[0].size
    floor_y = max(float(pose.xy[:, 1].max()) for pose in poses)
    pictures, overlay = _pictures(seen, near, size, floor_y), Overlay({exercise.id: exercise})
    write_clip(path, pictures, updates, no_progress, overlay)


def _pictures(seen: Sequence[TimedPose], near: Side, size: tuple[int, int], floor_y: float) -> Iterator[Frame]:
    ground = np.full((size[1], size[0], 3), BACKGROUND, np.uint8)
    ground[int(floor_y) :] = FLOOR
    for t, pose in seen:
        image = ground.copy()
        if pose:
            _draw(image, pose, near)
        yield Frame(t, image)


def _draw(image: Image, pose: Pose, near: Side) -> None:
    """Draw a body: the far arm and leg, trunk and head, the near arm and leg."""
    at = points(pose.xy)
    shoulder, hip, ear = ((at[joint["left"]] + at[joint["right"]]) / 2 for joint in (lm.SHOULDER, lm.HIP, lm.EARS))
    unit = distance(shoulder, hip)

    def part(a: complex, b: complex, share: float, colour: tuple[int, int, int]) -> None:
        start, end = ((round(p.real), round(p.imag)) for p in (a, b))
        cv2.line(image, start, end, colour, max(1, round(share * unit)), cv2.LINE_AA)

    for side in sorted(SIDES, key=lambda side: side == near):
        if side == near:
            part(shoulder, hip, TRUNK, NEAR_SKIN)
            part(shoulder, ear, UPPER_ARM, NEAR_SKIN)
            cv2.circle(image, (round(ear.real), round(ear.imag)), round(HEAD * unit), NEAR_SKIN, -1, cv2.LINE_AA)
        for start, end, share in LIMBS:
            part(at[start[side]], at[end[side]], share, NEAR_SKIN if side == near else FAR_SKIN)
