"""A practice session: camera, estimator and coach on one thread; screen, recorder and voice on others.

No thread blocks another: each passes on only its newest result and drops stale ones.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Iterable, Sequence

from posecoach.core.body.pose import Frame, Pose
from posecoach.core.judging.events import Update
from posecoach.core.session.announcer import Announcer
from posecoach.core.session.cues import Cue
from posecoach.core.session.placement.camera_placement import FrameConditions
from posecoach.core.session.scene import Ended, SessionState
from posecoach.core.session.session import SessionCoach
from posecoach.core.session.summary import PastSet
from posecoach.practice.frames import FrameCounts, JudgedFrame, LatestValue
from posecoach.translation import N_
from posecoach.vision.brightness import measure_conditions
from posecoach.vision.people import Counter
from posecoach.vision.source import FrameSource

log = logging.getLogger(__name__)
WAIT_S = 0.2
"""Longest wait for a frame before checking again whether the session is over or the camera has a problem."""

Listener = Callable[[Update, SessionState], None]
"""Receives the judgement of every frame, on the session's thread."""


class LiveSession:
    """Judges a live source on its own thread until somebody stops it, the source ends, or the coach is done.

    Parameters
    ----------
    source : FrameSource
        Provides the frames.
    find : callable
        Frame -> Pose or None. It may have a ``problem``: why it finds nobody, as a sentence or None.
    coach : SessionCoach
        Leads through the exercises and judges them.
    speak : callable
        Speaks a cue; must not block.
    count : Counter, optional
        Counts the people during the setup check; closed afterwards.
    listeners : iterable of Listener
        One that fails is dropped, and the session goes on.
    outputs : iterable of LatestValue
        Receive every judged frame; only the newest one stays.
    last : sequence of PastSet
        The last session's exercises, to compare with at the end.

    Attributes
    ----------
    coach : SessionCoach
        As passed in.
    counts : FrameCounts
        The frames so far.
    error : Exception or None
        What ended the session: a lost camera, or an internal error.
    dropped : list of Exception
        Why listeners were dropped.
    scene : SessionState
        The newest state.
    ended_by_key : bool
        Whether the person ended it at the window.
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
        outputs: Iterable[LatestValue[JudgedFrame]] = (),
        last: Sequence[PastSet] = (),
    ) -> None:
        self._source, self._find, self.coach = source, find, coach
        self._announcer, self._speak, self._count = Announcer(last), speak, count
        self._listeners, self._outputs = list(listeners), tuple(outputs)
        self._stop = threading.Event()
        self._requests: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="posecoach-judge", daemon=True)
        self.counts = FrameCounts()
        self.error: Exception | None = None
        self.dropped: list[Exception] = []
        self.scene = SessionState()
        self.ended_by_key = False

    def start(self) -> None:
        """Start judging."""
        self._thread.start()

    def stop(self, timeout_s: float = 3.0) -> None:
        """Stop, and wait at most `timeout_s` until the last frame is judged."""
        self._stop.set()
        self.join(timeout_s)
        self._close_outputs()  # also when the thread hangs: nobody may wait for it

    def join(self, timeout_s: float) -> None:
        """Wait at most `timeout_s` until the session has ended."""
        self._thread.join(timeout_s)

    @property
    def running(self) -> bool:
        """Whether the session still judges frames."""
        return self._thread.is_alive()

    def toggle_pause(self) -> None:
        """Pause or continue, from the next frame on."""
        self._requests.put(self.coach.toggle_pause)

    def restart(self) -> None:
        """Count the current exercise from zero again, from the next frame on."""
        self._requests.put(self.coach.restart)

    def end(self, why: Ended) -> None:
        """End the session, even while no frame arrives; see `SessionState.ended`."""
        self.ended_by_key = True
        self._requests.put(lambda: self.coach.end(why))

    def _run(self) -> None:
        try:
            self._judge_all()
        except Exception as error:  # the main thread reports it
            self.error = error
        finally:
            self._run_requests()
            update, scene = self.coach.finish(self.counts.last_s)
            self._speak_cue(update, scene)
            if last := self._announcer.last_words(self.counts.last_s):
                self._speak(last)
            if update.events:  # otherwise the listeners know everything since the last frame
                self._notify(update, scene)
            self._close_outputs()

    def _judge_all(self) -> None:
        lost = False
        while not self._stop.is_set() and self._source.state != "ended" and self.coach.stage != "done":
            frame = self._source.latest(WAIT_S)
            self._run_requests()
            if frame is not None:
                self._judge_frame(frame)
            if not lost and self._source.state not in ("live", "ended"):
                lost = True
                self._speak(Cue(self.counts.last_s, N_("I have no picture."), urgent=True))
            elif lost and self._source.state == "live":
                lost = False
                self._speak(Cue(self.counts.last_s, N_("The picture is back.")))

    def _run_requests(self) -> None:
        """Do what the person requested by key."""
        while not self._requests.empty():
            self._requests.get()()

    def _close_outputs(self) -> None:
        for output in self._outputs:
            output.close()

    def _judge_frame(self, frame: Frame) -> None:
        pose = self._find(frame)
        self.counts.add(frame, pose)
        problem = getattr(self._find, "problem", None) if pose is None else None
        update, scene = self.coach.update(frame.t, pose, self._conditions(frame, pose), problem)
        for output in self._outputs:
            output.put(JudgedFrame(frame, update, scene))
        self._speak_cue(update, scene)
        self._notify(update, scene)

    def _conditions(self, frame: Frame, pose: Pose | None) -> FrameConditions | None:
        """Measure light and people during the setup check, and only then."""
        if self.coach.stage == "setup":
            return measure_conditions(frame, pose, self._count(frame, pose) if self._count else None)
        if self._count:
            self._count.close()
            self._count = None
        return None

    def _speak_cue(self, update: Update, scene: SessionState) -> None:
        self.scene = scene
        cue = self._announcer.update(update, scene)
        if cue:
            self._speak(cue)

    def _notify(self, update: Update, scene: SessionState) -> None:
        for listener in list(self._listeners):
            try:
                listener(update, scene)
            except Exception as error:  # a full disk, for example, must not end the coaching
                log.warning("dropped %s: %s", listener, error)
                self._listeners.remove(listener)
                self.dropped.append(error)
