"""How bright a picture is, on the body and around it."""

from __future__ import annotations

import numpy as np

from posecoach.core.body.landmarks import EDGES
from posecoach.core.body.pose import Frame, Pose
from posecoach.core.session.camera_placement import FrameConditions

STEP = 8
"""Every 8th pixel each way is looked at: 4,800 of 640 x 480."""
GREEN = 1
"""Its channel; green makes up most of the brightness that an eye sees."""
ALONG = np.linspace(0.0, 1.0, 5, dtype=np.float32)[:, None, None]
"""Where along each limb the body's brightness is taken."""
AROUND = 0.5
"""The box around the body is enlarged by this share of its size to each side."""
LIMBS = np.array(EDGES)
FACE = slice(11)
"""The landmarks of the head."""


def measure_conditions(frame: Frame, pose: Pose | None, persons: int | None = None) -> FrameConditions:
    """Look at one picture, in 0.2 ms; `persons` is how many people were counted, None when nobody counted."""
    height, width = frame.image.shape[:2]
    green = frame.image[::STEP, ::STEP, GREEN]
    if pose is None:
        return FrameConditions((width, height), float(green.mean()), persons=persons)
    starts, ends = pose.xy[LIMBS[:, 0]], pose.xy[LIMBS[:, 1]]
    points = np.concatenate([pose.xy[FACE], (starts + (ends - starts) * ALONG).reshape(-1, 2)]) / STEP
    low, high = points.min(axis=0), points.max(axis=0)
    box = np.array([low - AROUND * (high - low), high + AROUND * (high - low)])
    last = (green.shape[1] - 1, green.shape[0] - 1)
    x, y = np.clip(points, 0, last).astype(int).T
    (x0, y0), (x1, y1) = np.clip(box, 0, last).astype(int)
    body = green[y, x]
    face, limbs = np.median(body[FACE]), np.median(body[FACE.stop :])
    return FrameConditions(
        (width, height),
        float(green.mean()),
        float(max(face, limbs)),
        float(green[y0 : y1 + 1, x0 : x1 + 1].mean()),
        persons,
    )
