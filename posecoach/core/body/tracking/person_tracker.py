"""Finds out which person in the picture is the one who exercises, by continuity of place and size."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from posecoach.core.body import landmarks as lm
from posecoach.core.body.pose import Pose
from posecoach.translation import N_

JOINTS = [joint[side] for joint in (lm.SHOULDER, lm.HIP, lm.KNEE, lm.ANKLE) for side in lm.SIDES]
"""The joints that give place and size: arms wave, and the estimator guesses hands and feet badly."""


def length_px(pose: Pose) -> float:
    """Length of trunk and leg, stretched out across the picture, in pixels; at least 1.

    It is measured in space and converted to pixels with the best-fitting scale, so that neither posture nor the
    body's direction changes it much: within 11 % on every sample and recording, lying, kneeling or standing.
    """
    flat, space = pose.xy[JOINTS], pose.world[JOINTS]
    px_per_m = math.sqrt(_spread(flat) / max(_spread(space[:, :2]), 1e-9))
    trunk, thighs, shanks = space[0:2] - space[2:4], space[2:4] - space[4:6], space[4:6] - space[6:8]
    bones = (trunk[0] + trunk[1], *thighs, *shanks)
    return max(px_per_m * sum(math.sqrt(bone @ bone) for bone in bones) / 2, 1.0)


def _spread(points: NDArray[np.floating]) -> float:
    """Sum of the squared distances from the middle."""
    off = points - points.sum(axis=0) / len(points)
    return float(np.vdot(off, off))


SOMEBODY_ELSE = N_("Someone else is in the picture: I am waiting for you.")
"""Why nothing can be judged while only somebody else is found."""

Area = tuple[int, int, int, int]
"""Left, top, right and bottom of a part of the picture, in pixels."""

SETTLED_S = 2.0
"""A body followed for this long without a jump is the one that exercises; before, the estimator may still switch."""
JUMP = 0.12
"""Share of the body's length by which joints may move on average from one frame to the next. The fastest movement
of one person (getting into a squat, frames 0.07 s apart) makes 0.08; a switch to another person makes 0.2."""
SPEED = 0.5
"""Added to that for every second between frames: getting up and turning over are slower."""
MAX_MOVE = 0.35
"""The limit of both, however long nobody was seen: a body further away is somebody else, or the person left."""
HOME_S = 10.0
"""Time over which the place of exercise is averaged: somebody who passes by needs less."""
SAME_SIZE = 1.35
"""Ratio of lengths up to which two bodies may be the same: one person reads within 1.11, a child of 1.2 m beside an
adult 1.4."""
SIZE_S = 1.0
"""Time over which the size is averaged: walking up to the laptop changes it by a quarter per second."""
LEFT_S = 3.0
"""After nobody was seen for this long the person may come back from anywhere."""
GIVE_UP_S = 5.0
"""After this time unseen, somebody else who stayed becomes the person who exercises."""
EMPTY_S = 1.0
RETURN_S = 1.0
"""Whoever is seen after nobody was for the first time, and stays for the second, is the person who came back: nearer,
further away, or at another place. While the person is hidden by somebody else, that one is seen."""
SEARCH_MARGIN = 0.6
"""The search for the person reaches this share of their length beyond shoulders and ankles: a head and a stretched
arm reach 0.5 beyond the shoulders."""


class PersonTracker:
    """Keeps to the person who exercises: refuses a body that appears at another place or in another size.

    Continuity decides, not the place alone: the tracker follows a person who gets up, turns over or walks. If it
    followed somebody who passed in front, it returns to the person at their old place.
    """

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Forget the person and keep to the next one seen."""
        self._last: _Place | None = None
        self._other: _Place | None = None
        self._home = np.full((4, 2), np.nan)
        self._size = (0, 0)
        self._length_px = self._since = self._other_since = math.nan
        self._empty_since, self._empty_s = math.inf, 0.0
        self.returning = False

    def area(self, t: float) -> Area | None:
        """Where to search for the person at `t` seconds; None = anywhere."""
        if self._last is None or t - self._last.t >= GIVE_UP_S:
            return None
        points, margin = np.concatenate([self._last.middles, self._home]), SEARCH_MARGIN * self._length_px
        x0, y0 = np.maximum(points.min(axis=0) - margin, 0)
        x1, y1 = np.minimum(points.max(axis=0) + margin, self._size)
        return int(x0), int(y0), int(x1), int(y1)

    def nobody(self, t: float) -> None:
        """Take a frame in which nobody was found; a camera that stalls shows none."""
        self._empty_since = min(self._empty_since, t)
        self._empty_s = t - self._empty_since

    def accept(self, pose: Pose) -> bool:
        """Decide whether this is the person; times must grow."""
        if pose.size != self._size:  # another resolution: places and sizes of before mean something else
            self.reset()
        length, place, last = length_px(pose), _Place(pose.t, _middles(pose)), self._last
        if last is not None and self._is_same(place, length, last):
            passed_s = pose.t - last.t
            self._length_px += (length - self._length_px) * min(1.0, passed_s / SIZE_S)
            self._home += (place.middles - self._home) * min(1.0, passed_s / HOME_S)
        elif last is None or last.t - self._since < SETTLED_S or self._has_stayed(place):
            self._since, self._length_px, self._home = pose.t, length, place.middles.copy()
        else:
            return False
        self._last, self._other, self._size = place, None, pose.size
        self._empty_since, self._empty_s = math.inf, 0.0
        self.returning = False
        return True

    def _is_same(self, place: _Place, length: float, last: _Place) -> bool:
        """Whether the body follows from the last one, is at the old place, or returns to an empty picture."""
        if not 1 / SAME_SIZE < length / self._length_px < SAME_SIZE:
            return False
        came_back = place.t - (self._other or last).t > LEFT_S
        return came_back or self._follows(place, last) or self._moved(place.middles, self._home) <= MAX_MOVE

    def _has_stayed(self, place: _Place) -> bool:
        """Whether this other body has been here long enough to be the person."""
        before = self._other or self._last
        assert before is not None
        if self._other is None or not self._follows(place, self._other):
            self._other_since = place.t
            self.returning = self._empty_s >= EMPTY_S
            self._empty_since, self._empty_s = math.inf, 0.0
        self._other = place
        return place.t - self._other_since >= (RETURN_S if self.returning else GIVE_UP_S)

    def _follows(self, place: _Place, earlier: _Place) -> bool:
        """Whether one body can have moved this far in the time between."""
        allowed = min(JUMP + SPEED * (place.t - earlier.t), MAX_MOVE)
        return self._moved(place.middles, earlier.middles) <= allowed

    def _moved(self, middles: NDArray[np.floating], earlier: NDArray[np.floating]) -> float:
        """How far the joints have moved, as a share of the body's length."""
        x, y = (middles - earlier).T
        return float(np.hypot(x, y).sum()) / len(x) / self._length_px


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a body was seen."""

    t: float
    middles: NDArray[np.floating]


def _middles(pose: Pose) -> NDArray[np.floating]:
    """Middles of shoulders, hips, knees and ankles, shape (4, 2): the estimator may swap left and right."""
    middles: NDArray[np.floating] = (pose.xy[JOINTS[0::2]] + pose.xy[JOINTS[1::2]]) / 2
    return middles
