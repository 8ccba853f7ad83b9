"""Clusters for tests: their processes, videos that an estimator tells apart, and an estimator that some of them kill.

``python -c 'import cluster; cluster.main()' ARGUMENTS`` is posecoach with that estimator. It is no program of its own,
since what travels to a worker must come from a module that the worker can import.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import fakes

from posecoach.core.body.pose import Frame, Pose

SUPPORT = Path(__file__).parent
BEGUN = "BEGUN"
"""Variable that names the file with a line for each video that was begun."""
FRAME_TAKES_S = "FRAME_TAKES_S"
"""Variable with what a frame takes the estimator."""
HEIGHT_PX = 64
POISON, HANG = 60, 61
"""Numbers of the videos that kill the process which analyses them, and that hang it; pictures are 640 px at most."""


def video(folder: Path, number: int, seconds: float = 1.0, name: str = "") -> Path:
    """Write a video whose number shows in the width of its pictures."""
    return fakes.video(folder / f"{name or f'v{number:02d}'}.mp4", seconds, size=(HEIGHT_PX + 8 * number, HEIGHT_PX))


def archive(folder: Path, videos: int, seconds: float = 1.0) -> Path:
    """Write a folder of videos with the numbers from 0."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(videos):
        video(folder, number, seconds)
    return folder


@contextmanager
def estimator(model: Path) -> Iterator[Callable[[Frame], Pose]]:
    """Open an estimator that finds the stick figure, notes which video it is in, and dies or hangs in some."""
    pause_s = float(os.environ.get(FRAME_TAKES_S, "0"))
    new = True

    def find(frame: Frame) -> Pose:
        nonlocal new
        if new:
            begin((frame.image.shape[1] - HEIGHT_PX) // 8)
        new = False
        time.sleep(pause_s)
        return fakes.bridging(frame)

    yield find


def begin(number: int) -> None:
    """Note that a video is begun; then the bad ones show what they are."""
    with Path(os.environ[BEGUN]).open("a") as file:  # short lines are appended whole
        file.write(f"{number} {os.getpid()}\n")
    if number == POISON:
        os.kill(os.getpid(), signal.SIGKILL)
    if number == HANG:
        time.sleep(3600)


def begun(file: Path) -> Counter[int]:
    """Return how often each video was begun."""
    return Counter(int(line.split()[0]) for line in file.read_text().splitlines()) if file.exists() else Counter()


def main() -> None:
    from posecoach.process import Stop

    stop = Stop()
    stop.listen()
    from posecoach.cli.app import run
    from posecoach.cli.options import AppContext

    code = run(sys.argv[1:], AppContext(stop, estimator))
    stop.ignore_signals()
    sys.exit(code)
