"""How far angles and heights are off in every frame, by measure and by how far the camera is turned."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from truth.clips import Clip
from truth.conditions import YAW_EDGES_DEG, band
from truth.markdown import number, table
from truth.true_values import SUPINE

JOINTS = ("hip", "knee", "elbow", "shoulder")
LIFTED_CM = 2.0
"""A higher heel does not rest on the floor."""
TURNED_DEG = 20.0
"""The text sums up the errors up to this turn of the camera and beyond it."""

Numbers = NDArray[np.floating]
Key = tuple[str, str]
"""Name of a measure, and its unit."""


@dataclass(frozen=True, slots=True)
class Errors:
    """Measured minus true values of some frames; NaN = not measured."""

    off: Numbers

    @property
    def known(self) -> Numbers:
        """Those of the measured frames."""
        return self.off[~np.isnan(self.off)]

    @property
    def mean(self) -> float:
        """Mean size."""
        return float(np.mean(np.abs(self.known))) if len(self.known) else math.nan

    @property
    def bias(self) -> float:
        """Mean, with its sign."""
        return float(np.mean(self.known)) if len(self.known) else math.nan

    @property
    def most(self) -> float:
        """The size within which 95 % lie."""
        return float(np.percentile(np.abs(self.known), 95)) if len(self.known) else math.nan

    @property
    def share(self) -> float:
        """Share of the frames that were measured."""
        return len(self.known) / len(self.off) if len(self.off) else math.nan


class FrameErrors:
    """The errors of all frames of some clips.

    Parameters
    ----------
    clips : sequence of Clip
        Those without a truth of each frame are left out.
    """

    def __init__(self, clips: Sequence[Clip]) -> None:
        self._by_clip: dict[Key, list[tuple[float, Numbers]]] = defaultdict(list)
        for clip in clips:
            of_clip: dict[Key, list[float]] = defaultdict(list)
            for key, off in _errors(clip):
                of_clip[key].append(off)
            for key, values in of_clip.items():
                self._by_clip[key].append((clip.yaw, np.array(values)))

    def of(self, key: Key, low_deg: float = 0.0, high_deg: float = math.inf) -> tuple[int, Errors]:
        """Return the number of clips, and their errors, for the clips turned from `low_deg` to below `high_deg`."""
        group = [off for yaw, off in self._by_clip.get(key, []) if low_deg <= yaw < high_deg]
        return len(group), Errors(np.concatenate(group) if group else np.array([]))

    def table(self) -> list[str]:
        """Return the table by measure and turn of the camera."""
        rows: list[list[object]] = []
        bands = [
            ("all", 0.0, math.inf),
            *((band(a, YAW_EDGES_DEG, "°") or "", a, b) for a, b in pairwise(YAW_EDGES_DEG)),
        ]
        for key in sorted(self._by_clip, key=lambda key: (key[1] == "cm", key[0])):
            for label, low, high in bands:
                clips, errors = self.of(key, low, high)
                if clips:
                    rows.append([key[0], label, clips, len(errors.off), f"{errors.share:.0%}", *_cells(errors, key[1])])
        columns = ("measure", "camera turned by", "clips", "frames", "measured", "mean error", "bias", "95 % within")
        return table(columns, rows, words=2)


def _cells(errors: Errors, unit: str) -> tuple[str, str, str]:
    return number(errors.mean, unit), number(errors.bias, unit, signed=True), number(errors.most, unit)


def _errors(clip: Clip) -> Iterator[tuple[Key, float]]:
    """Yield the measure and its error, for each measure of every frame; NaN = not measured."""
    if not clip.frames:
        return
    times = [frame["t"] for frame in clip.frames]
    true = _true_tracks(clip)
    for frame in clip.seen:
        for key, (name, unit, track) in true.items():
            at = float(np.interp(frame.t, times, track))
            full = f"{name}, {'lifted' if at > LIFTED_CM else 'at rest'}" if name.startswith("heel") else name
            yield (full, unit), frame.values.get(key, math.nan) - at


def _true_tracks(clip: Clip) -> dict[str, tuple[str, str, list[float]]]:
    """Return the name, unit and true values over time of each measure, by its key in a frame."""
    side, frames, lying = clip.truth["near_side"], clip.frames, _posture(clip)
    tracks: dict[str, tuple[str, str, list[float]]] = {
        f"{joint}_{side}": (f"{joint} angle", "deg", [frame["angles"][f"{joint}_{side}"] for frame in frames])
        for joint in JOINTS
    }
    tracks["trunk_pitch"] = ("trunk pitch", "deg", [frame["trunk_pitch_deg"] for frame in frames])
    where = lying or "on hands and knees or standing"
    tracks["hip_height_cm"] = (f"hip height, {where}", "cm", [100 * frame["hip_height_m"] for frame in frames])
    if lying:
        heels = [100 * frame[f"heel_height_{side}_m"] for frame in frames]
        tracks[f"heel_height_{side}_cm"] = (f"heel height, {lying}", "cm", heels)
    return tracks


def _posture(clip: Clip) -> str | None:
    exercise = clip.truth["exercise"]
    if exercise in SUPINE:
        return "on the back"
    return "face down" if exercise == "press_up" else None


def in_words(errors: FrameErrors) -> Iterator[str]:
    """Yield what the table says about each measure, as items of a list."""
    for name in ("hip angle", "knee angle", "trunk pitch", "elbow angle", "shoulder angle"):
        yield _item(errors, (name, "deg"), name.capitalize())
    for posture in ("at rest", "lifted"):
        yield _item(errors, (f"heel height, on the back, {posture}", "cm"), f"Heel height on the back, {posture}")
    for posture in ("on the back", "face down", "on hands and knees or standing"):
        yield _item(errors, (f"hip height, {posture}", "cm"), f"Hip height {posture}")


def _item(errors: FrameErrors, key: Key, name: str) -> str:
    parts: list[str] = []
    for low, high, where in ((0.0, TURNED_DEG, "up to"), (TURNED_DEG, math.inf, "beyond")):
        clips, found = errors.of(key, low, high)
        if clips:
            mean, most = number(found.mean, key[1]), number(found.most, key[1])
            parts.append(f"{mean} on average {where} a turn of {TURNED_DEG:.0f}° (95 % within {most})")
    return f"- **{name}:** " + (", ".join(parts) or "not measured in these clips") + "."
