"""From poses to values: smoothing, near side, scale and floor, and the measures all exercises share.

The scale comes from the legs: thigh and shank are 0.245 and 0.246 of the body's height (Drillis and Contini
1966, in Winter, Biomechanics and Motor Control of Human Movement). The floor is where the foot was seen to rest,
so that neither the camera's height nor its tilt need be known.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable
from dataclasses import replace
from statistics import median

import numpy as np

from posecoach.core import landmarks as lm
from posecoach.core.body import SEEN, Body, FloorLine, seen_points
from posecoach.core.exercise import Measure, each_side
from posecoach.core.geometry import distance
from posecoach.core.guides import LEG, TRUNK, Bend, Pitch, between
from posecoach.core.landmarks import SIDES, Side
from posecoach.core.limbs import opposite
from posecoach.core.smoothing import OneEuro
from posecoach.core.types import Pose, Values

DEFAULT_HEIGHT_CM = 170.0
"""Between the mean heights of women and men worldwide (NCD-RisC 2020: 159-171 cm by country group)."""
LEG_SHARE = 0.245 + 0.246
"""Thigh and shank as a share of the body's height (Winter, after Drillis and Contini)."""
SHOULDER_REST_CM = 6.0
"""Height of the shoulder landmark above the floor of a body lying on its back. Tuned on the sample bodies."""
EVIDENCE_S = 1.0
"""Time over which the evidence for the near side and the front is averaged: people turn round slowly."""
FLOOR_BUCKET_S = 0.5
FLOOR_MEMORY_S = 60.0
"""The floor under a foot is its lowest rest in this time: longer than any prescribed hold, short enough to
follow a person who moves on the mat."""
FLOOR_AGREE = 0.02
"""Two half seconds in a row agree when they differ by less than this share of the leg's length (2 cm)."""
SUPINE = 0.3
"""The front of a body on its back points up by more than this, also in a bridge (0.75)."""
LYING_SLOPE = (-0.2, 0.4)
"""How far a lying body's floor may slope in the picture from its shoulders to its feet, as a share of the way: seen by
cameras turned up to 30 degrees it does by -0.12 to 0.28, and feet kept still in the air reach -0.4 to -0.5."""
SCALE_EVERY_S = 0.2
SCALE_MEMORY_S = 10.0
"""Time over which the scale is taken: a leg that points at the camera for a moment does not change it."""


SHARED: tuple[Measure, ...] = (
    *each_side("hip_{leg}", "hip angle", "deg", Body.hip),
    *each_side("knee_{leg}", "knee angle", "deg", Body.knee, Bend(*LEG)),
    *each_side("elbow_{leg}", "elbow angle", "deg", lambda b, s: b.angle(lm.SHOULDER, lm.ELBOW, lm.WRIST, s)),
    *each_side("shoulder_{leg}", "shoulder angle", "deg", lambda b, s: b.angle(lm.ELBOW, lm.SHOULDER, lm.HIP, s)),
    Measure("trunk_pitch", "trunk", "deg", Body.trunk_pitch, Pitch(TRUNK, whose=between)),
    *each_side("leg_pitch_{leg}", "leg", "deg", lambda b, s: b.pitch(lm.HIP, lm.ANKLE, s)),
    *each_side("arm_pitch_{leg}", "arm", "deg", lambda b, s: b.pitch(lm.SHOULDER, lm.WRIST, s)),
    *each_side("heel_height_{leg}_cm", "heel", "cm", lambda b, s: b.height_cm(b.point(lm.HEEL[s]), s)),
    Measure("hip_height_cm", "hips", "cm", lambda b: b.height_cm(b.point(lm.HIP[b.near]), b.near)),
    Measure("chest_height_cm", "chest", "cm", lambda b: b.height_cm(b.point(lm.SHOULDER[b.near]), b.near)),
    Measure("face_up", "front of the body", "", Body.face_up),
)
"""The measures of every frame table, in its order."""


class _Foot:
    """What is remembered of one leg: its scale and where its heel rested.

    On the back the shoulder rests on the floor too and anchors it, so that the body may shift in the picture; in any
    other posture the shoulders move, and the floor is where in the picture the heel was lowest.
    """

    def __init__(self, side: Side, height_cm: float) -> None:
        self.side, self.leg_cm = side, LEG_SHARE * height_cm
        self.cm_per_px, self.floor = math.nan, None  # type: float, FloorLine | None
        self._lengths: deque[tuple[float, float]] = deque()
        self._bucket: list[tuple[float, float, float]] = []
        self._rests: deque[tuple[float, float, float]] = deque()
        self._last: tuple[float, float] | None = None
        self._supine = False

    def see(self, body: Body) -> None:
        """Learn from one more frame."""
        t, side = body.pose.t, self.side
        hip, knee, ankle, heel, shoulder = (
            body.point(joint[side]) for joint in (lm.HIP, lm.KNEE, lm.ANKLE, lm.HEEL, lm.SHOULDER)
        )
        leg_px = distance(hip, knee) + distance(knee, ankle)
        if not math.isnan(leg_px) and not (self._lengths and t - self._lengths[-1][0] < SCALE_EVERY_S):
            self._lengths.append((t, leg_px))
        while self._lengths and self._lengths[0][0] < t - SCALE_MEMORY_S:
            self._lengths.popleft()
        if self._lengths:
            self.cm_per_px = self.leg_cm / median(length for _, length in self._lengths)
        face_up = body.face_up()
        if not math.isnan(face_up) and (face_up > SUPINE) != self._supine:
            self._supine, self._last = not self._supine, None
            self._bucket.clear()
            self._rests.clear()
        if not math.isnan(heel[0] + shoulder[0]):
            anchor_y = float(shoulder[1]) if self._supine else 0.0
            self._rest(t, float(heel[0]), float(heel[1]) - anchor_y)
            self._lay(float(shoulder[0]), anchor_y)

    def _rest(self, t: float, x: float, drop: float) -> None:
        """Keep where the heel came to rest; `drop` is how far below the anchor."""
        if self._bucket and not 0 <= t - self._bucket[0][0] < FLOOR_BUCKET_S:
            was, self._bucket = self._bucket, []
            now = (median(b[1] for b in was), median(b[2] for b in was))
            agree = FLOOR_AGREE * self.leg_cm / self.cm_per_px if self.cm_per_px > 0 else 0.0
            if self._last and abs(self._last[1] - now[1]) <= agree:
                self._rests.append((t, *min(self._last, now, key=lambda rest: rest[1])))
            self._last = now
        self._bucket.append((t, x, drop))
        while self._rests and self._rests[0][0] < t - FLOOR_MEMORY_S:
            self._rests.popleft()

    def _lay(self, shoulder_x: float, anchor_y: float) -> None:
        """Lay the floor through the heel's lowest rest; on the back sloping as from the shoulder's contact to there.

        Lowest is there what makes the floor slope most: a foot that is stretched out further lies lower in the
        picture of a camera that looks down on a body turned to it.
        """
        self.floor = None
        contact = SHOULDER_REST_CM / self.cm_per_px
        if self._supine:
            lines = [(drop - contact, x - shoulder_x) for _, x, drop in self._rests if x != shoulder_x]
            fall, run = max(lines, key=lambda line: line[0] / abs(line[1]), default=(math.nan, 1.0))
            if LYING_SLOPE[0] <= fall / abs(run) <= LYING_SLOPE[1]:
                self.floor = FloorLine(shoulder_x, anchor_y + contact, fall / run)
        elif self._rests:
            _, x, drop = max(self._rests, key=lambda rest: rest[2])
            self.floor = FloorLine(x, anchor_y + drop, 0.0)

    @property
    def lying_floor(self) -> FloorLine | None:
        """The floor of a body on its back, which serves a foot that was not seen to rest on it as well."""
        return self.floor if self._supine else None


class _Evidence:
    """A sign told by evidence that is averaged over time."""

    def __init__(self) -> None:
        self._t, self._mean = -math.inf, 0.0

    def see(self, t: float, evidence: float) -> float:
        """Take the evidence at `t` (s), NaN for none; return the average."""
        if not math.isnan(evidence):
            self._mean += (evidence - self._mean) * min(1.0, (t - self._t) / EVIDENCE_S)
            self._t = t
        return self._mean


def _left_depth(pose: Pose) -> float:
    """How much further from the camera the left shoulder and hip are than the right ones, in metres."""
    z = pose.world[:, 2]
    return float(z[lm.SHOULDER["left"]] + z[lm.HIP["left"]] - z[lm.SHOULDER["right"]] - z[lm.HIP["right"]])


def _front(pose: Pose) -> float:
    """How far the nose stands out clockwise of the trunk, as a share of the trunk's length; NaN when unseen."""
    if pose.visibility[lm.NOSE] < SEEN:
        return math.nan
    ears, shoulders, hips = (
        (pose.xy[joint["left"]] + pose.xy[joint["right"]]) / 2 for joint in (lm.EARS, lm.SHOULDER, lm.HIP)
    )
    along = hips - shoulders
    return float((pose.xy[lm.NOSE] - ears) @ np.array([-along[1], along[0]])) / max(float(along @ along), 1e-9)


class Measurer:
    """Turns the poses of one stream into values; keeps only what the body itself has shown so far."""

    def __init__(self, measures: Iterable[Measure] = (), height_cm: float = DEFAULT_HEIGHT_CM) -> None:
        self._measures = (*SHARED, *measures)
        self._smooth, self._smooth_world, self._smooth_visibility = OneEuro(), OneEuro(), OneEuro()
        self._feet = {side: _Foot(side, height_cm) for side in SIDES}
        self._left_depth, self._front = _Evidence(), _Evidence()

    def __call__(self, pose: Pose) -> tuple[Body, Values]:
        """Body and values of the next pose; times must grow."""
        smooth = self._smoothed(pose)
        near: Side = "right" if self._left_depth.see(pose.t, _left_depth(smooth)) > 0 else "left"
        facing = -1 if self._front.see(pose.t, _front(smooth)) < 0 else 1
        body = Body(smooth, seen_points(smooth), near, facing, {}, {})
        for foot in self._feet.values():
            foot.see(body)
        body = replace(
            body,
            cm_per_px={side: foot.cm_per_px for side, foot in self._feet.items()},
            floor={side: foot.floor or self._feet[opposite(side)].lying_floor for side, foot in self._feet.items()},
        )
        return body, {m.key: float(m.read(body)) for m in self._measures}

    def _smoothed(self, pose: Pose) -> Pose:
        legs = [
            math.dist(pose.xy[lm.HIP[s]], pose.xy[lm.KNEE[s]]) + math.dist(pose.xy[lm.KNEE[s]], pose.xy[lm.ANKLE[s]])
            for s in SIDES
        ]
        height_px = max(legs) / LEG_SHARE
        return replace(
            pose,
            xy=self._smooth(pose.t, pose.xy, height_px),
            visibility=self._smooth_visibility(pose.t, pose.visibility, 1.0),
        )
