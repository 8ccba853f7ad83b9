"""Frame -> Pose: MediaPipe's PoseLandmarker in VIDEO mode, one person. Only this module uses its objects."""

from __future__ import annotations

import logging
import math
import os
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

import cv2
import numpy as np
from numpy.typing import NDArray

from posecoach.core.body.noise import with_noise
from posecoach.core.body.pose import Frame, Pose
from posecoach.core.body.tracking.person_tracker import Area
from posecoach.errors import ModelError, UsageError, missing_library
from posecoach.vision.weights.pruning import pruned
from posecoach.vision.weights.store import locate

log = logging.getLogger(__name__)

LIGHT_STEP = 16
"""Every 16th pixel in both directions gives the brightness of an image: 1,200 of 640 x 480."""
NOISE = "POSECOACH_LANDMARK_NOISE_PX"
"""Environment variable for diagnosis: adds this much noise to every landmark (`posecoach.core.body.noise`). Landmarks
differ by about a pixel between processors; with it one processor shows what another would answer."""
FAILURES_MAX = 3
"""Failures in a row before giving up: a bad image can break one graph, three in a row are a bug."""


class Estimator(Protocol):
    """Finds the person: a callable, so that tests can pass a function."""

    def __call__(self, frame: Frame) -> Pose | None:
        """Return the pose of the person in the frame; None when nobody is found."""
        ...


def landmarker(model: Path) -> Any:
    """Create MediaPipe's landmarker that follows one person through a video.

    Raises
    ------
    ModelError
        MediaPipe is not completely installed, or refuses the bundle.
    """
    return whole_landmarker(pruned(model), "VIDEO")


def still_landmarker(model: Path) -> Any:
    """Create a landmarker that treats each image independently; raises as `landmarker` does."""
    return whole_landmarker(pruned(model), "IMAGE")


def whole_landmarker(model: Path, mode: str) -> Any:
    """Create a landmarker of exactly this bundle, its mask included, in MediaPipe's `mode`; raises as `landmarker`."""
    try:
        from mediapipe.tasks.python import BaseOptions, vision
    except (ImportError, OSError) as error:
        raise ModelError(f"MediaPipe cannot be loaded ({error}). {missing_library(str(error))}") from error
    options = vision.PoseLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=str(model)), running_mode=vision.RunningMode[mode]
    )
    try:
        return vision.PoseLandmarker.create_from_options(options)
    except OSError as error:
        raise ModelError(f"MediaPipe cannot be loaded ({error}). {missing_library(str(error))}") from error
    except (RuntimeError, ValueError) as error:
        raise ModelError(f"MediaPipe cannot use the pose model {model}: {error}") from error


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
        self._model, self._build = locate(Path(model) if model else None), build
        self.area: Area | None = None
        self._landmarker = build(self._model)
        self._last_ms = -1
        self._failures = 0

    def __call__(self, frame: Frame) -> Pose | None:
        """Return the pose in the frame's pixels; None when nobody is found.

        Raises
        ------
        ModelError
            MediaPipe fails repeatedly.
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
        try:
            result = self._landmarker.detect_for_video(mp_image(image), self._last_ms)
        except (RuntimeError, ValueError) as error:
            self._rebuild(error)
            return None
        self._failures = 0
        return result

    def _rebuild(self, error: Exception) -> None:
        """Replace a landmarker whose graph broke: it returns no results any more, and closing it raises."""
        self._failures += 1
        if self._failures >= FAILURES_MAX:
            raise ModelError(f"The pose estimator failed {FAILURES_MAX} times in a row: {error}") from error
        log.warning("pose estimator rebuilt after: %s", error)
        self.close()
        self._landmarker, self._last_ms = self._build(self._model), -1

    def close(self) -> None:
        """Free the landmarker; a broken graph raises here, and would raise again on garbage collection."""
        try:
            self._landmarker.close()
        except (RuntimeError, ValueError) as error:
            log.debug("closing the landmarker: %s", error)
            self._landmarker._handle = None

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
        raise UsageError(f"{NOISE} is {text!r}. Give a number of pixels, or unset it.")
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


def mp_image(image: NDArray[np.uint8]) -> Any:
    """Convert a BGR image to MediaPipe's image type."""
    import mediapipe as mp

    return mp.Image(image_format=mp.ImageFormat.SRGB, data=cv2.cvtColor(image, cv2.COLOR_BGR2RGB))


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
