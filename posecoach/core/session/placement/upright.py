"""Tells whether a picture is upright: from a body that rests as gravity wants it, and from the exercise it begins.

In a picture that lies on its side or head, arms that lie beside the body or carry it point up, for as long as a hold
lasts. Only an arm in an upright picture is a signal.
"""

from __future__ import annotations

import math

from posecoach.core.body import landmarks as lm
from posecoach.core.body.body import Body, seen_points
from posecoach.core.body.geometry import distance, middle, pitch_deg, points
from posecoach.core.body.landmarks import SIDES, Pair, Side
from posecoach.core.body.pose import Pose
from posecoach.core.body.tracking.gravity import HEAD_DOWN_DEG
from posecoach.core.judging.events import PhaseName
from posecoach.translation import N_

STEEP_DEG = 45.0
"""Pitch from which trunk and thighs stand rather than lie."""
HEAD_LOW_DEG = 15.0
"""On the back the trunk lies level, up to 11 degrees on the samples, or the hips are lifted high above the feet. The
chest of a press-up that stands on its head hangs lower than that, beside level legs."""
FOOT_HIGH = 0.3
"""Share of the trunk's length by which a foot of a person who rests on the back is at most above the hips. Feet that
carry the body in a picture on its head are higher, from 0.35."""
TOES_LOW = 0.2
"""Share of the trunk's length by which the toes of a person who stands are at most below the heel: 0.13 from the front,
with a camera that looks down. The stretched feet of a person who lies in a picture on its side point down by 0.25."""
KNEE_HANGS, ANKLE_HANGS = 0.4, 0.2
"""Shares of the trunk's length below the hips. Knees that are lower than the first kneel, with the ankles about as low;
ankles that are higher than the second show feet that rest beside the hips, on the floor of a picture on its head."""
UPRIGHT_S = 1.0
"""Whoever rests in a start pose for this long is seen in an upright picture: turned bodies of other exercises and
movements, which look like one now and then, do not rest in it."""

TURNED_S = 2.0
"""Whoever is seen on their head for this long is seen in a turned picture; in 47 upright tracks nobody ever is."""
TURNED = N_("The picture lies on its side or on its head: turn the camera.")


class UprightPicture:
    """Decides over time whether the picture is known to be upright; another view must be found so again.

    Attributes
    ----------
    turned : bool
        Whether the picture is known not to be upright.
    """

    def __init__(self) -> None:
        self._since = self._turned_since = math.inf
        self._known = self.turned = False

    def update(self, pose: Pose | None, phase: PhaseName, new_view: bool) -> bool:
        """Take the unsmoothed pose.

        Parameters
        ----------
        pose : Pose or None
            The person.
        phase : PhaseName
            Where the body is in an exercise that was named.
        new_view : bool
            Whether the pose begins another view.
        """
        if pose is None:
            return self._known
        turned = is_turned(pose)
        self._turned_since = min(self._turned_since, pose.t) if turned else math.inf
        self.turned = pose.t - self._turned_since >= TURNED_S
        if new_view or turned:
            self._known = False
        rests = phase == "start" and not self._known and rests_upright(unsmoothed_body(pose))
        self._since = min(self._since, pose.t) if rests else math.inf
        self._known = self._known or pose.t - self._since >= UPRIGHT_S
        return self._known


def unsmoothed_body(pose: Pose) -> Body:
    """Return a body with nothing but its points."""
    return Body(pose, seen_points(pose, points(pose.xy)), "left", 1, {}, {})


def is_turned(pose: Pose) -> bool:
    """Whether the picture cannot be upright: the trunk stands on its head, or lies with bent knees that hang below it.

    Other bodies in a picture that lies on its side or head look like bodies that stand or sit.
    """
    at = points(pose.xy)
    shoulder, hip = (middle(at[joint["left"]], at[joint["right"]]) for joint in (lm.SHOULDER, lm.HIP))
    pitch, unit = pitch_deg(hip, shoulder), distance(hip, shoulder)
    if pitch < HEAD_DOWN_DEG:
        return True
    legs = [(at[lm.KNEE[side]].imag - hip.imag, at[lm.ANKLE[side]].imag - hip.imag) for side in SIDES]
    hang = all(knee > KNEE_HANGS * unit and ankle < ANKLE_HANGS * unit for knee, ankle in legs)
    return abs(pitch) < STEEP_DEG and hang


def rests_upright(body: Body) -> bool:
    """Whether a body is seen to stand, kneel or lie as it can only in an upright picture."""
    pitch, unit = body.trunk_pitch(), abs(body.trunk)
    if math.isnan(pitch) or all(math.isnan(_thigh(body, side)) for side in SIDES):
        return False
    if abs(pitch) > STEEP_DEG:
        return pitch > 0 and not any(_hangs_askew(body, side, TOES_LOW * unit) for side in SIDES)
    if all(math.isnan(body.leg(side)) for side in SIDES):
        return False
    feet_on_floor = not any(_above(body, lm.ANKLE, lm.HIP, side) > FOOT_HIGH * unit for side in SIDES)
    on_feet = not any(body.leg(side) > -HEAD_LOW_DEG for side in SIDES)
    return feet_on_floor and (pitch > -HEAD_LOW_DEG or on_feet)


def _hangs_askew(body: Body, side: Side, toes_low_px: float) -> bool:
    """Whether a leg is not one that an upright trunk stands or kneels on."""
    return _thigh(body, side) > -STEEP_DEG or _above(body, lm.HEEL, lm.TOE, side) > toes_low_px


def _thigh(body: Body, side: Side) -> float:
    """Pitch of the thigh in degrees, up positive; NaN when unseen."""
    return body.pitch(lm.HIP, lm.KNEE, side)


def _above(body: Body, upper: Pair, lower: Pair, side: Side) -> float:
    """How far a joint is above another one, in pixels; NaN when unseen."""
    return body.point(lower[side]).imag - body.point(upper[side]).imag
