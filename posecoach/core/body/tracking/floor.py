"""Scale and floor under one leg, estimated from the leg itself: the camera's height and tilt stay unknown.

The scale comes from the leg's length: thigh and shank are 0.245 and 0.246 of the body's height (Drillis and Contini
1966, in Winter, Biomechanics and Motor Control of Human Movement). The floor is where the foot was seen at rest.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable, Sequence
from statistics import median

from posecoach.core.body import landmarks as lm
from posecoach.core.body.body import FloorLine
from posecoach.core.body.geometry import NOWHERE, Point, distance
from posecoach.core.body.landmarks import Side
from posecoach.core.body.tracking.filters import RollingQuantile

LEG_SHARE = 0.245 + 0.246
"""Thigh and shank as a share of the body's height (Winter, after Drillis and Contini)."""
SHOULDER_REST_CM = 6.0
"""Height of the shoulder landmark above the floor of a body lying on its back. Tuned on the sample bodies."""
FLOOR_BUCKET_S = 0.5
FLOOR_MEMORY_S = 60.0
"""The floor under a foot is where it rested lowest in this time: longer than any prescribed hold, short enough to
follow a person who moves on the mat."""
FLOOR_AGREE = 0.02
"""Two half seconds in a row agree when they differ by less than this share of the leg's length (2 cm). A first one in
which the foot moves by less counts by itself."""
SUPINE = 0.3
"""The front of a body on its back points up by more than this, also in a bridge (0.75)."""
LYING_SLOPE = (-0.4, 0.45)
"""Slope that a lying body's floor may have in the picture from its shoulders to its feet: cameras turned by up to 30
degrees see -0.12 to 0.28 from 0.3 to 1.1 m, and by 40 degrees -0.3 from 1 m, while feet kept still in the air reach
-0.4 to -0.5. A picture that leans by 18 degrees adds 0.32."""
SCALE_EVERY_S = 0.2
SCALE_MEMORY_S = 10.0
"""Time over which the scale is measured: a leg that points at the camera for a moment does not change it."""


class FloorEstimator:
    """Estimates the scale at one leg, and the floor from where its heel rested.

    A person on the back also rests the shoulder on the floor. Positions then count from the shoulder, so that the body
    may shift in the picture. In any other posture the shoulders move, and the floor is where the heel was lowest.
    """

    def __init__(self, side: Side, height_cm: float) -> None:
        self.leg_cm = LEG_SHARE * height_cm
        self._joints = [joint[side] for joint in (lm.HIP, lm.KNEE, lm.ANKLE, lm.HEEL, lm.SHOULDER)]
        self.cm_per_px, self.floor = math.nan, None  # type: float, FloorLine | None
        self._lengths = RollingQuantile(SCALE_MEMORY_S)
        self._supine = False
        self._forget_rests()

    def _forget_rests(self) -> None:
        """Forget where the heel rested."""
        self._bucket: list[tuple[float, Point]] = []
        self._last: Point | None = None
        self._rests: deque[tuple[float, Point]] = deque()
        self._lowest: list[Point] = []

    def update(self, t: float, at: Sequence[Point], face_up: float) -> None:
        """Learn from one more frame.

        Parameters
        ----------
        t : float
            Seconds.
        at : sequence of Point
            The landmarks that are seen, in pixels.
        face_up : float
            As `Body.face_up` gives it.
        """
        hip, knee, ankle, heel, shoulder = (at[i] for i in self._joints)
        leg_px = distance(hip, knee) + distance(knee, ankle)
        if leg_px > 0.0 and t - self._lengths.t >= SCALE_EVERY_S:  # all in one point gives no scale
            self._lengths.add(t, leg_px)
        self._lengths.forget(t)
        self.cm_per_px = self.leg_cm / self._lengths.quantile(0.5)
        if not math.isnan(face_up) and (face_up > SUPINE) != self._supine:  # the body has turned over
            self._supine = not self._supine
            self._forget_rests()
        if not math.isnan(heel.real + shoulder.real):
            anchor_y = shoulder.imag if self._supine else 0.0
            self._add_heel(t, complex(heel.real, heel.imag - anchor_y))
            self._fit_floor(shoulder.real, anchor_y)

    def _add_heel(self, t: float, at: Point) -> None:
        """Remember where the heel rests; its y counts from the anchor."""
        if self._bucket and not 0 <= t - self._bucket[0][0] < FLOOR_BUCKET_S:
            full, self._bucket = self._bucket, []
            now = complex(median(at.real for _, at in full), median(at.imag for _, at in full))
            agree = FLOOR_AGREE * self.leg_cm / self.cm_per_px if self.cm_per_px > 0 else 0.0
            if self._last is None and _spread(full) <= agree:  # still for the first half second
                self._last = now
            if self._last is not None and abs(self._last.imag - now.imag) <= agree:
                rest = min(self._last, now, key=lambda at: at.imag)
                self._rests.append((t, rest))
                self._lowest = _lower_corners([*self._lowest, rest])
            self._last = now
        self._bucket.append((t, at))
        while self._rests and self._rests[0][0] < t - FLOOR_MEMORY_S:
            _, dropped = self._rests.popleft()
            if dropped in self._lowest:
                self._lowest = _lower_corners(at for _, at in self._rests)

    def _fit_floor(self, shoulder_x: float, anchor_y: float) -> None:
        """Fit the floor to where the heel rested lowest; on the back as a line from the shoulder's contact point.

        On the back, the lowest rest is the one with the steepest line: a foot that is stretched out further lies lower
        in the picture of a camera that looks down on a body turned to it.
        """
        self.floor = None
        if self._supine:
            contact = SHOULDER_REST_CM / self.cm_per_px
            rests = self._steepest_candidates(shoulder_x)
            lines = [line for at in rests if (line := at - complex(shoulder_x, contact)).real]
            steepest = max(lines, key=_slope, default=NOWHERE)
            if LYING_SLOPE[0] <= _slope(steepest) <= LYING_SLOPE[1]:
                self.floor = FloorLine(shoulder_x, anchor_y + contact, steepest.imag / steepest.real)
        elif self._lowest:
            lowest = max(self._lowest, key=lambda at: at.imag)
            self.floor = FloorLine(lowest.real, anchor_y + lowest.imag, 0.0)

    def _steepest_candidates(self, x: float) -> list[Point]:
        """Return rests that include the steepest one seen from `x`: the lower corners, or all if `x` is among them."""
        corners = self._lowest
        between = bool(corners) and corners[0].real <= x <= corners[-1].real
        return [at for _, at in self._rests] if between else corners

    @property
    def lying_floor(self) -> FloorLine | None:
        """The floor of a body on its back; it also serves the other foot when that was never seen at rest."""
        return self.floor if self._supine else None


def _spread(bucket: list[tuple[float, Point]]) -> float:
    """How far the highest and the lowest of these points lie apart, in pixels."""
    heights = [at.imag for _, at in bucket]
    return max(heights) - min(heights)


def _slope(line: Point) -> float:
    """How far a line falls, as a share of how far it runs to either side."""
    return line.imag / abs(line.real)


def _lower_corners(points: Iterable[Point]) -> list[Point]:
    """Return the lower corners of the points' outline, from left to right; y is down.

    One of these is lowest, and seen from beside them all one is steepest, so each frame checks no other point.
    """
    corners: list[Point] = []
    for point in sorted(points, key=lambda point: (point.real, point.imag)):
        while len(corners) > 1 and ((corners[-1] - corners[-2]).conjugate() * (point - corners[-2])).imag >= 0:
            corners.pop()
        corners.append(point)
    return corners
