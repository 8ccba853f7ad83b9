"""Decides whether the view allows judging at all. If not, it says why, in a sentence with the remedy.

A view that cannot be judged is treated as not seen: the clock pauses and there is no fault.
"""

from __future__ import annotations

import math

from posecoach.core.body import landmarks as lm
from posecoach.core.body.body import Body
from posecoach.core.body.geometry import Point, distance, points
from posecoach.core.body.pose import Pose
from posecoach.core.body.tracking.turn import true_turn_deg, view_deg
from posecoach.translation import N_

OBLIQUE_DEG = 50.0
"""Turn beyond which nothing can be judged. Attempts and their times are right up to there; each check has a limit of
its own, see `Check.view_limit_deg`."""
LEANING_DEG = 20.0
"""A picture that leans by up to this, beyond what bodies at rest do by themselves, is levelled; with more, a body that
leans can be mistaken for a picture that does."""
SMALL_PX = 30.0
"""A trunk shorter than this in the picture is about 5 m from a usual webcam; the pose model is made for up to 4 m."""
UNSTEADY = 0.15
"""Landmarks that jump by this share of the trunk's length from frame to frame show no posture."""
COMPARED_S = 0.3
"""Landmarks further apart in time are not compared: a body that moves, or comes back, is no body that is seen badly."""
DARK = 22.0
"""Mean brightness (0-255) below which a webcam shows noise instead of a body."""
JOINTS = [joint[side] for joint in (lm.SHOULDER, lm.HIP, lm.KNEE) for side in lm.SIDES]
"""The joints whose jumps show whether the body is seen clearly."""
PATIENCE_S = 1.0
"""A reason counts after this time, and is dropped after it: people turn and pass by."""

WHY = {
    "dark": N_("It is too dark to see you well: switch on a light."),
    "unsteady": N_("I cannot see you clearly: switch on more light."),
    "far": N_("You are too far away: bring the camera closer."),
    "leaning": N_("The picture leans too much: set the camera level."),
    "turned": N_("I see you too much from the front or the feet: turn the camera to face your side."),
    "slow": N_("Fewer than 5 frames a second, nothing counts: more light, or close other programs."),
}
"""The reasons, as sentences; the part after the colon is short enough to speak."""


MOVED = (WHY["turned"], WHY["far"], WHY["leaning"])
"""Whoever puts these right has moved the camera."""


class ViewQuality:
    """Decides over time whether the view can be judged.

    Attributes
    ----------
    cleared : bool
        Whether the view has just become another one, because what was wrong with it was put right.
    """

    def __init__(self) -> None:
        self.cleared = False
        self._jumps = 0.0
        self._view_deg = 0.0
        self._last_t = math.nan
        self._share = 1.0  # of the averages, for which the present frame stands
        self._last: list[Point] = []
        self._candidate: str | None = None
        self._candidate_since = -math.inf
        self._problem: str | None = None

    def begin_view(self) -> None:
        """Forget how the body is turned: the camera was moved, or another shot begins. That all jumps is remembered."""
        self._view_deg, self._last = 0.0, []

    def problem(self, body: Body, raw: Pose) -> str | None:
        """Return why the body cannot be judged in this frame, None when it can.

        Parameters
        ----------
        body : Body
            Smoothed landmarks.
        raw : Pose
            The same, unsmoothed.
        """
        self._share = min(1.0, (raw.t - self._last_t) / PATIENCE_S) if self._last else 1.0
        return self._settle(raw.t, self._reason(body, raw))

    def doubt(self, t: float, jumped: bool) -> str | None:
        """Return why a body cannot be judged whose pose in this frame is in doubt; `jumped`: it is elsewhere."""
        passed_s = t - self._last_t
        self._share = max(passed_s, 0.0) / PATIENCE_S if self._last and passed_s <= COMPARED_S else 0.0
        self._jumps += ((1.0 if jumped else 0.0) - self._jumps) * self._share
        self._last_t = t
        return self._settle(t, WHY["unsteady"] if self._jumps > UNSTEADY else self._candidate)

    def _settle(self, t: float, reason: str | None) -> str | None:
        """Believe a reason, or that there is none any more, after some time."""
        if reason != self._candidate:
            self._candidate, self._candidate_since = reason, t
        before = self._problem
        if t - self._candidate_since >= PATIENCE_S:
            self._problem = reason
        self.cleared = before in MOVED and self._problem != before
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
        if abs(body.tilt_deg) > LEANING_DEG:
            return WHY["leaning"]
        if true_turn_deg(self._view_deg) > OBLIQUE_DEG:
            return WHY["turned"]
        return None

    def _average(self, raw: Pose, trunk_px: float) -> None:
        """Average the view, and how far trunk and legs jump from frame to frame, over a second."""
        at = points(raw.xy)
        last, self._last = self._last, [at[i] for i in JOINTS]
        passed_s, self._last_t = raw.t - self._last_t, raw.t
        self._view_deg += (view_deg(raw) - self._view_deg) * self._share
        if last and passed_s <= COMPARED_S and not math.isnan(trunk_px):
            jump = sum(map(distance, self._last, last)) / len(JOINTS) / max(trunk_px, 1.0)
            self._jumps += (jump - self._jumps) * self._share


NOBODY = N_("I cannot see you.")
