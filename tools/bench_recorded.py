"""Times `posecoach analyze` on recorded videos against a plain loop, and each step of it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from bench_clips import make_clip
from bench_row import Row, median

from posecoach.analysis.analyze import analyze
from posecoach.analysis.settings import AnalysisSettings
from posecoach.exercises.registry import EXERCISES
from posecoach.process import quiet_native
from posecoach.process.cores import count_cores
from posecoach.vision import weights

ROOT = Path(__file__).parents[1]
HEIGHT_CM = 170.0


class Case(NamedTuple):
    """A kind of recording, and how many times faster than the plain loop its analysis must be on two cores.

    `with_film` is the target with the annotated video, `without` that of ``--no-video``; None = only told.
    """

    size: tuple[int, int]
    fps: float
    with_film: float
    without: float | None = None

    @property
    def name(self) -> str:
        """Its height in pixels, and its frames per second."""
        return f"{self.size[1]}p{self.fps:g}"


CASES = (
    Case((854, 480), 30.0, 3.0, 6.0),
    Case((854, 480), 60.0, 4.0),
    Case((1920, 1080), 30.0, 3.0),
)


class Cost(NamedTuple):
    """What a program took: wall and processor time in seconds, and the most memory in MB."""

    wall_s: float
    processor_s: float
    peak_mb: float


def analyze_command(clip: Path, model: Path, folder: Path, *options: str) -> list[object]:
    """Return the command that analyses a clip as a user does."""
    return [sys.executable, "-m", "posecoach", "analyze", clip, "--model", model, "-o", folder, *options]


def run(sample: Path, model: Path, rounds: int, seconds: float, print_line: Callable[[str], None]) -> list[Row]:
    """Measure all kinds of recordings in some rounds.

    Parameters
    ----------
    sample, model : Path
        The video from which the clips are made, and the pose model.
    rounds : int
        How often each program runs; they take turns, so that a busy machine slows all of them.
    seconds : float
        Length of the clips.
    print_line : callable
        Prints a line about the progress.
    """
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for case in CASES:
            clip = make_clip(sample, folder / f"{case.name}.mp4", case.size, case.fps, seconds)
            rows += _compare(case, clip, model, rounds, print_line)
        rows += _steps(folder / f"{CASES[0].name}.mp4", model, folder)
    return rows


def _compare(case: Case, clip: Path, model: Path, rounds: int, print_line: Callable[[str], None]) -> list[Row]:
    """Let the plain loop and the analysis with and without a film take turns."""
    programs = {
        "plain loop": [sys.executable, ROOT / "tools" / "plain_loop.py", clip, model, clip.with_suffix(".plain.mp4")],
        "with film": analyze_command(clip, model, clip.parent),
        "without film": analyze_command(clip, model, clip.parent, "--no-video"),
    }
    costs: dict[str, list[Cost]] = {program: [] for program in programs}
    for number in range(rounds):
        for program, command in programs.items():
            costs[program].append(timed(command))
        told = ", ".join(
            f"{name} {found[-1].wall_s:.1f} ({found[-1].processor_s:.1f}) s" for name, found in costs.items()
        )
        print_line(f"{case.name}, round {number + 1} of {rounds}, wall (processor) time: {told}")
    rows = []
    for program, target in (("with film", case.with_film), ("without film", case.without)):
        pairs = list(zip(costs["plain loop"], costs[program], strict=True))
        faster = median([plain.wall_s / ours.wall_s for plain, ours in pairs])
        work = median([ours.processor_s / plain.processor_s for plain, ours in pairs])
        note = f"processor time {work:.2f} of the plain loop's: {count_cores()} cores allow {count_cores() / work:.2f}"
        rows.append(Row("recorded", f"{case.name}, {program}: times faster", faster, target, True, note))
    return rows


def timed(command: list[object]) -> Cost:
    """Run a command to its end; return what it took."""
    places = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(places)}
    start = time.perf_counter()
    process = subprocess.Popen(
        [str(word) for word in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, process.args)
    return Cost(time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


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
