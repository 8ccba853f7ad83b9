"""Frame -> Pose: one person in one stream, found by MediaPipe."""

from __future__ import annotations

import logging
import math
import os
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from posecoach.core.body.noise import with_noise
from posecoach.core.body.pose import Frame, Pose
from posecoach.core.body.tracking.person_tracker import Area
from posecoach.errors import UsageError
from posecoach.translation import N_
from posecoach.vision.landmarker import Landmarker, landmarker
from posecoach.vision.weights.store import locate

log = logging.getLogger(__name__)

LIGHT_STEP = 16
"""Every 16th pixel in both directions gives the brightness of an image: 1,200 of 640 x 480."""
NOISE = "POSECOACH_LANDMARK_NOISE_PX"
"""Environment variable for diagnosis: adds this much noise to every landmark (`posecoach.core.body.noise`). Landmarks
differ by about a pixel between processors; with it one processor shows what another would answer."""


class Estimator(Protocol):
    """Finds the person: a callable, so that tests can pass a function."""

    def __call__(self, frame: Frame) -> Pose | None:
        """Return the pose of the person in the frame; None when nobody is found."""
        ...


class PoseEstimator:
    """Finds one person in each frame of one stream; call it with the frames in order of time.

    Parameters
    ----------
    model : path, optional
        A pose landmarker bundle; by default the one that ``posecoach models fetch`` brought.
    build : callable
        Creates the landmarker; tests pass a fake.

    Attributes
    ----------
    area : Area or None
        Part of the image to search; None = everywhere.

    Raises
    ------
    ModelError
        The pose model is missing, damaged or not a bundle, or MediaPipe is not completely installed.
    UsageError
        The environment variable for noise on the landmarks is no number of pixels.

    Examples
    --------
    >>> with PoseEstimator() as find:  # doctest: +SKIP
    ...     pose = find(frame)
    """

    def __init__(self, model: str | os.PathLike[str] | None = None, build: Callable[[Path], Any] = landmarker) -> None:
        self._noise_px = _noise_px()
        self.area: Area | None = None
        self._landmarker = Landmarker(locate(Path(model) if model else None), build)
        self._landmarker.open()
        self._last_ms = -1

    def __call__(self, frame: Frame) -> Pose | None:
        """Return the pose in the frame's pixels; None when nobody is found.

        Raises
        ------
        ModelError
            The model fails repeatedly.
        """
        result = self._detect(frame.image if self.area is None else _masked(self.area, frame.image), frame.t)
        pose = None if result is None else _pose(frame, result)
        return with_noise(pose, self._noise_px) if pose and self._noise_px else pose

    def forget(self, frame: Frame) -> None:
        """Stop following the current person and search again in the next frame.

        An empty image makes the landmarker lose its track; creating a new one would take five times as long.
        """
        self._detect(np.zeros_like(frame.image), frame.t)

    def _detect(self, image: NDArray[np.uint8], t: float) -> Any | None:
        self._last_ms = max(self._last_ms + 1, round(t * 1000))
        return self._landmarker.find_in_video(image, self._last_ms)

    def close(self) -> None:
        """Free the landmarker."""
        self._landmarker.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _noise_px() -> float:
    """Return the noise that the environment asks for, in pixels; usually 0."""
    text = os.environ.get(NOISE, "").strip() or "0"
    try:
        noise_px = float(text)
    except ValueError:
        noise_px = math.nan
    if not 0 <= noise_px < math.inf:
        raise UsageError(N_("{variable} is {text!r}. Give a number of pixels, or unset it.", variable=NOISE, text=text))
    if noise_px:
        log.warning("%s adds %g px of noise to every landmark", NOISE, noise_px)
    return noise_px


def _masked(area: Area, image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return a copy of the image that is black outside the area."""
    x0, y0, x1, y1 = area
    only = np.zeros_like(image)
    only[y0:y1, x0:x1] = image[y0:y1, x0:x1]
    return only


def brightness(image: NDArray[np.uint8]) -> float:
    """Return the mean brightness of an image, 0 to 255."""
    return float(image[::LIGHT_STEP, ::LIGHT_STEP].mean())


def _pose(frame: Frame, result: Any) -> Pose | None:
    if not result.pose_landmarks:
        return None
    height, width = frame.image.shape[:2]
    found, world = result.pose_landmarks[0], result.pose_world_landmarks[0]
    return Pose(
        frame.t,
        np.array([(p.x * width, p.y * height) for p in found], np.float32),
        np.array([(p.x, p.y, p.z) for p in world], np.float32),
        np.array([p.visibility for p in found], np.float32),
        (width, height),
        brightness(frame.image),
    )
