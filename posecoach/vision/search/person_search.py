"""Finds the person in one stream as the estimator does, looks again where it finds nobody, and notices cuts.

What has not moved is not estimated again.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from posecoach.core.body.pose import Frame, Pose
from posecoach.core.body.tracking.person_tracker import Area
from posecoach.vision.estimator import PoseEstimator, brightness
from posecoach.vision.landmarker import landmarker, still_landmarker
from posecoach.vision.search.cut import CutDetector
from posecoach.vision.search.low_light import LowLightEnhancer
from posecoach.vision.search.second_look import SecondLook
from posecoach.vision.search.stillness import StillnessDetector
from posecoach.vision.search.view import View, view_around
from posecoach.vision.weights.store import locate


class PersonSearch:
    """Finds one person in each frame of one stream, far away or in dim light too; for recordings and live.

    Once a second look has found a body, the estimator follows it through the same view: what was too small or too
    pale to be found would soon be lost in the whole picture. The view moves along when the body comes near its edge.

    Parameters
    ----------
    model : path, optional
        A pose landmarker bundle; by default the one that ``posecoach models fetch`` brought.
    build, build_still : callable
        Create the landmarkers for the stream and for single images; tests pass fakes.
    every_frame : bool
        Whether to estimate the pose of a body that has not moved, too.

    Attributes
    ----------
    area : Area or None
        Part of the frame to search; None = everywhere. Within an area there is no second look.
    cut : bool
        Whether the last frame shows something else than the one before: another shot, or the camera was moved.

    Raises
    ------
    ModelError
        The pose model is missing, damaged or not a bundle, or MediaPipe is not completely installed.
    """

    def __init__(
        self,
        model: str | os.PathLike[str] | None = None,
        build: Callable[[Path], Any] = landmarker,
        build_still: Callable[[Path], Any] = still_landmarker,
        *,
        every_frame: bool = False,
    ) -> None:
        path = locate(Path(model) if model else None)
        self._find, self._look = PoseEstimator(path, build), SecondLook(path, build_still)
        self._cut, self._enhance = CutDetector(), LowLightEnhancer()
        self._still, self._every_frame = StillnessDetector(), every_frame
        self.area: Area | None = None
        self.cut = False
        self._view: View | None = None
        self._last: Pose | None = None

    def __call__(self, frame: Frame) -> Pose | None:
        """Return the pose in the frame's pixels; None when nobody is found.

        Raises
        ------
        ModelError
            MediaPipe fails repeatedly.
        """
        if self.area is None and not self._every_frame and (kept := self._still(frame)):
            self.cut = False
            return kept
        self.cut = self._cut(frame.image)
        if self.cut:
            self.forget(frame)
        shown = Frame(frame.t, self._enhance(frame.image))
        pose = self._search(shown)
        if pose is None:
            self._still.forget()
            return None
        self._last = replace(pose, light=brightness(frame.image))
        if shown.image is frame.image:
            self._still.remember(frame, self._last)
        else:  # enhancing a picture takes those before it, too
            self._still.forget()
        return self._last

    def _search(self, frame: Frame) -> Pose | None:
        pose = self._in_view(frame) if self._view and self.area is None else self._plain(frame)
        if pose is None and self.area is None:
            self._view = self._look(frame, None if self._last is None else self._last.xy)
            pose = self._in_view(frame) if self._view else None
        return pose

    def forget(self, frame: Frame) -> None:
        """Stop following the current person and search everywhere in the next frame."""
        self._view = self._last = None
        self._still.forget()
        self._enhance.forget()
        self._look.forget()
        self._find.forget(frame)

    def _plain(self, frame: Frame) -> Pose | None:
        if self._view:  # the estimator follows a body in the view's pixels
            self._view = None
            self._find.forget(frame)
        self._find.area = self.area
        return self._find(frame)

    def _in_view(self, frame: Frame) -> Pose | None:
        """Return the pose in the view; near the view's edge, move the view for the next frame."""
        view = self._view
        assert view is not None
        self._find.area = None
        pose = self._find(Frame(frame.t, view.of(frame.image)))
        if pose is None:
            self._view = None
            return None
        pose = view.in_frame(pose)
        if not view.shows(pose.xy):
            self._view = view_around(pose.xy, view.size)
            self._find.forget(frame)
        return pose

    def close(self) -> None:
        """Free the landmarkers."""
        self._find.close()
        self._look.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
