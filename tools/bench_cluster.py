"""Measures what a Dask cluster costs and brings: empty tasks, and one worker against two over short videos."""

from __future__ import annotations

import pickle
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from shutil import copy
from typing import Any, NamedTuple

from bench_clips import make_clip
from bench_row import Row, median
from bench_vitals import read_vital
from distributed import Client, Scheduler, Worker

from posecoach.analysis.batch import VideoOutcome, run
from posecoach.analysis.batch.outcome import Attempt, Findings
from posecoach.analysis.cluster.archive import Recording, list_archive
from posecoach.analysis.cluster.job import ClusterSettings
from posecoach.analysis.cluster.scheduler import open_cluster
from posecoach.analysis.cluster.worker import work
from posecoach.analysis.settings import REPORT, AnalysisSettings
from posecoach.exercises.registry import EXERCISES
from posecoach.vision import weights

OVERHEAD_MS = 50.0
"""Most time that the cluster may take for a video, whose analysis takes seconds."""
FLAT_MB = 5.0
"""Memory pools vary by some MB; the outcomes of 5,000 videos would be 8 MB."""
FASTER = 1.8
"""How many times as much two workers on two cores must do as one."""
VIDEOS, VIDEO_S = 40, 5.0
SIZE, FPS = (640, 480), 30.0
HEIGHT_CM = 170.0
ATTEMPTS = 3
"""Attempts in the outcome of an empty task, as many as in a recording of half a minute."""


class Traffic(NamedTuple):
    """Messages that the scheduler sends and receives, and their bytes."""

    messages: int
    size: int


def empty(video: int, settings: ClusterSettings) -> VideoOutcome:
    """Return an outcome of a usual size, without any work."""
    attempts = tuple(
        Attempt(i, "bridge", None, 1.0 * i, 2.0, 3.0, 4.0, 1.0, 1.0, 0.0, True, ("hips_low",), ())
        for i in range(1, ATTEMPTS + 1)
    )
    findings = Findings("bridge", attempts, 0, 3.0, 3.0, 30.0, 1.0, "")
    return VideoOutcome(f"archive/{video:06d}.mp4", 0, "", findings, f"{video:064d}")


def run_empty(model: Path, tasks: int) -> list[Row]:
    """Hand empty tasks to two workers on this machine; the client has the scheduler in its process."""
    settings = _settings(model, "nowhere")
    memory_mb = []
    with open_cluster("local:2", settings.analysis, (), _ignore) as cluster:
        work_on = run(range(tasks), settings, cluster.executor, work=empty, ahead=cluster.ahead)
        before, began = _traffic(), time.perf_counter()
        for number, _ in enumerate(work_on):
            if number in (0, tasks // 2):  # in the middle Dask's logs, of a thousand entries each, are full
                memory_mb.append(read_vital(0).rss_mb)
        spent_s, after = time.perf_counter() - began, _traffic()
        memory_mb.append(read_vital(0).rss_mb)
    messages = (after.messages - before.messages) / tasks
    kilobytes = (after.size - before.size) / tasks / 1000
    memory = ", ".join(f"{one:.0f}" for one in memory_mb)
    outcome = len(pickle.dumps(empty(0, settings)))
    return [
        Row("cluster", f"{tasks} empty tasks, ms a task", 1000 * spent_s / tasks, OVERHEAD_MS),
        Row("cluster", "  messages from and to the scheduler, a task", messages, note=f"{kilobytes:.1f} KB"),
        Row("cluster", "  bytes of an outcome", outcome, note=f"{ATTEMPTS} attempts"),
        Row("cluster", "  memory at the end, MB more than half-way", memory_mb[2] - memory_mb[1], FLAT_MB, note=memory),
    ]


def run_videos(samples: list[Path], model: Path, rounds: int, print_line: Callable[[str], None]) -> list[Row]:
    """Let one worker and two take turns over the same short videos."""
    rows = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        archive = _make_archive(samples, folder)
        for film in (True, False):
            label = "with film" if film else "without film"
            rates: dict[int, list[float]] = {1: [], 2: []}
            starts_s = []
            for number in range(rounds):
                for workers, found in rates.items():
                    out = folder / f"{label}-{number}-{workers}"
                    start_s, spent_s = _time_videos(archive, _settings(model, str(out), film), workers)
                    starts_s.append(start_s)
                    found.append(60 * VIDEOS / spent_s)
                    print_line(f"{label}, {workers} workers: start {start_s:.1f} s, {VIDEOS} videos {spent_s:.1f} s")
            faster = median([two / one for one, two in zip(rates[1], rates[2], strict=True)])
            what = f"{VIDEOS} videos of {VIDEO_S:g} s {label}"
            note = ", ".join(f"{workers} workers {median(found):.0f} videos/min" for workers, found in rates.items())
            rows.append(Row("cluster", f"{what}: 2 workers, times 1 worker", faster, FASTER, True, note))
            rows.append(Row("cluster", "  start of cluster and children, s", median(starts_s)))
            hours = 1000 * 60 / (median(rates[2]) * VIDEO_S)
            rows.append(Row("cluster", "  hours of this machine for 1,000 hours of such videos", hours))
    return rows


def _time_videos(archive: Path, settings: ClusterSettings, workers: int) -> tuple[float, float]:
    """Return how long it took to start (until each worker has done one video), and then to do all, in seconds."""
    recordings = list_archive([str(archive)])
    began = time.perf_counter()
    with open_cluster(f"local:{workers}", settings.analysis, (), _ignore) as cluster:

        def do(some: list[Recording]) -> None:
            for _, outcome in run(some, settings, cluster.executor, work=work, ahead=cluster.ahead):
                assert not outcome.problem, outcome.problem

        do(recordings[:workers])
        started = time.perf_counter()
        do(recordings[workers:])
        spent_s = time.perf_counter() - started
        return started - began, spent_s * VIDEOS / (VIDEOS - workers)


def _make_archive(samples: list[Path], folder: Path) -> Path:
    archive = folder / "archive"
    archive.mkdir()
    clips = [make_clip(sample, folder / sample.name, SIZE, FPS, VIDEO_S) for sample in samples]
    for number in range(VIDEOS):
        copy(clips[number % len(clips)], archive / f"{number:02d}.mp4")
    return archive


def _settings(model: Path, out: str, film: bool = True) -> ClusterSettings:
    exercises = tuple(EXERCISES.values())
    info = weights.describe(model)
    return ClusterSettings(AnalysisSettings(exercises, HEIGHT_CM, model, info, None, film, (REPORT,)), out)


def _traffic() -> Traffic:
    """Return what has gone from and to the scheduler since the workers began, in streams."""
    client = Client.current()
    streams = [*client.run_on_scheduler(_of_scheduler), *client.run(_of_worker).values()]
    mine = client.scheduler_comm
    streams.append((mine.message_count, mine.byte_count))
    return Traffic(*map(sum, zip(*streams, strict=True)))


def _of_scheduler(dask_scheduler: Scheduler) -> list[tuple[int, int]]:
    streams = (*dask_scheduler.stream_comms.values(), *dask_scheduler.client_comms.values())
    return [(one.message_count, one.byte_count) for one in streams]


def _of_worker(dask_worker: Worker) -> tuple[int, int]:
    stream = dask_worker.batched_stream
    return stream.message_count, stream.byte_count


def _ignore(*_: Any) -> None:
    """Show nothing."""
