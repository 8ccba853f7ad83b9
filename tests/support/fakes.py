"""Fakes for the outside world: a person drawn as numbers, cameras, small videos, and posecoach as a process.

As a program, ``python tests/support/fakes.py ARGUMENTS`` is posecoach with the stick figure instead of the pose model.
"""

from __future__ import annotations

import math
import os
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import stick_figure

from posecoach.core.body.pose import Frame, Pose

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "sample_videos" / "bridge_good.mp4"
REST_S, MOVE_S, HOLD_S = 2.0, 1.0, 2.0
CYCLE_S = REST_S + 2 * MOVE_S + HOLD_S
"""The stick figure rests, pushes its hips up, holds, and lowers them, again and again."""


def share_up(t: float) -> float:
    """How far the hips are up at a time, 0 to 1."""
    t %= CYCLE_S
    if t < REST_S:
        return 0.0
    t -= REST_S
    if t > MOVE_S + HOLD_S:
        t = CYCLE_S - REST_S - t
    return (1 - math.cos(math.pi * min(1.0, t / MOVE_S))) / 2


def bridging(frame: Frame) -> Pose:
    """Find the stick figure, which does bridges."""
    up = share_up(frame.t)
    return stick_figure.supine(frame.t, hips_cm=10.0 + 19.0 * up, knee_deg=60.0 + 22.0 * up)


def bridging_until(last_s: float) -> Callable[[Frame], Pose]:
    """Find the stick figure, which stays as it is from a time on."""
    return lambda frame: bridging(replace(frame, t=min(frame.t, last_s)))


def nobody(frame: Frame) -> None:
    """Find nobody."""


@contextmanager
def estimator(model: Path, find: Callable[[Frame], Pose | None] = bridging, pause_s: float = 0.0):
    """Open an estimator that needs no model; `pause_s` is what a frame takes it."""

    def slow(frame: Frame) -> Pose | None:
        time.sleep(pause_s)
        return find(frame)

    yield slow if pause_s else find


def picture(number: int = 0, size: tuple[int, int] = (160, 120)) -> np.ndarray:
    """A picture of noise, different for each number."""
    return (
        np.random.default_rng(number)
        .integers(0, 255, (size[1] // 8, size[0] // 8, 3), np.uint8)
        .repeat(8, 0)
        .repeat(8, 1)
    )


def video(
    path: Path,
    seconds: float = 4.0,
    fps: int = 10,
    *,
    sound: bool = False,
    picture_too: bool = True,
    size: tuple[int, int] = (160, 120),
) -> Path:
    """Write a small mp4."""
    with av.open(str(path), "w") as container:
        film = container.add_stream("libx264", rate=fps, options={"g": "5"}) if picture_too else None
        noise = container.add_stream("aac", rate=16000, layout="mono") if sound else None
        if film:
            film.width, film.height, film.pix_fmt = *size, "yuv420p"
            for i in range(round(seconds * fps)):
                container.mux(film.encode(av.VideoFrame.from_ndarray(picture(i, size), format="bgr24")))
            container.mux(film.encode(None))
        if noise:
            samples = av.AudioFrame.from_ndarray(np.zeros((1, 16000), np.float32), format="fltp", layout="mono")
            samples.sample_rate = 16000
            container.mux(noise.encode(samples))
            container.mux(noise.encode(None))
    return path


class Pictures:
    """A camera that gives frames as fast as they are taken, but for a pause that lets other threads work, then ends."""

    def __init__(self, times: Iterable[float], *, end: Callable[[], None] = lambda: None, pause_s: float = 0.0) -> None:
        self._times, self._end, self._pause_s = deque(times), end, pause_s
        self.state = "live"
        self.status_text = ""

    def latest(self, timeout_s: float) -> Frame | None:
        if not self._times:
            self._end()
            self.state = "ended"
            return None
        time.sleep(self._pause_s)
        return Frame(t := self._times.popleft(), picture(round(t * 1000)))


def steady(seconds: float, fps: float = 15.0, start_s: float = 0.0) -> list[float]:
    return [start_s + i / fps for i in range(round(seconds * fps))]


def posecoach(*arguments: object, model: bool = False, **options) -> subprocess.Popen[str]:
    """Start posecoach as a process; without `model`, the stick figure stands for it."""
    program = ["-m", "posecoach"] if model else [str(Path(__file__))]
    words = [sys.executable, *program, *map(str, arguments)]
    env = os.environ | {"PYTHONPATH": str(ROOT)} | options.pop("env", {})
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | options
    return subprocess.Popen(words, text=True, env=env, **pipes)


def finish(process: subprocess.Popen[str], within_s: float = 60.0) -> tuple[int, str, str]:
    """Wait for its end: exit code, standard output and error."""
    try:
        out, err = process.communicate(timeout=within_s)
    finally:
        process.kill()
    return process.returncode, out or "", err or ""


def main() -> None:
    from functools import partial

    from posecoach.process import Stop

    stop = Stop()
    stop.listen()
    from posecoach.cli.app import run
    from posecoach.cli.options import AppContext

    pause_s = float(os.environ.get("FRAME_TAKES_S", "0"))
    history = Path(os.environ["HISTORY"]) if "HISTORY" in os.environ else None
    code = run(sys.argv[1:], AppContext(stop, partial(estimator, pause_s=pause_s), history is None, history))
    stop.ignore_signals()
    sys.exit(code)


if __name__ == "__main__":
    main()
