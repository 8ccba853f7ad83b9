"""A part of the picture, enlarged and with its contrast stretched, and the way back to the frame's pixels."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from posecoach.core.body.pose import Image, Pose
from posecoach.core.body.tracking.person_tracker import JOINTS, Area
from posecoach.vision.search.low_light import stretched

BODY_SHARE = 0.45
"""Share of the view that a body fills: in pictures from the usual distance it fills 0.35 to 0.55."""
WHOLE_SHARE = 0.85
"""A view of more than this share of the picture's width shows all of it: enlarging it further brings nothing."""
EDGE_SHARE = 0.1
"""A body whose joints are nearer to the edge than this share of the view may be cut off: head and feet reach on."""


@dataclass(frozen=True, slots=True)
class View:
    """What the estimator is shown instead of the frame; as large as the frame, since MediaPipe's tracking needs that.

    Attributes
    ----------
    box : Area
        The part of the frame: left, top, right and bottom in pixels, of the same shape as the frame.
    size : tuple of int
        Width and height of the frame in pixels.
    """

    box: Area
    size: tuple[int, int]

    def part(self, image: Image) -> Image:
        """Return the part of the image, with its contrast stretched, not enlarged."""
        x0, y0, x1, y1 = self.box
        return stretched(image[y0:y1, x0:x1])

    def of(self, image: Image) -> Image:
        """Return the part of the image, with its contrast stretched, as large as the whole."""
        return np.asarray(cv2.resize(self.part(image), self.size, interpolation=cv2.INTER_LINEAR), np.uint8)

    def in_frame(self, pose: Pose) -> Pose:
        """Return a pose found in the view in the frame's pixels."""
        return replace(pose, xy=self.points_in_frame(pose.xy))

    def points_in_frame(self, xy: NDArray[np.floating]) -> NDArray[np.float32]:
        """Return points of the view, shape (n, 2), in the frame's pixels."""
        x0, y0, x1, y1 = self.box
        scale = np.array([(x1 - x0) / self.size[0], (y1 - y0) / self.size[1]])
        return np.asarray(xy * scale + [x0, y0], np.float32)

    def shows(self, xy: NDArray[np.floating]) -> bool:
        """Whether a body, shape (33, 2) in the frame's pixels, lies within; the frame's own edge cuts nothing off."""
        joints = xy[JOINTS]
        low, high = joints.min(axis=0), joints.max(axis=0)
        for axis in (0, 1):
            start, end = self.box[axis], self.box[axis + 2]
            margin = EDGE_SHARE * (end - start)
            if (start > 0 and low[axis] < start + margin) or (end < self.size[axis] and high[axis] > end - margin):
                return False
        return True


def view_at(size: tuple[int, int], middle: tuple[float, float], share: float) -> View:
    """Return the view of a share (0 to 1) of a frame's width and height, as near to a middle (pixels) as possible."""
    width, height = size
    w, h = max(1, round(width * share)), max(1, round(height * share))
    x0 = round(min(max(middle[0] - w / 2, 0), width - w))
    y0 = round(min(max(middle[1] - h / 2, 0), height - h))
    return View((x0, y0, x0 + w, y0 + h), size)


def view_around(xy: NDArray[np.floating], size: tuple[int, int]) -> View:
    """Return the view in which a body, shape (33, 2) in the frame's pixels, is as large as from the usual distance."""
    joints = xy[JOINTS]
    low, high = joints.min(axis=0), joints.max(axis=0)
    share = float(((high - low) / size).max()) / BODY_SHARE
    x, y = (low + high) / 2
    return view_at(size, (float(x), float(y)), share if share < WHOLE_SHARE else 1.0)
