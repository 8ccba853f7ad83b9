"""Which of the people in the picture is the one who exercises: told by continuity of place and size."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from posecoach.core.body import landmarks as lm
from posecoach.core.body.pose import Pose

JOINTS = [joint[side] for joint in (lm.SHOULDER, lm.HIP, lm.KNEE, lm.ANKLE) for side in lm.SIDES]
"""What tells place and size: arms wave, and hands and feet are guessed badly."""


def length_px(pose: Pose) -> float:
    """Length of trunk and leg, stretched out across the picture, in pixels.

    Taken in space and brought to pixels by the scale that fits best, so that neither posture nor the direction in
    which the body points changes it much: within 11 % on every sample and recording, lying, kneeling or standing.
    """
    flat, space = pose.xy[JOINTS], pose.world[JOINTS]
    px_per_m = math.sqrt(_spread(flat) / max(_spread(space[:, :2]), 1e-9))
    trunk, thighs, shanks = space[0:2] - space[2:4], space[2:4] - space[4:6], space[4:6] - space[6:8]
    bones = (trunk[0] + trunk[1], *thighs, *shanks)
    return px_per_m * sum(math.sqrt(bone @ bone) for bone in bones) / 2


def _spread(points: NDArray[np.floating]) -> float:
    """Sum of the squared distances from the middle."""
    off = points - points.sum(axis=0) / len(points)
    return float(np.vdot(off, off))


SOMEBODY_ELSE = "Someone else is in the picture: I wait for you."
"""Why nothing can be judged while the person is being looked for beside somebody else."""

Area = tuple[int, int, int, int]
"""Left, top, right and bottom of a part of the picture, in pixels."""

SETTLED_S = 2.0
"""A body followed for so long without a jump is the one that exercises; before, the estimator may still be choosing."""
JUMP = 0.12
"""Share of the body's length by which joints may move on average from one frame to the next. The fastest movement
of one person (getting into a squat, frames 0.07 s apart) makes 0.08; the estimator going over to somebody else 0.2."""
SPEED = 0.5
"""The same, further, for every second between: getting up and turning over are slower."""
MOVED_MAX = 0.35
"""No further, however long nobody was seen: beyond is somebody else, or the person went elsewhere."""
HOME_S = 10.0
"""The place where the person exercises is averaged over so long: somebody passes by in less."""
LIKE = 1.35
"""Ratio of lengths up to which two bodies may be the same: one person reads within 1.11; a child of 1.2 m beside an
adult 1.4."""
SIZE_S = 1.0
"""The size is averaged over so long: walking up to the laptop changes it by a quarter a second."""
LEFT_S = 3.0
"""Nobody seen for so long: the person may be coming back from anywhere."""
GIVE_UP_S = 5.0
"""Unseen for so long while somebody else stays: that is the person who exercises now."""
ROOM = 0.6
"""The person is looked for around where shoulders to ankles were, by this share of their length: a head and a
stretched arm beyond the shoulders make 0.5."""


class PersonTracker:
    """Keeps to the person who exercises: refuses a body that appears at another place or in another size.

    Continuity decides, not the place alone: who gets up, turns over or walks on is followed. When that was somebody
    who passed in front, the person is taken up again where they were.
    """

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Forget the person: the next one seen is kept."""
        self._last: _Place | None = None
        self._other: _Place | None = None
        self._home = np.full((4, 2), np.nan)
        self._size = (0, 0)
        self._length_px = self._since = self._other_since = math.nan

    def area(self, t: float) -> Area | None:
        """Where the person is to be looked for at `t` seconds; None = anywhere."""
        if self._last is None or t - self._last.t >= GIVE_UP_S:
            return None
        points, room = np.concatenate([self._last.middles, self._home]), ROOM * self._length_px
        x0, y0 = np.maximum(points.min(axis=0) - room, 0)
        x1, y1 = np.minimum(points.max(axis=0) + room, self._size)
        return int(x0), int(y0), int(x1), int(y1)

    def accept(self, pose: Pose) -> bool:
        """Tell whether this is the person; times must grow."""
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
        return True

    def _is_same(self, place: _Place, length: float, last: _Place) -> bool:
        """Whether it follows on from the person as last seen, is where they were, or comes back to an empty picture."""
        if not 1 / LIKE < length / self._length_px < LIKE:
            return False
        came_back = self._other is None and place.t - last.t > LEFT_S
        return came_back or self._follows(place, last) or self._moved(place.middles, self._home) <= MOVED_MAX

    def _has_stayed(self, place: _Place) -> bool:
        """Whether this other body has been here for all of the time in which the person was not seen."""
        if self._other is None or not self._follows(place, self._other):
            self._other_since = place.t
        self._other = place
        return place.t - self._other_since >= GIVE_UP_S

    def _follows(self, place: _Place, earlier: _Place) -> bool:
        """Whether one body may have moved so in the time between."""
        allowed = min(JUMP + SPEED * (place.t - earlier.t), MOVED_MAX)
        return self._moved(place.middles, earlier.middles) <= allowed

    def _moved(self, middles: NDArray[np.floating], earlier: NDArray[np.floating]) -> float:
        """How far the joints are from where they were, as a share of the body's length."""
        x, y = (middles - earlier).T
        return float(np.hypot(x, y).sum()) / len(x) / self._length_px


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a body was seen."""

    t: float
    middles: NDArray[np.floating]


def _middles(pose: Pose) -> NDArray[np.floating]:
    """Middles of shoulders, hips, knees and ankles, shape (4, 2): left and right may be mistaken for one another."""
    middles: NDArray[np.floating] = (pose.xy[JOINTS[0::2]] + pose.xy[JOINTS[1::2]]) / 2
    return middles
