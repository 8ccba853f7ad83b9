"""A sign for a person who cannot reach the keyboard: a straight arm raised to the ceiling and kept still.

None of the exercises contains it, and it can be made lying on the back, kneeling and standing. Kept up for a moment
it pauses or goes on; kept up longer, it ends the session. Both arms will do: from the side, the pose model often
believes that a hidden arm does what the other one does.
"""

from __future__ import annotations

import math
from typing import Literal

from posecoach.core.body import landmarks as lm
from posecoach.core.body.body import Body, seen_points
from posecoach.core.body.geometry import Point, distance, points
from posecoach.core.body.landmarks import SIDES, Side
from posecoach.core.body.pose import Pose

Signal = Literal["pause", "stop"]

UP_DEG = 50.0
"""Pitch from which an arm points to the ceiling, as far as a stiff shoulder gets it; in the exercises arms hang, lie,
or reach out level (on all sample videos up to 16)."""
STRAIGHT_DEG = 140.0
"""A hand that scratches the head or shades the eyes bends the elbow further."""
STILL = 0.25
"""Share of the arm's length by which the hand may wander while it signals: waving or reaching is no sign."""
PAUSE_S = 1.2
"""Seconds until it counts: arms that swing up while turning over are back down by then."""
STOP_S = 5.0
"""Seconds until the session is ended: long enough to hear "paused" and take the arm down."""
AFTER_S: dict[Signal, float] = {"pause": PAUSE_S, "stop": STOP_S}
DROPOUT_S = 0.4
"""An arm not seen up for no longer than this is still up."""


def raised_hand(body: Body) -> Point | None:
    """Where the hand of a raised arm is, in arm's lengths from its shoulder; None when no arm is raised."""
    for side in SIDES:
        if _is_up(body, side):
            shoulder, wrist = body.point(lm.SHOULDER[side]), body.point(lm.WRIST[side])
            return (wrist - shoulder) / distance(shoulder, wrist)
    return None


def _is_up(body: Body, side: Side) -> bool:
    straight = body.angle(lm.SHOULDER, lm.ELBOW, lm.WRIST, side) > STRAIGHT_DEG
    return straight and body.arm(side) > UP_DEG


class RaisedArm:
    """Tells the sign over time."""

    def __init__(self) -> None:
        self._since = self._seen = -math.inf
        self._hand: Point | None = None
        self._given: set[Signal] = set()

    def update(self, t: float, pose: Pose | None) -> Signal | None:
        """Take the pose at `t` (s), as found; return what was just asked for.

        Returns
        -------
        Signal or None
            ``pause`` once the arm has been up for `PAUSE_S`, and ``stop`` when it stays up for `STOP_S`; each once
            for one raising.
        """
        hand = None if pose is None else raised_hand(_body(pose))
        if hand is None:
            if t - self._seen > DROPOUT_S:
                self._hand = None
            return None
        self._seen = t
        if self._hand is None or distance(hand, self._hand) > STILL:
            self._since, self._hand, self._given = t, hand, set()
        for signal, after_s in AFTER_S.items():
            if t - self._since >= after_s and signal not in self._given:
                self._given.add(signal)
                return signal
        return None


def _body(pose: Pose) -> Body:
    """Return a body of which only the points are told."""
    return Body(pose, seen_points(pose, points(pose.xy)), "left", 1, {}, {})
