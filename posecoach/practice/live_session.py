"""A practice session: camera -> estimator -> course on one thread; screen, recorder and voice on others.

Nobody waits for anybody: each hands on only its newest result, and what comes too late is dropped.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from posecoach.core.body.pose import Frame, Pose
from posecoach.core.judging.events import Update
from posecoach.core.session.announcer import Announcer
from posecoach.core.session.camera_placement import FrameConditions
from posecoach.core.session.cues import Cue
from posecoach.core.session.scene import Ended, SessionState
from posecoach.core.session.session import SessionCoach
from posecoach.vision.brightness import measure_conditions
from posecoach.vision.people import Counter
from posecoach.vision.source import FrameSource

log = logging.getLogger(__name__)
T = TypeVar("T")
WAIT_S = 0.2
"""Longest wait for a frame before looking again whether the session is over or the camera in trouble."""


class LatestValue(Generic[T]):
    """Hands the newest value from one thread to another; an older one not yet taken is dropped."""

    def __init__(self) -> None:
        self._ready = threading.Condition()
        self._value: T | None = None
        self._closed = False

    def put(self, value: T) -> None:
        """Offer a value."""
        with self._ready:
            self._value = value
            self._ready.notify_all()

    def take(self, timeout_s: float) -> T | None:
        """Newest value not taken yet, waiting at most `timeout_s`; None when there is none."""
        with self._ready:
            self._ready.wait_for(lambda: self._value is not None or self._closed, timeout_s)
            value, self._value = self._value, None
            return value

    def close(self) -> None:
        """Wake whoever waits: nothing more will come."""
        with self._ready:
            self._closed = True
            self._ready.notify_all()

    @property
    def closed(self) -> bool:
        """Whether the last value was put."""
        return self._closed


@dataclass(frozen=True, slots=True)
class JudgedFrame:
    """One judged frame."""

    frame: Frame
    update: Update
    scene: SessionState


@dataclass(slots=True)
class FrameCounts:
    """Counts of a session."""

    frames: int = 0
    with_pose: int = 0
    last_s: float = 0.0
    size: tuple[int, int] = (0, 0)

    def add(self, frame: Frame, pose: Pose | None) -> None:
        """Count one frame."""
        height, width = frame.image.shape[:2]
        self.frames += 1
        self.with_pose += pose is not None
        self.last_s, self.size = frame.t, (width, height)


Listener = Callable[[Update, SessionState], None]
"""Hears of every frame, on the session's thread."""


class LiveSession:
    """Judges a live source on a thread of its own until it is stopped, ends, or its course is done.

    Parameters
    ----------
    source : FrameSource
        Where frames come from.
    find : callable
        Frame -> Pose or None. It may have a ``problem``: why it finds nobody, as a sentence or None.
    course : SessionCoach
        What is done, and who judges it.
    speak : callable
        Takes what is to be heard; must not block.
    count : Counter, optional
        Counts the people, while camera and place are looked at; is closed then.
    listeners : iterable of Listener
        One that fails is dropped, and the session goes on.
    slots : iterable of LatestValue
        Get every Shot; newest only.

    Attributes
    ----------
    course : SessionCoach
        As handed in.
    tally : FrameCounts
        Counts so far.
    error : Exception or None
        What ended the session: the camera is gone, or a defect.
    dropped : list of Exception
        Why listeners were dropped.
    scene : SessionState
        The newest.
    """

    def __init__(
        self,
        source: FrameSource,
        find: Callable[[Frame], Pose | None],
        coach: SessionCoach,
        *,
        speak: Callable[[Cue], None] = lambda cue: None,
        count: Counter | None = None,
        listeners: Iterable[Listener] = (),
        slots: Iterable[LatestValue[JudgedFrame]] = (),
    ) -> None:
        self._source, self._find, self.coach = source, find, coach
        self._cues, self._speak, self._count = Announcer(), speak, count
        self._listeners, self._slots = list(listeners), tuple(slots)
        self._stop = threading.Event()
        self._wishes: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="posecoach-judge", daemon=True)
        self.tally = FrameCounts()
        self.error: Exception | None = None
        self.dropped: list[Exception] = []
        self.scene = SessionState()

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self, timeout_s: float = 3.0) -> None:
        """End and wait until the last frame is judged, at most `timeout_s`."""
        self._stop.set()
        self.join(timeout_s)
        self._close_slots()  # also when the thread hangs: nobody is to wait for it

    def join(self, timeout_s: float) -> None:
        """Wait until the session has ended by itself, at most `timeout_s`."""
        self._thread.join(timeout_s)

    @property
    def running(self) -> bool:
        """Whether frames are still being judged."""
        return self._thread.is_alive()

    def toggle_pause(self) -> None:
        """Pause, or go on, with the next frame."""
        self._wishes.put(self.coach.toggle_pause)

    def restart(self) -> None:
        """Begin the exercise in hand anew, with the next frame."""
        self._wishes.put(self.coach.restart)

    def end(self, why: Ended) -> None:
        """End the course, also while no frame comes; see `SessionState.ended`."""
        self._wishes.put(lambda: self.coach.end(why))

    def _run(self) -> None:
        try:
            self._judge_all()
        except Exception as error:  # handed to the main thread, which reports it
            self.error = error
        finally:
            self._obey()
            update, scene = self.coach.finish(self.tally.last_s)
            self._voice(update, scene)
            if update.events:  # else there is no more to tell than after the last frame
                self._tell(update, scene)
            self._close_slots()

    def _judge_all(self) -> None:
        state = "live"
        while not self._stop.is_set() and self._source.state != "ended" and self.coach.stage != "done":
            frame = self._source.latest(WAIT_S)
            self._obey()
            if frame is not None:
                self._judge_frame(frame)
            if self._source.state != state:
                state = self._source.state
                if state not in ("live", "ended"):
                    self._speak(Cue(self.tally.last_s, "I have no picture.", urgent=True))

    def _obey(self) -> None:
        """Do what the person asked for by a key."""
        while not self._wishes.empty():
            self._wishes.get()()

    def _close_slots(self) -> None:
        for slot in self._slots:
            slot.close()

    def _judge_frame(self, frame: Frame) -> None:
        pose = self._find(frame)
        self.tally.add(frame, pose)
        problem = getattr(self._find, "problem", None) if pose is None else None
        update, scene = self.coach.update(frame.t, pose, self._picture(frame, pose), problem)
        self._voice(update, scene)
        self._tell(update, scene)
        for slot in self._slots:
            slot.put(JudgedFrame(frame, update, scene))

    def _picture(self, frame: Frame, pose: Pose | None) -> FrameConditions | None:
        """Look at the picture itself, while that is wanted."""
        if self.coach.stage == "setup":
            return measure_conditions(frame, pose, self._count(frame, pose) if self._count else None)
        if self._count:
            self._count.close()
            self._count = None
        return None

    def _voice(self, update: Update, scene: SessionState) -> None:
        self.scene = scene
        cue = self._cues.update(update, scene)
        if cue:
            self._speak(cue)

    def _tell(self, update: Update, scene: SessionState) -> None:
        for listener in list(self._listeners):
            try:
                listener(update, scene)
            except Exception as error:  # a full disk, say, must not end the coaching
                log.warning("dropped %s: %s", listener, error)
                self._listeners.remove(listener)
                self.dropped.append(error)
