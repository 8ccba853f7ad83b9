"""The short measurements: what a frame costs, step by step, and how soon `--help` answers."""

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

from bench_row import Row, median, share

from posecoach.core.judging.coach import Coach
from posecoach.exercises.registry import EXERCISES
from posecoach.feedback.overlay.overlay import Overlay
from posecoach.process import quiet_native
from posecoach.storage.video_writer import VideoWriter
from posecoach.vision.estimator import PoseEstimator
from posecoach.vision.video import VideoFile

ROOT = Path(__file__).parents[1]
FRAME_MS = 3.0
"""What everything but inference and drawing may take: a tenth of a frame at 30 a second."""
HELP_S = 0.4
"""A command line that answers within this feels immediate."""
HELP_RUNS = 5
SETTLE = 10
"""Frames at the start that are not counted: libraries and fonts are loaded with the first ones."""


def run_core(video: Path, model: Path, seconds: float) -> list[Row]:
    """Time the steps of a frame, one after another on one thread, over a video's first seconds."""
    spent: dict[str, list[float]] = {}

    def timed(step: str, work: Callable[..., Any], *given: Any) -> Any:
        begun = time.perf_counter()
        result = work(*given)
        spent.setdefault(step, []).append(1000 * (time.perf_counter() - begun))
        return result

    with quiet_native(), ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        film = stack.enter_context(VideoFile(video, threads=1))
        out = stack.enter_context(VideoWriter(Path(folder) / "out.mp4", (film.width, film.height), fps_hint=film.fps))
        find = stack.enter_context(PoseEstimator(model))
        judge, overlay, frames = Coach(*EXERCISES.values()), Overlay(), film.frames(0.0, seconds)
        while (frame := timed("decode", next, frames, None)) is not None:
            pose = timed("find", find, frame)
            update = timed("judge", judge, frame.t, pose)
            picture = timed("draw", overlay.draw, frame.image, update)
            timed("encode", out.write, picture, frame.t)
    names = {
        "judge": "measures, coaches and recognition, ms a frame",
        "find": "  finding the pose, ms",
        "draw": f"  drawing on {film.width}x{film.height}, ms",
        "decode": "  decoding, ms",
        "encode": "  encoding, ms",
    }
    return [
        Row(
            "core",
            name,
            median(spent[step][SETTLE:]),
            FRAME_MS if step == "judge" else None,
            note=f"p95 {share(spent[step][SETTLE:], 95):.1f}",
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
        begun = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True, env=environment)
        times.append(time.perf_counter() - begun)
    return [Row("help", "posecoach --help, s", median(times), HELP_S, note=f"best of {HELP_RUNS}: {min(times):.2f}")]
