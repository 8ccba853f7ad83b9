"""Practising in front of a camera: puts source, session, window, recorder and results together, and ends them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from posecoach import results
from posecoach.asking import Asked
from posecoach.capture import Camera, VideoFile
from posecoach.care import Diary
from posecoach.core.cues import Cue
from posecoach.core.dose import Step
from posecoach.core.exercise import Exercise
from posecoach.core.types import Rep
from posecoach.course import Course
from posecoach.errors import UsageError
from posecoach.estimator import Estimator
from posecoach.frametable import FrameTable
from posecoach.live import Counter, Listener, Session, Shot, Slot, Source, spoken_line
from posecoach.people import PersonCounter, kept_estimator
from posecoach.playback import Playback
from posecoach.recording import Recording
from posecoach.screen import Show, Window, watch
from posecoach.stopping import Stop

Say = Callable[[str], None]
Speak = Callable[[Cue], None]


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


def open_window() -> AbstractContextManager[Window]:
    """Open the window on the screen."""
    from posecoach.sinks.window import Window as RealWindow

    return RealWindow("posecoach")


def no_voice() -> AbstractContextManager[Speak]:
    """Open what says nothing."""
    return nullcontext(lambda cue: None)


@dataclass(frozen=True, slots=True)
class Means:
    """What a session is held with; a test hands in its own.

    Attributes
    ----------
    estimator : callable
        Opens an estimator with a model.
    counter : callable or None
        Makes what counts the people.
    source : callable
        Opens what the camera's name means, to be closed by the stack.
    window : callable
        Opens a window.
    voice : callable
        Opens what speaks.
    """

    estimator: Callable[[Path], AbstractContextManager[Estimator]] = kept_estimator
    counter: Callable[[Path], Counter] | None = PersonCounter
    source: Callable[[str, ExitStack], Source] = open_source
    window: Callable[[], AbstractContextManager[Window]] = open_window
    voice: Callable[[], AbstractContextManager[Speak]] = no_voice


@dataclass(frozen=True, slots=True)
class Plan:
    """How to practise; see `posecoach practice --help`.

    Attributes
    ----------
    name : str
        Of the exercise or routine; goes into the names of the files.
    steps : tuple of Step
        What to do, in order; empty = any of the exercises.
    anything : tuple of Exercise
        What is recognised when there are no steps.
    diary : Diary or None
        Where pain and safety are noted; None = nothing is asked.
    """

    name: str
    steps: tuple[Step, ...]
    anything: tuple[Exercise, ...]
    camera: str
    model: Path
    model_facts: dict[str, str]
    out: Path
    height_cm: float
    placing: bool = True
    window: bool = True
    record: Path | None = None
    mirror: bool = True
    diary: Diary | None = None
    share: float = 1.0
    means: Means = field(default_factory=Means)

    @property
    def exercises(self) -> tuple[Exercise, ...]:
        """All that may be judged."""
        return tuple(step.exercise for step in self.steps) or self.anything


@dataclass(frozen=True, slots=True)
class End:
    """How a session ended.

    Attributes
    ----------
    reps : tuple of Rep
        The attempts.
    files : tuple of Path
        What was written.
    problems : tuple of Exception
        What went wrong meanwhile, the gravest first.
    """

    reps: tuple[Rep, ...]
    files: tuple[Path, ...]
    problems: tuple[Exception, ...]


def practise(plan: Plan, say: Say, stop: Stop) -> End:
    """Coach one session live until it is done or the person ends it.

    Parameters
    ----------
    plan : Plan
        What to do and with what.
    say : callable
        Takes lines for the terminal.
    stop : Stop
        Whether the user wants to end.

    Raises
    ------
    UsageError, CameraError, SourceError, ModelError
        When it cannot begin. What goes wrong later stands in the End.
    """
    results.folder(plan.out)
    if plan.record:
        results.folder(plan.record.parent, "--record")
    with ExitStack() as stack:
        with stop.at_once():  # nothing is begun yet
            window = stack.enter_context(plan.means.window()) if plan.window else None
            find = stack.enter_context(plan.means.estimator(plan.model))
            source = plan.means.source(plan.camera, stack)
            speak = stack.enter_context(plan.means.voice())
        asked = Asked(plan.diary, window, speak, say, stop)
        if not asked.before():
            return End((), (), ())
        return _session(plan, source, find, window, speak, asked, say, stop)


def _session(
    plan: Plan,
    source: Source,
    find: Estimator,
    window: Window | None,
    speak: Speak,
    asked: Asked,
    say: Say,
    stop: Stop,
) -> End:
    stem = results.unused(plan.out / f"practice-{plan.name}-{datetime.now():%Y%m%d-%H%M%S}", ".csv")
    shots, to_record = Slot[Shot](), Slot[Shot]()
    course = Course(plan.steps, plan.anything, plan.height_cm, plan.placing)
    keys = [m.key for exercise in plan.exercises for m in exercise.measures]
    with FrameTable(stem.with_suffix(".csv"), keys) as table:
        listeners: list[Listener] = [lambda update, scene: table.update(update)]
        if window is None:
            say("No window: end with Ctrl-C.")
            listeners.append(lambda update, scene: say(line) if (line := spoken_line(update)) else None)
        slots = [shots, to_record] if plan.record else [shots]
        count = plan.means.counter(plan.model) if plan.means.counter and plan.placing else None
        session = Session(source, find, course, speak=speak, count=count, listeners=listeners, slots=slots)
        recording = Recording(plan.record, to_record) if plan.record else None
        show = Show(window, plan.mirror) if window else None
        problems = _hold(session, recording, lambda: watch(session, source, shots, show, say, stop))
    files, failed = _write(stem, plan, session, course, stop)
    if recording and recording.begun:
        files = (*files, recording.path)
    noted = asked.after(session.scene.ended or "quit", plan.share)
    return End(course.reps, files, (*problems, *failed, *noted))


def _hold(session: Session, recording: Recording | None, watching: Callable[[], None]) -> list[Exception]:
    """Run the session to its end, whatever happens; return what went wrong."""
    session.start()
    if recording:
        recording.start()
    problems: list[Exception] = []
    try:
        watching()
    except Exception as error:  # the window's trouble must not cost the results
        problems.append(error)
    finally:
        session.stop()
        if recording:
            recording.join()
    ended = [session.error, *problems, *session.dropped, recording.error if recording else None]
    return [problem for problem in ended if problem]


def _write(
    stem: Path, plan: Plan, session: Session, course: Course, stop: Stop
) -> tuple[tuple[Path, ...], tuple[Exception, ...]]:
    """Write the session's JSON beside its frame table; return what is there, and why not all."""
    tally = session.tally
    fps = tally.frames / tally.last_s if tally.last_s else None
    watched = results.Watched(_public(plan.camera), None, *tally.size, fps, tally.last_s, tally.frames, tally.with_pose)
    verdict = course.verdict(tally.last_s)
    partial = str(session.error) if session.error else "stopped by the user" if stop() else None
    path, table = stem.with_suffix(".json"), stem.with_suffix(".csv")
    text = results.analysis(
        watched,
        plan.model_facts,
        plan.height_cm,
        verdict.exercise,
        verdict.share,
        verdict.reps,
        partial,
        verdict.not_judged,
    )
    try:
        results.write(path, text)
    except UsageError as error:
        return (table,), (error,)
    return (path, table), ()


def _public(camera: str) -> str:
    """Return the camera's name without a password in it."""
    parts = urlsplit(camera)
    if not parts.hostname or "@" not in parts.netloc:
        return camera
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
