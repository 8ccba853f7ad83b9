"""A practice session: camera -> estimator -> judge on one thread, screen and recorder on others.

Nobody waits for anybody: each hands on only its newest result, and what comes too late is dropped.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from posecoach.core.landmarks import SIDES
from posecoach.core.types import AttemptStarted, Frame, Pose, RepDone, Update
from posecoach.judge import Judge

log = logging.getLogger(__name__)
T = TypeVar("T")
WAIT_S = 0.2
"""Longest wait for a frame before looking again whether the session is over or the camera in trouble."""


class Source(Protocol):
    """A camera, or what stands for one."""

    @property
    def state(self) -> str:
        """``live`` while all is well, ``ended`` when no frame will come any more, else what is wrong."""
        ...

    @property
    def status_text(self) -> str:
        """What the source is doing, as a sentence."""
        ...

    def latest(self, timeout_s: float) -> Frame | None:
        """Newest frame not handed out yet, waiting at most `timeout_s`."""
        ...


class Slot(Generic[T]):
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
class Shot:
    """One judged frame."""

    frame: Frame
    update: Update


@dataclass(slots=True)
class Tally:
    """Counts of a session."""

    frames: int = 0
    with_pose: int = 0
    last_s: float = 0.0
    size: tuple[int, int] = (0, 0)


class Session:
    """Judges a live source on a thread of its own until it is stopped, ends, or the set is complete.

    Parameters
    ----------
    source : Source
        Where frames come from.
    find : callable
        Frame -> Pose or None.
    judge : Judge
        The exercise's judge.
    listeners : iterable of callable
        Get every Update, on the session's thread; one that fails is dropped, and the session goes on.
    slots : iterable of Slot
        Get every Shot; newest only.
    reps : int, optional
        Attempts (on each side, if sided) after which the set is complete.

    Attributes
    ----------
    tally : Tally
        Counts so far.
    error : Exception or None
        What ended the session: the camera is gone, or a defect.
    dropped : list of Exception
        Why listeners were dropped.
    complete : bool
        Whether all attempts were made.
    """

    def __init__(
        self,
        source: Source,
        find: Callable[[Frame], Pose | None],
        judge: Judge,
        *,
        listeners: Iterable[Callable[[Update], None]] = (),
        slots: Iterable[Slot[Shot]] = (),
        reps: int | None = None,
    ) -> None:
        self._source, self._find, self._judge = source, find, judge
        self._listeners, self._slots, self._reps = list(listeners), tuple(slots), reps
        self._stop, self._paused, self._restart = threading.Event(), threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="posecoach-judge", daemon=True)
        self.tally = Tally()
        self.error: Exception | None = None
        self.dropped: list[Exception] = []
        self.complete = False
        self._last = Update(0.0, None)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self, timeout_s: float = 3.0) -> None:
        """End and wait until the last frame is judged, at most `timeout_s`."""
        self._stop.set()
        self._thread.join(timeout_s)
        self._close_slots()  # also when the thread hangs: nobody is to wait for it

    @property
    def running(self) -> bool:
        """Whether frames are still being judged."""
        return self._thread.is_alive()

    @property
    def paused(self) -> bool:
        """Whether the person asked for a pause."""
        return self._paused.is_set()

    def toggle_pause(self) -> None:
        """Pause, or go on: a paused time is no hold."""
        if self._paused.is_set():
            self._paused.clear()
        else:
            self._paused.set()

    def restart(self) -> None:
        """Begin the set anew with the next frame."""
        self._restart.set()

    def _run(self) -> None:
        try:
            self._judge_all()
        except Exception as error:  # handed to the main thread, which reports it
            self.error = error
        finally:
            for event in self._judge.coach.finish(self.tally.last_s):
                self._tell(Update(self.tally.last_s, None, events=(event,)))
            self._close_slots()

    def _judge_all(self) -> None:
        while not self._stop.is_set() and self._source.state != "ended" and not self.complete:
            frame = self._source.latest(WAIT_S)
            if frame is not None:
                self._judge_frame(frame)

    def _close_slots(self) -> None:
        for slot in self._slots:
            slot.close()

    def _judge_frame(self, frame: Frame) -> None:
        if self._restart.is_set():
            self._restart.clear()
            self._judge.coach.restart()
        pose = self._find(frame)
        if self.paused:
            update = Update(frame.t, pose, exercise=self._last.exercise, title=self._last.title, reps=self._last.reps)
        else:
            update = self._last = self._judge(frame.t, pose)
        height, width = frame.image.shape[:2]
        self.tally.frames += 1
        self.tally.with_pose += pose is not None
        self.tally.last_s, self.tally.size = frame.t, (width, height)
        self._tell(update)
        for slot in self._slots:
            slot.put(Shot(frame, update))
        self.complete = self._is_complete()

    def _tell(self, update: Update) -> None:
        for listener in list(self._listeners):
            try:
                listener(update)
            except Exception as error:  # a full disk, say, must not end the coaching
                log.warning("dropped %s: %s", listener, error)
                self._listeners.remove(listener)
                self.dropped.append(error)

    def _is_complete(self) -> bool:
        if self._reps is None:
            return False
        reps = self._judge.coach.reps
        sides = SIDES if reps and reps[0].side else (None,)
        return all(sum(rep.side == side for rep in reps) >= self._reps for side in sides)


def spoken_line(update: Update) -> str | None:
    """Return a line for a session without a window: what just happened, None when nothing did."""
    for event in update.events:
        if isinstance(event, RepDone):
            rep = event.rep
            faults = "; ".join(dict.fromkeys(fault.cue for fault in rep.faults)) or "good form"
            side = f", {rep.side} leg" if rep.side else ""
            return f"rep {rep.index}{side}: held {rep.hold_s:.1f} s, {rep.good_s:.1f} s in good form. {faults}"
        if isinstance(event, AttemptStarted):
            return f"rep {update.rep} begins"
    return None
