"""Draws the person's skeleton: the side nearest the camera strong, the other faint, what is not seen not at all."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from posecoach.core.body.landmarks import EARS, EDGES, HIP, SHOULDER
from posecoach.core.body.pose import Pose
from posecoach.sinks.palette import BLACK, GREY, WHITE, Colour
from posecoach.sinks.signs import Image

_SEEN = 0.3  # visibility below which a landmark is a guess; hidden limbs of lying people come out near 0.1
_FACING_M = 0.05  # left-right difference in depth of the trunk within which neither side counts as nearer
_REACH = 4  # picture widths: points beyond are noise and would overflow the drawing's integers
_NECK = tuple((SHOULDER[side], EARS[side]) for side in ("left", "right"))
_ALONG = np.linspace(0, 1, 6)[None, :, None]  # shares of a bone
_LEFT, _RIGHT = ({2 * k + odd for k in range(5, 17)} for odd in (1, 0))  # from 7, 8 on left is odd, right even


def to_screen(
    xy: NDArray[np.floating], frame: tuple[int, int], shown: tuple[int, int], *, mirror: bool
) -> NDArray[np.float64]:
    """Map points onto the picture as it is shown.

    Parameters
    ----------
    xy : float array, shape (..., 2)
        Pixels of the frame that the pose came from.
    frame, shown : tuple of int
        Width and height of that frame and of the shown picture.
    mirror : bool
        Whether the picture is shown mirrored.

    Returns
    -------
    float64 array, of the same shape
        Pixels of the shown picture.
    """
    mapped = xy.astype(np.float64) * (shown[0] / frame[0], shown[1] / frame[1])
    if mirror:
        mapped[..., 0] = shown[0] - 1 - mapped[..., 0]
    return mapped


def shown_points(pose: Pose, width: int, height: int, *, mirror: bool) -> NDArray[np.float64]:
    """Map the landmarks onto a shown picture of that size: shape (33, 2), NaN where one is not seen."""
    xy = to_screen(pose.xy, pose.size, (width, height), mirror=mirror)
    lost = ~(pose.visibility >= _SEEN) | ~(np.abs(xy) < _REACH * max(width, height)).all(axis=1)
    xy[lost] = np.nan
    return xy


def body_points(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return points all along the bones that are seen, shape (n, 2)."""
    ends = points[np.array((*EDGES, *_NECK))]
    along = (ends[:, :1] + _ALONG * (ends[:, 1:] - ends[:, :1])).reshape(-1, 2)
    found: NDArray[np.float64] = along[~np.isnan(along[:, 0])]
    return found


def draw_skeleton(image: Image, pose: Pose, points: NDArray[np.float64], colour: Colour) -> None:
    """Draw bones and joints into `image`.

    Parameters
    ----------
    image : uint8 array, shape (height, width, 3)
        Is changed.
    pose : Pose
        Tells which side is nearer.
    points : float64 array, shape (33, 2)
        As `shown_points` gives them.
    colour : Colour
        Of the nearer side.
    """
    bone = max(2, round(min(image.shape[:2]) / 110))  # pixels: as thick as a wrist looks at 3 m
    far = _far_side(pose)
    seen = ~np.isnan(points[:, 0])
    whole = np.rint(np.where(seen[:, None], points, 0)).astype(np.int32)
    bones = [(a, b) for a, b in (*EDGES, *_NECK) if seen[a] and seen[b]]
    behind = [pair for pair in bones if far.intersection(pair)]
    front = [pair for pair in bones if not far.intersection(pair)]
    for pairs, hue, thickness in (
        (behind, BLACK, max(3, bone // 2 + 2)),
        (behind, GREY, max(1, bone // 2)),
        (front, BLACK, bone + 4),
        (front, colour, bone),
    ):
        cv2.polylines(image, [whole[list(pair)] for pair in pairs], False, hue, thickness, cv2.LINE_AA)
    for joint in {joint for pair in front for joint in pair}:
        cv2.circle(image, whole[joint].tolist(), bone, BLACK, cv2.FILLED, cv2.LINE_AA)
        cv2.circle(image, whole[joint].tolist(), max(1, bone - 2), WHITE, cv2.FILLED, cv2.LINE_AA)


def _far_side(pose: Pose) -> set[int]:
    """Return the landmarks of the side away from the camera, told by the trunk's depth; none when facing it."""
    left, right = (pose.world[[SHOULDER[side], HIP[side]], 2].mean() for side in ("left", "right"))
    if not abs(left - right) > _FACING_M:
        return set()
    return _LEFT if left > right else _RIGHT
