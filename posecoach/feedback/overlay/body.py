"""Draws on the body: the skeleton, and the targets for its parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import cv2
import numpy as np
from numpy.typing import NDArray

from posecoach.core.body.landmarks import EARS, EDGES, HIP, SHOULDER
from posecoach.core.body.pose import Image, Pose
from posecoach.core.judging.targets import Target
from posecoach.feedback.overlay.style import BLACK, GREY, WHITE, Colour

_SEEN = 0.3  # visibility below which a landmark is a guess; hidden limbs of lying people get about 0.1
_FACING_M = 0.05  # smallest left-right difference in the depth of the trunk for which one side counts as nearer
_REACH = 4  # picture sizes: points further out are noise and would overflow the integers of the drawing
_NECK = tuple((SHOULDER[side], EARS[side]) for side in ("left", "right"))
_ALONG = np.linspace(0, 1, 6)[None, :, None]  # shares of a bone
_LEFT, _RIGHT = ({2 * k + odd for k in range(5, 17)} for odd in (1, 0))  # from landmark 7 on left is odd, right even


def to_screen(
    xy: NDArray[np.floating], frame: tuple[int, int], shown: tuple[int, int], *, mirror: bool
) -> NDArray[np.float64]:
    """Map points to the shown picture.

    Parameters
    ----------
    xy : float array, shape (..., 2)
        Pixels of the frame in which the pose was found.
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
    """Map the landmarks to a shown picture of that size: shape (33, 2), NaN where one is not seen."""
    xy = to_screen(pose.xy, pose.size, (width, height), mirror=mirror)
    lost = ~(pose.visibility >= _SEEN) | ~(np.abs(xy) < _REACH * max(width, height)).all(axis=1)
    xy[lost] = np.nan
    return xy


def body_points(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return points along all seen bones, shape (n, 2)."""
    ends = points[np.array((*EDGES, *_NECK))]
    along = (ends[:, :1] + _ALONG * (ends[:, 1:] - ends[:, :1])).reshape(-1, 2)
    found: NDArray[np.float64] = along[~np.isnan(along[:, 0])]
    return found


def draw_skeleton(image: Image, pose: Pose, points: NDArray[np.float64], colour: Colour) -> None:
    """Draw bones and joints into `image`.

    Parameters
    ----------
    image : uint8 array, shape (height, width, 3)
        Changed in place.
    pose : Pose
        Shows which side is nearer.
    points : float64 array, shape (33, 2)
        From `shown_points`.
    colour : Colour
        Colour of the nearer side.
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
    """Return the landmarks of the side away from the camera, by the trunk's depth; none for a front view."""
    left, right = (pose.world[[SHOULDER[side], HIP[side]], 2].mean() for side in ("left", "right"))
    if not abs(left - right) > _FACING_M:
        return set()
    return _LEFT if left > right else _RIGHT


ToScreen = Callable[[NDArray[np.floating]], NDArray[np.float64]]
"""Pixels of the pose's picture, shape (..., 2), to pixels of the shown one."""

_VEIL = 0.35  # share of the colour in an area: visible on any floor, with the body still visible under it
_LEAST_ARROW = 0.13  # share of the picture's shorter side: a shorter arrow is invisible from 3 m
_DASH = 12.0  # line widths in a dash with its gap


def draw_areas(image: Image, targets: Iterable[Target], to_screen: ToScreen, colour: Colour) -> None:
    """Draw each target's translucent area into `image`, with the line to aim for and the floor."""
    for target in targets:
        area = _whole(image, to_screen(target.area))
        left, top, width, height = cv2.boundingRect(area)
        x, y = max(0, left), max(0, top)
        region = image[y : max(0, top + height), x : max(0, left + width)]
        if not region.size:
            continue
        veil = region.copy()
        cv2.fillPoly(veil, [area - (x, y)], colour, cv2.LINE_AA)
        cv2.addWeighted(veil, _VEIL, region, 1 - _VEIL, 0, dst=region)
        thin = _thin(image)
        cv2.polylines(image, [area], True, BLACK, thin + 2)
        cv2.polylines(image, [area], True, colour, thin, cv2.LINE_AA)
        _dash(image, to_screen(target.aim))
        if target.floor is not None:
            cv2.polylines(image, [_whole(image, to_screen(target.floor))], False, BLACK, 2 * thin, cv2.LINE_AA)


def draw_parts(image: Image, targets: Iterable[Target], to_screen: ToScreen, colour: Colour) -> None:
    """Draw a ring around each target's joint, and an arrow to where it should move."""
    thin = _thin(image)
    for target in targets:
        if np.isnan(target.part).any():
            continue
        start = to_screen(target.part)
        at = _whole(image, start).tolist()
        cv2.circle(image, at, 4 * thin, BLACK, thin + 2, cv2.LINE_AA)
        cv2.circle(image, at, 4 * thin, WHITE, thin, cv2.LINE_AA)
        if target.go_to is not None:
            _arrow(image, start, to_screen(target.go_to), colour)


def _thin(image: Image) -> int:
    return max(2, round(int(min(image.shape[:2])) / 240))


def _whole(image: Image, points: NDArray[np.float64]) -> NDArray[np.int32]:
    reach = _REACH * max(image.shape[:2])
    whole: NDArray[np.int32] = np.rint(np.clip(points, -reach, reach)).astype(np.int32)
    return whole


def _dash(image: Image, line: NDArray[np.float64]) -> None:
    """Draw a line in black and white dashes, which differ from bones and edges on any background."""
    thin = _thin(image)
    length = float(np.hypot(*np.diff(line, axis=0).T).sum())
    count = max(1, int(min(length, _REACH * max(image.shape[:2])) / (_DASH * thin)))
    at = np.linspace(0, len(line) - 1, 2 * count)
    x, y = (np.interp(at, np.arange(len(line)), line[:, k]) for k in (0, 1))
    dashes = _whole(image, np.column_stack([x, y])).reshape(count, 2, 2)
    cv2.polylines(image, [_whole(image, line)], False, BLACK, thin + 2)
    cv2.polylines(image, list(dashes), False, WHITE, thin, cv2.LINE_AA)


def _arrow(image: Image, start: NDArray[np.float64], end: NDArray[np.float64], colour: Colour) -> None:
    """Draw an arrow; one that would be too short to see begins further back."""
    shift = end - start
    length = float(np.hypot(*shift))
    if length < 1.0:
        return
    least = _LEAST_ARROW * min(image.shape[:2])
    along = shift / length
    across = np.array([-along[1], along[0]])
    start = end - along * max(length, least)
    shaft, wing, head = least / 10, least / 4, least / 2.5
    neck = end - along * head
    outline = [start + across * shaft, neck + across * shaft, neck + across * wing, end]
    outline += [neck - across * wing, neck - across * shaft, start - across * shaft]
    polygon = _whole(image, np.array(outline))
    cv2.fillPoly(image, [polygon], colour, cv2.LINE_AA)
    cv2.polylines(image, [polygon], True, WHITE, _thin(image), cv2.LINE_AA)
