"""A signal for a person who cannot reach the keyboard: a straight arm raised to the ceiling and kept still.

No exercise contains it, and a person can give it lying on the back, kneeling and standing. An arm kept up for a moment
pauses or resumes the session, or skips an exercise when that is offered; kept up longer, it stops the session. Two
raised arms count as well: from the side, the pose model often believes that a hidden arm does what the other one does.

Until the picture is known to be upright, a raised arm counts only on a body that rests as gravity wants it. See
`upright` for why.
"""

from __future__ import annotations

import math
from typing import Literal

from posecoach.core.body import landmarks as lm
from posecoach.core.body.body import Body
from posecoach.core.body.geometry import Point, distance
from posecoach.core.body.landmarks import SIDES, Side
from posecoach.core.body.pose import Pose
from posecoach.core.session.placement.upright import rests_upright, unsmoothed_body

Signal = Literal["pause", "stop", "lowered"]

UP_DEG = 50.0
"""Pitch from which an arm counts as raised; a stiff shoulder reaches it too. In the exercises arms hang, lie, or reach
out level (up to 16 on all sample videos)."""
STRAIGHT_DEG = 140.0
"""A hand that scratches the head or shades the eyes bends the elbow further."""
STILL = 0.25
"""Share of the arm's length by which the hand may move while it signals: more is waving or reaching."""
PAUSE_S = 1.2
"""Seconds until it counts: an arm that swings up while the person turns over is back down by then."""
STOP_S = 5.0
"""Seconds until the session stops: long enough to hear "paused" and lower the arm."""
LOWERED_S, HIDDEN_S = 0.4, 2.0
"""Both arms seen down for the first, or one of them for the second while the other is hidden, have been lowered. With
no arm seen, the one that gave the sign may still be up."""
AFTER_S: dict[Signal, float] = {"pause": PAUSE_S, "stop": STOP_S}
DROPOUT_S = 0.4
"""An arm that was not seen raised for no longer than this still counts as raised."""


def raised_hand(body: Body) -> Point | None:
    """Position of the hand of a raised arm, in arm lengths from its shoulder; None when no arm is raised."""
    for side in SIDES:
        if _is_up(body, side):
            shoulder, wrist = body.point(lm.SHOULDER[side]), body.point(lm.WRIST[side])
            return (wrist - shoulder) / distance(shoulder, wrist)
    return None


def _is_up(body: Body, side: Side) -> bool:
    straight = body.angle(lm.SHOULDER, lm.ELBOW, lm.WRIST, side) > STRAIGHT_DEG
    return straight and body.arm(side) > UP_DEG


class RaisedArm:
    """Recognises the signal over time."""

    def __init__(self) -> None:
        self._since = self._seen = -math.inf
        self._down_since = math.inf
        self._hand: Point | None = None
        self._given: set[Signal] = set()

    def update(self, t: float, pose: Pose | None, is_upright: bool = False) -> Signal | None:
        """Take the unsmoothed pose at `t` (s); return the signal that was just given.

        Parameters
        ----------
        t : float
            Seconds.
        pose : Pose or None
            The person.
        is_upright : bool
            Whether the picture is known to be upright.

        Returns
        -------
        Signal or None
            ``pause`` when the arm has been up for `PAUSE_S`, ``stop`` when it stays up for `STOP_S`, and ``lowered``
            when it is seen down after one of them; each once until then.
        """
        body = None if pose is None else unsmoothed_body(pose)
        hand = raised_hand(body) if body and (is_upright or rests_upright(body)) else None
        down = [body.arm(side) <= UP_DEG for side in SIDES if not math.isnan(body.arm(side))] if body else []
        self._down_since = min(self._down_since, t) if down and all(down) else math.inf
        if hand is None:
            if t - self._seen > DROPOUT_S:
                self._hand = None
            down_s = LOWERED_S if len(down) == len(SIDES) else HIDDEN_S
            return self._lower() if t - self._down_since >= down_s else None
        self._seen = t
        if self._hand is None or distance(hand, self._hand) > STILL:
            self._since, self._hand = t, hand
        for signal, after_s in AFTER_S.items():
            if t - self._since >= after_s and signal not in self._given:
                self._given.add(signal)
                return signal
        return None

    def _lower(self) -> Signal | None:
        """End a signal, so that the next one may be given."""
        given = bool(self._given)
        self._given.clear()
        return "lowered" if given else None
