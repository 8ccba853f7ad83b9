"""A video of the simulator's figure: a plain body on a plain ground, with all that the coach shows drawn on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from posecoach.analysis.annotate import write_clip
from posecoach.analysis.clips import BACKGROUND
from posecoach.analysis.settings import no_progress
from posecoach.core.body.landmarks import Side
from posecoach.core.body.pose import Frame, TimedPose
from posecoach.core.exercise.exercise import Exercise
from posecoach.core.height import DEFAULT_HEIGHT_CM
from posecoach.core.judging.coach import replay
from posecoach.feedback.overlay.figure import draw_figure
from posecoach.feedback.overlay.overlay import Overlay

NEAR_SKIN, FAR_SKIN, FLOOR = (150, 138, 126), (104, 95, 86), (70, 64, 58)
"""Blue, green, red of the body's near and far side, and of the floor: dull, so that the overlay's colours show."""
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
            draw_figure(image, pose.xy, near, NEAR_SKIN, FAR_SKIN)
        yield Frame(t, image)
