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
from posecoach.practice.save import end_reason, save_session, session_record
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


def run_practice(plan: PracticeSettings, say: Say, stop: Stop) -> PracticeResult:
    """Coach one session live until it is done or the person ends it.

    Parameters
    ----------
    plan : PracticeSettings
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
    output_folder(plan.out)
    if plan.record:
        output_folder(plan.record.parent, "--record")
    with ExitStack() as stack:
        with stop.interruptible():  # nothing is begun yet
            window = stack.enter_context(plan.means.window()) if plan.window else None
            speak = stack.enter_context(plan.means.voice())
            eyes = stack.enter_context(ExitStack())
            find = eyes.enter_context(plan.means.estimator(plan.model))
            source = plan.means.source(plan.camera, eyes)
        known = plan.diary.problem if plan.diary else None
        asked = SessionQuestions(plan.diary, window, speak, say, stop)
        if not asked.before():
            return PracticeResult((), (), ())
        end, how = _session(plan, _Room(find, source, window, speak, say, stop), asked.pain_before)
        eyes.close()  # nobody is watched while the last question is asked
        asked.after(how)
        problem = plan.diary.problem if plan.diary else None
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


def _session(plan: PracticeSettings, room: _Room, pain_before: int | None) -> tuple[PracticeResult, Ended]:
    """Hold the session and keep what it was."""
    started = datetime.now().astimezone()
    stem = reserve_name(plan.out / f"practice-{plan.name}-{started:%Y%m%d-%H%M%S}", ".csv")
    shots, to_record, log = LatestValue[JudgedFrame](), LatestValue[JudgedFrame](), LandmarkLog()
    keys = [measure.key for exercise in plan.exercises for measure in exercise.measures]
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
            SessionCoach(plan.steps, plan.anything, plan.height_cm, plan.placing),
            speak=speak,
            count=plan.means.counter(plan.model) if plan.means.counter and plan.placing else None,
            listeners=listeners,
            slots=[shots, to_record] if plan.record else [shots],
        )
        recording = Recording(plan.record, to_record) if plan.record else None
        show = Show(room.window, plan.mirror) if room.window else None
        problems = _hold(session, recording, lambda: watch(session, room.source, shots, show, room.say, room.stop))
    if plan.diary:  # first, since it takes the least
        plan.diary.save(session_record(started, plan, session, pain_before))
    files, failed = save_session(stem, plan, session, log, room.stop)
    if recording and recording.begun:
        files = (*files, recording.path)
    return PracticeResult(session.coach.reps, files, (*problems, *failed)), end_reason(session)


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
