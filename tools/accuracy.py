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
import json
import math
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))  # the checkout of this script

from posecoach.analysis.extract import extract  # noqa: E402
from posecoach.core.body.pose import Pose, TimedPose, Values  # noqa: E402
from posecoach.core.exercise.bands import Band, bind  # noqa: E402
from posecoach.core.exercise.exercise import HOLD_S, LOWERING_S, Check  # noqa: E402
from posecoach.core.exercise.measures import Measurer  # noqa: E402
from posecoach.core.judging.events import Rep  # noqa: E402
from posecoach.core.judging.rep_tracker import RepTracker  # noqa: E402
from posecoach.exercises.registry import EXERCISES  # noqa: E402
from posecoach.process import quiet_native  # noqa: E402
from posecoach.vision import weights  # noqa: E402 - after the path is set
from posecoach.vision.estimator import PoseEstimator  # noqa: E402
from posecoach.vision.video import probe  # noqa: E402

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

Truth = dict[str, Any]
Numbers = NDArray[np.floating]


@dataclass(frozen=True, slots=True)
class Clip:
    """One clip: its truth, the values of every frame (None = nobody found), and the coach's reps."""

    name: str
    truth: Truth
    values: list[tuple[float, Values | None]]
    reps: list[Rep]

    @property
    def yaw(self) -> float:
        """Degrees that the camera is turned from the side view."""
        return abs(float(self.truth["camera"]["yaw"]))


# -- reading -----------------------------------------------------------------------------------------------


def load_poses(video: Path, folder: Path | None) -> list[TimedPose]:
    """Return the poses of a clip's frames, from the folder if they are saved there."""
    saved = folder / f"{video.stem}.npz" if folder else None
    if saved and saved.exists():
        return list(_unpack(dict(np.load(saved))))
    model = weights.locate(None)
    with quiet_native():
        poses = extract(video, probe(video), lambda: PoseEstimator(model)).poses
    if saved:
        saved.parent.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(saved, **_pack(poses))
    return poses


def _unpack(arrays: dict[str, NDArray[Any]]) -> Iterator[tuple[float, Pose | None]]:
    width, height = (int(length) for length in arrays["size"])
    for i, t in enumerate(map(float, arrays["t"])):
        found = not np.isnan(arrays["xy"][i, 0, 0])
        yield t, Pose(t, arrays["xy"][i], arrays["world"][i], arrays["vis"][i], (width, height)) if found else None


def _pack(poses: list[TimedPose]) -> dict[str, Any]:
    def stack(get: Callable[[Pose], NDArray[np.float32]], shape: tuple[int, ...]) -> NDArray[np.float32]:
        nobody = np.full(shape, np.nan, np.float32)
        return np.stack([get(pose) if pose else nobody for _, pose in poses])

    return {
        "t": np.array([t for t, _ in poses]),
        "xy": stack(lambda pose: pose.xy, (33, 2)),
        "world": stack(lambda pose: pose.world, (33, 3)),
        "vis": stack(lambda pose: pose.visibility, (33,)),
        "size": np.array(next((pose.size for _, pose in poses if pose), (0, 0))),
    }


def measure_clip(video: Path, folder: Path | None) -> Clip:
    """Measure and judge one clip as posecoach does, with its exercise and the person's height."""
    truth = json.loads(video.with_suffix(".truth.json").read_text(encoding="utf-8"))
    exercise = EXERCISES[truth["exercise"]]
    # The coach reports how long a lowering took only as a fault: so make every lowering a fault.
    checks = tuple(replace(c, band=Band(low=math.inf)) if c.measure == LOWERING_S else c for c in exercise.checks)
    coach = RepTracker(replace(exercise, checks=checks))
    measure = Measurer(exercise.measures, 100 * truth["body"]["height_m"])
    values: list[tuple[float, Values | None]] = []
    for t, pose in load_poses(video, folder):
        body, measured = measure(pose) if pose else (None, {})
        values.append((t, measured or None))
        coach.update(t, measured, body)
    coach.finish(values[-1][0])
    return Clip(video.stem, truth, values, coach.reps)


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
