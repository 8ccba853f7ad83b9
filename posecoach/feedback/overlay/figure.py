"""Draws a body from its landmarks: plain round limbs, the near side over the far one."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from posecoach.core.body import landmarks as lm
from posecoach.core.body.geometry import distance, points
from posecoach.core.body.landmarks import SIDES, Side
from posecoach.core.body.pose import Image
from posecoach.feedback.overlay.style import Colour

TRUNK, THIGH, SHANK, UPPER_ARM, FOREARM, FOOT, HEAD = 0.32, 0.24, 0.17, 0.15, 0.12, 0.1, 0.19
"""Thickness of a part, and radius of the head, as a share of the trunk's length."""
LIMBS = (
    (lm.HIP, lm.KNEE, THIGH), (lm.KNEE, lm.ANKLE, SHANK), (lm.ANKLE, lm.HEEL, FOOT), (lm.HEEL, lm.TOE, FOOT),
    (lm.SHOULDER, lm.ELBOW, UPPER_ARM), (lm.ELBOW, lm.WRIST, FOREARM), (lm.WRIST, lm.INDEX_FINGER, FOREARM),
)  # fmt: skip
_SUBPIXEL = 4  # fractional bits in cv2's coordinates: a slow movement does not shake


def draw_figure(image: Image, xy: NDArray[np.floating], near: Side, colour: Colour, far_colour: Colour) -> None:
    """Draw the far arm and leg, trunk and head, then the near arm and leg, into `image`.

    Parameters
    ----------
    image : uint8 array, shape (height, width, 3)
        Changed in place.
    xy : float array, shape (33, 2)
        The landmarks, in pixels.
    near : Side
        The side in front.
    colour, far_colour : Colour
        Of the near side with trunk and head, and of the far side.
    """
    at = points(xy)
    shoulder, hip, ear = ((at[joint["left"]] + at[joint["right"]]) / 2 for joint in (lm.SHOULDER, lm.HIP, lm.EARS))
    unit = distance(shoulder, hip)

    def fixed(point: complex) -> tuple[int, int]:
        return round(point.real * 2**_SUBPIXEL), round(point.imag * 2**_SUBPIXEL)

    def part(a: complex, b: complex, share: float, hue: Colour) -> None:
        cv2.line(image, fixed(a), fixed(b), hue, max(1, round(share * unit)), cv2.LINE_AA, _SUBPIXEL)

    for side in sorted(SIDES, key=lambda side: side == near):
        if side == near:
            part(shoulder, hip, TRUNK, colour)
            part(shoulder, ear, UPPER_ARM, colour)
            cv2.circle(image, fixed(ear), round(HEAD * unit * 2**_SUBPIXEL), colour, cv2.FILLED, cv2.LINE_AA, _SUBPIXEL)
        for start, end, share in LIMBS:
            part(at[start[side]], at[end[side]], share, colour if side == near else far_colour)
