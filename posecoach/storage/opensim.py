"""What was seen, for OpenSim: markers as TRC and joint angles as MOT.

OpenSim's axes are X forward, Y up, Z to the right, in a right-handed system. Of a body seen from the side X is taken
along the picture to the right, so that Z comes out of the picture towards the camera.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from posecoach.core.body import landmarks as lm
from posecoach.core.body.body import Body, seen_points
from posecoach.core.body.geometry import points
from posecoach.core.body.landmarks import SIDES, Side
from posecoach.core.body.pose import Pose, TimedPose
from posecoach.core.judging.events import Update

MARKERS: dict[str, int] = {
    "Nose": lm.NOSE,
    **{
        f"{side[0].upper()}{name}": joint[side]
        for side in reversed(SIDES)
        for name, joint in (
            ("Ear", lm.EARS),
            ("Shoulder", lm.SHOULDER),
            ("Elbow", lm.ELBOW),
            ("Wrist", lm.WRIST),
            ("Index", lm.INDEX_FINGER),
            ("Hip", lm.HIP),
            ("Knee", lm.KNEE),
            ("Ankle", lm.ANKLE),
            ("Heel", lm.HEEL),
            ("BigToe", lm.TOE),
        )
    },
}
"""Marker -> landmark, right side first; named as in Pose2Sim's marker sets for OpenSim."""
_AXES = np.array([1.0, -1.0, -1.0])
"""From x right, y down, z away from the camera to X right, Y up, Z towards it."""
_TRC_NAME = "posecoach.trc"
UNSEEN_SHARE = 0.1
"""Share of the time for which a joint may be unseen and still have its column in the MOT file."""
"""The format repeats a file name in the file; no reader uses it."""


def trc(seen: Sequence[TimedPose], fps: float | None = None) -> str:
    """Write the world landmarks as markers, in metres from the middle of the hips.

    Parameters
    ----------
    seen : sequence of (float, Pose or None)
        Time in seconds and pose of every frame.
    fps : float, optional
        The camera's rate as its file tells it; by default the mean one.

    Returns
    -------
    str
        Text of a TRC file. Times are the frames' own and may be uneven; `DataRate` is their mean. A marker that is
        hidden or outside the picture is blank.
    """
    rate = f"{_mean_rate(seen):.3f}"
    camera_rate = f"{fps:.3f}" if fps else rate
    about = {
        "DataRate": rate,
        "CameraRate": camera_rate,
        "NumFrames": len(seen),
        "NumMarkers": len(MARKERS),
        "Units": "m",
        "OrigDataRate": camera_rate,
        "OrigDataStartFrame": 1,
        "OrigNumFrames": len(seen),
    }
    numbers = range(1, len(MARKERS) + 1)
    lines: list[Iterable[object]] = [
        ("PathFileType", 4, "(X/Y/Z)", _TRC_NAME),
        about,
        about.values(),
        ("Frame#", "Time", *(cell for name in MARKERS for cell in (name, "", ""))),
        ("", "", *(f"{axis}{number}" for number in numbers for axis in "XYZ")),
        (),
        # OpenSim counts no cell after the last tab, so a tab must follow each cell, blank or not
        *((number, f"{t:.4f}", *_marker_cells(pose), "") for number, (t, pose) in enumerate(seen, 1)),
    ]
    return _table(lines)


class JointAngleLog:
    """Collects the joint angles of hips, knees and elbows, named and signed as in OpenSim's models."""

    def __init__(self) -> None:
        self._rows: list[tuple[float, dict[str, float]]] = []

    def update(self, update: Update) -> None:
        """Take the angles of one frame."""
        coordinates = _coordinates(update)
        if coordinates:
            self._rows.append((update.t, coordinates))

    def mot(self) -> str:
        """Return the text of a MOT file in degrees: a straight joint is 0, a hip bent backwards negative.

        It has no gap, at the first of which OpenSim would end it: a joint unseen for more than a tenth of the time has
        no column, and a frame in which one of the others is unseen has no row.
        """
        found = self._rows
        names = [
            name
            for side in reversed(SIDES)
            for name in (f"hip_flexion_{side[0]}", f"knee_angle_{side[0]}", f"elbow_flex_{side[0]}")
            if sum(not math.isnan(values[name]) for _, values in found) > (1 - UNSEEN_SHARE) * len(found)
        ]
        rows = [
            (t, row) for t, values in found if names and not any(map(math.isnan, row := [values[n] for n in names]))
        ]
        head = (
            "posecoach",
            "version=1",
            f"nRows={len(rows)}",
            f"nColumns={1 + len(names)}",
            "inDegrees=yes",
            "endheader",
        )
        lines: list[Iterable[object]] = [
            *((line,) for line in head),
            ("time", *names),
            *((f"{t:.4f}", *(f"{value:.3f}" for value in row)) for t, row in rows),
        ]
        return _table(lines)


def _mean_rate(seen: Sequence[TimedPose]) -> float:
    """Frames a second on average; 0 when there are too few to tell."""
    return (len(seen) - 1) / (seen[-1][0] - seen[0][0]) if len(seen) > 1 else 0.0


def _marker_cells(pose: Pose | None) -> list[str]:
    if pose is None:
        return [""] * (3 * len(MARKERS))
    unseen = np.isnan(seen_points(pose, points(pose.xy)))
    metres: NDArray[np.floating] = np.where(unseen[:, None], np.nan, pose.world * _AXES)
    return ["" if math.isnan(value) else f"{value:.5f}" for value in metres[list(MARKERS.values())].flat]


def _coordinates(update: Update) -> dict[str, float]:
    """OpenSim's coordinates from our angles, in which 180 is straight."""
    if update.body is None:
        return {}
    found = {}
    for side in SIDES:
        bent = {joint: 180.0 - update.values.get(f"{joint}_{side}", math.nan) for joint in ("hip", "knee", "elbow")}
        found[f"hip_flexion_{side[0]}"] = math.copysign(bent["hip"], _knee_in_front(update.body, side))
        found[f"knee_angle_{side[0]}"] = bent["knee"]
        found[f"elbow_flex_{side[0]}"] = bent["elbow"]
    return found


def _knee_in_front(body: Body, side: Side) -> float:
    """Pixels by which the knee lies in front of the trunk's line; negative behind it, as when the hip is arched."""
    return ((body.point(lm.KNEE[side]) - body.hip_joint(side)) * body.front(side).conjugate()).real


def _table(rows: Iterable[Iterable[object]]) -> str:
    return "".join("\t".join(map(str, row)) + "\n" for row in rows)
