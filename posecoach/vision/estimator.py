"""Frame -> Pose: MediaPipe's PoseLandmarker in VIDEO mode, one person. The only place that knows its objects."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

import cv2
import numpy as np
from numpy.typing import NDArray

from posecoach.core.body.person_tracker import Area
from posecoach.core.body.pose import Frame, Pose
from posecoach.errors import ModelError, missing_library
from posecoach.vision.weights.store import locate

log = logging.getLogger(__name__)

LIGHT_STEP = 16
"""Every 16th pixel each way tells how bright a picture is: 1,200 of 640 x 480."""
FAILURES_MAX = 3
"""Graphs lost in a row before giving up: one may be poisoned by a bad picture, three are a defect."""


class Estimator(Protocol):
    """What finds the person: a callable, so that a test can hand in a function."""

    def __call__(self, frame: Frame) -> Pose | None:
        """Pose of the person in the frame, None when nobody is found."""
        ...


def landmarker(model: Path) -> Any:
    """Build MediaPipe's landmarker that follows one person through a video.

    Raises
    ------
    ModelError
        When MediaPipe is not installed whole, or does not take the bundle.
    """
    return _build(model, "VIDEO")


def still_landmarker(model: Path) -> Any:
    """Build one that looks at every picture anew; raises as `landmarker` does."""
    return _build(model, "IMAGE")


def _build(model: Path, mode: str) -> Any:
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
        raise ModelError(f"The pose model {model} is not one MediaPipe can use: {error}") from error


class PoseEstimator:
    """Finds one person in each frame of one stream; call it with frames in the order of their times.

    Parameters
    ----------
    model : Path, optional
        A pose landmarker bundle; by default the one that ``posecoach models fetch`` brought.
    build : callable
        Makes the landmarker; a test hands in its own.

    Attributes
    ----------
    area : Area or None
        Where in the picture to look; None = everywhere.
    """

    def __init__(self, model: Path | None = None, build: Callable[[Path], Any] = landmarker) -> None:
        self._model, self._build = model or locate(), build
        self.area: Area | None = None
        self._landmarker = build(self._model)
        self._last_ms = -1
        self._failures = 0

    def __call__(self, frame: Frame) -> Pose | None:
        """Pose in the frame's pixels, None when nobody is found.

        Raises
        ------
        ModelError
            When MediaPipe fails again and again.
        """
        result = self._detect(frame.image if self.area is None else _only(self.area, frame.image), frame.t)
        return None if result is None else _pose(frame, result)

    def forget(self, frame: Frame) -> None:
        """Let go of the person followed and look anew in the next frame.

        Shown an empty picture, the landmarker loses its track; building a new one would take five times as long.
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
        """Replace a landmarker whose graph broke: it answers nothing any more, and closing it raises."""
        self._failures += 1
        if self._failures >= FAILURES_MAX:
            raise ModelError(f"The pose estimator failed {FAILURES_MAX} times in a row: {error}") from error
        log.warning("pose estimator rebuilt after: %s", error)
        self.close()
        self._landmarker, self._last_ms = self._build(self._model), -1

    def close(self) -> None:
        """Free the landmarker; one whose graph broke raises, and would again when it is collected."""
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


def _only(area: Area, image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Black out all but the area."""
    x0, y0, x1, y1 = area
    only = np.zeros_like(image)
    only[y0:y1, x0:x1] = image[y0:y1, x0:x1]
    return only


def mp_image(image: NDArray[np.uint8]) -> Any:
    """Turn blue, green, red into a picture of MediaPipe's."""
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
        float(frame.image[::LIGHT_STEP, ::LIGHT_STEP].mean()),
    )
