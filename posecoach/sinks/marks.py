"""Draws targets onto the body: the area where a part may be, the line to aim for, the part, and which way to move."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import cv2
import numpy as np
from numpy.typing import NDArray

from posecoach.core.judging.targets import Target
from posecoach.sinks.palette import BLACK, WHITE, Colour
from posecoach.sinks.signs import Image

ToScreen = Callable[[NDArray[np.floating]], NDArray[np.float64]]
"""Pixels of the pose's picture, shape (..., 2), to pixels of the shown one."""

_VEIL = 0.35  # share of the colour in an area: seen on any floor, the body still to be made out under it
_LEAST_ARROW = 0.13  # shares of the picture's shorter side: a shorter arrow is not seen from 3 m
_DASH = 12.0  # line widths, of a dash with its gap
_REACH = 4.0  # picture sizes: points beyond would overflow the drawing's integers


def draw_areas(image: Image, targets: Iterable[Target], to_screen: ToScreen, colour: Colour) -> None:
    """Lay the areas like a veil over `image`, which is changed, with the line to aim for, and the floor below."""
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
    """Ring the joint that counts, and draw an arrow from it where it is to move."""
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
    """Draw a line in black and white dashes, so that it is told from bones and edges on any ground."""
    thin = _thin(image)
    length = float(np.hypot(*np.diff(line, axis=0).T).sum())
    count = max(1, int(min(length, _REACH * max(image.shape[:2])) / (_DASH * thin)))
    at = np.linspace(0, len(line) - 1, 2 * count)
    x, y = (np.interp(at, np.arange(len(line)), line[:, k]) for k in (0, 1))
    dashes = _whole(image, np.column_stack([x, y])).reshape(count, 2, 2)
    cv2.polylines(image, [_whole(image, line)], False, BLACK, thin + 2)
    cv2.polylines(image, list(dashes), False, WHITE, thin, cv2.LINE_AA)


def _arrow(image: Image, start: NDArray[np.float64], end: NDArray[np.float64], colour: Colour) -> None:
    """Draw an arrow; one that would be too short to be seen begins further back."""
    way = end - start
    length = float(np.hypot(*way))
    if length < 1.0:
        return
    least = _LEAST_ARROW * min(image.shape[:2])
    along = way / length
    across = np.array([-along[1], along[0]])
    start = end - along * max(length, least)
    shaft, wing, head = least / 10, least / 4, least / 2.5
    neck = end - along * head
    outline = [start + across * shaft, neck + across * shaft, neck + across * wing, end]
    outline += [neck - across * wing, neck - across * shaft, start - across * shaft]
    polygon = _whole(image, np.array(outline))
    cv2.fillPoly(image, [polygon], colour, cv2.LINE_AA)
    cv2.polylines(image, [polygon], True, WHITE, _thin(image), cv2.LINE_AA)
