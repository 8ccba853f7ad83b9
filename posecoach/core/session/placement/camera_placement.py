"""Checks before the first set whether camera and person are well placed; findings come in the order to fix them.

It judges over a short window, so that no answer flickers. Unknown stays unknown: a posture that does not show whether
the laptop stands level is no fault, and does not delay the session.
"""

from __future__ import annotations

import cmath
import math
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, replace
from statistics import median

import numpy as np

from posecoach.core.body import landmarks as lm
from posecoach.core.body.body import SEEN
from posecoach.core.body.geometry import Point, angle_deg, middle, points
from posecoach.core.body.landmarks import Pair
from posecoach.core.body.pose import Pose
from posecoach.core.body.tracking.floor import LEG_SHARE
from posecoach.core.body.tracking.person_tracker import length_px
from posecoach.core.body.tracking.turn import true_turn_deg, view_deg
from posecoach.core.session.placement import placement_findings as findings
from posecoach.core.session.placement.upright import is_turned
from posecoach.core.session.scene import SetupCheck

WINDOW_S = 1.5
"""Findings are medians over this time: longer than an error of the estimator, shorter than a person's patience."""
ENOUGH_S = 1.0
"""Part of the window that must be filled before the first finding."""
WARM_UP_S = 2.0
"""The rate of the first pictures says nothing: the pose model takes its time for them."""
LASTING_S = 2.0
"""The voice asks for a remedy only after this time: much passes by itself, and a screen may show it before."""
STEADY_S = 2.0
"""Everything must have been good for this long: people take time to settle."""
TRUNK_SHARE = 0.288
"""Shoulder to hip as a share of the body's height (Winter, after Drillis and Contini)."""
EDGE = 0.02
"""Share of the picture's longer side: landmarks hidden this near the edge are cut off, not merely covered."""
STRAIGHT_DEG = 165.0
"""Angle of hip and knee from which the body is straight enough to compare it with the horizon."""
ARM_OFF = 0.15
"""Share of the body's length by which a hand may lie off its line: in a plank the hands are further away, and the body
slopes."""

MAY_BE_UNKNOWN = {"rate", "light", "alone", "picture", "side", "level"}
"""Findings that may stay unknown although the person is well placed."""


@dataclass(frozen=True, slots=True)
class FrameConditions:
    """What is known about one frame besides the pose.

    Attributes
    ----------
    size : tuple of int
        Width and height in pixels.
    light : float
        Mean brightness, 0 to 255.
    body_light, around_light : float
        Brightness of the body (its face or its limbs, whichever is brighter) and around it; NaN when nobody was found.
    persons : int or None
        How many people the last count found; None when nothing counts them.
    """

    size: tuple[int, int]
    light: float
    body_light: float = math.nan
    around_light: float = math.nan
    persons: int | None = None


@dataclass(frozen=True, slots=True)
class _FrameFacts:
    """What one frame shows."""

    t: float
    picture: FrameConditions
    seen: bool
    turned: bool = False
    cut: str = ""
    share: float = math.nan
    view: float = math.nan
    lean: float = math.nan


class Placement:
    """Checks whether camera and person are well placed.

    Attributes
    ----------
    passed : bool
        Whether everything has been good for `STEADY_S`, as far as it is known.
    """

    def __init__(self) -> None:
        self._frames: deque[_FrameFacts] = deque()
        self._good_since, self._began = math.inf, math.inf
        self._bad_since: dict[str, float] = {}
        self.passed = False

    def update(self, t: float, pose: Pose | None, picture: FrameConditions) -> tuple[SetupCheck, ...]:
        """Take the frame at `t` seconds; return all findings, in the order to fix them."""
        self._frames.append(_frame_facts(t, pose, picture))
        while self._frames[0].t < t - WINDOW_S:
            self._frames.popleft()
        self._began = min(self._began, t)
        found = tuple(self._spoken_when_lasting(t, finding) for finding in self._findings())
        good = all(f.ok or (f.ok is None and f.code in MAY_BE_UNKNOWN) for f in found)
        self._good_since = min(self._good_since, t) if good else math.inf
        self.passed = t - self._good_since >= STEADY_S
        return found

    def _spoken_when_lasting(self, t: float, finding: SetupCheck) -> SetupCheck:
        """Return the finding without words for the voice until it has been bad for `LASTING_S`."""
        if finding.ok is not False:
            self._bad_since.pop(finding.code, None)
            return finding
        lasting = t - self._bad_since.setdefault(finding.code, t) >= LASTING_S
        return finding if lasting else replace(finding, say="")

    def _fps(self) -> float:
        """Return the frames per second once the model is warm; NaN while that is not known."""
        times = [frame.t for frame in self._frames if frame.t >= self._began + WARM_UP_S]
        span_s = times[-1] - times[0] if times else 0.0
        return (len(times) - 1) / span_s if span_s >= ENOUGH_S else math.nan

    def _findings(self) -> tuple[SetupCheck, ...]:
        frames, picture = self._frames, self._frames[-1].picture
        span_s = frames[-1].t - frames[0].t
        seen = 2 * sum(frame.seen for frame in frames) > len(frames) if span_s >= ENOUGH_S else None
        with_person = [frame for frame in frames if frame.seen] if seen else []
        return (
            findings.check_rate(self._fps()),
            findings.check_resolution(picture.size),
            findings.check_light(
                _median(frame.picture.light for frame in frames),
                _median(frame.picture.body_light for frame in with_person),
                _median(frame.picture.around_light for frame in with_person),
            ),
            findings.check_alone(
                _median(math.nan if p is None else p for p in (frame.picture.persons for frame in frames))
            ),
            findings.check_seen(seen),
            findings.check_picture(_median(float(frame.turned) for frame in with_person)),
            findings.check_whole([frame.cut for frame in with_person]),
            findings.check_distance(_median(frame.share for frame in with_person)),
            findings.check_side(_median(frame.view for frame in with_person)),
            findings.check_level(_median(frame.lean for frame in with_person)),
        )


def _median(values: Iterable[float]) -> float:
    """Median of the known values; NaN when less than half are known."""
    everything = list(values)
    known = [value for value in everything if not math.isnan(value)]
    return median(known) if known and 2 * len(known) >= len(everything) else math.nan


# -- one frame -----------------------------------------------------------------------------------------------------


def _frame_facts(t: float, pose: Pose | None, picture: FrameConditions) -> _FrameFacts:
    if pose is None:
        return _FrameFacts(t, picture, False)
    share = length_px(pose) / (LEG_SHARE + TRUNK_SHARE) / max(pose.size)
    return _FrameFacts(t, picture, True, is_turned(pose), _cut_off(pose), share, _view(pose), _lean(pose))


def _cut_off(pose: Pose) -> str:
    """Return the part that is outside the picture or hidden at its very edge; empty for none."""
    beyond = np.maximum(-pose.xy, pose.xy - np.array(pose.size)).max(axis=1)
    cut = (beyond > 0) | ((beyond > -EDGE * max(pose.size)) & (pose.visibility < SEEN))
    return next((part for part, landmarks in reversed(findings.PARTS.items()) if cut[list(landmarks)].any()), "")


def _view(pose: Pose) -> float:
    """How far the body is turned from a side view, in degrees; NaN for an upright person."""
    shoulders, hips = _middles(pose, lm.SHOULDER, lm.HIP)
    along = shoulders - hips
    return math.nan if -along.imag > 2 * abs(along.real) else true_turn_deg(view_deg(pose))


def _lean(pose: Pose) -> float:
    """How far the picture leans, in degrees, clockwise positive; NaN unless the body lies or stands straight.

    The picture leans when trunk and legs both do: a lifted chest or lifted legs lean alone.
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
    """Angle between a line and the picture's nearer axis, -45 to 45 degrees, clockwise positive."""
    return (math.degrees(cmath.phase(along)) + 45.0) % 90.0 - 45.0


def _middles(pose: Pose, *joints: Pair) -> list[Point]:
    """Midpoints between left and right, whether seen or not."""
    at = points(pose.xy)
    return [middle(at[joint["left"]], at[joint["right"]]) for joint in joints]
