"""Decides whether a pose can follow the last one, or shows something else for a frame, or another view.

A body keeps something still in every movement: its shoulders, its feet. A frame in which all of it jumps is a mistake
of the estimator when the next frames are as before, and another view (a cut, a moved camera) when they stay.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass
from statistics import fmean
from typing import NamedTuple

from posecoach.core.body import landmarks as lm
from posecoach.core.body.geometry import Point, distance, points
from posecoach.core.body.pose import Pose
from posecoach.core.body.tracking.person_tracker import JUMP, SPEED

Joints = list[Point]
"""In pixels."""
JOINTS = [joint[side] for joint in (lm.SHOULDER, lm.HIP, lm.KNEE, lm.ANKLE) for side in lm.SIDES]
WHOLE_JUMP = 0.06
WHOLE_SPEED = 0.3
"""Share of the body's length, and share per second, by which shoulders, hips, knees and ankles may all move from one
frame to the next. On 80 clips of people who lie down, get up, walk and exercise 9,999 of 10,000 frames stay below 0.05
at 15 frames a second."""
ZOOM = 0.12
"""Change of the body's size from one frame to the next beyond which the picture was zoomed, or shows another shot. In
clear frames of the same clips it is below 0.07."""
ZOOM_SHAPE = 0.02
"""How much of the body's shape may change in a zoom: limbs that move change the size, too."""
SWAP_MIN = 0.03
SWAP_SHARE = 0.35
"""Left and right are swapped, in the body or the legs, when the joints have moved by more than the first share of the
body's length, and by less than the second share of that way if left and right are exchanged. Without a swap the
exchange fits 60 times worse."""
BELIEVE_S = 0.2
"""A body elsewhere is believed after this time: at 10 frames a second the third frame in a row."""
BELIEVE_SWAP_S = 1.0
"""The estimator mistakes left for right for some tenths of a second in dim pictures; longer than this it may have been
wrong before."""
SLIDE = 0.15
SLIDE_S = (0.5, 3.0)
SLIDE_SHAPE = 0.03
"""A body that has moved by more than the first share of its length in this time, with shape and size changed by less
than the second, did not move itself: the camera did."""
ABSENT_S = 3.0
STAYED = 0.05
"""Whoever was away for this long, and then is not within this share of the body's length of the old place, may have
moved the camera or the mat meanwhile."""
GAP_S = 0.5
"""After a gap longer than this a body may not be further away than after this one."""


class Following(NamedTuple):
    """A pose that follows, or None while it is in doubt.

    `new_view`: it is the first one of another view; `jumped`: it is in doubt because the body is elsewhere.
    """

    pose: Pose | None
    new_view: bool = False
    jumped: bool = False


@dataclass(frozen=True, slots=True)
class _Shape:
    """Joints in one frame."""

    t: float
    at: Joints
    """Shoulders, hips, knees and ankles, left and right in turn."""
    middles: Joints
    """Between the shoulders, hips, knees and ankles."""
    length_px: float
    """Trunk, thigh and shank in the picture."""


class Continuity:
    """Follows one body through a stream."""

    def __init__(self) -> None:
        self._last: _Shape | None = None
        self._before: _Shape | None = None
        self._doubted: _Shape | None = None
        self._doubted_since = math.inf
        self._earlier: deque[_Shape] = deque()
        self._size = (0, 0)

    def __call__(self, pose: Pose) -> Following:
        """Take the next pose; times must grow."""
        shape, last = _shape(pose), self._last
        other_size, self._size = pose.size != self._size, pose.size
        if last is None or other_size:
            return self._accept(shape, pose, new_view=last is not None)
        if shape.t - last.t > ABSENT_S:
            return self._accept(shape, pose, new_view=fmean(_moves(last, shape)) > STAYED)
        if _fits(last, shape):
            return self._accept(shape, pose, new_view=self._has_slid(shape))
        swapped = _is_swapped(last, shape)
        if not swapped and self._before and shape.t - self._before.t <= GAP_S and _fits(self._before, shape):
            return self._accept(shape, pose, new_view=False)  # the last one was the mistake
        if self._doubted is None or not _fits(self._doubted, shape):
            self._doubted_since = shape.t
        self._doubted = shape
        if shape.t - self._doubted_since < (BELIEVE_SWAP_S if swapped else BELIEVE_S):
            return Following(None, jumped=not swapped)
        return self._accept(shape, pose, new_view=not swapped)

    def _has_slid(self, shape: _Shape) -> bool:
        """Whether the whole picture has moved in the last moments."""
        while self._earlier and shape.t - self._earlier[0].t > SLIDE_S[1]:
            self._earlier.popleft()
        if not self._earlier or shape.t - self._earlier[-1].t >= SLIDE_S[0] / 2:
            self._earlier.append(shape)
        return any(shape.t - one.t >= SLIDE_S[0] and _is_slid(one, shape) for one in self._earlier)

    def _accept(self, shape: _Shape, pose: Pose, new_view: bool) -> Following:
        self._before, self._last, self._doubted = self._last, shape, None
        if new_view:
            self._before = None
            self._earlier.clear()
        return Following(pose, new_view)


def can_follow(before: Pose, after: Pose) -> bool:
    """Whether one body can have moved from the one pose to the other in the time between."""
    return _fits(_shape(before), _shape(after))


def _shape(pose: Pose) -> _Shape:
    at = points(pose.xy[JOINTS])
    middles = [(left + right) / 2 for left, right in zip(at[0::2], at[1::2], strict=True)]
    trunk_thigh_shank = _ways(at[:-2], at[2:])
    length_px = sum(map(max, trunk_thigh_shank[0::2], trunk_thigh_shank[1::2]))
    return _Shape(pose.t, at, middles, max(length_px, 1.0))


def _fits(last: _Shape, now: _Shape) -> bool:
    """Whether one body can have moved from the one shape to the other in the time between."""
    passed_s, moves = min(now.t - last.t, GAP_S), _moves(last, now)
    if fmean(moves) > JUMP + SPEED * passed_s or min(moves) > WHOLE_JUMP + WHOLE_SPEED * passed_s:
        return False
    return not _is_swapped(last, now) and not _is_zoomed(last, now)


def _moves(last: _Shape, now: _Shape) -> list[float]:
    """How far shoulders, hips, knees and ankles have moved, as shares of the body's length."""
    return [way / last.length_px for way in _ways(last.middles, now.middles)]


def _is_swapped(last: _Shape, now: _Shape) -> bool:
    """Whether left and right are exchanged, in the whole body or in the legs."""
    for first in (0, 4):
        before, after = last.at[first:], now.at[first:]
        moved = fmean(_ways(before, after)) / last.length_px
        if moved > SWAP_MIN:
            exchanged = [after[i ^ 1] for i in range(len(after))]
            if fmean(_ways(before, exchanged)) / last.length_px < SWAP_SHARE * moved:
                return True
    return False


def _is_slid(before: _Shape, now: _Shape) -> bool:
    if min(_moves(before, now)) < SLIDE:
        return False
    return fmean(_ways(_centred(before.at), _centred(now.at))) / before.length_px < SLIDE_SHAPE


def _is_zoomed(last: _Shape, now: _Shape) -> bool:
    before, after = _centred(last.at), _centred(now.at)
    turn = sum(b.conjugate() * a for b, a in zip(before, after, strict=True))
    turn /= max(sum(abs(b) ** 2 for b in before), 1e-9)
    if not abs(turn) > 0 or abs(math.log(abs(turn))) < ZOOM:
        return False
    return fmean(_ways([turn * b for b in before], after)) / last.length_px < ZOOM_SHAPE


def _ways(before: Joints, after: Joints) -> list[float]:
    """How far each joint has moved, in pixels."""
    return [*map(distance, before, after)]


def _centred(joints: Joints) -> Joints:
    """Return the joints as seen from their centre."""
    centre = sum(joints) / len(joints)
    return [joint - centre for joint in joints]
