"""Times `posecoach analyze` on a recorded video against a plain loop, and each step of it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench_row import Row, median

from posecoach.analysis.analyze import analyze
from posecoach.analysis.extract import count_cores
from posecoach.analysis.settings import AnalysisSettings
from posecoach.exercises.registry import EXERCISES
from posecoach.process import quiet_native
from posecoach.vision import weights

ROOT = Path(__file__).parents[1]
RATIO = 1.8
"""How much faster than the plain loop it must be on two cores, which allow at most 2."""
HEIGHT_CM = 170.0


def run(video: Path, model: Path, rounds: int, print_line: Callable[[str], None]) -> list[Row]:
    """Measure one video in some rounds.

    Parameters
    ----------
    video, model : Path
        The video, and the pose model.
    rounds : int
        How often each program runs; they take turns, so that a busy machine slows both.
    print_line : callable
        Prints a line about the progress.
    """
    plain: list[tuple[float, float]] = []
    ours: list[tuple[float, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        loop = [sys.executable, ROOT / "tools" / "plain_loop.py", video, model, f"{folder}/plain.mp4"]
        analyse = [sys.executable, "-m", "posecoach", "analyze", video, "--model", model, "-o", folder]
        for number in range(rounds):
            plain.append(_timed(loop))
            ours.append(_timed(analyse))
            print_line(
                f"recorded, round {number + 1} of {rounds}, wall (processor) time: plain loop "
                f"{plain[-1][0]:.1f} ({plain[-1][1]:.1f}) s, posecoach {ours[-1][0]:.1f} ({ours[-1][1]:.1f}) s"
            )
        steps = _steps(video, model, Path(folder))
    ratios = [a[0] / b[0] for a, b in zip(plain, ours, strict=True)]
    work = [b[1] / a[1] if a[1] else float("nan") for a, b in zip(plain, ours, strict=True)]
    loop_s, ours_s = median([wall for wall, _ in plain]), median([wall for wall, _ in ours])
    note = f"plain {loop_s:.1f} s, posecoach {ours_s:.1f} s, {count_cores()} cores"
    limit = f"so {count_cores()} idle cores could at best give {count_cores() / median(work):.2f} times"
    return [
        Row("recorded", "analyze, times faster than the plain loop", median(ratios), RATIO, True, note),
        Row("recorded", "  processor time, times the plain loop's", median(work), note=limit),
        *steps,
    ]


def _timed(command: list[object]) -> tuple[float, float]:
    """Run a command; return its wall and processor time in seconds."""
    places = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(places)}
    before = os.times()
    subprocess.run([str(word) for word in command], check=True, capture_output=True, env=environment)
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return after.elapsed - before.elapsed, used


def _steps(video: Path, model: Path, folder: Path) -> list[Row]:
    """Return the wall time per frame of each step of an analysis, from its progress."""
    first: dict[str, float] = {}
    last: dict[str, float] = {}
    frames = dict.fromkeys(("Watching", "Drawing"), 0)

    def progress(step: str, done: int, total: int | None) -> None:
        first.setdefault(step, time.perf_counter())
        last[step] = time.perf_counter()
        frames[step] += done

    with quiet_native():
        analyze(
            video,
            AnalysisSettings(tuple(EXERCISES.values()), HEIGHT_CM, model, weights.describe(model), folder),
            progress,
        )
    ms = 1000 / max(1, frames["Watching"])
    return [
        Row("recorded", f"  {what}, ms per frame", seconds * ms, note=why)
        for what, seconds, why in (
            ("finding the poses", last["Watching"] - first["Watching"], f"{count_cores()} threads"),
            ("judging, JSON and table", first["Drawing"] - last["Watching"], f"as {len(EXERCISES)} exercises"),
            ("drawing and writing the video", last["Drawing"] - first["Drawing"], f"{frames['Drawing']} frames"),
        )
    ]
