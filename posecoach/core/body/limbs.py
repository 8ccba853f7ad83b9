"""Measures of arms and legs that several exercises share, as functions of the body.

Often only one of two limbs is seen. A function for the pair answers when the seen limb alone settles it, else NaN.
"""

from __future__ import annotations

import math

from posecoach.core.body import landmarks as lm
from posecoach.core.body.body import Body
from posecoach.core.body.geometry import Point, angle_deg
from posecoach.core.body.landmarks import SIDES, Side, opposite

UPRIGHT_DEG = 40.0
"""A thigh or arm that leans further than this from the vertical does not carry the body."""
STRETCHED_DEG = 145.0
"""Below this knee angle the height of the foot says nothing about that of the leg."""


def lower(a: float, b: float) -> float:
    """Return the lower of two values; one may be unknown."""
    return b if b < a or math.isnan(a) else a


def higher(a: float, b: float) -> float:
    """Return the higher of two values; one may be unknown."""
    return b if b > a or math.isnan(a) else a


def both_known(a: float, b: float) -> bool:
    """Whether neither of two values is unknown."""
    return not math.isnan(a + b)


def likely_knee(body: Body, side: Side) -> float:
    """Knee angle in degrees, where the leg likely is."""
    return angle_deg(*(body.likely[joint[side]] for joint in (lm.HIP, lm.KNEE, lm.ANKLE)))


def least_knee(body: Body) -> float:
    """Angle of the more bent knee in degrees."""
    return lower(body.knee("left"), body.knee("right"))


def straightest_knee(body: Body) -> float:
    """Angle of the straighter knee in degrees."""
    return higher(body.knee("left"), body.knee("right"))


def near_heel(body: Body) -> float:
    """Height of the near heel in cm, or of the far heel when only that one is seen."""
    near = body.heel_cm(body.near)
    return near if not math.isnan(near) else body.heel_cm(opposite(body.near))


def highest_heel(body: Body) -> float:
    """Height in cm of the higher heel among those seen."""
    return higher(body.heel_cm("left"), body.heel_cm("right"))


def headward(body: Body) -> float:
    """Horizontal direction of the head in the picture: 1 to the right, -1 to the left, NaN when unseen."""
    x = body.trunk.real
    return math.nan if math.isnan(x) else math.copysign(1.0, x)


def thigh_back(body: Body, side: Side) -> float:
    """Degrees by which the thigh has turned back from straight down; 90 = level behind, negative = in front."""
    return _turned_back(body, body.point(lm.HIP[side]) - body.point(lm.KNEE[side]))


def _turned_back(body: Body, up: Point) -> float:
    return math.degrees(math.atan2(up.real * headward(body), -up.imag))


def most_raised_thigh(body: Body) -> float:
    """Degrees by which the more raised thigh has turned back; the far one is often hidden at rest."""
    return higher(thigh_back(body, "left"), thigh_back(body, "right"))


def supporting_thigh(body: Body) -> float:
    """Degrees by which the thigh that carries the body leans from the vertical; a hidden one where it likely is."""
    at = body.likely
    leans = tuple(abs(_turned_back(body, at[lm.HIP[side]] - at[lm.KNEE[side]])) for side in SIDES)
    least = lower(*leans)
    return least if both_known(*leans) or least < UPRIGHT_DEG else math.nan


def raised_arm(body: Body) -> float:
    """Pitch of the higher arm in degrees, 0 = level; NaN while an arm is hidden and the other one is down."""
    arms = body.arm("left"), body.arm("right")
    highest = higher(*arms)
    return highest if both_known(*arms) or highest > UPRIGHT_DEG - 90.0 else math.nan


def supporting_arm(body: Body) -> float:
    """Pitch of the lower arm in degrees, -90 = upright; NaN while an arm is hidden and the other one is up."""
    arms = body.arm("left"), body.arm("right")
    lowest = lower(*arms)
    return lowest if both_known(*arms) or lowest < UPRIGHT_DEG - 90.0 else math.nan


def arms_apart(body: Body) -> float:
    """Degrees by which one arm is higher than the other; NaN unless both are seen."""
    return abs(body.arm("left") - body.arm("right"))
