"""A figure: a body posed by its joint angles and laid on the floor, from which landmarks in space come.

It moves in the plane that a camera at its side sees, as the exercises do. Arms and legs are rigid, and the trunk bends
in its middle; a pose says how far each joint is bent and which parts rest on the floor, and the body tilts until these
touch it.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from posecoach.core.body import landmarks as lm
from posecoach.core.body.body import HIP_BEHIND_CM
from posecoach.core.body.geometry import Point
from posecoach.core.body.landmarks import SIDES, Side
from posecoach.core.height import DEFAULT_HEIGHT_CM

Both = float | tuple[float, float]
"""An angle of both sides in degrees, or one for the left and one for the right side."""
Part = Literal["shoulder", "elbow", "wrist", "hip", "knee", "heel", "toe"]
"""What can rest on the floor."""

HEIGHT_CM = DEFAULT_HEIGHT_CM
"""Height of every figure."""
TRUNK, NECK, UPPER_ARM, FOREARM, THIGH, SHANK = 0.288, 0.12, 0.186, 0.146, 0.245, 0.246
"""Shares of the body's height (Drillis and Contini 1966, in Winter); the neck reaches to the ears."""
HAND, HEEL_BACK, TOE_AHEAD, SOLE, NOSE_AHEAD = 0.05, 0.026, 0.085, 0.03, 0.06
"""The same, from wrist, ankle and ears to the landmarks of hand, foot and face; by eye, on the sample bodies."""
HALF_WIDTH: dict[str, float] = {
    "shoulder": 0.1, "elbow": 0.115, "wrist": 0.115, "finger": 0.115, "hip": 0.06, "knee": 0.06, "ankle": 0.06,
    "heel": 0.06, "toe": 0.065, "ear": 0.042,
}  # fmt: skip
"""How far a landmark lies to the side of the body's middle, as a share of its height."""
CONTACT_CM: dict[str, float] = {
    "shoulder": 6.0, "elbow": 3.0, "wrist": 3.0, "hip": 9.0, "knee": 5.0, "heel": 1.5, "toe": 1.5,
}  # fmt: skip
"""Height of a landmark above the floor when its part of the body rests there: half the thickness of that part."""
TILT_STEPS, TILT_DEG = 25, 0.01
"""Newton's steps to the tilt at which two parts touch the floor: 5 usually do, to a hundredth of a degree."""

_JOINTS = {
    "shoulder": lm.SHOULDER, "elbow": lm.ELBOW, "wrist": lm.WRIST, "finger": lm.INDEX_FINGER, "hip": lm.HIP,
    "knee": lm.KNEE, "ankle": lm.ANKLE, "heel": lm.HEEL, "toe": lm.TOE, "ear": lm.EARS,
}  # fmt: skip
_HANDS: dict[Side, tuple[int, int]] = {"left": (17, 21), "right": (18, 22)}
"""Little finger and thumb."""
_FACE: tuple[tuple[int, float, float, float], ...] = (
    (lm.NOSE, 0.0, 1.0, 0.0),
    *((i, 0.5, 0.8, 0.02) for i in (1, 2, 3)),
    *((i, 0.5, 0.8, -0.02) for i in (4, 5, 6)),
    (9, -0.5, 0.8, 0.015),
    (10, -0.5, 0.8, -0.015),
)
"""Landmark of the face; how far it lies above, in front and to the left of the ears, as shares."""

Chain = dict[tuple[str, Side], Point]
"""Where each joint is, in cm from the hips: x along the floor, y up. The body looks to the left when it stands."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A pose of the body, seen from its left side.

    Attributes
    ----------
    lean : float
        Degrees by which the trunk, if it is curled its lower half, leans forward: 0 upright, 90 face down, -90 on the
        back. Where the body rests on two parts it is found from them, and this only says near which posture.
    hip, knee, elbow : Both
        Angles of the joints in degrees, 180 = straight, smaller = bent; a hip beyond 180 reaches behind.
    shoulder : Both
        Between trunk and upper arm: 0 = alongside the trunk, 90 = straight out in front, 180 = overhead.
    ankle : Both or None
        Between shank and foot: 90 = at right angles, 140 = toes pointed; None = the soles are level.
    head : float
        Degrees by which the head is bent back.
    rests : tuple of Part
        What touches the floor, one or two parts; of left and right the lower one does. The first one stays where it
        is while the body moves.
    curl : float
        Degrees by which the upper half of the trunk is bent forward from the lower half; negative = arched back.
    """

    lean: float = 0.0
    hip: Both = 180.0
    knee: Both = 180.0
    ankle: Both | None = 90.0
    shoulder: Both = 0.0
    elbow: Both = 175.0
    head: float = 0.0
    rests: tuple[Part, ...] = ("heel",)
    curl: float = 0.0

    def mirrored(self) -> Figure:
        """Return the pose with left and right exchanged."""
        hip, knee, shoulder, elbow = (_swapped(angle) for angle in (self.hip, self.knee, self.shoulder, self.elbow))
        ankle = None if self.ankle is None else _swapped(self.ankle)
        return replace(self, hip=hip, knee=knee, ankle=ankle, shoulder=shoulder, elbow=elbow)


def _swapped(angle: Both) -> Both:
    return angle[::-1] if isinstance(angle, tuple) else angle


def _of(angle: Both, side: Side) -> float:
    return angle[SIDES.index(side)] if isinstance(angle, tuple) else angle


def _turn(degrees: float) -> complex:
    return cmath.exp(1j * math.radians(degrees))


def chain(figure: Figure) -> Chain:
    """Return where the joints of a body of usual height are, as the figure leans."""
    up = 1j * _turn(figure.lean)
    chest = up * _turn(figure.curl)
    crown = chest * _turn(-figure.head)
    joints: Chain = {}
    for side in SIDES:
        shoulder = (up + chest) * TRUNK / 2
        upper = -chest * _turn(-_of(figure.shoulder, side))
        fore = -upper * _turn(_of(figure.elbow, side))
        thigh = up * _turn(_of(figure.hip, side))
        shank = -thigh * _turn(-_of(figure.knee, side))
        foot = -1.0 if figure.ankle is None else -shank * _turn(_of(figure.ankle, side))
        elbow, knee = shoulder + upper * UPPER_ARM, thigh * THIGH
        wrist, ankle = elbow + fore * FOREARM, knee + shank * SHANK
        sole = ankle + foot * 1j * SOLE
        found = {
            "shoulder": shoulder, "elbow": elbow, "wrist": wrist, "finger": wrist + fore * HAND, "hip": 0j,
            "knee": knee, "ankle": ankle, "heel": sole - foot * HEEL_BACK, "toe": sole + foot * TOE_AHEAD,
            "ear": shoulder + crown * NECK,
        }  # fmt: skip
        joints |= {(name, side): complex(at) * HEIGHT_CM for name, at in found.items()}
    return joints


def _lowest(joints: Chain, part: str) -> Point:
    """Return the joint of the part that is nearer to the floor, and how far it is from resting there as its y."""
    return min((joints[part, side] for side in SIDES), key=lambda at: at.imag) - 1j * CONTACT_CM[part]


def tilted(figure: Figure) -> Figure:
    """Return the figure with the lean at which both parts it rests on touch the floor.

    Raises
    ------
    ValueError
        When there is none near the figure's own lean.
    """
    if len(figure.rests) < 2:
        return figure
    gap: Callable[[float], float] = lambda lean: _gap(replace(figure, lean=lean))  # noqa: E731
    lean, step = figure.lean, math.inf
    for _ in range(TILT_STEPS):
        off = gap(lean)
        slope = (gap(lean + 0.1) - off) / 0.1
        step = max(-15.0, min(15.0, off / slope)) if slope else 15.0
        lean -= step
        if abs(step) < TILT_DEG:
            return replace(figure, lean=lean)
    raise ValueError(f"no tilt of the body brings {figure.rests[0]} and {figure.rests[1]} to the floor: {figure}")


def _gap(figure: Figure) -> float:
    joints = chain(figure)
    first, second = (_lowest(joints, part).imag for part in figure.rests[:2])
    return first - second


def between(a: Figure, b: Figure, share: float, anchor: Part) -> NDArray[np.float64]:
    """Return the landmarks of a body part of the way from one tilted pose to another; see `landmarks_cm`."""
    angles: dict[str, Any] = {f.name: _mixed(a, b, f.name, share) for f in fields(Figure) if f.name != "rests"}
    posed = replace(b, **angles)
    if a.rests == b.rests:
        return landmarks_cm(tilted(posed), anchor)
    hips = [-_lowest(chain(figure), figure.rests[0]).imag for figure in (a, b)]
    return landmarks_cm(posed, anchor, hips[0] + (hips[1] - hips[0]) * share)


def _mixed(a: Figure, b: Figure, name: str, share: float) -> Both | None:
    first, last = getattr(a, name), getattr(b, name)
    if first is None and last is None:
        return None
    first, last = (_level(figure) if angle is None else angle for figure, angle in ((a, first), (b, last)))
    if isinstance(first, tuple) or isinstance(last, tuple):
        left, right = (_of(first, side) + (_of(last, side) - _of(first, side)) * share for side in SIDES)
        return left, right
    return float(first + (last - first) * share)


def _level(figure: Figure) -> Both:
    """Return the angles at which the ankles hold the soles level."""
    joints = chain(figure)
    left, right = (math.degrees(cmath.phase(1 / (joints["ankle", s] - joints["knee", s]))) % 360 for s in SIDES)
    return left, right


def landmarks_cm(figure: Figure, anchor: Part, hip_cm: float | None = None) -> NDArray[np.float64]:
    """Return where the 33 landmarks are, shape (33, 3), in cm: x along the floor, y up, z to the body's left.

    Parameters
    ----------
    figure : Figure
        Tilted already.
    anchor : Part
        What lies at x = 0.
    hip_cm : float, optional
        Height of the hips; None = such that the figure rests on its first part.
    """
    joints = chain(figure)
    height = -_lowest(joints, figure.rests[0]).imag if hip_cm is None else hip_cm
    at = complex(-_lowest(joints, anchor).real, height)
    front = -_turn(figure.lean)
    look = front * _turn(figure.curl - figure.head)
    cm = np.zeros((lm.N_LANDMARKS, 3))
    for (name, side), point in joints.items():
        z = HALF_WIDTH[name] * HEIGHT_CM * (1 if side == "left" else -1)
        place = point + at + (front * HIP_BEHIND_CM if name == "hip" else 0)
        cm[_JOINTS[name][side]] = place.real, place.imag, z
        for hand in _HANDS[side] if name == "finger" else ():
            cm[hand] = place.real, place.imag, z
    ear = joints["ear", "left"] + at
    for index, above, ahead, left in _FACE:
        place = ear + (look * ahead - 1j * look * above) * NOSE_AHEAD * HEIGHT_CM
        cm[index] = place.real, place.imag, left * HEIGHT_CM
    return cm
