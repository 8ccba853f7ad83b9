"""A body in one frame: its landmarks with scale and floor, and the angles and heights measured on them."""

from __future__ import annotations

import cmath
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from posecoach.core.body import landmarks as lm
from posecoach.core.body.geometry import NOWHERE, Point, angle_deg, coordinates, middle, pitch_deg, points
from posecoach.core.body.landmarks import SIDES, Pair, Side, opposite
from posecoach.core.body.pose import Pose

T = TypeVar("T")


class lazy_property(Generic[T]):  # noqa: N801 - a decorator, like functools.cached_property
    """Decorates a method of an immutable object: computes the value once and stores it in the object itself.

    It is `functools.cached_property` without the lock that Python 3.11 takes there: the lock took a twentieth of the
    time to judge a frame. At worst two threads compute the same value twice.
    """

    def __init__(self, method: Callable[[Any], T]) -> None:
        self._method, self._name = method, method.__name__
        self.__doc__ = method.__doc__

    def __get__(self, owner: Any, owner_type: type | None = None) -> T:
        value = self._method(owner)
        owner.__dict__[self._name] = value
        return value


SEEN = 0.5
"""Visibility from which a landmark counts as seen: the estimator gives even odds. It places a far arm that the head
hides beside the near arm, with a visibility of 0.2 to 0.45."""
LIKELY = 0.25
"""Visibility from which a leg that the other one hides is about where the estimator places it: on the sample bodies a
hidden leg that kneels, stands or is stretched out reads so within 15 degrees at 0.3 to 0.5. That settles what the body
does, not how well. Hidden arms are placed beside the near one, whatever they do."""
ARM_LIKELY = 0.4
"""Visibility of the far elbow from which the far arm is where the estimator places it: an arm that is raised behind the
head reads 0.2 to 0.36, one that stands beside the near one 0.45 to 0.55."""
DOUBLED_DEG = 15.0
DOUBLED_WRISTS = 1.3
"""From this turn on two arms that do the same are seen apart, the nearer hands by 1.5 times the shoulders and more.
Doubled wrists come as near as this many times the shoulders."""
OUTSIDE = 0.03
"""Share of the picture's longer side by which a landmark may lie outside it; further out the estimator guesses."""

HIP_BEHIND_CM = 2.0
"""The estimator's hip point lies in front of the joint's centre. Tuned on the sample bodies, whose joints are
known: 2 cm reduce the mean error of the hip angle from 5.1 to 3.4 degrees over six exercises."""


@dataclass(frozen=True, slots=True)
class FloorLine:
    """The floor under one side of the body, as a line in the picture: y at x is `y0 + slope * (x - x0)`."""

    x0: float
    y0: float
    slope: float

    def height_px(self, point: Point) -> float:
        """Pixels by which `point` lies above the floor."""
        return self.y0 + self.slope * (point.real - self.x0) - point.imag


def seen_points(pose: Pose, at: Sequence[Point], least: float = SEEN) -> list[Point]:
    """Return the 33 landmarks, found `at` these points of the picture; `NOWHERE` for those outside it or hidden.

    Hidden are those of a visibility below `least`.
    """
    width, height = pose.size
    beyond = OUTSIDE * max(width, height)
    right, bottom = width + beyond, height + beyond
    return [
        point if visibility >= least and -beyond <= point.real <= right and -beyond <= point.imag <= bottom else NOWHERE
        for point, visibility in zip(at, pose.visibility.tolist(), strict=True)
    ]


def levelled(at: Sequence[Point], tilt_deg: float, size: tuple[int, int]) -> list[Point]:
    """Return points of a picture in which level lines rise to the right, where they are after it was levelled."""
    if not tilt_deg:
        return list(at)
    centre, turn = complex(size[0] / 2, size[1] / 2), cmath.rect(1.0, math.radians(tilt_deg))
    return [centre + (point - centre) * turn for point in at]


def front(hip: Point, shoulder: Point, facing: int) -> Point:
    """Return the unit vector towards the body's front, perpendicular to the trunk; see `Body.facing`."""
    along = hip - shoulder
    return along * 1j * (facing / max(abs(along), 1e-9))


@dataclass(frozen=True)
class Body:
    """One pose, with what is known about the body it belongs to.

    Many measures use the same few angles and heights, so each of these is computed once, on first use.

    Attributes
    ----------
    pose : Pose
        Smoothed landmarks, where they are in the picture.
    points : list of Point
        Where they are in the levelled picture, in pixels; `NOWHERE` when unseen.
    near : Side
        The side that faces the camera.
    facing : int
        1 when the front lies clockwise of the direction from shoulder to hip, else -1.
    cm_per_px : mapping of Side to float
        Scale at each leg; NaN until known.
    floor : mapping of Side to FloorLine or None
        The floor under each foot, in the levelled picture; None until a foot was seen at rest.
    tilt_deg : float
        Degrees by which level lines rise to the right in the picture; levelled, it is turned by them about its middle.
    turned_deg : float
        Degrees by which the body is turned from an exact side view, about the vertical.
    """

    pose: Pose
    points: list[Point]
    near: Side
    facing: int
    cm_per_px: Mapping[Side, float]
    floor: Mapping[Side, FloorLine | None]
    tilt_deg: float = 0.0
    turned_deg: float = 0.0

    def point(self, index: int) -> Point:
        """Position of a landmark in pixels, `NOWHERE` when unseen."""
        return self.points[index]

    @lazy_property
    def likely(self) -> list[Point]:
        """Where the landmarks are seen or, in a leg, likely to be; see `LIKELY`."""
        return levelled(seen_points(self.pose, points(self.pose.xy), LIKELY), self.tilt_deg, self.pose.size)

    def in_picture(self, line: NDArray[np.floating]) -> NDArray[np.floating]:
        """Return points of the levelled picture, shape (n, 2), where they are in the picture."""
        return coordinates(levelled(points(line), -self.tilt_deg, self.pose.size)) if self.tilt_deg else line

    def seen_side(self, *joints: Pair) -> Side:
        """Return the near side, or the far one when only there all of these joints are seen."""
        far = opposite(self.near)
        hides = {side: any(cmath.isnan(self.points[joint[side]]) for joint in joints) for side in SIDES}
        return far if hides[self.near] and not hides[far] else self.near

    def angle(self, a: Pair, b: Pair, c: Pair, side: Side) -> float:
        """Angle at joint `b` in degrees, 180 = straight."""
        return angle_deg(self.points[a[side]], self.points[b[side]], self.points[c[side]])

    def pitch(self, a: Pair, b: Pair, side: Side) -> float:
        """Pitch of the limb from `a` to `b` in degrees, up positive."""
        return pitch_deg(self.points[a[side]], self.points[b[side]])

    def hip(self, side: Side) -> float:
        """Hip angle shoulder-hip-knee in degrees, at the joint."""
        return self._hips[side]

    def knee(self, side: Side) -> float:
        """Knee angle hip-knee-ankle in degrees."""
        return self._knees[side]

    def arm(self, side: Side) -> float:
        """Pitch of the arm from shoulder to wrist in degrees, up positive."""
        return self._arms[side]

    def leg(self, side: Side) -> float:
        """Pitch of the leg from hip to ankle in degrees, up positive."""
        return self._legs[side]

    def heel_cm(self, side: Side) -> float:
        """Height of the heel above the floor under it, in cm."""
        return self._heels_cm[side]

    def mid(self, joint: Pair) -> Point:
        """Point midway between the left and right `joint`."""
        return middle(self.points[joint["left"]], self.points[joint["right"]])

    @lazy_property
    def trunk(self) -> Point:
        """Vector from midway between the hips to midway between the shoulders, in pixels."""
        return self.mid(lm.SHOULDER) - self.mid(lm.HIP)

    def trunk_pitch(self) -> float:
        """Pitch from the hips to the shoulders in degrees, against the floor of a lying body where that is known.

        Positive when the shoulders are higher.
        """
        floor = self.floor.get(self.near)
        rising = 0.0 if floor is None else -floor.slope * math.copysign(1.0, self.trunk.real)
        return pitch_deg(0j, self.trunk) - math.degrees(math.atan(rising))

    def height_cm(self, point: Point, side: Side) -> float:
        """Height of a point above the floor under that side, in cm."""
        floor = self.floor[side]
        return math.nan if floor is None else floor.height_px(point) * self.cm_per_px[side]

    def hip_joint(self, side: Side) -> Point:
        """Position of the hip joint in pixels: the estimator's hip point moved back by `HIP_BEHIND_CM`."""
        hip = self.point(lm.HIP[side])
        return hip - self.front(side) * (HIP_BEHIND_CM / self.cm_per_px[side])

    def front(self, side: Side) -> Point:
        """Return the unit vector in the picture towards the body's front, perpendicular to the trunk on that side."""
        return front(self.points[lm.HIP[side]], self.points[lm.SHOULDER[side]], self.facing)

    def face_up(self) -> float:
        """How far the body's front points up: 1 lying on the back, -1 face down, 0 upright."""
        return -self.front(self.near).imag

    @lazy_property
    def _hips(self) -> dict[Side, float]:
        at = self.points
        return {s: angle_deg(at[lm.SHOULDER[s]], self.hip_joint(s), at[lm.KNEE[s]]) for s in SIDES}

    @lazy_property
    def _knees(self) -> dict[Side, float]:
        return {side: self.angle(lm.HIP, lm.KNEE, lm.ANKLE, side) for side in SIDES}

    @lazy_property
    def _arms(self) -> dict[Side, float]:
        far = opposite(self.near)
        hidden = self.pose.visibility[lm.ELBOW[far]] < ARM_LIKELY or self._are_arms_doubled()
        return {
            side: self.pitch(lm.SHOULDER, lm.WRIST, side) if side != far or not hidden else math.nan for side in SIDES
        }

    def _are_arms_doubled(self) -> bool:
        """Whether the far arm was laid on the near one: shoulders are apart, elbows and wrists no further."""
        shoulders, elbows, wrists = (
            abs(self.points[joint["left"]] - self.points[joint["right"]]) for joint in (lm.SHOULDER, lm.ELBOW, lm.WRIST)
        )
        return self.turned_deg > DOUBLED_DEG and elbows < shoulders and wrists < DOUBLED_WRISTS * shoulders

    @lazy_property
    def _legs(self) -> dict[Side, float]:
        return {side: self.pitch(lm.HIP, lm.ANKLE, side) for side in SIDES}

    @lazy_property
    def _heels_cm(self) -> dict[Side, float]:
        return {side: self.height_cm(self.point(lm.HEEL[side]), side) for side in SIDES}
