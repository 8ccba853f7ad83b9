"""Turns poses into values: smoothing, near side, scale and floor, and the measures that all exercises share."""

from __future__ import annotations

import math
import traceback
import warnings
from collections.abc import Iterable
from typing import Any

from posecoach.core.body import landmarks as lm
from posecoach.core.body.body import SEEN, Body, front, levelled, seen_points
from posecoach.core.body.geometry import Point, distance, points
from posecoach.core.body.guides import LEG, TRUNK, Bend, Pitch, between
from posecoach.core.body.landmarks import SIDES, Side, opposite
from posecoach.core.body.pose import Pose, Values
from posecoach.core.body.tracking.filters import OneEuro
from posecoach.core.body.tracking.floor import LEG_SHARE, FloorEstimator
from posecoach.core.body.tracking.tilt import TiltEstimator
from posecoach.core.body.tracking.turn import TurnEstimator
from posecoach.core.exercise.bands import bind
from posecoach.core.exercise.exercise import Exercise, Measure, each_side
from posecoach.core.height import DEFAULT_HEIGHT_CM
from posecoach.errors import PluginWarning
from posecoach.translation import N_, Sentence

EVIDENCE_S = 1.0
"""Averaging time of the evidence for the near side and the front: people turn round slowly."""

SHARED: tuple[Measure, ...] = (
    *each_side("hip_{leg}", N_("hip angle"), "deg", Body.hip),
    *each_side("knee_{leg}", N_("knee angle"), "deg", Body.knee, Bend(*LEG)),
    *each_side("elbow_{leg}", N_("elbow angle"), "deg", lambda b, s: b.angle(lm.SHOULDER, lm.ELBOW, lm.WRIST, s)),
    *each_side("shoulder_{leg}", N_("shoulder angle"), "deg", lambda b, s: b.angle(lm.ELBOW, lm.SHOULDER, lm.HIP, s)),
    Measure("trunk_pitch", N_("trunk"), "deg", Body.trunk_pitch, Pitch(TRUNK, whose=between)),
    *each_side("leg_pitch_{leg}", N_("leg"), "deg", Body.leg),
    *each_side("arm_pitch_{leg}", N_("arm"), "deg", Body.arm),
    *each_side("heel_height_{leg}_cm", N_("heel"), "cm", Body.heel_cm),
    Measure("hip_height_cm", N_("hips"), "cm", lambda b: b.height_cm(b.point(lm.HIP[b.near]), b.near)),
    Measure("chest_height_cm", N_("chest"), "cm", lambda b: b.height_cm(b.point(lm.SHOULDER[b.near]), b.near)),
    Measure("face_up", N_("front of the body"), "", Body.face_up),
    Measure("turned_deg", N_("turn from the side view"), "deg", lambda b: b.turned_deg),
)
"""The measures of every frame table, in its order."""
_OWN = __file__.rpartition("core")[0]
"""Where the files of posecoach lie."""
_WARNED: dict[Any, int] = {}
"""By this Python knows of which failing measures it has warned."""


class _Evidence:
    """A number averaged over time; only its sign is used."""

    def __init__(self) -> None:
        self._t, self._mean = -math.inf, 0.0

    def update(self, t: float, evidence: float) -> float:
        """Add the evidence at `t` (s), NaN for none; return the average."""
        if not math.isnan(evidence):
            self._mean += (evidence - self._mean) * min(1.0, (t - self._t) / EVIDENCE_S)
            self._t = t
        return self._mean


def _left_depth(pose: Pose) -> float:
    """How much further from the camera the left shoulder and hip are than the right ones, in metres."""
    z = pose.world[:, 2].tolist()
    left, right = (z[lm.SHOULDER[side]] + z[lm.HIP[side]] for side in SIDES)
    return float(left - right)


def _front(pose: Pose, at: list[Point]) -> float:
    """How far the nose lies clockwise of the trunk, as a share of the trunk's length; NaN when unseen."""
    if pose.visibility[lm.NOSE] < SEEN:
        return math.nan
    ears, shoulders, hips = ((at[joint["left"]] + at[joint["right"]]) / 2 for joint in (lm.EARS, lm.SHOULDER, lm.HIP))
    along = hips - shoulders
    return ((at[lm.NOSE] - ears) * along.conjugate()).imag / max(abs(along) ** 2, 1e-9)


def _warn_of(key: str, error: Exception) -> None:
    """Warn that a measure has failed, and name the line of its own file in which that happened."""
    frames = traceback.extract_tb(error.__traceback__)
    place = next((frame for frame in frames if not frame.filename.startswith(_OWN)), frames[-1])
    failure = f"{type(error).__name__}: {error}".rstrip(".: ")
    file, line = place.filename, place.lineno or 1
    text = N_(
        "The measure '{key}' fails, and counts as unseen: {failure} ({file}, line {line}).",
        key=key,
        failure=failure,
        file=file,
        line=str(line),
    )
    warnings.warn_explicit(text, PluginWarning, file, line, registry=_WARNED)


def find_measure(exercise: Exercise, key: str, side: Side | None = None) -> Measure | None:
    """Return the measure that a key means in an exercise, for one side; None for what only the coach takes."""
    key = bind(key, side)
    return next((measure for measure in (*exercise.measures, *SHARED) if measure.key == key), None)


def label_of(exercise: Exercise, key: str) -> str:
    """Return the label of a measure, such as ``left leg``; its key when there is no such measure."""
    measure = find_measure(exercise, key)
    return measure.label if measure else key


def without_side(label: str) -> str:
    """Return the label of a measure without its side: ``knee angle``."""
    part = label.values.get("part", label) if isinstance(label, Sentence) else label
    return part if isinstance(part, str) else label


class Measurer:
    """Turns the poses of one stream into values, using only what it has seen of the body so far.

    A measure that raises, or gives no number, is unseen (NaN) in that frame; the first time it is a `PluginWarning`.

    Attributes
    ----------
    levelled : bool
        Whether the lean of the picture has just become known: heights mean something else from the next frame on.
    """

    def __init__(self, measures: Iterable[Measure] = (), height_cm: float = DEFAULT_HEIGHT_CM) -> None:
        self._reads = {measure.key: measure.read for measure in (*SHARED, *measures)}
        self._failed: set[str] = set()
        self._height_cm = height_cm
        self.levelled = False
        self.restart()

    def restart(self) -> None:
        """Forget the body: the camera was moved, or another shot begins."""
        self._smooth_xy, self._smooth_visibility = OneEuro(), OneEuro()
        self._floors = {side: FloorEstimator(side, self._height_cm) for side in SIDES}
        self._left_depth, self._front = _Evidence(), _Evidence()
        self._tilt, self._turn = TiltEstimator(), TurnEstimator()

    def __call__(self, pose: Pose) -> tuple[Body, Values]:
        """Return body and values of the next pose; times must grow."""
        smooth = self._smoothed(pose)
        at = points(smooth.xy)
        near: Side = "right" if self._left_depth.update(pose.t, _left_depth(smooth)) > 0 else "left"
        facing = -1 if self._front.update(pose.t, _front(smooth, at)) < 0 else 1
        as_seen, tilt_deg = seen_points(smooth, at), self._tilt.deg
        seen = levelled(as_seen, tilt_deg, pose.size)
        face_up = -front(seen[lm.HIP[near]], seen[lm.SHOULDER[near]], facing).imag
        self.levelled = self._tilt.update(pose.t, as_seen, face_up)
        if self.levelled:
            self._floors = {side: FloorEstimator(side, self._height_cm) for side in SIDES}
        for estimator in self._floors.values():
            estimator.update(pose.t, seen, face_up)
        scale = {side: estimator.cm_per_px for side, estimator in self._floors.items()}
        floor = {s: own.floor or self._floors[opposite(s)].lying_floor for s, own in self._floors.items()}
        body = Body(smooth, seen, near, facing, scale, floor, tilt_deg, self._turn.update(pose))
        return body, {key: self._value(key, body) for key in self._reads}

    def _value(self, key: str, body: Body) -> float:
        try:
            return float(self._reads[key](body))
        except Exception as error:
            if key not in self._failed:
                self._failed.add(key)
                _warn_of(key, error)
            return math.nan

    def _smoothed(self, pose: Pose) -> Pose:
        at = points(pose.xy)
        legs = [distance(at[lm.HIP[s]], at[lm.KNEE[s]]) + distance(at[lm.KNEE[s]], at[lm.ANKLE[s]]) for s in SIDES]
        return Pose(
            pose.t,
            self._smooth_xy(pose.t, pose.xy, max(*legs, 1e-9) / LEG_SHARE),
            pose.world,
            self._smooth_visibility(pose.t, pose.visibility, 1.0),
            pose.size,
            pose.light,
        )
