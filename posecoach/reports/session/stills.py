"""Draws single moments: skeleton and target as lines, with or without the picture behind them.

All coordinates are pixels of the pose's picture; the page draws them as SVG.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from posecoach.core.body import landmarks as lm
from posecoach.core.body.body import Body
from posecoach.core.body.landmarks import opposite
from posecoach.core.body.pose import Image
from posecoach.core.judging.events import Fault, Update
from posecoach.core.judging.targets import Target, targets
from posecoach.reports.session.attempts import Attempt, Moment

Stills = Callable[[float], Image | None]
"""Returns the picture at a time in seconds (height, width, blue-green-red), in the landmarks' size; or None."""

MIN_VISIBILITY = 0.3
"""A landmark below this visibility is a guess and is not drawn; hidden limbs of lying people are near 0.1."""
MARGIN = 0.12
"""Free space around the body, as a share of its extent."""
ASPECT = 1.6
"""Width over height of a still: lying bodies are wide."""
SHOWN_PX = 480
QUALITY = 70
"""Width and JPEG quality of a picture: about 15 kB each, and a session may have sixty."""
HEAD_RADIUS = 0.2
"""Radius of the head as a share of the trunk's length (10 of 49 cm)."""
Box = tuple[float, float, float, float]
"""Left, top, width, height."""


@dataclass(frozen=True, slots=True)
class Still:
    """One moment, as the page draws it.

    Attributes
    ----------
    caption : str
        Caption of the picture.
    box : tuple of float
        The visible part of the picture.
    near, far : tuple of str
        Bones of the side near the camera and of the far side, as SVG points.
    head : tuple of float, or None
        Centre and radius.
    rules : tuple of dict
        For each target ``area``, ``aim``, ``floor`` and ``way`` as SVG points, and ``part`` as x and y.
    picture : str or None
        The picture behind the lines, as a data URI.
    """

    caption: str
    box: Box
    near: tuple[str, ...]
    far: tuple[str, ...]
    head: tuple[float, float, float] | None
    rules: tuple[dict[str, object], ...]
    picture: str | None


def draw_still(caption: str, attempt: Attempt, moment: Moment, faults: Sequence[Fault], stills: Stills | None) -> Still:
    """Draw one moment of an attempt: the way to correct its first fault; without a fault, the target."""
    body = moment.body
    update = Update(moment.t, body.pose, moment.values, side=attempt.rep.side, faults=tuple(faults), body=body)
    found = targets(attempt.exercise, update)
    points = np.where(body.pose.visibility[:, None] >= MIN_VISIBILITY, body.pose.xy, np.nan).astype(float)
    box = _box(np.concatenate([points, *(target.area for target in found)]))
    image = stills(moment.t) if stills else None
    far = opposite(body.near)
    bones = [(a, b) for a, b in lm.EDGES if not np.isnan(points[[a, b]]).any()]
    far_joints = {joint[far] for joint in (lm.SHOULDER, lm.ELBOW, lm.WRIST, lm.HIP, lm.KNEE, lm.ANKLE, lm.HEEL, lm.TOE)}
    return Still(
        caption,
        box,
        tuple(_points(points[[a, b]]) for a, b in bones if not {a, b} & far_joints),
        tuple(_points(points[[a, b]]) for a, b in bones if {a, b} & far_joints),
        _head(body, points),
        tuple(_rule(target) for target in found),
        None if image is None else _data_uri(image, body.pose.size, box),
    )


def _head(body: Body, points: NDArray[np.float64]) -> tuple[float, float, float] | None:
    ears = points[[*lm.EARS.values(), lm.NOSE]]
    trunk_px = float(np.hypot(*(points[lm.SHOULDER[body.near]] - points[lm.HIP[body.near]])))
    if np.isnan(ears).all() or np.isnan(trunk_px):
        return None
    x, y = np.nanmean(ears, axis=0)
    return round(float(x), 1), round(float(y), 1), round(HEAD_RADIUS * trunk_px, 1)


def _box(points: NDArray[np.float64]) -> Box:
    """Return a box around the points, with a margin, in the shape of a still."""
    low, high = np.nanmin(points, axis=0), np.nanmax(points, axis=0)
    width, height = (high - low) * (1 + 2 * MARGIN)
    width, height = max(width, height * ASPECT, 1.0), max(height, width / ASPECT, 1.0)
    left, top = (low + high) / 2 - np.array([width, height]) / 2
    return round(float(left), 1), round(float(top), 1), round(float(width), 1), round(float(height), 1)


def _rule(target: Target) -> dict[str, object]:
    seen = not np.isnan(target.part).any()
    part = [round(float(v), 1) for v in target.part] if seen else None
    way = _points(np.array([target.part, target.go_to])) if seen and target.go_to is not None else None
    floor = None if target.floor is None else _points(target.floor)
    return {"area": _points(target.area), "aim": _points(target.aim), "floor": floor, "way": way, "part": part}


def _points(line: NDArray[np.floating]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in line)


def _data_uri(image: Image, size: tuple[int, int], box: Box) -> str:
    """Cut the visible part out of a picture, black outside it, and encode it."""
    scale_x, scale_y = image.shape[1] / size[0], image.shape[0] / size[1]
    left, top, width, height = box
    to_shown = np.array([[SHOWN_PX / width / scale_x, 0, -left * SHOWN_PX / width], [0, 0, 0]])
    to_shown[1] = [0, SHOWN_PX / width / scale_y, -top * SHOWN_PX / width]
    shown = cv2.warpAffine(image, to_shown, (SHOWN_PX, round(SHOWN_PX * height / width)), flags=cv2.INTER_AREA)
    _, jpeg = cv2.imencode(".jpg", shown, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    return "data:image/jpeg;base64," + base64.b64encode(jpeg.tobytes()).decode()
