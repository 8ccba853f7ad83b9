"""Times a practice session from camera to screen and voice.

Each picture has a number in black and white blocks. The camera records when it sent each one, and the loop below, the
same as in `posecoach practice`, when it was on the screen; both read the same steady clock.
"""

from __future__ import annotations

import math
import sys
import time
from bisect import bisect_right
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench_camera import FPS, BenchCamera
from bench_row import Row, median, percentile
from bench_screen import BenchScreen, open_screen
from bench_vitals import Vital, Vitals
from mjpeg_server import read_code

from posecoach.core.judging.events import FaultRaised, Update
from posecoach.core.session.routine import Step
from posecoach.core.session.session import SessionCoach
from posecoach.exercises.registry import EXERCISES
from posecoach.feedback.overlay.overlay import Overlay
from posecoach.feedback.voice import Voice
from posecoach.practice.frames import JudgedFrame, LatestValue
from posecoach.practice.live_session import LiveSession
from posecoach.process import quiet_native
from posecoach.vision.camera.camera import Camera
from posecoach.vision.camera.clocks import steady_s
from posecoach.vision.people import person_follower

WARM_UP_S = 3.0
"""The first pictures wait for the model and the window; they are not counted."""
SETTLE_S = 20.0
"""By then buffers, fonts and memory pools have their final size."""
MIN_FPS = 0.97 * FPS
"""Counts as 30 frames per second: other programs may cost one frame in 30."""
SIZES = ((640, 480), (1280, 720), (1920, 1080))
LATENCY_MS = 20.0
PROCESSOR = 45.0
"""Percent of one core, at the first size: a laptop on the floor shall run from its battery, with its fan off."""
CUE_MS = 1000.0
GROWTH_MB = 10.0
"""Memory pools vary by some MB; one leaked picture per second would be 55 MB in a minute."""
REFRESH_S = 0.1


@dataclass(slots=True)
class Run:
    """The measurements of one session.

    Attributes
    ----------
    shown, on_screen : list of (int, float)
        The number of each picture, and when the call that shows it returned, or when it was on the screen.
    spent : dict of str to list of float
        Seconds of each step, one value per picture.
    raised, spoken : list of (float, str)
        When a fault was raised (stamp of its picture) and when the voice began to speak, with the words.
    """

    shown: list[tuple[int, float]] = field(default_factory=list)
    spent: dict[str, list[float]] = field(default_factory=lambda: {"find": [], "judge": [], "draw": [], "show": []})
    vitals: list[Vital] = field(default_factory=list)
    sent: list[tuple[int, float]] = field(default_factory=list)
    on_screen: list[tuple[int, float]] = field(default_factory=list)
    raised: list[tuple[float, str]] = field(default_factory=list)
    spoken: list[tuple[float, str]] = field(default_factory=list)
    where: str = ""
    began: float = 0.0
    ended: float = 0.0
    judged: int = 0
    cpu_s: float = 0.0
    error: BaseException | None = None

    def time(self, step: str, work: Callable[..., Any], *given: Any, **named: Any) -> Any:
        """Run a step and record how long it took."""
        began = steady_s()
        result = work(*given, **named)
        self.spent[step].append(steady_s() - began)
        return result

    def record(self, update: Update, camera: Camera) -> None:
        """Record the faults that were raised."""
        for event in update.events:
            if isinstance(event, FaultRaised):
                self.raised.append(((camera.started_at or 0.0) + update.t, event.fault.say))

    def cue_delays_ms(self) -> list[float]:
        """Return the time from the picture that raised a fault to its first word, if that came within 3 s."""
        delays = []
        for t, words in self.raised:
            waits = [began - t for began, say in self.spoken if say == words and 0 <= began - t < 3]
            delays += [1000 * min(waits)] if waits else []
        return delays

    def latencies_ms(self, arrived: Iterable[tuple[int, float]]) -> list[float]:
        """Return the time from sending to arriving, for each picture after the warm-up."""
        times: dict[int, list[float]] = {}
        for code, t in self.sent:
            times.setdefault(code, []).append(t)
        latencies = []
        for code, shown in (pair for pair in arrived if pair[1] >= self.began):
            sent = times.get(code, [])
            place = bisect_right(sent, shown)
            if place:
                latencies.append(1000 * (shown - sent[place - 1]))
        return latencies


def run_session(video: Path, model: Path, seconds: float, size: tuple[int, int] = SIZES[0]) -> Run:
    """Practise in front of the test camera for some seconds."""
    exercise = next((e for key, e in EXERCISES.items() if video.stem.startswith(key)), next(iter(EXERCISES.values())))
    run = Run()
    served = BenchCamera(video, size)
    with ExitStack() as stack, quiet_native(), Vitals() as vitals:
        stack.enter_context(served)
        screen = stack.enter_context(open_screen())
        run.where = screen.name
        find = stack.enter_context(person_follower(model))
        camera = stack.enter_context(Camera(served.url, size, FPS))
        coach = _TimedCoach(exercise, run)
        latest: LatestValue[JudgedFrame] = LatestValue()
        speaker = [
            sys.executable,
            "-m",
            "posecoach.feedback.voice_worker",
            "--to-folder",
            stack.enter_context(TemporaryDirectory()),
        ]
        voice = Voice(command=speaker, on_begun=lambda cue: run.spoken.append((steady_s(), cue.say)))
        live = LiveSession(
            camera,
            lambda frame: run.time("find", find, frame),
            coach,
            speak=stack.enter_context(voice),
            listeners=[lambda update, scene: run.record(update, camera)],
            outputs=[latest],
        )
        live.start()
        try:
            _show(live, latest, screen, run, seconds)
        finally:
            live.stop()
            run.error = live.error
    run.vitals, run.sent = vitals.readings, served.log
    run.on_screen = screen.probe.seen if screen.probe else run.shown
    return run


class _TimedCoach(SessionCoach):
    def __init__(self, exercise: Any, run: Run) -> None:
        super().__init__([Step(exercise, None, exercise.prescription.hold_s, 0.0)], placing=False)
        self._run = run

    def update(self, *given: Any) -> Any:
        return self._run.time("judge", super().update, *given)


def _show(live: LiveSession, latest: LatestValue[JudgedFrame], screen: BenchScreen, run: Run, seconds: float) -> None:
    """Show the judged frames; the first seconds do not count."""
    overlay, last = Overlay(), None
    warm = steady_s() + WARM_UP_S
    while live.running and steady_s() < warm + seconds:
        if not run.began and steady_s() >= warm:
            run.began, run.judged, run.cpu_s = steady_s(), live.counts.frames, time.process_time()
            for times in run.spent.values():
                times.clear()
        judged = latest.get(REFRESH_S)
        last = judged or last
        if last is None:
            continue
        image = run.time("draw", overlay.draw, last.frame.image, last.update, last.scene, mirror=True)
        code = read_code(last.frame.image) if judged else None
        if not run.time("show", screen.show, image, code):
            break
        if code is not None:
            run.shown.append((code, steady_s()))
    run.ended, run.judged = steady_s(), live.counts.frames - run.judged
    run.cpu_s = time.process_time() - run.cpu_s


def run(video: Path, model: Path, seconds: float) -> list[Row]:
    """Practise in front of cameras of all sizes."""
    rows = []
    for size in SIZES:
        rows += _rows(run_session(video, model, seconds, size), size)
    return rows


def _rows(run: Run, size: tuple[int, int]) -> list[Row]:
    """Report rate, loss, work and latency."""
    duration_s = run.ended - run.began
    sent = sum(run.began <= t <= run.ended for _, t in run.sent)
    late, returned = run.latencies_ms(run.on_screen), run.latencies_ms(run.shown)
    steps = ", ".join(f"{name} {1000 * median(times):.1f}" for name, times in run.spent.items())
    dropped = 100 * (1 - run.judged / sent) if sent else math.nan
    cues = run.cue_delays_ms()
    first = size == SIZES[0]
    rows = [
        Row(
            "live",
            f"{size[0]}x{size[1]}: frames judged per second",
            run.judged / duration_s,
            MIN_FPS,
            True,
            f"of {FPS:g}; {dropped:.1f} % of {sent} dropped; screen: {run.where}",
        ),
        Row("live", "  processor, % of one core", 100 * run.cpu_s / duration_s, PROCESSOR if first else None),
        Row("live", "  capture to screen, median, ms", median(late), note=f"median ms of steps: {steps}"),
        Row(
            "live",
            "  capture to screen, p95, ms",
            percentile(late, 95),
            LATENCY_MS if first else None,
            note=f"of {len(late)} pictures; the call that shows them returns at {percentile(returned, 95):.1f}",
        ),
    ]
    if cues:
        rows.append(Row("live", "  fault to first word, longest, ms", max(cues), CUE_MS, note=f"{len(cues)} cues"))
    return rows


def memory_rows(run: Run) -> list[Row]:
    """Report how memory, threads and open files changed after the warm-up."""
    vitals = [vital for vital in run.vitals if vital.t >= SETTLE_S and vital.t <= run.vitals[-1].t - 3]
    if len(vitals) < 10:
        return [Row("memory", "growth, MB", None, GROWTH_MB, note="too short, or not Linux: nothing measured")]
    few = max(3, len(vitals) // 10)
    first, last = vitals[:few], vitals[-few:]
    growth = median([v.rss_mb for v in last]) - median([v.rss_mb for v in first])
    minutes = (vitals[-1].t - vitals[0].t) / 60
    note = f"from {median([v.rss_mb for v in first]):.0f} MB, over {minutes:.1f} min"
    threads, handles = {v.threads for v in vitals}, {v.handles for v in vitals}
    return [
        Row("memory", "growth, MB", growth, GROWTH_MB, note=note),
        Row("memory", "threads that came or went", max(threads) - min(threads), 0, note=f"{max(threads)} threads"),
        Row("memory", "open files that came or went", max(handles) - min(handles), 0, note=f"{max(handles)} files"),
    ]
