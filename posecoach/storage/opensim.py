"""Files for OpenSim: markers as TRC and joint angles as MOT.

OpenSim's axes are X forward, Y up, Z to the right, in a right-handed system. For a body seen from the side, X points to
the right of the image, so that Z points out of the image towards the camera.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from posecoach.core.body import landmarks as lm
from posecoach.core.body.body import Body, seen_points
from posecoach.core.body.geometry import points
from posecoach.core.body.landmarks import SIDES, Side
from posecoach.core.body.pose import Pose, TimedPose
from posecoach.core.judging.events import Update
from posecoach.storage.spooled_rows import SpooledRows

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
"""Marker -> landmark, right side first; the names are those of Pose2Sim's marker sets for OpenSim."""
_AXES = np.array([1.0, -1.0, -1.0])
"""Signs that turn (x right, y down, z away from the camera) into (X right, Y up, Z towards the camera)."""
_TRC_NAME = "posecoach.trc"
"""The format repeats a file name in the file; no reader uses it."""
_COORDINATES = [
    name
    for side in reversed(SIDES)
    for name in (f"hip_flexion_{side[0]}", f"knee_angle_{side[0]}", f"elbow_flex_{side[0]}")
]
"""OpenSim's names of the joint angles, right side first."""
_ANGLES = np.dtype([(name, "<f8") for name in ("t", *_COORDINATES)])
UNSEEN_SHARE = 0.1
"""A joint that is not visible in a larger share of the frames gets no column in the MOT file."""


def trc_lines(seen: Sequence[TimedPose], fps: float | None = None) -> Iterator[str]:
    """Return the lines of a TRC file: the world landmarks as markers, in metres from the middle of the hips.

    Times are those of the frames and may be uneven; `DataRate` is the mean rate. A marker that is hidden or outside the
    image is blank.

    Parameters
    ----------
    seen : sequence of (float, Pose or None)
        Time in seconds and pose of each frame.
    fps : float, optional
        The camera's frame rate according to its file; None = the mean rate.
    """
    rate = f"{_mean_rate(seen):.3f}"
    camera_rate = f"{fps:.3f}" if fps else rate
    header = {
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
        header,
        header.values(),
        ("Frame#", "Time", *(cell for name in MARKERS for cell in (name, "", ""))),
        ("", "", *(f"{axis}{number}" for number in numbers for axis in "XYZ")),
        (),
    ]
    # OpenSim ignores a cell without a following tab, so each cell has one, blank or not
    rows = ((number, f"{t:.4f}", *_marker_cells(pose), "") for number, (t, pose) in enumerate(seen, 1))
    return _lines(chain(lines, rows))


class JointAngleLog:
    """Collects the joint angles of hips, knees and elbows, with the names and signs of OpenSim's models."""

    def __init__(self) -> None:
        self._rows = SpooledRows(_ANGLES)

    def update(self, update: Update) -> None:
        """Store the angles of one frame."""
        coordinates = _coordinates(update)
        if coordinates:
            self._rows.append(np.array((update.t, *(coordinates[name] for name in _COORDINATES)), _ANGLES))

    def lines(self) -> Iterator[str]:
        """Return the lines of a MOT file in degrees: a straight joint is 0, a hip bent backwards negative.

        It has no gaps, because OpenSim stops reading at the first: a joint that is not visible in more than a tenth of
        the frames has no column, and a frame in which one of the other joints is not visible has no row.
        """
        seen = {
            name: sum(int((~np.isnan(block[name])).sum()) for block in self._rows.blocks()) for name in _COORDINATES
        }
        names = [name for name in _COORDINATES if seen[name] > (1 - UNSEEN_SHARE) * len(self._rows)]
        header = (
            "posecoach",
            "version=1",
            f"nRows={sum(1 for _ in self._whole(names))}",
            f"nColumns={1 + len(names)}",
            "inDegrees=yes",
            "endheader",
        )
        rows = ((f"{t:.4f}", *(f"{value:.3f}" for value in row)) for t, *row in self._whole(names))
        return _lines(chain(((line,) for line in header), [("time", *names)], rows))

    def _whole(self, names: Sequence[str]) -> Iterator[tuple[float, ...]]:
        """Yield the times and angles of the frames in which all these joints are visible."""
        for block in self._rows.blocks() if names else ():
            rows = zip(*(block[name].tolist() for name in ("t", *names)), strict=True)
            yield from (row for row in rows if not any(map(math.isnan, row)))


def _mean_rate(seen: Sequence[TimedPose]) -> float:
    """Return the average frames per second; 0 when there are fewer than two frames."""
    return (len(seen) - 1) / (seen[-1][0] - seen[0][0]) if len(seen) > 1 else 0.0


def _marker_cells(pose: Pose | None) -> list[str]:
    if pose is None:
        return [""] * (3 * len(MARKERS))
    unseen = np.isnan(seen_points(pose, points(pose.xy)))
    metres: NDArray[np.floating] = np.where(unseen[:, None], np.nan, pose.world * _AXES)
    return ["" if math.isnan(value) else f"{value:.5f}" for value in metres[list(MARKERS.values())].flat]


def _coordinates(update: Update) -> dict[str, float]:
    """Convert our angles, where 180 degrees is straight, to OpenSim's coordinates."""
    if update.body is None:
        return {}
    found = {}
    for side in SIDES:
        flexion = {joint: 180.0 - update.values.get(f"{joint}_{side}", math.nan) for joint in ("hip", "knee", "elbow")}
        found[f"hip_flexion_{side[0]}"] = math.copysign(flexion["hip"], _knee_in_front(update.body, side))
        found[f"knee_angle_{side[0]}"] = flexion["knee"]
        found[f"elbow_flex_{side[0]}"] = flexion["elbow"]
    return found


def _knee_in_front(body: Body, side: Side) -> float:
    """Return the pixels by which the knee is in front of the trunk's line; negative behind it (arched hip)."""
    return ((body.point(lm.KNEE[side]) - body.hip_joint(side)) * body.front(side).conjugate()).real


def _lines(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    return ("\t".join(map(str, row)) + "\n" for row in rows)
