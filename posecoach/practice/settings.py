"""The settings of a practice session, the devices it uses, and its result."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from posecoach.core.exercise.exercise import Exercise
from posecoach.core.judging.events import Rep
from posecoach.core.result import ModelInfo, Result
from posecoach.core.session.aims import Aims, todays_aims
from posecoach.core.session.cues import Cue
from posecoach.core.session.routine import Step, hurt
from posecoach.feedback.display import Window
from posecoach.feedback.display_probe import display_problem
from posecoach.feedback.prompt_screen import Prompt, PromptScreen
from posecoach.practice.live_session import Listener
from posecoach.practice.session_log import SessionLog
from posecoach.storage.history.records import SetRecord
from posecoach.vision.estimator import Estimator
from posecoach.vision.people import Counter, PersonCounter, person_follower
from posecoach.vision.source import FrameSource, open_source

PrintLine = Callable[[str], None]
"""Prints a line in the terminal."""
SpeakCue = Callable[[Cue], None]
"""Speaks a cue; does not block."""


def open_window(problem: Callable[[], str | None] = display_problem) -> AbstractContextManager[Window]:
    """Open the window on the screen; `problem` returns why that cannot be done, or None."""
    from posecoach.feedback.window import Window as RealWindow

    return RealWindow("posecoach", problem=problem)


def no_voice() -> AbstractContextManager[SpeakCue]:
    """Open a voice that stays silent."""
    return nullcontext(lambda cue: None)


@dataclass(frozen=True, slots=True)
class Devices:
    """The devices of a session; tests pass fakes.

    Attributes
    ----------
    estimator : callable
        Opens an estimator with a model.
    counter : callable or None
        Makes a people counter; None = people are not counted.
    source : callable
        Opens the camera of a name; the exit stack closes it.
    window : callable
        Opens a window.
    voice : callable
        Opens a voice.
    prompt : callable
        Makes what asks the person, of the window, the voice, and whether to stop.
    listeners : tuple of Listener
        Hear what the coach found in every frame.
    """

    estimator: Callable[[Path], AbstractContextManager[Estimator]] = person_follower
    counter: Callable[[Path], Counter] | None = PersonCounter
    source: Callable[[str, ExitStack], FrameSource] = open_source
    window: Callable[[], AbstractContextManager[Window]] = open_window
    voice: Callable[[], AbstractContextManager[SpeakCue]] = no_voice
    prompt: Callable[[Window, SpeakCue, Callable[[], bool]], Prompt] = PromptScreen
    listeners: tuple[Listener, ...] = ()


@dataclass(frozen=True, slots=True)
class PracticeSettings:
    """How to practise; see `posecoach practice --help`.

    Attributes
    ----------
    name : str
        Name of the exercise or routine, used in the file names.
    steps : tuple of Step
        The exercises in order; empty = free practice.
    candidates : tuple of Exercise
        The exercises that free practice recognises.
    camera : str
        Number of the camera, its URL, or a video file.
    model, model_info : Path, ModelInfo
        The pose model, and its description for the results.
    out : Path
        Output folder.
    height_cm : float
        The person's height.
    check_setup : bool
        Whether the session starts with the setup check.
    window : bool
        Whether to show a window.
    keys : bool
        Whether its pictures name the window's keys.
    record : Path or None
        Where to record the session as mp4.
    force : bool
        Whether the recording may replace a file that posecoach did not write.
    mirror : bool
        Whether to show the picture mirrored.
    session_log : SessionLog or None
        Keeps the session and the pain; None = nothing is kept or asked.
    dose_share : float
        Share of the prescribed dose, 0.1 to 1.
    devices : Devices
        The devices.
    """

    name: str
    steps: tuple[Step, ...]
    candidates: tuple[Exercise, ...]
    camera: str
    model: Path
    model_info: ModelInfo
    out: Path
    height_cm: float
    check_setup: bool = True
    window: bool = True
    keys: bool = True
    record: Path | None = None
    force: bool = False
    mirror: bool = True
    session_log: SessionLog | None = None
    dose_share: float = 1.0
    devices: Devices = field(default_factory=Devices)

    @property
    def exercises(self) -> tuple[Exercise, ...]:
        """All exercises that the session may judge."""
        return tuple(step.exercise for step in self.steps) or self.candidates

    @property
    def has_end(self) -> bool:
        """Whether the session ends by itself when everything is done."""
        return bool(self.steps) and all(step.reps is not None for step in self.steps)

    @property
    def last_sets(self) -> tuple[SetRecord, ...]:
        """The exercises of the last session; empty when it is not known, or hurt: nobody is urged on after pain."""
        last = self.session_log.last if self.session_log else None
        return last.sets if last and not hurt(last) else ()

    @property
    def aims(self) -> Aims:
        """How long each exercise was held before, as far as that is an aim today."""
        targets = [(step.exercise, step.hold_s) for step in self.steps]
        free = [(exercise, exercise.prescription.hold_s) for exercise in self.candidates]
        past = self.session_log.summaries() if self.session_log else []
        return todays_aims(past, targets or free, self.dose_share)

    @property
    def requested_exercise(self) -> str | None:
        """Id of the one exercise that the user chose; None = a routine, or whatever is recognised."""
        chosen = {exercise.id for exercise in self.exercises}
        return chosen.pop() if len(chosen) == 1 else None


@dataclass(frozen=True, slots=True)
class PracticeResult:
    """How a session went.

    Attributes
    ----------
    reps : tuple of Rep
        The attempts.
    files : tuple of Path
        The written files.
    problems : tuple of Exception
        What went wrong, the most serious first.
    result : Result or None
        What was judged; None when the session did not begin.
    saved : bool
        Whether all files and the history have it.
    """

    reps: tuple[Rep, ...]
    files: tuple[Path, ...]
    problems: tuple[Exception, ...]
    result: Result | None = None
    saved: bool = False
