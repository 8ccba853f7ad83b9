"""Practises for a long time and watches what grows: `make soak MINUTES=30`.

One session as in `posecoach practice`, with window, voice and journal, in front of a test camera that shows a sample
video again and again. The exit code is 1 when memory, threads or open files grow.
"""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]  # the checkout of this script, and its test camera

import numpy as np  # noqa: E402 - after the path is set
from bench_camera import BenchCamera  # noqa: E402
from bench_screen import find_display  # noqa: E402
from bench_vitals import Vital, Vitals  # noqa: E402

from posecoach.core.session.routine import Step  # noqa: E402
from posecoach.exercises.registry import EXERCISES  # noqa: E402
from posecoach.feedback.voice import Voice  # noqa: E402
from posecoach.practice.questions import SAFETY_ID  # noqa: E402
from posecoach.practice.runner import run_practice  # noqa: E402
from posecoach.practice.session_log import SessionLog  # noqa: E402
from posecoach.practice.settings import Devices, PracticeSettings  # noqa: E402
from posecoach.process import Stop, quiet_native  # noqa: E402
from posecoach.storage.history.history import History  # noqa: E402
from posecoach.vision import weights  # noqa: E402

SIZE = (640, 480)
WARM_UP_S = 180.0
"""By then the questions are over (each waits for 60 s) and all buffers, fonts and memory pools have their size."""
MB_A_MINUTE = 0.2
"""12 MB in the longest session of an hour: less than the memory pools vary by."""
ENDS = 5
"""The first and the last of this many parts of the time are compared."""


def slope_a_minute(vitals: Sequence[Vital]) -> float:
    """Return by how many MB the memory grows in a minute, by least squares."""
    minutes, mb = np.array([(vital.t / 60, vital.rss_mb) for vital in vitals]).T
    return float(np.polyfit(minutes, mb, 1)[0])


def growth(counts: Sequence[int]) -> int:
    """Return by how much the lowest count at the end exceeds the lowest at the beginning; what comes and goes is 0."""
    few = max(1, len(counts) // ENDS)
    return min(counts[-few:]) - min(counts[:few])


def report(vitals: Sequence[Vital]) -> tuple[list[str], bool]:
    """Return lines about the time after the warm-up, and whether nothing grew."""
    steady = [vital for vital in vitals if vital.t >= WARM_UP_S]
    if len(steady) < ENDS:
        return [f"Too short, or not Linux: nothing is measured before {WARM_UP_S / 60:g} minutes."], False
    slope, mb = slope_a_minute(steady), [vital.rss_mb for vital in steady]
    minutes = (steady[-1].t - steady[0].t) / 60
    lines = [f"memory: {slope:+.3f} MB a minute over {minutes:.1f} minutes, {min(mb):.0f} to {max(mb):.0f} MB"]
    flat = slope <= MB_A_MINUTE
    for what in ("threads", "handles"):
        counts = [getattr(vital, what) for vital in steady]
        lines.append(f"{what}: {min(counts)} to {max(counts)}, grown by {growth(counts)}")
        flat = flat and growth(counts) <= 0
    return lines, flat


def practise(video: Path, model: Path, seconds: float, stop: Stop) -> list[Vital]:
    """Practise in front of the test camera for some seconds, or until stopped; return what was read meanwhile."""
    readings: list[Vital] = []

    def take(vital: Vital) -> None:
        if stop():  # saving takes memory of its own
            return
        readings.append(vital)
        if len(readings) % 60 == 0:
            counts = f"{vital.threads} threads, {vital.handles} files"
            print(f"{vital.t / 60:3.0f} min: {vital.rss_mb:.1f} MB, {counts}", flush=True)

    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        camera = stack.enter_context(BenchCamera(video, SIZE))
        find_display()
        settings = _settings(video, model, camera.url, folder)
        timer = threading.Timer(seconds, stop.receive, [signal.SIGINT])
        timer.daemon = True
        timer.start()
        with quiet_native(), Vitals(take):
            result = run_practice(settings, lambda line: None, stop)
        timer.cancel()
    for problem in result.problems:
        print(f"The session had a problem: {problem}")
    print(f"{len(result.reps)} attempts")
    return readings


def _settings(video: Path, model: Path, camera: str, folder: Path) -> PracticeSettings:
    exercise = next((one for key, one in EXERCISES.items() if video.stem.startswith(key)), EXERCISES["bridge"])
    history = History(folder / "history.sqlite")
    history.confirm(SAFETY_ID, datetime.now().astimezone().isoformat())
    speaker = [sys.executable, "-m", "posecoach.feedback.voice_worker", "--to-folder", str(folder)]
    return PracticeSettings(
        name=exercise.id,
        steps=(Step(exercise, None, exercise.prescription.hold_s, 0.0),),
        candidates=(),
        camera=camera,
        model=model,
        model_info=weights.describe(model),
        out=folder,
        height_cm=170.0,
        check_setup=False,
        session_log=SessionLog(history, SAFETY_ID),
        devices=replace(Devices(), voice=partial(Voice, command=speaker)),
    )


def main() -> None:
    """Practise, and print what grew; Ctrl-C ends it early, with the figures so far."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--video", type=Path, default=ROOT / "sample_videos" / "bridge_good.mp4")
    parser.add_argument("--model", type=Path, help="pose model bundle (default: the one posecoach uses)")
    given = parser.parse_args()
    stop = Stop()
    stop.listen()
    lines, flat = report(practise(given.video, weights.locate(given.model), 60 * given.minutes, stop))
    print("\n".join(lines))
    sys.exit(0 if flat else 1)


if __name__ == "__main__":
    main()
