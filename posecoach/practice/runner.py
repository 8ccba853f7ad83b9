"""Practising in front of a camera: puts source, session, window, recorder and results together, and ends them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from posecoach.core.body.pose import Frame, Pose
from posecoach.core.judging.events import AttemptStarted, RepDone, Update
from posecoach.core.session.cues import Cue
from posecoach.core.session.scene import Ended
from posecoach.core.session.session import SessionCoach
from posecoach.errors import UsageError
from posecoach.feedback.display import Window
from posecoach.files import output_folder, reserve_name
from posecoach.practice.live_session import JudgedFrame, LatestValue, Listener, LiveSession
from posecoach.practice.live_view import Show, watch
from posecoach.practice.questions import SessionQuestions
from posecoach.practice.recording import Recording
from posecoach.practice.save import end_reason, result_of, save_session, session_record
from posecoach.practice.settings import PracticeResult, PracticeSettings, Say, Speak
from posecoach.process import Stop
from posecoach.storage.frame_table import FrameTable
from posecoach.storage.landmark_file import LandmarkLog
from posecoach.vision.estimator import Estimator
from posecoach.vision.source import FrameSource


class _Room(NamedTuple):
    """What is open while a session is held."""

    find: Estimator
    source: FrameSource
    window: Window | None
    speak: Speak
    say: Say
    stop: Stop


def run_practice(settings: PracticeSettings, say: Say, stop: Stop) -> PracticeResult:
    """Coach one session live until it is done or the person ends it.

    Parameters
    ----------
    settings : PracticeSettings
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
    output_folder(settings.out)
    if settings.record:
        output_folder(settings.record.parent, "--record")
    with ExitStack() as stack:
        with stop.interruptible():  # nothing is begun yet
            window = stack.enter_context(settings.means.window()) if settings.window else None
            speak = stack.enter_context(settings.means.voice())
            eyes = stack.enter_context(ExitStack())
            find = eyes.enter_context(settings.means.estimator(settings.model))
            source = settings.means.source(settings.camera, eyes)
        known = settings.diary.problem if settings.diary else None
        asked = SessionQuestions(settings.diary, window, speak, say, stop)
        if not asked.before():
            return PracticeResult((), (), ())
        end, how = _session(settings, _Room(find, source, window, speak, say, stop), asked.pain_before)
        eyes.close()  # nobody is watched while the last question is asked
        asked.after(how)
        problem = settings.diary.problem if settings.diary else None
        return replace(end, problems=(*end.problems, UsageError(problem))) if problem and problem != known else end


class _Logged:
    """Finds the person and logs what was found; what is judged is what is kept."""

    def __init__(self, find: Estimator, log: LandmarkLog) -> None:
        self._find, self._log = find, log

    def __call__(self, frame: Frame) -> Pose | None:
        return self._log.add(frame.t, self._find(frame))

    @property
    def problem(self) -> str | None:
        """Why nobody was found, if that is known."""
        return getattr(self._find, "problem", None)


def _session(settings: PracticeSettings, room: _Room, pain_before: int | None) -> tuple[PracticeResult, Ended]:
    """Hold the session and keep what it was."""
    started = datetime.now().astimezone()
    stem = reserve_name(settings.out / f"practice-{settings.name}-{started:%Y%m%d-%H%M%S}", ".csv")
    shots, to_record, log = LatestValue[JudgedFrame](), LatestValue[JudgedFrame](), LandmarkLog()
    keys = [measure.key for exercise in settings.exercises for measure in exercise.measures]
    with FrameTable(stem.with_suffix(".csv"), keys) as table:
        listeners: list[Listener] = [lambda update, scene: table.update(update)]
        speak = room.speak
        if room.window is None:
            room.say("No window: end with Ctrl-C.")
            listeners.append(lambda update, scene: room.say(line) if (line := spoken_line(update)) else None)
            speak = _both(room.speak, room.say)
        session = LiveSession(
            room.source,
            _Logged(room.find, log),
            SessionCoach(settings.steps, settings.anything, settings.height_cm, settings.placing),
            speak=speak,
            count=settings.means.counter(settings.model) if settings.means.counter and settings.placing else None,
            listeners=listeners,
            slots=[shots, to_record] if settings.record else [shots],
        )
        recording = Recording(settings.record, to_record) if settings.record else None
        show = Show(room.window, settings.mirror) if room.window else None
        problems = _hold(session, recording, lambda: watch(session, room.source, shots, show, room.say, room.stop))
    result = result_of(settings, session, room.stop)
    if settings.diary:  # first, since it is the least work
        settings.diary.save(session_record(started, settings, session, result, pain_before))
    written = save_session(stem, result, settings, log)
    files = (*written.files, recording.path) if recording and recording.begun else written.files
    return PracticeResult(session.coach.reps, files, (*problems, *written.problems)), end_reason(session)


def _both(speak: Speak, say: Say) -> Speak:
    """Have what is spoken stand in the terminal as well."""

    def speak_and_say(cue: Cue) -> None:
        speak(cue)
        if cue.say:
            say(cue.say)

    return speak_and_say


def _hold(session: LiveSession, recording: Recording | None, watching: Callable[[], None]) -> list[Exception]:
    """Run the session to its end, whatever happens; return what went wrong."""
    session.start()
    if recording:
        recording.start()
    problems: list[Exception] = []
    try:
        watching()
    except Exception as error:  # a failing window must not cost the results
        problems.append(error)
    finally:
        session.stop()
        if recording:
            recording.join()
    end_reason = [session.error, *problems, *session.dropped, recording.error if recording else None]
    return [problem for problem in end_reason if problem]


def spoken_line(update: Update) -> str | None:
    """Return a line for a session without a window: what just happened, None when nothing did."""
    for event in update.events:
        if isinstance(event, RepDone):
            rep = event.rep
            said = rep.remarks.replace("\n", "; ")
            side = f", {rep.side} leg" if rep.side else ""
            return f"rep {rep.index}{side}: held {rep.hold_s:.1f} s, {rep.good_s:.1f} s in good form. {said}"
        if isinstance(event, AttemptStarted):
            return f"rep {update.rep} begins"
    return None
