"""Times judging stored landmarks and making the report of a session: no video, no pose model."""

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
"""At this speed, an hour of video at 30 frames/s takes 22 s."""
REPORT_S = 2.0
"""After a session the person waits for the report."""
SESSION_S = 300.0
TRACK = "bridge__yaw_30"
MODEL = ModelInfo("none", "none", "0" * 64, "tests/data/tracks")


def run(rounds: int) -> list[Row]:
    """Time a session of five minutes at 30 frames/s; report the median of some rounds."""
    poses, height_cm = repeated(TRACK, SESSION_S)
    video = VideoInfo(TRACK, "0" * 64, 640, 360, 30.0, poses[-1][0], len(poses), len(poses))
    candidates = {"named": (EXERCISES[TRACK.partition("__")[0]],), "recognised": tuple(EXERCISES.values())}
    rows = [_time_judging(name, poses, exercises, height_cm, rounds) for name, exercises in candidates.items()]
    with tempfile.TemporaryDirectory() as folder:
        out, log = Path(folder), LandmarkLog()
        poses = [(t, log.add(t, pose)) for t, pose in poses]
        stored = out / f"session{SUFFIX}"
        log.save(stored, video, MODEL)
        for name, exercises in candidates.items():
            settings = AnalysisSettings(exercises, height_cm, None, None, out)
            spent_s = _median_s(lambda settings=settings: judge_landmarks(stored, settings), rounds)
            what = f"  the file, with {JSON} and {CSV}, {name}, frames/s"
            rows.append(Row("stored", what, len(poses) / spent_s))
        result = result_json.read(out / f"session{JSON}")
    spent_s = _median_s(lambda: render_report(result, poses, title="session"), rounds)
    note = f"{SESSION_S / 60:.0f} minutes, {len(result.reps)} attempts"
    return [*rows, Row("stored", "making the report, s", spent_s, REPORT_S, note=note)]


def _time_judging(
    name: str, poses: Sequence[TimedPose], exercises: Sequence[Exercise], height_cm: float, rounds: int
) -> Row:
    spent_s = _median_s(lambda: judge_all(poses, exercises, height_cm), rounds)
    return Row("stored", f"judging landmarks, {name}, frames/s", len(poses) / spent_s, FRAMES_PER_S, at_least=True)


def _median_s(work: Callable[[], object], rounds: int) -> float:
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return median(times)
