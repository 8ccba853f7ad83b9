"""Measures of arms and legs that several exercises share, as functions of the body.

Of two limbs often only one is seen. A function answers for the pair only as far as the seen one allows, else NaN.
"""

from __future__ import annotations

import math

from posecoach.core import landmarks as lm
from posecoach.core.body import Body
from posecoach.core.landmarks import SIDES, Side

UPRIGHT_DEG = 40.0
"""A thigh or arm that leans more than this from the vertical does not carry the body."""
STRETCHED_DEG = 145.0
"""Below this knee angle the foot's height says nothing of the leg's."""


def known(values: list[float]) -> list[float]:
    """Return the values that are not NaN."""
    return [value for value in values if not math.isnan(value)]


def opposite(side: Side) -> Side:
    """Return the other side."""
    return "right" if side == "left" else "left"


def least_knee(body: Body) -> float:
    """Angle of the more bent knee in degrees."""
    return min(known([body.knee(side) for side in SIDES]), default=math.nan)


def straightest_knee(body: Body) -> float:
    """Angle of the straighter knee in degrees."""
    return max(known([body.knee(side) for side in SIDES]), default=math.nan)


def near_heel(body: Body) -> float:
    """Height of the near heel in cm, or of the far one when only that is seen."""
    heights = {side: body.height_cm(body.point(lm.HEEL[side]), side) for side in SIDES}
    near = heights[body.near]
    return near if not math.isnan(near) else max(known(list(heights.values())), default=math.nan)


def highest_heel(body: Body) -> float:
    """Height of the higher heel in cm, of those that are seen."""
    return max(known([body.height_cm(body.point(lm.HEEL[side]), side) for side in SIDES]), default=math.nan)


def headward(body: Body) -> float:
    """Direction of the head along the picture: 1 to the right, -1 to the left, NaN when unseen."""
    run = float(body.mid(lm.SHOULDER)[0] - body.mid(lm.HIP)[0])
    return math.nan if math.isnan(run) else math.copysign(1.0, run)


def thigh_back(body: Body, side: Side) -> float:
    """Degrees by which the thigh has turned back from straight down; 90 = level behind, negative = in front."""
    hip, knee = body.point(lm.HIP[side]), body.point(lm.KNEE[side])
    return math.degrees(math.atan2((hip[0] - knee[0]) * headward(body), knee[1] - hip[1]))


def most_raised_thigh(body: Body) -> float:
    """Degrees by which the more raised thigh has turned back; the far one is often hidden at rest."""
    return max(known([thigh_back(body, side) for side in SIDES]), default=math.nan)


def supporting_thigh(body: Body) -> float:
    """Degrees by which the thigh that carries the body leans from the vertical."""
    leans = known([abs(thigh_back(body, side)) for side in SIDES])
    least = min(leans, default=math.nan)
    return least if len(leans) == len(SIDES) or least < UPRIGHT_DEG else math.nan


def _arms(body: Body) -> list[float]:
    """Pitches of the arms that are seen, in degrees."""
    return known([body.pitch(lm.SHOULDER, lm.WRIST, side) for side in SIDES])


def raised_arm(body: Body) -> float:
    """Pitch of the higher arm in degrees, 0 = level; NaN while an arm is hidden and the other one is down."""
    arms = _arms(body)
    highest = max(arms, default=math.nan)
    return highest if len(arms) == len(SIDES) or highest > UPRIGHT_DEG - 90.0 else math.nan


def supporting_arm(body: Body) -> float:
    """Pitch of the lower arm in degrees, -90 = upright; NaN while an arm is hidden and the other one is up."""
    arms = _arms(body)
    lowest = min(arms, default=math.nan)
    return lowest if len(arms) == len(SIDES) or lowest < UPRIGHT_DEG - 90.0 else math.nan


def arms_apart(body: Body) -> float:
    """Degrees by which one arm is higher than the other; NaN unless both are seen."""
    arms = _arms(body)
    return max(arms) - min(arms) if len(arms) == len(SIDES) else math.nan
