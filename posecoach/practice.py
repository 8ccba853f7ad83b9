"""Practising in front of a camera: puts source, session, window, recorder and results together, and ends them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit, urlunsplit

from posecoach import results
from posecoach.asking import Asked
from posecoach.core.cues import Cue
from posecoach.core.types import Ended, Frame, Pose
from posecoach.course import Course
from posecoach.errors import PosecoachError
from posecoach.estimator import Estimator
from posecoach.frametable import FrameTable
from posecoach.job import CSV, JSON, REPORT
from posecoach.landmarkfile import SUFFIX, LandmarkLog, read
from posecoach.live import Listener, Session, Shot, Slot, Source, spoken_line
from posecoach.plan import End, Plan, Say, Speak
from posecoach.recording import Recording
from posecoach.schema import Analysis
from posecoach.screen import Show, Window, watch
from posecoach.stopping import Stop


class _Room(NamedTuple):
    """What is open while a session is held."""

    find: Estimator
    source: Source
    window: Window | None
    speak: Speak
    say: Say
    stop: Stop


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
            speak = stack.enter_context(plan.means.voice())
            eyes = stack.enter_context(ExitStack())
            find = eyes.enter_context(plan.means.estimator(plan.model))
            source = plan.means.source(plan.camera, eyes)
        asked = Asked(plan.diary, window, speak, say, stop)
        if not asked.before():
            return End((), (), ())
        end, ended = _session(plan, _Room(find, source, window, speak, say, stop))
        eyes.close()  # nobody is watched while the last question is asked
        return replace(end, problems=(*end.problems, *asked.after(ended, plan.share)))


class _Logged:
    """Finds the person and logs what was found; what is judged is what is kept."""

    def __init__(self, find: Estimator, log: LandmarkLog) -> None:
        self._find, self._log = find, log

    def __call__(self, frame: Frame) -> Pose | None:
        return self._log.add(frame.t, self._find(frame))

    @property
    def trouble(self) -> str | None:
        """Why nobody was found, if that is known."""
        return getattr(self._find, "trouble", None)


def _session(plan: Plan, room: _Room) -> tuple[End, Ended]:
    """Hold the session and write what it was."""
    stem = results.unused(plan.out / f"practice-{plan.name}-{datetime.now():%Y%m%d-%H%M%S}", ".csv")
    shots, to_record, log = Slot[Shot](), Slot[Shot](), LandmarkLog()
    keys = [measure.key for exercise in plan.exercises for measure in exercise.measures]
    with FrameTable(stem.with_suffix(".csv"), keys) as table:
        listeners: list[Listener] = [lambda update, scene: table.update(update)]
        speak = room.speak
        if room.window is None:
            room.say("No window: end with Ctrl-C.")
            listeners.append(lambda update, scene: room.say(line) if (line := spoken_line(update)) else None)
            speak = _both(room.speak, room.say)
        session = Session(
            room.source,
            _Logged(room.find, log),
            Course(plan.steps, plan.anything, plan.height_cm, plan.placing),
            speak=speak,
            count=plan.means.counter(plan.model) if plan.means.counter and plan.placing else None,
            listeners=listeners,
            slots=[shots, to_record] if plan.record else [shots],
        )
        recording = Recording(plan.record, to_record) if plan.record else None
        show = Show(room.window, plan.mirror) if room.window else None
        problems = _hold(session, recording, lambda: watch(session, room.source, shots, show, room.say, room.stop))
    files, failed = _write(stem, plan, session, log, room.stop)
    if recording and recording.begun:
        files = (*files, recording.path)
    return End(session.course.reps, files, (*problems, *failed)), session.scene.ended or "quit"


def _both(speak: Speak, say: Say) -> Speak:
    """Have what is spoken stand in the terminal as well."""

    def speak_and_say(cue: Cue) -> None:
        speak(cue)
        if cue.say:
            say(cue.say)

    return speak_and_say


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
    stem: Path, plan: Plan, session: Session, log: LandmarkLog, stop: Stop
) -> tuple[tuple[Path, ...], tuple[Exception, ...]]:
    """Write JSON, landmarks and report beside the frame table; return what is there, and why not all."""
    tally = session.tally
    fps = tally.frames / tally.last_s if tally.last_s else None
    watched = results.Watched(_public(plan.camera), None, *tally.size, fps, tally.last_s, tally.frames, tally.with_pose)
    verdict = session.course.verdict(tally.last_s)
    cut_short = _cut_short(session, stop)
    text = results.analysis(
        watched,
        plan.model_facts,
        plan.height_cm,
        verdict.exercise,
        verdict.share,
        verdict.reps,
        cut_short,
        verdict.not_judged,
    )
    json, table, landmarks, page = (stem.with_name(stem.name + ending) for ending in (JSON, CSV, SUFFIX, REPORT))
    steps: dict[Path, Callable[[], None]] = {
        json: lambda: results.write(json, text),
        landmarks: lambda: log.save(landmarks, watched, plan.model_facts, cut_short),
        page: lambda: results.write(page, _report(text, landmarks, stem.name)),
    }
    files: list[Path] = [table]
    failed: list[Exception] = []
    for path, write in steps.items():
        try:
            write()
            files.append(path)
        except PosecoachError as error:
            failed.append(error)
    return tuple(files), tuple(failed)


def _report(text: str, landmarks: Path, title: str) -> str:
    from posecoach import report

    return report.build(Analysis.model_validate_json(text), read(landmarks).seen, title=title)


def _cut_short(session: Session, stop: Stop) -> str | None:
    """Return why the session did not come to its own end."""
    if session.error:
        return str(session.error)
    if session.scene.ended == "pain":
        return "stopped because it hurt"
    return "stopped by the user" if stop() else None


def _public(camera: str) -> str:
    """Return the camera's name without a password in it."""
    parts = urlsplit(camera)
    if not parts.hostname or "@" not in parts.netloc:
        return camera
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
