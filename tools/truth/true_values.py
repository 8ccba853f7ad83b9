"""The true value of a check's measure, from the joint angles and heights of a truth file.

A truth file gives angles at joints (0 to 180) and a few heights; a check measures the pitch of a leg or a hip beyond
180. Those follow from the angles, once it is known to which side a joint is bent: the side that puts the ankle where
the truth says the foot is. Lengths of limbs are the same shares of the body's height as everywhere in posecoach.
"""

from __future__ import annotations

import cmath
import math
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median

from posecoach.core.body.figure import SHANK, THIGH, UPPER_ARM
from posecoach.core.body.landmarks import Side, opposite
from posecoach.core.body.limbs import STRETCHED_DEG
from posecoach.core.exercise.bands import bind
from posecoach.core.exercise.exercise import Check
from truth.clips import Clip, Truth
from truth.outcomes import TrueAttempt

SUPINE = ("bridge", "double_knee_lift", "leg_lift")
"""The exercises on the back: there a bent hip lifts the knee, face down it lowers it."""
ANKLE_OVER_FOOT_M = {True: 0.07, False: 0.13}
"""Height of the ankle over the lowest point of the foot, on the back and face down, where the toes hang."""
LEVEL_BACK_DEG = 15.0
"""On a back that is tilted further, "level with the back" and the side to which a shoulder is bent are unclear."""
START_S = 1.0
"""The start pose is measured over this time before the attempt."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A frame of the truth, and whose measures are asked for.

    Attributes
    ----------
    frame : Truth
        The frame.
    side : Side or None
        Side of the raised leg.
    near : Side
        The side that faces the camera.
    supine : bool
        Whether the person lies on the back.
    height_m : float
        The person's height.
    """

    frame: Truth
    side: Side | None
    near: Side
    supine: bool
    height_m: float

    def angle(self, joint: str, side: Side) -> float:
        """Three-point angle of a joint in degrees."""
        return float(self.frame["angles"][f"{joint}_{side}"])

    @property
    def trunk_deg(self) -> float:
        """Pitch of the trunk from hips to shoulders, in degrees."""
        return float(self.frame["trunk_pitch_deg"])

    @property
    def raised(self) -> Side:
        """The side of the raised leg, or the near side."""
        return self.side or self.near


def true_value(check: Check, moment: Moment, start: Moment) -> float:
    """Return the true value of a check's measure; NaN where it does not follow from the truth."""
    read = _READ.get(check.measure)
    if read is None:
        return math.nan
    return read(moment) - (read(start) if check.from_start else 0.0)


def compared(clip: Clip, attempt: TrueAttempt, check: Check) -> Iterator[tuple[float, float]]:
    """Yield the measured and the true value of a check's measure in each frame of a true hold; NaN = unknown."""
    if not clip.frames:
        return
    times = [frame["t"] for frame in clip.frames]
    supine = attempt.exercise in SUPINE

    def moment(t: float) -> Moment:
        frame = clip.frames[min(bisect_left(times, t), len(times) - 1)]
        return Moment(frame, attempt.side, clip.truth["near_side"], supine, clip.height_cm / 100)

    start = moment(attempt.start_s)
    for t, value in hold_values(clip, attempt, check):
        yield value, true_value(check, moment(t), start)


def hold_values(clip: Clip, attempt: TrueAttempt, check: Check) -> Iterator[tuple[float, float]]:
    """Yield the time and the measured value of a check's measure in each frame of a true hold; NaN = unseen."""
    key = bind(check.measure, attempt.side)
    base = 0.0
    if check.from_start:
        before = clip.between(attempt.start_s - START_S, attempt.start_s)
        known = [value for frame in before if not math.isnan(value := frame.values.get(key, math.nan))]
        base = median(known) if known else math.nan
    for frame in clip.between(attempt.hold_start_s, attempt.hold_end_s):
        yield frame.t, frame.values.get(key, math.nan) - base


def _leg(moment: Moment, side: Side) -> tuple[float, complex]:
    """Return how far the hip is bent (negative = beyond straight, degrees), and the way from hip to ankle in m."""
    bent, turn = 180.0 - moment.angle("hip", side), 1.0 if moment.supine else -1.0
    foot_m = float(moment.frame[f"heel_height_{side}_m"]) + ANKLE_OVER_FOOT_M[moment.supine]

    def way(flexion: float) -> complex:
        thigh = -moment.trunk_deg + turn * flexion
        shank = thigh - turn * (180.0 - moment.angle("knee", side))
        return moment.height_m * (cmath.rect(THIGH, math.radians(thigh)) + cmath.rect(SHANK, math.radians(shank)))

    def off_m(flexion: float) -> float:
        return abs(float(moment.frame["hip_height_m"]) + way(flexion).imag - foot_m)

    flexion = min(bent, -bent, key=off_m)
    return flexion, way(flexion)


def _hip_line(moment: Moment) -> float:
    return 180.0 - _leg(moment, moment.near)[0]


def _leg_pitch(moment: Moment) -> float:
    if moment.angle("knee", moment.raised) < STRETCHED_DEG:
        return math.nan
    return math.degrees(cmath.phase(_leg(moment, moment.raised)[1]))


def _leg_level(moment: Moment) -> float:
    return _leg_pitch(moment) if abs(moment.trunk_deg) <= LEVEL_BACK_DEG else math.nan


def _arm_pitch(moment: Moment, side: Side) -> float:
    """Pitch of the upper arm of a body face down, in degrees, up positive."""
    if abs(moment.trunk_deg) > LEVEL_BACK_DEG:
        return math.nan
    return moment.trunk_deg - (180.0 - moment.angle("shoulder", side))


def _elbow_ahead(moment: Moment) -> float:
    forward = math.radians(moment.trunk_deg + moment.angle("shoulder", moment.near))
    return -100 * UPPER_ARM * moment.height_m * math.cos(forward)


def _heel_cm(moment: Moment, side: Side) -> float:
    return 100 * float(moment.frame[f"heel_height_{side}_m"])


_READ: dict[str, Callable[[Moment], float]] = {
    "hip_line": _hip_line,
    "least_knee": lambda m: min(m.angle("knee", "left"), m.angle("knee", "right")),
    "near_heel": lambda m: _heel_cm(m, m.near),
    "heel_difference": lambda m: abs(_heel_cm(m, "left") - _heel_cm(m, "right")),
    "pelvis_rise": lambda m: 100 * float(m.frame["hip_height_m"]),
    "elbow_ahead": _elbow_ahead,
    "trunk_pitch": lambda m: m.trunk_deg,
    "knee_{leg}": lambda m: m.angle("knee", m.raised),
    "knee_{other}": lambda m: m.angle("knee", opposite(m.raised)),
    "leg_level_{leg}": _leg_level,
    "lifted_leg_{leg}": _leg_pitch,
    "raised_arm": lambda m: max(_arm_pitch(m, "left"), _arm_pitch(m, "right")),
    "same_side_{leg}": lambda m: _arm_pitch(m, m.raised) - _arm_pitch(m, opposite(m.raised)),
}
"""True values by the key of the measure; the arms' are those of the upper arm."""
