"""More than one person in the picture: keep to the one who exercises, and count."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from posecoach.core.body.person_tracker import SOMEBODY_ELSE, PersonTracker, length_px
from posecoach.core.body.pose import Frame, Pose
from posecoach.vision.estimator import LIGHT_STEP, PoseEstimator, mp_image, still_landmarker

COUNT_EVERY_S = 1.0
"""People are counted so often: one count costs as much as a frame."""
BESIDE = 0.1
"""Share of a body's length by which its box is enlarged when it is painted over: hair and hands reach beyond."""


class PersonFollower:
    """Finds the person who exercises and nobody else, as long as they are to be seen.

    Parameters
    ----------
    find : PoseEstimator
        Finds one person.
    keeper : PersonTracker
        Knows whether it is the one.

    Attributes
    ----------
    lost_to_other : bool
        Whether somebody else was found instead and the person is being looked for.
    """

    def __init__(self, find: PoseEstimator, keeper: PersonTracker) -> None:
        self._find, self._keeper = find, keeper
        self.lost_to_other = False

    @property
    def problem(self) -> str | None:
        """Why nobody is found, as a sentence; None when nobody is there."""
        return SOMEBODY_ELSE if self.lost_to_other else None

    def __call__(self, frame: Frame) -> Pose | None:
        """Pose of the person, None when they are not found."""
        area = self._keeper.area(frame.t) if self.lost_to_other else None
        self._find.area, self.lost_to_other = area, area is not None
        pose = self._find(frame)
        if pose is None:
            return None
        self.lost_to_other = not self._keeper.accept(pose)
        if not self.lost_to_other:
            return pose
        if self._keeper.area(frame.t) is not None:
            self._find.forget(frame)
        return None


@contextmanager
def person_follower(model: Path) -> Iterator[PersonFollower]:
    """Open an estimator that keeps to one person."""
    with PoseEstimator(model) as find:
        yield PersonFollower(find, PersonTracker())


class PersonCounter:
    """Counts the people in the picture, once a second; in between the last count holds.

    MediaPipe, asked for several people, misses one beside a person who lies. So the person found is painted over and
    it is asked for one more: 30 ms on two cores, and 200 more the first time. For the look before a set.

    Parameters
    ----------
    model : Path
        A pose landmarker bundle.
    build : callable
        Makes the landmarker; a test hands in its own.
    """

    def __init__(self, model: Path, build: Callable[[Path], Any] = still_landmarker) -> None:
        self._model, self._build = model, build
        self._landmarker: Any = None
        self._others, self._counted_t = 0, -math.inf

    def __call__(self, frame: Frame, pose: Pose | None) -> int:
        """0 without a pose, 1 when nobody but the person with this pose is found, else 2."""
        if pose is None:
            return 0
        if frame.t - self._counted_t >= COUNT_EVERY_S:
            self._landmarker = self._landmarker or self._build(self._model)
            self._others = len(self._landmarker.detect(mp_image(_without(pose, frame.image))).pose_landmarks)
            self._counted_t = frame.t
        return 1 + self._others

    def close(self) -> None:
        """Free what was built; asked again, it is built anew."""
        if self._landmarker:
            self._landmarker.close()
        self._landmarker = None


def _without(pose: Pose, image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Paint the person over with the picture's mean colour."""
    beside = BESIDE * length_px(pose)
    x0, y0 = np.maximum(pose.xy.min(axis=0) - beside, 0).astype(int)
    x1, y1 = np.maximum(pose.xy.max(axis=0) + beside, 0).astype(int)
    without = image.copy()
    without[y0:y1, x0:x1] = image[::LIGHT_STEP, ::LIGHT_STEP].mean(axis=(0, 1))
    return without


class Counter(Protocol):
    """Counts the people in a picture."""

    def __call__(self, frame: Frame, pose: Pose | None) -> int:
        """How many there are, when the one with this pose was found."""
        ...

    def close(self) -> None:
        """Free what it holds."""
        ...
