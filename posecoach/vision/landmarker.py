"""MediaPipe's landmarkers: creates them, and replaces one that breaks. Only this module uses its objects."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from posecoach.errors import ModelError, missing_library, text_of
from posecoach.translation import N_
from posecoach.vision.weights.pruning import pruned

log = logging.getLogger(__name__)

FAILURES_MAX = 3
"""Failures in a row before giving up: a bad image can break one graph, three in a row are a bug or a wrong model."""


class Landmarker:
    """Finds landmarks with MediaPipe; a landmarker whose graph broke is replaced by a new one.

    Parameters
    ----------
    model : Path
        A pose landmarker bundle.
    build : callable
        Creates MediaPipe's landmarker, at the first use; tests pass a fake.
    """

    def __init__(self, model: Path, build: Callable[[Path], Any]) -> None:
        self._model, self._build = model, build
        self._landmarker: Any = None
        self._failures = 0

    def open(self) -> None:
        """Create the landmarker now, which takes a while; raises ModelError as `landmarker` does."""
        self._landmarker = self._landmarker or self._build(self._model)

    def find_in_video(self, image: NDArray[np.uint8], time_ms: int) -> Any | None:
        """Return MediaPipe's result for a BGR image of a video; None when it fails. Times must grow.

        Raises
        ------
        ModelError
            It fails repeatedly, or cannot be created.
        """
        return self._try(lambda landmarker: landmarker.detect_for_video(_mp_image(image), time_ms))

    def find(self, image: NDArray[np.uint8]) -> Any | None:
        """Return MediaPipe's result for a single BGR image, as `find_in_video` does."""
        return self._try(lambda landmarker: landmarker.detect(_mp_image(image)))

    def _try(self, find: Callable[[Any], Any]) -> Any | None:
        self.open()
        try:
            found = find(self._landmarker)
        except (RuntimeError, ValueError) as error:
            self._failures += 1
            reason = (str(error).splitlines() or [type(error).__name__])[0].rstrip(" .:")
            if self._failures >= FAILURES_MAX:
                raise ModelError(
                    N_(
                        "The pose model {model} failed {n} times in a row: {reason}.",
                        model=self._model,
                        n=FAILURES_MAX,
                        reason=reason,
                    ),
                    N_("Choose another one with --model, or fetch the usual one with `posecoach models fetch`."),
                ) from error
            log.warning("landmarker replaced after: %s", reason)
            self.close()
            return None
        self._failures = 0
        return found

    def close(self) -> None:
        """Free the landmarker; a broken graph raises here, and would raise again on garbage collection."""
        landmarker, self._landmarker = self._landmarker, None
        try:
            if landmarker:
                landmarker.close()
        except (RuntimeError, ValueError) as error:
            log.debug("closing the landmarker: %s", error)
            landmarker._handle = None


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
        raise ModelError(
            N_(
                "MediaPipe cannot be loaded ({error}). {remedy}",
                error=text_of(error),
                remedy=missing_library(str(error)),
            )
        ) from error
    options = vision.PoseLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=str(model)), running_mode=vision.RunningMode[mode]
    )
    try:
        return vision.PoseLandmarker.create_from_options(options)
    except OSError as error:
        raise ModelError(
            N_(
                "MediaPipe cannot be loaded ({error}). {remedy}",
                error=text_of(error),
                remedy=missing_library(str(error)),
            )
        ) from error
    except (RuntimeError, ValueError) as error:
        raise ModelError(
            N_("MediaPipe cannot use the pose model {model}: {error}", model=model, error=text_of(error))
        ) from error


def _mp_image(image: NDArray[np.uint8]) -> Any:
    """Convert a BGR image to MediaPipe's image type."""
    import mediapipe as mp

    return mp.Image(image_format=mp.ImageFormat.SRGB, data=cv2.cvtColor(image, cv2.COLOR_BGR2RGB))
