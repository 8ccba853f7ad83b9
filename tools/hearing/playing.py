"""Plays recordings as one live session, as fast as they can be judged, and keeps what the session orders to be spoken.

The session is the one of `posecoach practice`: the same thread, estimator, coach and announcer. Only its camera is a
list of videos with their own time stamps, so that nothing waits, and every run gives the same words.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from posecoach.core.body.pose import Frame, Pose
from posecoach.core.exercise.exercise import Exercise
from posecoach.core.judging.events import Update
from posecoach.core.result import VideoInfo
from posecoach.core.session.cues import Cue
from posecoach.core.session.routine import Step
from posecoach.core.session.scene import SessionState
from posecoach.core.session.session import SessionCoach
from posecoach.practice.live_session import LiveSession
from posecoach.storage import landmark_file
from posecoach.vision import weights
from posecoach.vision.people import PersonCounter, person_follower
from posecoach.vision.video import VideoFile

POLL_S = 1.0
UNSEEN = "unseen"
"""The request to be better seen, while the session cannot judge."""


@dataclass(frozen=True, slots=True)
class Shot:
    """A video that is played, after an empty picture and the video's first one, each shown for some seconds."""

    video: Path
    empty_s: float
    lead_s: float


@dataclass(frozen=True, slots=True)
class Program:
    """What is played, and what is to be practised meanwhile.

    Attributes
    ----------
    name : str
        Names the shots, and so their landmarks.
    shots : tuple of Shot
        The videos, one after the other.
    steps : tuple of Step
        The exercises; empty = free practice.
    height_cm : float
        The person's height.
    """

    name: str
    shots: tuple[Shot, ...]
    steps: tuple[Step, ...]
    height_cm: float


@dataclass(frozen=True, slots=True)
class Played:
    """What a session ordered to be spoken.

    Attributes
    ----------
    cues : list of Cue
        In order, each with its time in seconds of the stream.
    requests : dict of str to str
        For each request about camera and place, in its spoken words: what it is about.
    """

    cues: list[Cue]
    requests: dict[str, str]


def begins_s(shots: Sequence[Shot]) -> list[float]:
    """Return when each video begins, in seconds of the stream; `frames_of` yields its first frame then."""
    begins: list[float] = []
    start_s = 0.0
    for shot in shots:
        facts = VideoFile(shot.video)
        still = round(shot.empty_s * facts.fps) + round(shot.lead_s * facts.fps)
        begins.append(start_s + still / facts.fps)
        start_s = begins[-1] + (facts.duration_s or 0.0)
    return begins


def frames_of(shots: Sequence[Shot]) -> Iterator[Frame]:
    """Yield the pictures of all shots, with times in seconds from the very first one."""
    start_s = 0.0
    for shot in shots:
        with VideoFile(shot.video) as video:
            frames, step_s = iter(video), 1 / video.fps
            first = next(frames)
            empty = Frame(0.0, np.full_like(first.image, round(first.image.mean())))
            stills = [empty] * round(shot.empty_s * video.fps) + [first] * round(shot.lead_s * video.fps)
            yield from (replace(still, t=start_s + i * step_s) for i, still in enumerate(stills))
            start_s += len(stills) * step_s
            for frame in itertools.chain([first], frames):
                last_s = start_s + frame.t
                yield replace(frame, t=last_s)
            start_s = last_s + step_s


class FilmedCamera:
    """A camera that shows frames as fast as they are taken, and then ends."""

    status_text = ""

    def __init__(self, frames: Iterator[Frame]) -> None:
        self._frames = frames
        self._next = next(frames, None)

    @property
    def state(self) -> str:
        """``live``, then ``ended``."""
        return "ended" if self._next is None else "live"

    def latest(self, timeout_s: float = 0.0) -> Frame | None:
        """Return the next frame at once."""
        frame, self._next = self._next, next(self._frames, None)
        return frame


def play(program: Program, anything: Sequence[Exercise], kept: Path | None) -> Played:
    """Run a session over its shots.

    Parameters
    ----------
    program : Program
        What is played and practised.
    anything : sequence of Exercise
        The exercises that free practice recognises.
    kept : Path or None
        Folder in which the landmarks stay for the next run; None = they are not kept.
    """
    file = kept / (program.name + landmark_file.SUFFIX) if kept else None
    if file and file.exists():
        known = dict(landmark_file.read(file).poses)
        return _run(program, anything, lambda frame: known[frame.t])
    log = landmark_file.LandmarkLog()
    with person_follower(weights.locate()) as find:
        played = _run(program, anything, lambda frame: log.add(frame.t, find(frame)))
    if file:
        video = VideoInfo(program.name, None, 0, 0, None, 0.0, len(log.poses()), 0)
        log.save(file, video, weights.describe(weights.locate()))
    return played


def _run(program: Program, anything: Sequence[Exercise], find: Callable[[Frame], Pose | None]) -> Played:
    """Run the session to its end, and find the person in the rest of the shots."""
    played = Played([], {})
    unseen: set[str] = set()

    def keep_requests(update: Update, scene: SessionState) -> None:
        played.requests.update({one.say: one.code for one in scene.findings if one.ok is False and one.say})
        if update.unseen and update.pose is not None:
            unseen.add(update.unseen.lower())

    with closing(frames_of(program.shots)) as frames:
        camera = FilmedCamera(frames)
        live = LiveSession(
            camera,
            find,
            SessionCoach(program.steps, anything, program.height_cm),
            speak=played.cues.append,
            count=PersonCounter(weights.locate()),
            listeners=[keep_requests],
        )
        live.start()
        while live.running:
            live.join(POLL_S)
        while (frame := camera.latest()) is not None:
            find(frame)
    if live.error:
        raise live.error
    spoken = {cue.say for cue in played.cues if cue.say}  # the voice says a part of these sentences
    played.requests.update({say: UNSEEN for say in spoken if any(say.lower().rstrip(".") in one for one in unseen)})
    return played
