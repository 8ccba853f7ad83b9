"""What a session is to be: the plan, the means it is held with, and how it ended."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from posecoach.core.exercise.exercise import Exercise
from posecoach.core.judging.events import Rep
from posecoach.core.result import ModelInfo
from posecoach.core.session.cues import Cue
from posecoach.core.session.routine import Step
from posecoach.feedback.display import Window
from posecoach.practice.diary import SessionLog
from posecoach.vision.estimator import Estimator
from posecoach.vision.people import Counter, PersonCounter, person_follower
from posecoach.vision.source import FrameSource, open_source

Say = Callable[[str], None]
Speak = Callable[[Cue], None]


def open_window() -> AbstractContextManager[Window]:
    """Open the window on the screen."""
    from posecoach.feedback.window import Window as RealWindow

    return RealWindow("posecoach")


def no_voice() -> AbstractContextManager[Speak]:
    """Open what says nothing."""
    return nullcontext(lambda cue: None)


@dataclass(frozen=True, slots=True)
class Devices:
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

    estimator: Callable[[Path], AbstractContextManager[Estimator]] = person_follower
    counter: Callable[[Path], Counter] | None = PersonCounter
    source: Callable[[str, ExitStack], FrameSource] = open_source
    window: Callable[[], AbstractContextManager[Window]] = open_window
    voice: Callable[[], AbstractContextManager[Speak]] = no_voice


@dataclass(frozen=True, slots=True)
class PracticeSettings:
    """How to practise; see `posecoach practice --help`.

    Attributes
    ----------
    name : str
        Of the exercise or routine; goes into the names of the files.
    steps : tuple of Step
        What to do, in order; empty = any of the exercises.
    anything : tuple of Exercise
        What is recognised when there are no steps.
    diary : SessionLog or None
        Where the session and its pain are noted; None = nowhere, and nothing is asked.
    """

    name: str
    steps: tuple[Step, ...]
    anything: tuple[Exercise, ...]
    camera: str
    model: Path
    model_info: ModelInfo
    out: Path
    height_cm: float
    placing: bool = True
    window: bool = True
    record: Path | None = None
    mirror: bool = True
    diary: SessionLog | None = None
    share: float = 1.0
    means: Devices = field(default_factory=Devices)

    @property
    def exercises(self) -> tuple[Exercise, ...]:
        """All that may be judged."""
        return tuple(step.exercise for step in self.steps) or self.anything


@dataclass(frozen=True, slots=True)
class PracticeResult:
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
