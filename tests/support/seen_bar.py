"""Stands for MediaPipe's landmarkers: a body is a white bar with a yellow head, found when it is large enough."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from posecoach.core.body import landmarks as lm
from posecoach.core.body.landmarks import SIDES

SMALLEST = 0.25
"""Share of the picture's width that a bar must fill to be found, as a body must."""
ALONG = ((lm.SHOULDER, 0.1), (lm.HIP, 0.4), (lm.KNEE, 0.7), (lm.ANKLE, 0.95))
"""Where the joints lie along the bar, from its head."""
HEIGHT_PX = 8


def draw(left: int, length: int, top: int = 400, *, head: bool = True) -> np.ndarray:
    """Draw a room with a bar; without a head it is no body, but is taken for one, always with its head to the left."""
    image = np.full((480, 640, 3), 60, np.uint8)
    image[100:200, 50:120] = (120, 60, 60)
    image[top : top + HEIGHT_PX, left : left + length] = 255
    if head:
        image[top : top + HEIGHT_PX, left : left + length // 10] = (0, 255, 255)
    return image


def joints_of(left: int, length: int, top: int = 400) -> dict[int, tuple[float, float]]:
    """Return where the joints of a bar are, in pixels."""
    return {joint[side]: (left + share * length, top + HEIGHT_PX / 2) for joint, share in ALONG for side in SIDES}


def landmarks_of(picture: np.ndarray) -> list[list[SimpleNamespace]]:
    """Find the bar in a picture (red, green, blue): a list with the landmarks of one body, or an empty one."""
    height, width = picture.shape[:2]
    y, x = np.nonzero(picture[:, :, 0] > 220)
    if len(x) == 0 or np.ptp(x) < SMALLEST * width:
        return []
    left, right, middle = x.min() / width, (x.max() + 1) / width, (y.min() + y.max() + 1) / 2 / height
    yellow = np.nonzero((picture[:, :, 0] > 220) & (picture[:, :, 2] < 100))[1]
    if len(yellow) and yellow.mean() / width > (left + right) / 2:
        left, right = right, left
    points = [SimpleNamespace(x=left, y=middle, z=0.0, visibility=1.0) for _ in range(33)]
    for joint, share in ALONG:
        for side in SIDES:
            points[joint[side]].x = left + share * (right - left)
    return [points]


class BarLandmarker:
    """Finds the bar in the pictures of a stream and in single ones; keeps the last, counts looks and empty ones."""

    def __init__(self) -> None:
        self.looks = self.forgot = self.closed = 0

    def detect_for_video(self, image, time_ms):
        self.forgot += not image.numpy_view().any()
        return self.detect(image)

    def detect(self, image):
        self.looks += 1
        self.shown = image.numpy_view().copy()
        found = landmarks_of(self.shown)
        return SimpleNamespace(pose_landmarks=found, pose_world_landmarks=found)

    def close(self):
        self.closed += 1
