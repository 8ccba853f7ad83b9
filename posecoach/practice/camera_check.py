"""The setup check by itself: camera, light and place, for `posecoach check`, before the person lies down."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from posecoach.core.body.pose import Frame, Pose
from posecoach.core.session.cues import REMIND_S, Cue
from posecoach.core.session.placement.camera_placement import Placement
from posecoach.core.session.scene import SetupCheck
from posecoach.practice.live_session import WAIT_S
from posecoach.practice.settings import PrintLine, SpeakCue
from posecoach.vision.brightness import measure_conditions
from posecoach.vision.estimator import Estimator
from posecoach.vision.source import FrameSource


@dataclass(frozen=True, slots=True)
class Look:
    """One frame of the check.

    Attributes
    ----------
    frame, pose : Frame, Pose or None
        What the camera saw, and the person in it.
    findings : tuple of SetupCheck
        The results of the checks, in the order to fix them.
    passed : bool
        Whether everything has been good for a while.
    """

    frame: Frame
    pose: Pose | None
    findings: tuple[SetupCheck, ...]
    passed: bool


def look(
    source: FrameSource,
    find: Estimator,
    count: Callable[[Frame, Pose | None], int] | None,
    stop: Callable[[], bool],
) -> Iterator[Look]:
    """Check every frame, until the user stops it or the source ends.

    Parameters
    ----------
    source : FrameSource
        Provides the frames.
    find : callable
        Finds the person.
    count : callable or None
        Counts the people; None = they are not counted.
    stop : callable
        Whether the user wants to stop.
    """
    placement = Placement()
    while not (stop() or source.state == "ended"):
        frame = source.latest(WAIT_S)
        if frame is None:
            continue
        pose = find(frame)
        persons = count(frame, pose) if count else None
        findings = placement.update(frame.t, pose, measure_conditions(frame, pose, persons))
        yield Look(frame, pose, findings, placement.passed)


def check_camera(
    looks: Iterable[Look], seconds: float, on_update: Callable[[float, tuple[SetupCheck, ...]], None]
) -> tuple[SetupCheck, ...]:
    """Check until everything is good, for at most `seconds` of the stream; return the last findings.

    Parameters
    ----------
    looks : iterable of Look
        The frames, checked.
    seconds : float
        Longest check (s).
    on_update : callable
        Receives time and findings of each frame.
    """
    findings, began_t = (), None  # type: tuple[SetupCheck, ...], float | None
    for each in looks:
        t, findings = each.frame.t, each.findings
        on_update(t, findings)
        began_t = t if began_t is None else began_t
        if each.passed or t - began_t >= seconds:
            break
    return findings


class Reminder:
    """Prints and speaks the first finding that is not good; repeats the same one after `REMIND_S`.

    Parameters
    ----------
    print_line : callable
        Prints a line in the terminal.
    speak : callable
        Speaks a cue.
    """

    def __init__(self, print_line: PrintLine, speak: SpeakCue) -> None:
        self._print_line, self._speak = print_line, speak
        self._reminded_s: dict[str, float] = {}

    def __call__(self, t: float, findings: tuple[SetupCheck, ...]) -> None:
        """Remind the person at `t` seconds, if it is time."""
        wrong = next((finding for finding in findings if finding.ok is False and finding.say), None)
        if wrong and t - self._reminded_s.get(wrong.code, -REMIND_S) >= REMIND_S:
            self._reminded_s[wrong.code] = t
            self._print_line(wrong.sentence)
            self._speak(Cue(t, wrong.say))
