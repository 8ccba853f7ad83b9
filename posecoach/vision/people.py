"""Follows the exercising person and counts the people in the image."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from posecoach.core.body.pose import Frame, Pose
from posecoach.core.body.tracking.person_tracker import SOMEBODY_ELSE, Area, PersonTracker, length_px
from posecoach.vision.estimator import LIGHT_STEP, Estimator
from posecoach.vision.landmarker import Landmarker, still_landmarker
from posecoach.vision.search.person_search import PersonSearch

COUNT_EVERY_S = 1.0
"""Interval between counts: one count costs as much as a frame."""
MARGIN = 0.1
"""The box painted over a person is enlarged by this share of the body's length: hair and hands reach outside."""


class Finder(Estimator, Protocol):
    """Finds one person, everywhere or in a part of the picture.

    Attributes
    ----------
    area : Area or None
        Part of the image to search; None = everywhere.
    cut : bool
        Whether the last frame shows something else than the one before.
    """

    area: Area | None
    cut: bool

    def forget(self, frame: Frame) -> None:
        """Stop following the current person and search again in the next frame."""
        ...


class PersonFollower:
    """Finds the person who exercises and nobody else.

    Parameters
    ----------
    find : Finder
        Finds one person.
    tracker : PersonTracker
        Decides whether a pose belongs to that person.

    Attributes
    ----------
    lost_to_other : bool
        Whether somebody else was found, so that the search for the person goes on.
    """

    def __init__(self, find: Finder, tracker: PersonTracker) -> None:
        self._find, self._tracker = find, tracker
        self.lost_to_other = False

    @property
    def problem(self) -> str | None:
        """Why the person is not found, as a sentence; None when nobody else was found."""
        return SOMEBODY_ELSE if self.lost_to_other else None

    def __call__(self, frame: Frame) -> Pose | None:
        """Return the person's pose; None when the person is not found."""
        area = self._tracker.area(frame.t) if self.lost_to_other else None
        self._find.area, self.lost_to_other = area, area is not None
        pose = self._find(frame)
        if self._find.cut:
            pose = self._start_again(frame, pose)
        if pose is None:
            self._tracker.nobody(frame.t)
            return None
        if self._tracker.accept(pose):
            self.lost_to_other = False
            return pose
        self.lost_to_other = not self._tracker.returning
        if self.lost_to_other and self._tracker.area(frame.t) is not None:
            self._find.forget(frame)
        return None

    def _start_again(self, frame: Frame, pose: Pose | None) -> Pose | None:
        """Keep to whoever is found after a cut: the same person is at another place there, and in another size."""
        self._tracker.reset()
        if self._find.area is None:
            return pose
        self._find.area, self.lost_to_other = None, False
        return self._find(frame)


@contextmanager
def person_follower(model: Path) -> Iterator[PersonFollower]:
    """Open an estimator that follows one person."""
    with PersonSearch(model) as find:
        yield PersonFollower(find, PersonTracker())


class PersonCounter:
    """Counts the people in the image, once a second; in between, the last count stays valid.

    In its mode for several people MediaPipe misses one beside a lying person. So we paint over the person found and
    search for one more: 30 ms on two cores, plus 200 ms the first time. Used for the check before a set.

    Parameters
    ----------
    model : Path
        A pose landmarker bundle.
    build : callable
        Creates the landmarker; tests pass a fake.
    """

    def __init__(self, model: Path, build: Callable[[Path], Any] = still_landmarker) -> None:
        self._landmarker = Landmarker(model, build)
        self._others, self._counted_t = 0, -math.inf

    def __call__(self, frame: Frame, pose: Pose | None) -> int:
        """Return 0 without a pose, 1 when only the person with this pose is found, else 2."""
        if pose is None:
            return 0
        if frame.t - self._counted_t >= COUNT_EVERY_S:
            result = self._landmarker.find(_without(pose, frame.image))
            self._others = len(result.pose_landmarks) if result else 0
            self._counted_t = frame.t
        return 1 + self._others

    def close(self) -> None:
        """Free the landmarker; the next count creates it again."""
        self._landmarker.close()


def _without(pose: Pose, image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Paint over the person with the image's mean colour."""
    margin = MARGIN * length_px(pose)
    x0, y0 = np.maximum(pose.xy.min(axis=0) - margin, 0).astype(int)
    x1, y1 = np.maximum(pose.xy.max(axis=0) + margin, 0).astype(int)
    without = image.copy()
    without[y0:y1, x0:x1] = image[::LIGHT_STEP, ::LIGHT_STEP].mean(axis=(0, 1))
    return without


class Counter(Protocol):
    """Counts the people in an image."""

    def __call__(self, frame: Frame, pose: Pose | None) -> int:
        """Return the number of people; `pose` is the one found."""
        ...

    def close(self) -> None:
        """Free its resources."""
        ...
