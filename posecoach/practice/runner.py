"""Runs a practice session: opens the devices, asks the questions, coaches, and saves the results."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from posecoach.core.body.pose import Frame, Pose
from posecoach.core.body.sides import RAISED_LEG
from posecoach.core.judging.events import AttemptStarted, RepDone, Update
from posecoach.core.session.cues import LAST_WAITS_S, Cue
from posecoach.core.session.session import SessionCoach
from posecoach.core.session.summary import SAVED, UNSAVED
from posecoach.errors import UsageError
from posecoach.feedback.display import Window
from posecoach.files.overwriting import check_replaceable
from posecoach.files.writing import output_folder, reserve_name
from posecoach.practice.frames import JudgedFrame, LatestValue
from posecoach.practice.journal import journal_listeners
from posecoach.practice.live_session import Listener, LiveSession
from posecoach.practice.live_view import LiveView, show_session
from posecoach.practice.loading import Loading
from posecoach.practice.questions import SessionQuestions
from posecoach.practice.recording import Recording
from posecoach.practice.save import beginning_record, make_session_result, save_session, session_record, summary_of
from posecoach.practice.session_log import local_now
from posecoach.practice.settings import PracticeResult, PracticeSettings, PrintLine, SpeakCue
from posecoach.process import Stop
from posecoach.storage.frame_table import FrameTable
from posecoach.storage.landmark_file import LandmarkLog
from posecoach.translation import N_, joined, quantity
from posecoach.vision.estimator import Estimator
from posecoach.vision.source import FrameSource


class _OpenDevices(NamedTuple):
    """What is open during a session."""

    find: Estimator
    source: FrameSource
    window: Window | None
    speak: SpeakCue
    print_line: PrintLine
    stop: Stop


def run_practice(settings: PracticeSettings, print_line: PrintLine, stop: Stop) -> PracticeResult:
    """Coach one session live until it is done or the person ends it.

    Parameters
    ----------
    settings : PracticeSettings
        What to do, and with which devices.
    print_line : callable
        Prints a line in the terminal.
    stop : Stop
        Whether the user wants to stop.

    Raises
    ------
    UsageError, CameraError, SourceError, ModelError
        The session cannot start. Later problems are in the result.
    """
    output_folder(settings.out)
    if settings.record:
        check_replaceable([settings.record], [Path(settings.camera)], settings.force, kind="mp4")
        output_folder(settings.record.parent, "--record")
    with ExitStack() as stack:
        with stop.interruptible():  # nothing has started yet
            window = stack.enter_context(settings.devices.window()) if settings.window else None
            voice = stack.enter_context(settings.devices.voice())
        speak = voice if window else _speak_and_print(voice, print_line)
        loading = stack.enter_context(Loading(settings))
        known = settings.session_log.problem if settings.session_log else None
        prompt = settings.devices.prompt(window, speak, lambda: stop() or loading.failed) if window else None
        questions = SessionQuestions(settings.session_log, prompt, print_line, stop)
        if not questions.before() and not loading.failed:
            return PracticeResult((), (), ())
        opened = loading.wait(window, stop)
        if opened is None:
            return PracticeResult((), (), ())
        devices = _OpenDevices(opened.find, opened.source, window, speak, print_line, stop)
        result, session = _practise(settings, devices, questions.pain_before, stack)
        _say_whether_saved(result, session, devices.speak)
        loading.close()  # the camera is off while the last question is open
        summary = summary_of(settings, session)
        early = summary.ended == "quit" and session.ended_by_key and settings.has_end
        questions.after(summary, session.counts.size, early)
        problem = settings.session_log.problem if settings.session_log else None
        if problem and problem != known:
            return replace(result, problems=(*result.problems, UsageError(problem)))
        return result


class _LoggedEstimator:
    """Finds the person and logs the pose; the session judges exactly what is saved."""

    def __init__(self, find: Estimator, log: LandmarkLog) -> None:
        self._find, self._log = find, log

    def __call__(self, frame: Frame) -> Pose | None:
        return self._log.add(frame.t, self._find(frame))

    @property
    def problem(self) -> str | None:
        """Why nobody was found, if that is known."""
        return getattr(self._find, "problem", None)


def _practise(
    settings: PracticeSettings, devices: _OpenDevices, pain_before: int | None, stack: ExitStack
) -> tuple[PracticeResult, LiveSession]:
    """Coach the session and save it; its journal stays open on the stack, for the answers afterwards."""
    started = local_now()
    stem = reserve_name(settings.out / f"practice-{settings.name}-{started:%Y%m%d-%H%M%S}", ".csv")
    latest, log = LatestValue[JudgedFrame](), LandmarkLog()
    recording = Recording(settings.record, LatestValue[JudgedFrame]()) if settings.record else None
    view = None
    if devices.window:
        view = LiveView(devices.window, settings.mirror, settings.exercises, settings.aims, settings.keys)
    measures = [measure.key for exercise in settings.exercises for measure in exercise.measures]
    coach = SessionCoach(settings.steps, settings.candidates, settings.height_cm, settings.check_setup)
    beginning = beginning_record(started, settings, pain_before)
    with FrameTable(stem.with_suffix(".csv"), measures) as table:
        journal = journal_listeners(settings.session_log, beginning, coach, devices.print_line)
        listeners = [
            *stack.enter_context(journal),
            lambda update, scene: table.update(update),
            *settings.devices.listeners,
        ]
        outputs = [latest, recording.latest] if recording else [latest]
        session = _make_session(settings, devices, coach, log, listeners, outputs)
        problems = _run_session(
            session,
            recording,
            lambda: show_session(session, devices.source, latest, view, devices.print_line, devices.stop),
        )
    result = make_session_result(settings, session, devices.stop)
    if settings.session_log:  # first, since it is the least work
        settings.session_log.save(session_record(beginning, settings, session, result))
    written = save_session(stem, started, result, settings, log)
    files = (*written.files, recording.path) if recording and recording.is_kept else written.files
    unsaved = (*session.dropped, *([recording.error] if recording and recording.error else []), *written.problems)
    in_history = settings.session_log is None or settings.session_log.number is not None
    saved = in_history and not unsaved
    return PracticeResult(session.coach.reps, files, (*problems, *unsaved), result, saved), session


def _say_whether_saved(result: PracticeResult, session: LiveSession, speak: SpeakCue) -> None:
    """Say that everything is saved, or not; after a complete session, whose last words are longer, only the latter."""
    if not result.saved or session.scene.ended != "complete":
        speak(Cue(session.counts.last_s, SAVED if result.saved else UNSAVED, fresh_s=LAST_WAITS_S))


def _make_session(
    settings: PracticeSettings,
    devices: _OpenDevices,
    coach: SessionCoach,
    log: LandmarkLog,
    listeners: list[Listener],
    outputs: list[LatestValue[JudgedFrame]],
) -> LiveSession:
    """Connect the session with its listeners; without a window, one more prints what happens."""
    if devices.window is None:
        devices.print_line(N_("No window: end with Ctrl-C."))
        listeners.append(lambda update, scene: devices.print_line(line) if (line := event_line(update)) else None)
    count_people = settings.check_setup and settings.devices.counter
    return LiveSession(
        devices.source,
        _LoggedEstimator(devices.find, log),
        coach,
        speak=devices.speak,
        count=count_people(settings.model) if count_people else None,
        listeners=listeners,
        outputs=outputs,
        last=settings.last_sets,
    )


def _speak_and_print(speak: SpeakCue, print_line: PrintLine) -> SpeakCue:
    """Return a voice that also prints what it speaks."""

    def speak_and_print(cue: Cue) -> None:
        speak(cue)
        if cue.say:
            print_line(cue.say)

    return speak_and_print


def _run_session(session: LiveSession, recording: Recording | None, show: Callable[[], None]) -> list[Exception]:
    """Run the session to its end, whatever happens; return what ended it."""
    session.start()
    if recording:
        recording.start()
    problems: list[Exception] = []
    try:
        show()
    except Exception as error:  # a problem with the window must not cost the results
        problems.append(error)
    finally:
        session.stop()
        if recording:
            recording.join()
    return [*([session.error] if session.error else []), *problems]


def event_line(update: Update) -> str | None:
    """Return a line about what just happened, for a session without a window; None when nothing did."""
    for event in update.events:
        if isinstance(event, RepDone):
            rep = event.rep
            held, good = quantity(rep.hold_s, "s", 1), quantity(rep.good_s, "s", 1)
            if rep.side:
                leg = RAISED_LEG[rep.side]
                line = N_(
                    "Rep {n}, {leg}: held {held}, {good} in good form.", n=rep.index, leg=leg, held=held, good=good
                )
            else:
                line = N_("Rep {n}: held {held}, {good} in good form.", n=rep.index, held=held, good=good)
            return joined([line, joined(rep.remark_list, N_("; "))])
        if isinstance(event, AttemptStarted):
            return N_("Rep {n} begins.", n=update.rep)
    return None
