"""Compares posecoach's measures with the truth: prints the Markdown tables of docs/accuracy.md.

    python tools/accuracy.py CLIPS [--landmarks FOLDER]

CLIPS is a folder of NAME.mp4 files, each with its truth in NAME.truth.json beside it::

    {"exercise": "bridge",                  id of the exercise
     "near_side": "left",                   side of the body near the camera
     "camera": {"yaw": 11.4},               degrees that the camera is turned from an exact side view
     "body": {"height_m": 1.82},
     "reps": [{"hold_start": 3.06, "hold_end": 13.86, "start": 1.6,   seconds
               "side": null,                side of the raised leg, null = none
               "faults": ["hips_low"],      the acted faults
               "maybe": []}],               codes that count neither as right nor as wrong; "*" = all
     "frames": [{"t": 0.0,                  seconds
                 "angles": {"hip_left": 110.6, ...},   three-point angles of hip, knee, elbow and shoulder of both
                                            sides in degrees, 180 = straight; hip and knee in the sagittal plane
                 "heel_height_left_m": 0.0, "heel_height_right_m": 0.0,   lowest point of the foot above the floor
                 "hip_height_m": 0.1, "trunk_pitch_deg": 2.0}]}

With --landmarks, the landmarks of NAME.mp4 are saved in FOLDER/NAME.npz and read from there the next time.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))  # the checkout of this script

from accuracy_clips import Clip, Truth, measure_clip  # noqa: E402

from posecoach.core.exercise.bands import Band, bind  # noqa: E402
from posecoach.core.exercise.exercise import HOLD_S, LOWERING_S, Check  # noqa: E402
from posecoach.exercises.registry import EXERCISES  # noqa: E402

YAW_EDGES = (0.0, 7.0, 15.0, 24.0, 31.0)
"""Edges between the groups of clips: how far the camera is turned, in degrees."""
THIN_MARGIN = {"deg": 5.0, "cm": 2.0, "s": 0.5}
"""A smaller margin is thin: about the error of the measure itself."""
UNIT_SIGNS = {"deg": "°", "cm": " cm", "s": " s"}
JOINTS = ("hip", "knee", "elbow", "shoulder")
ON_BACK = ("bridge", "double_knee_lift", "leg_lift")
LYING_POSE = {**dict.fromkeys(ON_BACK, "on the back"), "press_up": "face down"}
LIFTED_CM = 2.0
"""A higher heel does not rest on the floor."""

Numbers = NDArray[np.floating]


# -- errors against the truth ------------------------------------------------------------------------------


def compare_with_truth(clip: Clip) -> Iterator[tuple[str, str, float, float]]:
    """Yield (name, unit, measured, true) of every frame and measure; NaN = not measured."""
    side, lying = clip.truth["near_side"], LYING_POSE.get(clip.truth["exercise"])
    frames = clip.truth["frames"]
    times = [frame["t"] for frame in frames]
    true = {f"{joint}_{side}": [f["angles"][f"{joint}_{side}"] for f in frames] for joint in JOINTS}
    true["trunk_pitch"] = [f["trunk_pitch_deg"] for f in frames]
    true["hip_height_cm"] = [100 * f["hip_height_m"] for f in frames]
    heel = f"heel_height_{side}_cm"
    if lying:
        true[heel] = [100 * f[f"heel_height_{side}_m"] for f in frames]
    names = {f"{joint}_{side}": f"{joint} angle" for joint in JOINTS} | {
        "trunk_pitch": "trunk pitch",
        "hip_height_cm": f"hip height, {lying or 'on hands and knees or standing'}",
    }
    for t, measured in clip.values:
        for key, track in true.items():
            at = float(np.interp(t, times, track))
            name = names.get(key) or f"heel height, {lying}, {'lifted' if at > LIFTED_CM else 'at rest'}"
            yield name, "cm" if key.endswith("_cm") else "deg", (measured or {}).get(key, math.nan), at


def error_table(clips: list[Clip]) -> Iterator[str]:
    """Yield the lines of the error table, by measure and turn of the camera."""
    errors: dict[tuple[str, str], list[tuple[float, Numbers]]] = defaultdict(list)
    for clip in clips:
        of_clip: dict[tuple[str, str], list[float]] = defaultdict(list)
        for name, unit, measured, true in compare_with_truth(clip):
            of_clip[name, unit].append(measured - true)
        for key, off in of_clip.items():
            errors[key].append((clip.yaw, np.array(off)))
    yield "| measure | camera turned by | clips | frames | measured | mean error | bias | 95 % within |"
    yield "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |"
    for (measure, unit), of_clips in sorted(errors.items(), key=lambda item: (item[0][1] == "cm", item[0][0])):
        groups = [("all", 0.0, math.inf)]
        groups += [(f"{a:.0f}-{b:.0f}°", a, b) for a, b in pairwise(YAW_EDGES)]
        for label, low, high in groups:
            if group := [off for yaw, off in of_clips if low <= yaw < high]:
                yield f"| {measure} | {label} | {len(group)} | {_errors(np.concatenate(group), UNIT_SIGNS[unit])} |"


def _errors(off: Numbers, sign: str) -> str:
    known = off[~np.isnan(off)]
    if not len(known):
        return f"{len(off)} | 0% | - | - | -"
    mean, bias, most = np.mean(np.abs(known)), np.mean(known), np.percentile(np.abs(known), 95)
    return f"{len(off)} | {len(known) / len(off):.0%} | {mean:.1f}{sign} | {bias:+.1f}{sign} | {most:.1f}{sign}"


# -- margins of the checks ---------------------------------------------------------------------------------


def hold_values(clip: Clip, rep: Truth, check: Check) -> list[float]:
    """Return the values of a check's measure during one true hold; for times, the single value that the coach takes."""
    if check.measure in (HOLD_S, LOWERING_S):
        found = [r for r in clip.reps if r.hold_start_s < rep["hold_end"] and rep["hold_start"] < r.hold_end_s]
        if check.measure == HOLD_S:
            return [r.hold_s for r in found]
        return [fault.value for r in found for fault in r.faults if fault.code == check.code]
    key = bind(check.measure, rep["side"])

    def between(start_s: float, end_s: float) -> list[float]:
        values = [measured[key] for t, measured in clip.values if measured and start_s <= t <= end_s]
        return [value for value in values if not math.isnan(value)]

    rest = between(rep["start"] - 1.0, rep["start"]) if check.from_start else [0.0]
    base = float(np.median(rest)) if rest else math.nan
    return [value - base for value in between(rep["hold_start"], rep["hold_end"])]


def percentile_range(values: list[float]) -> tuple[float, float]:
    """Return the 5th and the 95th percentile; NaN without values."""
    return (float(np.percentile(values, 5)), float(np.percentile(values, 95))) if values else (math.nan, math.nan)


def margins(band: Band, good: tuple[float, float], bad: tuple[float, float]) -> tuple[float, float]:
    """Return how far good values are inside the band, and faulty ones outside it; negative = on the wrong side."""
    beyond = (band.low - bad[1], bad[0] - band.high)
    return min(good[0] - band.low, band.high - good[1]), math.nan if math.isnan(bad[0]) else max(beyond)


def margin_table(clips: list[Clip]) -> Iterator[str]:
    """Yield the lines of the margin table, by exercise and check, then of the list of thin margins."""
    thin: list[str] = []
    yield "| exercise | check | measure | band | good clips | other faults | this fault | good inside / faulty beyond |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- |"
    for exercise in EXERCISES.values():
        for check in exercise.checks:
            pools: dict[str, list[float]] = {"good": [], "other": [], "bad": []}
            for clip in (c for c in clips if c.truth["exercise"] == exercise.id and check.during != "moving"):
                for rep in clip.truth["reps"]:
                    if pool := _pool(rep, check.code):
                        pools[pool] += hold_values(clip, rep, check)
            good, other, bad = (percentile_range(pools[key]) for key in ("good", "other", "bad"))
            inside, beyond = margins(check.band, good, bad)
            for margin, what in ((inside, "good inside"), (beyond, "faulty beyond")):
                if margin < THIN_MARGIN[check.unit]:
                    thin.append(f"- {exercise.id}, `{check.code}`: {what} by {margin:.1f}{UNIT_SIGNS[check.unit]}")
            if any(pools.values()):
                ranges = " | ".join(_range(*each) for each in ((check.band.low, check.band.high), good, other, bad))
                both = f"{inside:.1f} / {beyond:.1f}{UNIT_SIGNS[check.unit]}".replace("nan", "-")
                yield f"| {exercise.id} | `{check.code}` | {check.measure} | {ranges} | {both} |"
    yield ""
    yield (
        "Thin margins (below "
        + ", ".join(f"{least:g}{UNIT_SIGNS[unit]}" for unit, least in THIN_MARGIN.items())
        + "):\n"
    )
    yield from thin or ["none"]


def _pool(rep: Truth, code: str) -> str | None:
    """Return whether an attempt is good, has this fault or another one; None = unknown."""
    if code in rep["faults"]:
        return "bad"
    if code in rep["maybe"] or "*" in rep["maybe"]:
        return None
    return "other" if rep["faults"] else "good"


def _range(low: float, high: float) -> str:
    if math.isnan(low):
        return "-"
    if math.isinf(low) or math.isinf(high):
        return f"at most {high:g}" if math.isinf(low) else f"at least {low:g}"
    return f"{low:.1f} to {high:.1f}"


def main() -> None:
    """Measure all clips, then print both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clips", type=Path, help="folder of NAME.mp4 and NAME.truth.json")
    parser.add_argument("--landmarks", type=Path, help="folder for the landmarks, saved between runs")
    given = parser.parse_args()
    videos = sorted(v for v in given.clips.glob("*.mp4") if v.with_suffix(".truth.json").exists())
    if not videos:
        parser.error(f"{given.clips} has no NAME.mp4 with NAME.truth.json beside it")
    clips = []
    for video in videos:
        print(f"{video.name} ...", file=sys.stderr)
        clips.append(measure_clip(video, given.landmarks))
    for line in (*error_table(clips), "", *margin_table(clips)):
        print(line)


if __name__ == "__main__":
    main()
