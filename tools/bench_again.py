"""Judging stored landmarks again, and building the report of a session: no video, no pose model."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bench_row import Row, median
from tracks import repeated

from posecoach.analysis.analyze import judge_landmarks
from posecoach.analysis.settings import CSV, JSON, AnalysisSettings
from posecoach.core.body.pose import TimedPose
from posecoach.core.exercise.exercise import Exercise
from posecoach.core.judging.coach import judge_all
from posecoach.core.result import ModelInfo, VideoInfo
from posecoach.exercises.registry import EXERCISES
from posecoach.reports.session import render_report
from posecoach.storage import result_json
from posecoach.storage.landmark_file import SUFFIX, LandmarkLog

FRAMES_PER_S = 5000.0
"""An hour of video at 30 frames/s is then judged again in 22 s."""
REPORT_S = 2.0
"""After a session one waits for its report."""
SESSION_S = 300.0
TRACK = "bridge__yaw_30"
MODEL = ModelInfo("none", "none", "0" * 64, "tests/data/tracks")


def run(rounds: int) -> list[Row]:
    """Time a session of five minutes at 30 frames/s, the median of some rounds."""
    seen, height_cm = repeated(TRACK, SESSION_S)
    video = VideoInfo(TRACK, "0" * 64, 640, 360, 30.0, seen[-1][0], len(seen), len(seen))
    ways = {"named": (EXERCISES[TRACK.partition("__")[0]],), "recognised": tuple(EXERCISES.values())}
    rows = [_judging(name, seen, exercises, height_cm, rounds) for name, exercises in ways.items()]
    with tempfile.TemporaryDirectory() as folder:
        out, log = Path(folder), LandmarkLog()
        seen = [(t, log.add(t, pose)) for t, pose in seen]
        stored = out / f"session{SUFFIX}"
        log.save(stored, video, MODEL)
        for name, exercises in ways.items():
            settings = AnalysisSettings(exercises, height_cm, None, None, out)
            spent_s = _spent_s(lambda settings=settings: judge_landmarks(stored, settings), rounds)
            what = f"  the file, with {JSON} and {CSV}, {name}, frames/s"
            rows.append(Row("again", what, len(seen) / spent_s))
        result = result_json.read(out / f"session{JSON}")
    spent_s = _spent_s(lambda: render_report(result, seen, title="session"), rounds)
    note = f"{SESSION_S / 60:.0f} minutes, {len(result.reps)} attempts"
    return [*rows, Row("again", "building the report, s", spent_s, REPORT_S, note=note)]


def _judging(name: str, seen: Sequence[TimedPose], exercises: Sequence[Exercise], height_cm: float, rounds: int) -> Row:
    spent_s = _spent_s(lambda: judge_all(seen, exercises, height_cm), rounds)
    return Row("again", f"judging landmarks, {name}, frames/s", len(seen) / spent_s, FRAMES_PER_S, at_least=True)


def _spent_s(work: Callable[[], object], rounds: int) -> float:
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return median(times)
