"""Practising in front of a camera: puts source, session, window, recorder and results together, and ends them."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit, urlunsplit

import numpy as np

from posecoach import results
from posecoach.capture import Camera, VideoFile
from posecoach.core.exercise import Exercise
from posecoach.core.types import Frame, Rep, Update
from posecoach.errors import UsageError
from posecoach.estimator import PoseEstimator
from posecoach.judge import Judge
from posecoach.live import Session, Shot, Slot, Source, spoken_line
from posecoach.playback import Playback

REFRESH_S = 0.1
"""The window is drawn anew at least this often, so that keys work and trouble shows while no frame comes."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How to practise; see `posecoach practice --help`."""

    exercise: Exercise
    camera: str
    model: Path
    model_facts: dict[str, str]
    out: Path
    height_cm: float
    hold_s: float | None = None
    reps: int | None = None
    window: bool = True
    record: Path | None = None
    mirror: bool = True


@dataclass(frozen=True, slots=True)
class End:
    """How a session ended.

    Attributes
    ----------
    reps : tuple of Rep
        The attempts.
    files : tuple of Path
        What was written.
    error : BaseException or None
        What went wrong meanwhile; everything until then is written.
    interrupted : KeyboardInterrupt or None
        What stopped it, if Ctrl-C or SIGTERM did.
    """

    reps: tuple[Rep, ...]
    files: tuple[Path, ...]
    error: BaseException | None
    interrupted: KeyboardInterrupt | None


def practise(plan: Plan, say: Callable[[str], None]) -> End:
    """Coach one set live until the person ends it.

    Parameters
    ----------
    plan : Plan
        What to do and with what.
    say : callable
        Takes lines for the terminal.

    Raises
    ------
    UsageError, CameraError, SourceError, ModelError
        When it cannot begin. What goes wrong later stands in the End.
    """
    results.folder(plan.out)
    stem = plan.out / f"practice-{plan.exercise.id}-{datetime.now():%Y%m%d-%H%M%S}"
    judge = Judge(plan.exercise, plan.height_cm, plan.hold_s)
    interrupted: KeyboardInterrupt | None = None
    with ExitStack() as stack:
        screen = _open_window(stack) if plan.window else None
        find = stack.enter_context(PoseEstimator(plan.model))
        source = open_source(plan.camera, stack)
        table = stack.enter_context(
            results.FrameTable(stem.with_suffix(".csv"), [measure.key for measure in plan.exercise.measures])
        )
        shots: Slot[Shot] = Slot()
        to_record: Slot[Shot] = Slot()
        listeners = [table.update]
        if screen is None:
            say("No window: end with Ctrl-C.")
            listeners.append(lambda update: (line := spoken_line(update)) and say(line))  # type: ignore[arg-type, func-returns-value]
        slots = [shots, to_record] if plan.record else [shots]
        session = Session(source, find, judge, listeners=listeners, slots=slots, reps=plan.reps)
        recorder = _Recording(plan.record, to_record) if plan.record else None
        session.start()
        if recorder:
            recorder.start()
        try:
            _watch(session, source, shots, screen, plan, say)
        except KeyboardInterrupt as stopped:
            interrupted = stopped
        session.stop()
        if recorder:
            recorder.join()
    error = session.error or (recorder.error if recorder else None)
    files = _write(stem, plan, session, judge, error, interrupted)
    if plan.record and recorder and recorder.begun:
        files = (*files, plan.record)
    return End(tuple(judge.coach.reps), files, error, interrupted)


def open_source(camera: str, stack: ExitStack) -> Source:
    """Open a camera by number or URL, or a file to be played in real time.

    Raises
    ------
    UsageError
        When it is none of these.
    CameraError, SourceError
        When it cannot be opened.
    """
    if camera.isdigit() or "://" in camera:
        return stack.enter_context(Camera(camera))
    if not Path(camera).exists():
        raise UsageError(f"--camera takes a number (0), a URL, or a video file: there is no file {camera}.")
    return Playback(stack.enter_context(VideoFile(camera)))


def _open_window(stack: ExitStack):  # type: ignore[no-untyped-def]
    from posecoach.sinks.overlay import Overlay
    from posecoach.sinks.window import Window

    return stack.enter_context(Window("posecoach")), Overlay()


def _watch(session: Session, source: Source, shots: Slot[Shot], screen, plan: Plan, say: Callable[[str], None]) -> None:  # type: ignore[no-untyped-def]
    """Show what is judged and obey the keys, on the main thread, until the session ends."""
    last = Shot(Frame(0.0, np.zeros((480, 640, 3), np.uint8)), Update(0.0, None, title=plan.exercise.title))
    waiting = "Waiting for the first picture ..."
    told = ""
    show_help = False
    while session.running:
        shot = shots.take(REFRESH_S)
        trouble = "" if source.state in ("live", "ended") else source.status_text
        if screen is None:
            if trouble and trouble != told:
                say(trouble)
            told = trouble
            continue
        if shot is not None:
            last, waiting = shot, ""
        window, overlay = screen
        picture = overlay.draw(
            last.frame.image,
            last.update,
            mirror=plan.mirror,
            paused=session.paused,
            note=trouble or waiting or None,
            help=show_help,
        )
        action = window.show(picture)
        if action == "quit":
            return
        if action == "pause":
            session.toggle_pause()
        elif action == "restart":
            session.restart()
        elif action == "help":
            show_help = not show_help


class _Recording(Thread):
    """Draws and writes the newest shots on a thread of its own; too slow a disk costs frames, not the session."""

    def __init__(self, path: Path, shots: Slot[Shot]) -> None:
        super().__init__(name="posecoach-recorder", daemon=True)
        self._path, self._shots = path, shots
        self.error: BaseException | None = None
        self.begun = False

    def run(self) -> None:
        """Write until the session ends."""
        from posecoach.sinks.overlay import Overlay
        from posecoach.sinks.recorder import VideoRecorder

        overlay = Overlay()
        with ExitStack() as stack:
            recorder: VideoRecorder | None = None
            size = (0, 0)
            try:
                while (shot := self._shots.take(1.0)) or not self._shots.closed:
                    if shot is None:
                        continue
                    height, width = shot.frame.image.shape[:2]
                    if recorder is None:
                        size = (width, height)
                        recorder = stack.enter_context(VideoRecorder(self._path, size, fps_hint=30.0))
                        self.begun = True
                    if (width, height) == size:
                        recorder.write(overlay.draw(shot.frame.image, shot.update), shot.frame.t)
            except Exception as error:  # noqa: BLE001 - the session goes on without a recording; told at its end
                self.error = error


def _write(
    stem: Path,
    plan: Plan,
    session: Session,
    judge: Judge,
    error: BaseException | None,
    interrupted: KeyboardInterrupt | None,
) -> tuple[Path, ...]:
    """Write the set's JSON beside its frame table."""
    tally = session.tally
    fps = tally.frames / tally.last_s if tally.last_s else None
    watched = results.Watched(_public(plan.camera), None, *tally.size, fps, tally.last_s, tally.frames, tally.with_pose)
    reps = judge.coach.reps
    spent_s = sum(rep.end_s - rep.start_s for rep in reps)
    share = {plan.exercise.id: min(1.0, spent_s / tally.last_s)} if reps else {}
    partial = str(error) if error else "stopped by the user" if interrupted else None
    path = stem.with_suffix(".json")
    results.write(
        path, results.analysis(watched, plan.model_facts, plan.height_cm, plan.exercise.id, share, reps, partial)
    )
    return path, stem.with_suffix(".csv")


def _public(camera: str) -> str:
    """Return the camera's name without a password in it."""
    parts = urlsplit(camera)
    if not parts.hostname or "@" not in parts.netloc:
        return camera
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
