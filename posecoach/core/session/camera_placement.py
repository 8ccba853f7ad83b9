"""Do camera and person stand well before the first set? What was found, in the order to be put right.

Judged over a short window, so that no answer flickers. Unknown stays unknown: a posture that does not tell whether
the laptop stands level is no fault, and holds nobody up.
"""

from __future__ import annotations

import cmath
import math
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

import numpy as np

from posecoach.core.body import landmarks as lm
from posecoach.core.body.body import SEEN
from posecoach.core.body.floor import LEG_SHARE
from posecoach.core.body.geometry import Point, angle_deg, middle, points
from posecoach.core.body.landmarks import Pair
from posecoach.core.body.person_tracker import length_px
from posecoach.core.body.pose import Pose
from posecoach.core.judging.view_quality import view_deg
from posecoach.core.session import placement_findings as findings
from posecoach.core.session.scene import SetupCheck

WINDOW_S = 1.5
"""Findings are medians over so long: longer than a stumble of the estimator, shorter than a person's patience."""
ENOUGH_S = 1.0
"""Of the window must have been seen before anything is found."""
STEADY_S = 2.0
"""All must have been well for so long: people settle down."""
TRUNK_SHARE = 0.288
"""Shoulder to hip as a share of the body's height (Winter, after Drillis and Contini)."""
EDGE = 0.02
"""Share of the picture's longer side: landmarks hidden within it of the edge are cut off, not merely covered."""
STRAIGHT_DEG = 165.0
"""Hip and knee from which the body is straight enough to be held against the horizon."""
ARM_OFF = 0.15
"""Share of the body's length by which a hand may lie off its line: a plank's hands are further, and its line slopes."""

MAY_BE_UNKNOWN = {"light", "alone", "side", "level"}
"""What a person who stands well cannot help being unknown."""


@dataclass(frozen=True, slots=True)
class FrameConditions:
    """What is known of one picture beside the pose.

    Attributes
    ----------
    size : tuple of int
        Width and height in pixels.
    light : float
        Mean brightness, 0 to 255.
    body_light, around_light : float
        Brightness of the body (its face or its limbs, whichever is brighter) and around it; NaN when nobody was found.
    persons : int or None
        How many people were counted last; None when nobody counted.
    """

    size: tuple[int, int]
    light: float
    body_light: float = math.nan
    around_light: float = math.nan
    persons: int | None = None


@dataclass(frozen=True, slots=True)
class _Look:
    """What one frame told."""

    t: float
    picture: FrameConditions
    seen: bool
    cut: str = ""
    share: float = math.nan
    view: float = math.nan
    lean: float = math.nan


class Placement:
    """Looks whether camera and person are placed well.

    Attributes
    ----------
    passed : bool
        Whether all has been well for `STEADY_S`, as far as it can be known.
    """

    def __init__(self) -> None:
        self._looks: deque[_Look] = deque()
        self._well_since = math.inf
        self.passed = False

    def update(self, t: float, pose: Pose | None, picture: FrameConditions) -> tuple[SetupCheck, ...]:
        """Take what was seen at `t` seconds; return all findings, in the order to be put right."""
        self._looks.append(_look(t, pose, picture))
        while self._looks[0].t < t - WINDOW_S:
            self._looks.popleft()
        found = self._findings()
        well = all(f.ok or (f.ok is None and f.code in MAY_BE_UNKNOWN) for f in found)
        self._well_since = min(self._well_since, t) if well else math.inf
        self.passed = t - self._well_since >= STEADY_S
        return found

    def _findings(self) -> tuple[SetupCheck, ...]:
        looks, picture = self._looks, self._looks[-1].picture
        span_s = looks[-1].t - looks[0].t
        fps = (len(looks) - 1) / span_s if span_s >= ENOUGH_S else math.nan
        seen = 2 * sum(look.seen for look in looks) > len(looks) if span_s >= ENOUGH_S else None
        here = [look for look in looks if look.seen] if seen else []
        return (
            findings.rate(fps),
            findings.resolution(picture.size),
            findings.light(
                _median(look.picture.light for look in looks),
                _median(look.picture.body_light for look in here),
                _median(look.picture.around_light for look in here),
            ),
            findings.alone(_median(math.nan if p is None else p for p in (look.picture.persons for look in looks))),
            findings.seen(seen),
            findings.whole([look.cut for look in here]),
            findings.distance(_median(look.share for look in here)),
            findings.side(_median(look.view for look in here)),
            findings.level(_median(look.lean for look in here)),
        )


def _median(values: Iterable[float]) -> float:
    """Median of the known values; NaN when less than half are known."""
    everything = list(values)
    known = [value for value in everything if not math.isnan(value)]
    return median(known) if known and 2 * len(known) >= len(everything) else math.nan


# -- one frame -----------------------------------------------------------------------------------------------------


def _look(t: float, pose: Pose | None, picture: FrameConditions) -> _Look:
    if pose is None:
        return _Look(t, picture, False)
    share = length_px(pose) / (LEG_SHARE + TRUNK_SHARE) / max(pose.size)
    return _Look(t, picture, True, _cut_off(pose), share, _view(pose), _lean(pose))


def _cut_off(pose: Pose) -> str:
    """Return the part that is cut off, empty for none: outside the picture, or hidden at its very edge."""
    beyond = np.maximum(-pose.xy, pose.xy - np.array(pose.size)).max(axis=1)
    cut = (beyond > 0) | ((beyond > -EDGE * max(pose.size)) & (pose.visibility < SEEN))
    return next((part for part, landmarks in reversed(findings.PARTS.items()) if cut[list(landmarks)].any()), "")


def _view(pose: Pose) -> float:
    """How far the body is turned from a side view, in degrees; NaN standing upright, as before one lies down."""
    shoulders, hips = _middles(pose, lm.SHOULDER, lm.HIP)
    along = shoulders - hips
    return math.nan if -along.imag > 2 * abs(along.real) else view_deg(pose)


def _lean(pose: Pose) -> float:
    """How far the picture leans, in degrees, clockwise positive; NaN unless the body lies or stands straight.

    It leans as trunk and legs both do: a chest or legs that are lifted lean alone.
    """
    shoulder, hip, knee, ankle, wrist = _middles(pose, lm.SHOULDER, lm.HIP, lm.KNEE, lm.ANKLE, lm.WRIST)
    if not min(angle_deg(shoulder, hip, knee), angle_deg(hip, knee, ankle)) >= STRAIGHT_DEG:
        return math.nan
    body, arm = ankle - shoulder, wrist - shoulder
    if abs(body.imag) < abs(body.real) and abs((arm * body.conjugate()).imag) > ARM_OFF * abs(body) ** 2:
        return math.nan
    trunk, legs = _off_axis_deg(hip - shoulder), _off_axis_deg(ankle - hip)
    return min(trunk, legs, key=abs) if trunk * legs > 0 else 0.0


def _off_axis_deg(along: Point) -> float:
    """Turn of a line against the picture's nearer axis, -45 to 45 degrees, clockwise positive."""
    return (math.degrees(cmath.phase(along)) + 45.0) % 90.0 - 45.0


def _middles(pose: Pose, *joints: Pair) -> list[Point]:
    """Points between left and right, wherever they are."""
    at = points(pose.xy)
    return [middle(at[joint["left"]], at[joint["right"]]) for joint in joints]
