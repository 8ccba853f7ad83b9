"""A practice session as it runs: camera -> session -> overlay -> window and voice, timed from sending to showing.

The pictures carry a number in black and white blocks. The camera notes when it sent each, and the loop below, the
same as that of `posecoach practice`, when each was on the screen; both read the machine's one steady clock.
"""

from __future__ import annotations

import sys
import time
from bisect import bisect_right
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench_camera import FPS, SIZE, BenchCamera
from bench_row import Row, median, share
from bench_screen import open_screen
from bench_vitals import Vital, Vitals
from mjpeg_server import read_code

from posecoach.core.body.pose import Frame
from posecoach.core.judging.events import FaultRaised, Update
from posecoach.core.session.routine import Step
from posecoach.core.session.session import SessionCoach
from posecoach.exercises.registry import EXERCISES
from posecoach.feedback.overlay.overlay import Overlay
from posecoach.feedback.voice import Voice
from posecoach.practice.frames import JudgedFrame, LatestValue
from posecoach.practice.live_session import LiveSession
from posecoach.process import quiet_native
from posecoach.vision.camera import Camera
from posecoach.vision.camera_reader import steady_s
from posecoach.vision.estimator import PoseEstimator

WARM_UP_S = 3.0
"""The first pictures wait while the model is loaded and the window opened; they are not counted."""
SETTLE_S = 20.0
"""Buffers, font and memory pools have their size by then."""
KEPT_FPS = 0.97 * FPS
"""What counts as 30 frames a second kept: one in 30 lost to other programs of the machine."""
LATENCY_MS = 80.0
CUE_MS = 1000.0
GROWTH_MB = 10.0
"""Memory pools breathe by some MB; one lost picture a second would be 55 MB in a minute."""
REFRESH_S = 0.1


@dataclass(slots=True)
class Run:
    """What a session showed.

    Attributes
    ----------
    shown : list of (float, float, int or None)
        When a picture was shown, when it was stamped, and its code.
    spent : dict of str to list of float
        Seconds of each step, a picture at a time.
    raised, begun_to_say : list of (float, str)
        When a fault was raised (stamp of its picture) and when words were begun to be said, with the words.
    """

    shown: list[tuple[float, float, int | None]] = field(default_factory=list)
    spent: dict[str, list[float]] = field(default_factory=lambda: {"find": [], "judge": [], "draw": [], "show": []})
    vitals: list[Vital] = field(default_factory=list)
    sent: list[tuple[int, float]] = field(default_factory=list)
    raised: list[tuple[float, str]] = field(default_factory=list)
    begun_to_say: list[tuple[float, str]] = field(default_factory=list)
    where: str = ""
    begun: float = 0.0
    ended: float = 0.0
    judged: int = 0
    cpu_s: float = 0.0
    error: BaseException | None = None

    def timed(self, step: str, work: Callable[..., Any], *given: Any, **named: Any) -> Any:
        """Do a step and note what it took."""
        begun = steady_s()
        result = work(*given, **named)
        self.spent[step].append(steady_s() - begun)
        return result

    def note(self, update: Update, camera: Camera) -> None:
        """Note the faults that were raised."""
        for event in update.events:
            if isinstance(event, FaultRaised):
                self.raised.append(((camera.started_at or 0.0) + update.t, event.fault.say))

    def cue_delays_ms(self) -> list[float]:
        """From the picture that raised a fault to its words begun, of each that was said within 3 s."""
        delays = []
        for t, words in self.raised:
            said = [begun - t for begun, say in self.begun_to_say if say == words and 0 <= begun - t < 3]
            delays += [1000 * min(said)] if said else []
        return delays

    def latencies_ms(self) -> list[float]:
        """From sending to having shown, of each picture whose number can be read."""
        times: dict[int, list[float]] = {}
        for code, t in self.sent:
            times.setdefault(code, []).append(t)
        answer = []
        for shown, _, code in self.shown:
            sent = times.get(code, []) if code is not None else []
            place = bisect_right(sent, shown)
            if place:
                answer.append(1000 * (shown - sent[place - 1]))
        return answer


def session(video: Path, model: Path, seconds: float) -> Run:
    """Practise in front of the test camera for a while."""
    exercise = next((e for key, e in EXERCISES.items() if video.stem.startswith(key)), next(iter(EXERCISES.values())))
    run = Run()
    served = BenchCamera(video)
    with ExitStack() as stack, quiet_native(), Vitals() as vitals:
        stack.enter_context(served)
        screen, run.where = stack.enter_context(open_screen())
        find = stack.enter_context(PoseEstimator(model))
        camera = stack.enter_context(Camera(served.url, SIZE, FPS))
        coach = _TimedCourse(exercise, run)
        shots: LatestValue[JudgedFrame] = LatestValue()
        speaker = [
            sys.executable,
            "-m",
            "posecoach.feedback.voice_worker",
            "--to-folder",
            stack.enter_context(TemporaryDirectory()),
        ]
        voice = Voice(command=speaker, on_begun=lambda cue: run.begun_to_say.append((steady_s(), cue.say)))
        live = LiveSession(
            camera,
            lambda frame: run.timed("find", find, frame),
            coach,
            speak=stack.enter_context(voice),
            listeners=[lambda update, scene: run.note(update, camera)],
            slots=[shots],
        )
        live.start()
        try:
            _watch(live, shots, camera, screen, run, seconds)
        finally:
            live.stop()
            run.error = live.error
    run.vitals, run.sent = vitals.seen, served.log
    return run


class _TimedCourse(SessionCoach):
    def __init__(self, exercise: Any, run: Run) -> None:
        super().__init__([Step(exercise, None, exercise.prescription.hold_s, 0.0)], placing=False)
        self._run = run

    def update(self, *given: Any) -> Any:
        return self._run.timed("judge", super().update, *given)


def _watch(
    live: LiveSession, shots: LatestValue[JudgedFrame], camera: Camera, screen: Any, run: Run, seconds: float
) -> None:
    """Show what is judged; the first seconds are not counted."""
    overlay, last = Overlay(), None
    warm = steady_s() + WARM_UP_S
    while live.running and steady_s() < warm + seconds:
        if not run.begun and steady_s() >= warm:
            run.begun, run.judged, run.cpu_s = steady_s(), live.tally.frames, time.process_time()
            for times in (run.shown, *run.spent.values()):
                times.clear()
        shot = shots.take(REFRESH_S)
        last = shot or last
        if last is None:
            continue
        picture = run.timed("draw", overlay.draw, last.frame.image, last.update, last.scene, mirror=True)
        if run.timed("show", screen.show, picture) == "quit":
            break
        if shot is not None:
            run.shown.append((steady_s(), _stamp(camera, shot.frame), read_code(shot.frame.image)))
    run.ended, run.judged = steady_s(), live.tally.frames - run.judged
    run.cpu_s = time.process_time() - run.cpu_s


def _stamp(camera: Camera, frame: Frame) -> float:
    return (camera.started_at or 0.0) + frame.t


def live_rows(run: Run) -> list[Row]:
    """Report rate, loss and latency."""
    lasted = run.ended - run.begun
    sent = sum(run.begun <= t <= run.ended for _, t in run.sent)
    late = run.latencies_ms()
    own = [1000 * (shown - stamped) for shown, stamped, _ in run.shown]
    steps = ", ".join(f"{name} {1000 * median(times):.1f}" for name, times in run.spent.items())
    cpu = f"processor {100 * run.cpu_s / lasted:.0f} % of one core; screen: {run.where}"
    dropped = 100 * (1 - run.judged / sent) if sent else None
    cues = run.cue_delays_ms()
    return [
        Row("live", f"frames judged a second, of {FPS:g}", run.judged / lasted, KEPT_FPS, True, cpu),
        Row("live", "  frames dropped, %", dropped, note=f"{sent} sent in {lasted:.0f} s"),
        Row("live", "capture to screen, median, ms", median(late), note=f"median ms of steps: {steps}"),
        Row("live", "capture to screen, p95, ms", share(late, 95), LATENCY_MS, note=f"{len(late)} pictures read"),
        Row("live", "  of it from stamp to screen, p95, ms", share(own, 95), note=f"median {median(own):.0f}"),
        Row("live", "fault to words begun, longest, ms", max(cues, default=None), CUE_MS, note=f"{len(cues)} cues"),
    ]


def memory_rows(run: Run) -> list[Row]:
    """Report how memory, threads and open files changed after the warm-up."""
    seen = [vital for vital in run.vitals if vital.t >= SETTLE_S and vital.t <= run.vitals[-1].t - 3]
    if len(seen) < 10:
        return [Row("memory", "growth, MB", None, GROWTH_MB, note="too short, or not Linux: nothing measured")]
    few = max(3, len(seen) // 10)
    first, last = seen[:few], seen[-few:]
    growth = median([v.rss_mb for v in last]) - median([v.rss_mb for v in first])
    minutes = (seen[-1].t - seen[0].t) / 60
    note = f"from {median([v.rss_mb for v in first]):.0f} MB, over {minutes:.1f} min"
    threads, handles = {v.threads for v in seen}, {v.handles for v in seen}
    return [
        Row("memory", "growth, MB", growth, GROWTH_MB, note=note),
        Row("memory", "threads that came or went", max(threads) - min(threads), 0, note=f"{max(threads)} threads"),
        Row("memory", "open files that came or went", max(handles) - min(handles), 0, note=f"{max(handles)} files"),
    ]
