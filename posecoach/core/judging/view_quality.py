"""Decides whether the view allows judging at all. If not, it says why, in a sentence with the remedy.

A view that cannot be judged is treated as not seen: the clock pauses and there is no fault.
"""

from __future__ import annotations

import math

from posecoach.core.body import landmarks as lm
from posecoach.core.body.body import Body
from posecoach.core.body.geometry import Point, distance, points
from posecoach.core.body.pose import Pose

OBLIQUE_DEG = 30.0
"""Beyond it the angles in the picture are no longer those of the joints: a bent knee's error grows from 2 degrees
seen from the side to 14 at 45-90 degrees (published for MediaPipe). Averaged over a second, no sample body turned by
up to 24 degrees reads more than 22; landmarks turned by 50 degrees read more than 30 in 99 of 100 frames."""
SMALL_PX = 30.0
"""A trunk shorter than this in the picture is about 5 m from a usual webcam; the pose model is made for up to 4 m."""
UNSTEADY = 0.15
"""Landmarks that jump by this share of the trunk's length from frame to frame show no posture."""
DARK = 22.0
"""Mean brightness (0-255) below which a webcam shows noise instead of a body."""
JOINTS = [joint[side] for joint in (lm.SHOULDER, lm.HIP, lm.KNEE) for side in lm.SIDES]
"""The joints whose jumps show whether the body is seen clearly."""
PATIENCE_S = 1.0
"""A reason counts after this time, and is dropped after it: people turn and pass by."""

WHY = {
    "dark": "It is too dark to see you well: switch on a light.",
    "unsteady": "I cannot see you clearly: switch on more light.",
    "far": "You are too far away: bring the camera closer.",
    "turned": "I see you too much from the front or the feet: turn the camera to face your side.",
}
"""The reasons, as sentences; the part after the colon is short enough to speak."""


def view_deg(pose: Pose) -> float:
    """How far the body is turned about the vertical from an exact side view: 0 = from the side, 90 = from the front.

    Two axes of the landmarks in space give it together: along the trunk, which should lie across the picture, and from
    left to right, which should point at the camera. Only their horizontal parts count, so that a camera that looks
    down changes nothing. On the sample bodies it reads about half of the true turn of 0 to 24 degrees.
    """
    from_above = points(pose.world[:, ::2])  # x, and z as the imaginary part
    (left_shoulder, right_shoulder), (left_hip, right_hip) = (
        (from_above[joint["left"]], from_above[joint["right"]]) for joint in (lm.SHOULDER, lm.HIP)
    )
    along = left_shoulder + right_shoulder - left_hip - right_hip
    across = right_shoulder + right_hip - left_shoulder - left_hip
    off = math.copysign(1.0, along.real) * along.imag - math.copysign(1.0, across.imag) * across.real
    return math.degrees(math.atan2(abs(off), abs(along.real) + abs(across.imag)))


class ViewQuality:
    """Decides over time whether the view can be judged."""

    def __init__(self) -> None:
        self._jumps = 0.0
        self._view_deg = 0.0
        self._last_t = math.nan
        self._last: list[Point] = []
        self._candidate: str | None = None
        self._candidate_since = -math.inf
        self._problem: str | None = None

    def problem(self, body: Body, raw: Pose) -> str | None:
        """Return why the body cannot be judged in this frame, None when it can.

        Parameters
        ----------
        body : Body
            Smoothed landmarks.
        raw : Pose
            The same, unsmoothed.
        """
        t = raw.t
        reason = self._reason(body, raw)
        if reason != self._candidate:
            self._candidate, self._candidate_since = reason, t
        if t - self._candidate_since >= PATIENCE_S:
            self._problem = reason
        return self._problem

    def _reason(self, body: Body, raw: Pose) -> str | None:
        trunk_px = abs(body.trunk)
        self._average(raw, trunk_px)
        if raw.light < DARK:
            return WHY["dark"]
        if self._jumps > UNSTEADY:
            return WHY["unsteady"]
        if trunk_px < SMALL_PX:
            return WHY["far"]
        if self._view_deg > OBLIQUE_DEG:
            return WHY["turned"]
        return None

    def _average(self, raw: Pose, trunk_px: float) -> None:
        """Average the view, and how far trunk and legs jump from frame to frame, over a second."""
        at = points(raw.xy)
        last, self._last = self._last, [at[i] for i in JOINTS]
        share = min(1.0, (raw.t - self._last_t) / PATIENCE_S) if last else 1.0
        self._last_t = raw.t
        self._view_deg += (view_deg(raw) - self._view_deg) * share
        if last and not math.isnan(trunk_px):
            jump = sum(map(distance, self._last, last)) / len(JOINTS) / max(trunk_px, 1.0)
            self._jumps += (jump - self._jumps) * share


NOBODY = "I cannot see you."
