"""The short measurements: the time of each step of a frame, and of `--help`."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bench_row import Row, median, percentile

from posecoach.core.judging.coach import Coach
from posecoach.exercises.registry import EXERCISES
from posecoach.feedback.overlay.overlay import Overlay
from posecoach.process import quiet_native
from posecoach.storage.video_writer import VideoWriter
from posecoach.vision.estimator import PoseEstimator
from posecoach.vision.video import VideoFile

ROOT = Path(__file__).parents[1]
FRAME_MS = 3.0
"""Longest time for everything but inference and drawing: a tenth of a frame at 30 frames per second."""
HELP_S = 0.4
"""A command line that answers within this feels immediate."""
HELP_RUNS = 5
WARM_UP_FRAMES = 10
"""The first frames load libraries and fonts; they do not count."""


def run_core(video: Path, model: Path, seconds: float) -> list[Row]:
    """Time the steps of a frame, one after another on one thread, for the first seconds of a video."""
    spent: dict[str, list[float]] = {}

    def measure(step: str, work: Callable[..., Any], *given: Any) -> Any:
        began = time.perf_counter()
        result = work(*given)
        spent.setdefault(step, []).append(1000 * (time.perf_counter() - began))
        return result

    with quiet_native(), ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        source = stack.enter_context(VideoFile(video, threads=1))
        out = stack.enter_context(
            VideoWriter(Path(folder) / "out.mp4", (source.width, source.height), fps_hint=source.fps)
        )
        find = stack.enter_context(PoseEstimator(model))
        coach, overlay, frames = Coach(*EXERCISES.values()), Overlay(), source.frames(0.0, seconds)
        while (frame := measure("decode", next, frames, None)) is not None:
            pose = measure("find", find, frame)
            update = measure("judge", coach.step, frame.t, pose)
            image = measure("draw", overlay.draw, frame.image, update)
            measure("encode", out.write, image, frame.t)
    return _core_rows(spent, f"{source.width}x{source.height}")


def _core_rows(spent: dict[str, list[float]], size: str) -> list[Row]:
    """Report the median and the 95th percentile of each step."""
    names = {
        "judge": "measures, coaches and recognition, ms per frame",
        "find": "  finding the pose, ms",
        "draw": f"  drawing on {size}, ms",
        "decode": "  decoding, ms",
        "encode": "  encoding, ms",
    }
    return [
        Row(
            "core",
            name,
            median(spent[step][WARM_UP_FRAMES:]),
            FRAME_MS if step == "judge" else None,
            note=f"p95 {percentile(spent[step][WARM_UP_FRAMES:], 95):.1f}",
        )
        for step, name in names.items()
    ]


def run_help() -> list[Row]:
    """Time `posecoach --help` from start to end."""
    times = []
    places = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(places)}
    command = [sys.executable, "-m", "posecoach", "--help"]
    for _ in range(HELP_RUNS):
        began = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True, env=environment)
        times.append(time.perf_counter() - began)
    return [Row("help", "posecoach --help, s", median(times), HELP_S, note=f"best of {HELP_RUNS}: {min(times):.2f}")]
