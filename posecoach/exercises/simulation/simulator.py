"""Films a figure that moves by a script: poses as the pose estimator gives them of a body before a camera.

Pure: the same script and view give the same poses, noise included. The figure is seen as the estimator sees a body: its
hip points lie in front of the joints, and its far side is a little less sure. A turned body is seen as far turned as it
is, where the estimator makes it about half: a figure is refused sooner. What no figure shows is that a far limb is
hidden, that the picture is dark, or that clothes hide the body.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from posecoach.core.body.figure import HEIGHT_CM, Figure, between, tilted
from posecoach.core.body.landmarks import N_LANDMARKS, NOSE, SIDES, Side
from posecoach.core.body.pose import Pose, TimedPose
from posecoach.exercises.simulation.script import Script, times

SIZE = (960, 720)
"""Width and height of the picture in pixels."""
DISTANCE_CM, FOCAL_PX = 320.0, 920.0
"""The camera of a laptop 3 m away: 55 degrees of view, and a standing body fits below what the screen shows."""
LENS_CM = 50.0
"""It stands at least this high: on a chair's seat, or with its lid up on a box."""
NEAR_SEEN, FAR_SEEN = 0.98, 0.9
"""Visibility of the landmarks of the near and of the far side."""


@dataclass(frozen=True, slots=True)
class View:
    """How the figure is filmed.

    Attributes
    ----------
    yaw_deg : float
        How far the camera is turned away from the exact side view, about the vertical.
    noise_px : float
        Standard deviation of the landmarks' noise in the picture, in pixels.
    near : Side
        The side of the body that faces the camera.
    height_cm : float
        The body's height.
    rate_hz : float or None
        Frames per second; None = at random steps.
    seed : int
        Of the noise.
    """

    yaw_deg: float = 0.0
    noise_px: float = 1.0
    near: Side = "left"
    height_cm: float = HEIGHT_CM
    rate_hz: float | None = 15.0
    seed: int = 1


def film(script: Script[Figure], view: View | None = None) -> list[TimedPose]:
    """Film a figure that moves by a script.

    Raises
    ------
    ValueError
        When a figure cannot rest on what it says it rests on.
    """
    view = view or View()
    moments = list(times(script.end_s, view.rate_hz))
    return film_bodies(moments, pose_bodies(script, moments), view)


def pose_bodies(script: Script[Figure], moments: Sequence[float]) -> NDArray[np.float64]:
    """Return the landmarks of a figure that moves by a script, at each moment (s): shape (moments, 33, 3), in cm."""
    anchor = script.legs[0][2].rests[0]
    laid = {figure: tilted(figure) for _, _, figure in script.legs}
    body = cache(lambda a, b, share: between(laid[a], laid[b], share, anchor))  # a hold is one pose for many frames
    return np.array([body(*script.moment(t)) for t in moments])


def film_bodies(moments: Sequence[float], bodies: NDArray[np.float64], view: View) -> list[TimedPose]:
    """Film bodies, one at each moment (s), as `pose_bodies` gives them."""
    noise = np.random.default_rng(view.seed)
    camera = _camera(bodies, view)
    return [(t, camera(t, body, noise)) for t, body in zip(moments, bodies, strict=True)]


def _camera(
    bodies: NDArray[np.float64], view: View
) -> Callable[[float, NDArray[np.float64], np.random.Generator], Pose]:
    """Return a camera that looks level at the middle of where the bodies move."""
    scale = view.height_cm / HEIGHT_CM
    low, high = bodies.min(axis=(0, 1)) * scale, bodies.max(axis=(0, 1)) * scale
    middle = (low + high) / 2
    lens_cm = max(middle[1], LENS_CM)
    angle = math.radians(view.yaw_deg + (180.0 if view.near == "right" else 0.0))
    turn = np.array([[math.cos(angle), 0, math.sin(angle)], [0, 1, 0], [-math.sin(angle), 0, math.cos(angle)]])

    def see(t: float, body: NDArray[np.float64], noise: np.random.Generator) -> Pose:
        seen = (body * scale - [middle[0], 0.0, 0.0]) @ turn.T
        px_per_cm = FOCAL_PX / (DISTANCE_CM - seen[:, 2])
        x = SIZE[0] / 2 + seen[:, 0] * px_per_cm
        y = SIZE[1] / 2 + (lens_cm - seen[:, 1]) * px_per_cm
        shake = noise.normal(0.0, view.noise_px, (N_LANDMARKS, 3))
        hips = (seen[23] + seen[24]) / 2
        world = ((seen - hips) * [1, -1, -1] + shake * DISTANCE_CM / FOCAL_PX) / 100
        xy = np.column_stack([x, y]) + shake[:, :2]
        far = (body[:, 2] > 0) != (view.near == "left")
        far[NOSE] = False
        visibility = np.where(far, FAR_SEEN, NEAR_SEEN).astype(np.float32)
        return Pose(t, xy.astype(np.float32), world.astype(np.float32), visibility, SIZE)

    return see


def mirrored(side: Side, *figures: Figure) -> tuple[Figure, ...]:
    """Return figures, which exercises give with the left leg raised, for a raised leg of `side`."""
    return figures if side == SIDES[0] else tuple(figure.mirrored() for figure in figures)
