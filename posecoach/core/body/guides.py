"""Where in the picture a joint would be if a measure read a given value.

The drawn targets follow from that: the area between the ends of a band, the line to aim for, and which way to move.
All lengths are pixels of the pose's own picture, x right, y down.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from posecoach.core.body import landmarks as lm
from posecoach.core.body.body import Body
from posecoach.core.body.geometry import Point, coordinates, distance
from posecoach.core.body.landmarks import Pair, Side, opposite
from posecoach.core.body.limbs import headward

Line = NDArray[np.floating]
"""Shape (n, 2): points one after another; NaN where a landmark that it depends on is unseen."""

Whose = Callable[[Body], Side | None]
"""Chooses one of the two sides; None = the middle between them."""

ARM = (lm.SHOULDER, lm.ELBOW, lm.WRIST)
LEG = (lm.HIP, lm.KNEE, lm.ANKLE)
TRUNK = (lm.HIP, lm.SHOULDER)

ARC_POINTS = 17
"""Points of an arc: at 1080 lines the corners are then less than a pixel off the true arc."""
STRIPE_CM = 25.0
"""Half the length of a line that has no natural end: wide enough for a foot to move along the floor."""
CLEARLY_DEG = 20.0
"""While both arms carry the body the near one is chosen, until the other is higher by this."""


def near(body: Body) -> Side:
    """Return the side that faces the camera."""
    return body.near


def between(body: Body) -> None:
    """Choose the middle between the sides."""


def bent_more(body: Body) -> Side:
    """Return the side of the more bent knee; the near side when neither is known to be more bent."""
    far = opposite(body.near)
    return far if body.knee(far) < body.knee(body.near) or math.isnan(body.knee(body.near)) else body.near


def higher_arm(body: Body) -> Side:
    """Return the side of the raised arm; the near side while no arm is raised."""
    far = opposite(body.near)
    pitch = {side: body.arm(side) for side in lm.SIDES}
    hidden = math.isnan(pitch[body.near])
    return far if hidden or pitch[far] > pitch[body.near] + CLEARLY_DEG else body.near


@dataclass(frozen=True, slots=True)
class Guide(ABC):
    """How one measure lies on the body.

    Attributes
    ----------
    whose : Whose
        The side on which it is measured.
    ideal : float
        The prescribed value. A band with an open end is drawn symmetrically around it.
    """

    whose: Whose = field(default=near, kw_only=True)
    ideal: float = field(default=0.0, kw_only=True)

    @abstractmethod
    def part(self, body: Body) -> Point:
        """Return the joint that moves when the measure changes."""

    @abstractmethod
    def line(self, body: Body, value: float) -> Line:
        """Return the line on which that joint lies when the measure reads `value`."""

    def floor(self, body: Body) -> Line | None:
        """Return the line of the floor from which the measure counts; None for most."""
        return None

    def joints(self, body: Body, *joints: Pair) -> list[Point]:
        """Return joints of the chosen side."""
        side = self.whose(body)
        return [body.mid(joint) if side is None else body.point(joint[side]) for joint in joints]


@dataclass(frozen=True, slots=True)
class Bend(Guide):
    """An angle at the middle one of three joints, which moves on an arc between the outer two.

    Beyond 180 degrees the joint lies above the straight line, below 180 under it (inscribed angle theorem). A hip is
    the joint's centre, as in `Body.hip`.
    """

    a: Pair
    b: Pair
    c: Pair
    ideal: float = field(default=180.0, kw_only=True)

    def part(self, body: Body) -> Point:
        """Return the middle joint."""
        side = self.whose(body)
        return body.hip_joint(side) if self.b is lm.HIP and side else self.joints(body, self.b)[0]

    def line(self, body: Body, value: float) -> Line:
        """Return the arc from the first joint to the last."""
        a, c = self.joints(body, self.a, self.c)
        half = (c - a) / 2
        down = half * 1j * (1.0 if half.real >= 0 else -1.0)
        bend = math.radians(180.0 - value) or 1e-9  # a straight line is drawn as a nearly flat arc
        turn = np.linspace(-bend, bend, ARC_POINTS)
        arc = (a + c) / 2 + (np.sin(turn) * half + (np.cos(turn) - math.cos(bend)) * down) / math.sin(bend)
        return coordinates(arc)


def _no_tilt(body: Body) -> float:
    return 0.0


@dataclass(frozen=True, slots=True)
class Pitch(Guide):
    """The pitch of a stretched limb: it turns about its first joint.

    Attributes
    ----------
    limb : tuple of Pair
        Its joints, first the one that does not move.
    headwards : bool
        Whether it points towards the head, like an arm, or away from it, like a leg.
    level : callable
        The pitch in the picture at which the measure reads 0, in degrees.
    """

    limb: tuple[Pair, ...]
    headwards: bool = True
    level: Callable[[Body], float] = _no_tilt

    def part(self, body: Body) -> Point:
        """Return the limb's end."""
        return self.joints(body, self.limb[-1])[0]

    def line(self, body: Body, value: float) -> Line:
        """Return the stretched limb from its first joint to its end."""
        joints = self.joints(body, *self.limb)
        length = sum(distance(a, b) for a, b in pairwise(joints))
        pitch, forward = math.radians(value + self.level(body)), headward(body) * (1 if self.headwards else -1)
        return coordinates([joints[0], joints[0] + length * complex(forward * math.cos(pitch), -math.sin(pitch))])


@dataclass(frozen=True, slots=True)
class Height(Guide):
    """The height of a joint in cm, above the floor under it, or above another joint."""

    joint: Pair
    above: Pair | None = None

    def part(self, body: Body) -> Point:
        """Return the joint."""
        return self.joints(body, self.joint)[0]

    def line(self, body: Body, value: float) -> Line:
        """Return a line around the joint, parallel to the floor, or level for a height above a joint."""
        side = self.whose(body) or body.near
        per_cm = 1.0 / body.cm_per_px[side]
        x = self.part(body).real + np.array([-STRIPE_CM, STRIPE_CM]) * per_cm
        if self.above is not None:
            base = np.full(2, self.joints(body, self.above)[0].imag)
        else:
            floor = body.floor[side]
            base = np.full(2, np.nan) if floor is None else floor.y0 + floor.slope * (x - floor.x0)
        return np.column_stack([x, base - value * per_cm])

    def floor(self, body: Body) -> Line | None:
        """Return the floor around the joint."""
        return None if self.above else self.line(body, 0.0)


@dataclass(frozen=True, slots=True)
class Ahead(Guide):
    """How far a joint lies from a point towards the head, in cm."""

    joint: Pair
    base: Callable[[Body], Point]

    def part(self, body: Body) -> Point:
        """Return the joint."""
        return self.joints(body, self.joint)[0]

    def line(self, body: Body, value: float) -> Line:
        """Return an upright line around the joint."""
        per_cm = 1.0 / body.cm_per_px[self.whose(body) or body.near]
        x = self.base(body).real + value * headward(body) * per_cm
        y = self.part(body).imag + np.array([-STRIPE_CM, STRIPE_CM / 5]) * per_cm  # most of it up, towards the shoulder
        return np.column_stack([np.full(2, x), y])
