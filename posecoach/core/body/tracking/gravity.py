"""Which side of the picture is down: the floor carries the body, so it is level, lies still, and the body rests on it.

For each of the four ways of turning the picture, the floor is the edge of the body's outline that carries its weight.
It is level and does not move when the picture is upright. In a picture that lies on its side or head, the same edge is
a slope between limbs that move.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import numpy as np
from numpy.typing import NDArray

from posecoach.core.body import landmarks as lm
from posecoach.core.body.body import SEEN
from posecoach.core.body.geometry import Point, distance, pitch_deg
from posecoach.core.body.landmarks import SIDES, Pair
from posecoach.core.body.pose import Pose, TimedPose

STEP_S = 0.25
"""Landmarks are averaged over this time: it removes jitter and keeps every movement of an exercise."""
WINDOW = 8
"""The floor's movement is that within so many steps (2 s): a repetition moves it, a walk across the picture hardly."""
ENOUGH = 8
"""Steps (2 s) with a body, from which the answer counts."""
MOST = 10_000
"""Steps (40 min) with a body, after which the answer no longer changes: later ones are not looked at."""
OUTLINE = (lm.NOSE, *(joint[side] for joint in (
    lm.EARS, lm.SHOULDER, lm.ELBOW, lm.WRIST, lm.HIP, lm.KNEE, lm.ANKLE, lm.HEEL, lm.TOE
) for side in SIDES))  # fmt: skip
"""The landmarks that may touch the floor."""
SHARES: tuple[tuple[Pair, Pair, float], ...] = (
    (lm.SHOULDER, lm.HIP, 0.25), (lm.EARS, lm.EARS, 0.04), (lm.SHOULDER, lm.WRIST, 0.05),
    (lm.HIP, lm.KNEE, 0.1), (lm.KNEE, lm.ANKLE, 0.06),
)  # fmt: skip
"""A part of one side lies between two joints and has this share of the body's mass (Winter, rounded)."""

BESIDE_DEG = 20.0
"""An edge that the weight lies beside by the trunk's length is as bad as one that slopes by this: hands on a wall carry
some of the weight too."""
SLOPE_DEG = 14.0
MOVEMENT = 0.01
"""A slope of so many degrees counts like a movement that is e times larger; movements below this share of the trunk's
length are jitter. Chosen on 66 tracks in all four turns: the upright one is told best from the others."""
SLOPE_MAX_DEG = 40.0
"""Steeper is not worse."""
HEAD_DOWN = 3.0
"""A trunk that stands on its head all the time counts like a movement that is e^3 times larger: nobody exercises
like this."""
HEAD_DOWN_DEG = -64.0
"""Pitch of the trunk below which it stands on its head; a bridge reaches -35."""
STEADY = 0.11
"""Movement of the floor, in trunk lengths, beyond which it is none: upright, the exercises reach 0.09."""
LESS_STILL = -0.6
"""By how much the floor of a picture on its head may seem to move more than the upper side: ln 0.55. The upper
side of a press-up moves 2.1 times as far as the floor."""
OFF_FLOOR = 0.5
"""Hands and knees that are lower than the trunk's middle by this share of its length carry the body."""
ALL_FOURS_DEG = -6.0
"""On hands and knees their line is more level than the trunk by -1 to 9 degrees; on the back with both in the air,
turned upside down, by -19 to 3."""
HALF_TURN = 2
"""Quarter turns that stand a picture on its head."""


@dataclass(frozen=True, slots=True)
class _Floor:
    """What carries the body when the picture is turned one way.

    Attributes
    ----------
    slope_deg : float
        How steep it is, and how far beside it the weight lies; 0 = a floor right under the body.
    movement : float
        How far it moves within a repetition, as a share of the trunk's length.
    head_down : float
        Share of the time in which the trunk stands on its head.
    on_all_fours : float
        How much more level the line through hands and knees is than the trunk, in degrees; NaN when hands and knees do
        not carry the body.
    """

    slope_deg: float
    movement: float
    head_down: float
    on_all_fours: float


@dataclass(frozen=True, slots=True)
class Gravity:
    """How well gravity fits each turn of the picture: 0 to 3 quarter turns, clockwise."""

    floors: tuple[_Floor, _Floor, _Floor, _Floor]

    def gain(self, quarters: int) -> float:
        """How much better gravity fits the turned picture: 0 = as well, above = better, as a log likelihood ratio."""
        now, then = self.floors[0], self.floors[quarters % 4]
        level = (min(now.slope_deg, SLOPE_MAX_DEG) - min(then.slope_deg, SLOPE_MAX_DEG)) / SLOPE_DEG
        return level + self._stiller(quarters) + HEAD_DOWN * (now.head_down - then.head_down)

    def can_stand(self, quarters: int) -> bool:
        """Whether the floor of the turned picture can be one: it does not move.

        A picture on its head needs more. In one that leans, the upper side of a body may be more level than the floor;
        but it moves more. And on the back with arms and knees in the air looks like hands and knees on the floor. What
        carries is level: the back, or hands and knees under a trunk that slopes, since arms are longer than thighs.
        """
        floor = self.floors[quarters % 4]
        if quarters % 4 == HALF_TURN and (self._stiller(quarters) < LESS_STILL or floor.on_all_fours < ALL_FOURS_DEG):
            return False
        return floor.movement <= STEADY

    def _stiller(self, quarters: int) -> float:
        now, then = self.floors[0], self.floors[quarters % 4]
        return math.log((now.movement + MOVEMENT) / (then.movement + MOVEMENT))


def feel_gravity(poses: Iterable[TimedPose]) -> Gravity | None:
    """Judge the poses of one recording in all four turns; None when too little of a body was seen."""
    steps, visibility = _steps(poses)
    if len(steps) < ENOUGH:
        return None
    seen = [i for i in OUTLINE if visibility[i] >= SEEN]
    return Gravity(tuple(_floor(steps * turn, seen) for turn in (1, 1j, -1, -1j)))  # type: ignore[arg-type]


def _steps(poses: Iterable[TimedPose]) -> tuple[NDArray[np.complexfloating], NDArray[np.floating]]:
    """Return the landmarks of every step, shape (n, 33), as points, and their mean visibility, shape (33,)."""
    steps: list[NDArray[np.floating]] = []
    visibility: list[NDArray[np.floating]] = []
    waiting: list[Pose] = []
    for _, pose in poses:
        if pose is None:
            continue
        if waiting and pose.t - waiting[0].t >= STEP_S:
            steps.append(np.mean([one.xy for one in waiting], axis=0))
            visibility.append(waiting[0].visibility)
            waiting = []
            if len(steps) == MOST:
                break
        waiting.append(pose)
    if not steps:
        return np.zeros((0, lm.N_LANDMARKS), complex), np.zeros(lm.N_LANDMARKS)
    xy = np.array(steps, float)
    return xy[..., 0] + 1j * xy[..., 1], np.median(visibility, axis=0)


def _floor(steps: NDArray[np.complexfloating], seen: Sequence[int]) -> _Floor:
    """Find the floor in landmarks of shape (n, 33), as points; `seen` are those that may touch it."""
    trunk = (steps[:, lm.SHOULDER["left"]] + steps[:, lm.SHOULDER["right"]]) / 2
    trunk = trunk - (steps[:, lm.HIP["left"]] + steps[:, lm.HIP["right"]]) / 2
    unit = max(float(np.median(np.abs(trunk))), 1e-9)
    parts = [share * (steps[:, a[side]] + steps[:, b[side]]) / 2 for a, b, share in SHARES for side in SIDES]
    weight_x = (np.sum(parts, axis=0).real / unit).tolist()
    found = [_carrier(outline, x) for outline, x in zip((steps[:, seen] / unit).tolist(), weight_x, strict=True)]
    slopes_deg, levels = zip(*found, strict=True)
    windows = [levels[i : i + WINDOW] for i in range(0, len(levels), WINDOW // 2)]
    pitches = [pitch_deg(0j, along) for along in trunk.tolist()]
    return _Floor(
        median(slopes_deg),
        sum(max(window) - min(window) for window in windows) / len(windows),
        sum(pitch < HEAD_DOWN_DEG for pitch in pitches) / len(pitches),
        _on_all_fours(steps, pitches, unit),
    )


def _carrier(outline: list[Point], x: float) -> tuple[float, float]:
    """Find the lower edge of the outline that carries a weight at `x`: how bad it is (degrees), and where it lies (y).

    All lengths are in trunk lengths.
    """
    best = math.inf, 0.0
    for a, b in pairwise(_lower_edge(outline)):
        along = b - a
        beside = max(a.real - x, x - b.real, 0.0)
        bad = math.degrees(math.atan2(abs(along.imag), along.real)) + BESIDE_DEG * beside
        if bad < best[0]:
            share = (min(max(x, a.real), b.real) - a.real) / max(along.real, 1e-9)
            best = bad, a.imag + share * along.imag
    return best


def _lower_edge(outline: list[Point]) -> list[Point]:
    """Return the corners of the lower side of the outline, from left to right; y is down."""
    corners: list[Point] = []
    for point in sorted(outline, key=lambda point: (point.real, point.imag)):
        while len(corners) > 1 and ((corners[-1] - corners[-2]).conjugate() * (point - corners[-2])).imag >= 0:
            corners.pop()
        corners.append(point)
    return corners


def _on_all_fours(steps: NDArray[np.complexfloating], pitches: Sequence[float], unit: float) -> float:
    """Return how much more level hands and knees are than the trunk; see `_Floor.on_all_fours`."""
    tilts = []
    for step, pitch in zip(steps.tolist(), pitches, strict=True):
        middle = sum(step[joint[side]] for joint in (lm.SHOULDER, lm.HIP) for side in SIDES) / 4
        hand, knee = (max((step[joint[s]] for s in SIDES), key=lambda p: p.imag) for joint in (lm.WRIST, lm.KNEE))
        if min(hand.imag, knee.imag) - middle.imag > OFF_FLOOR * unit and distance(hand, knee) > 0:
            tilts.append((abs(pitch), abs(pitch_deg(knee, hand))))
    if 2 * len(tilts) < len(pitches):
        return math.nan
    return median(trunk for trunk, _ in tilts) - median(line for _, line in tilts)
