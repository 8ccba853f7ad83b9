"""Passes the newest picture, the state and the spoken words of a session to everybody who watches it.

A session only hands its picture over. A thread of its own encodes it, once for all viewers and only if there are any,
and wakes each viewer; a slow one misses pictures, and nobody waits for it.
"""

from __future__ import annotations

import struct
import threading
import time
from asyncio import AbstractEventLoop, Event
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count

from posecoach.core.body.pose import Image
from posecoach.core.session.cues import Cue

QUALITY = 80
"""Of the JPEG, in percent: 40 kB at 640 x 480; letters stay clean, and it takes 2 ms."""
STATE_S = 0.1
"""Least time between two states: quicker than anybody reads."""
SAYINGS = 8
"""Spoken words that wait for a slow viewer; older ones are too late anyway."""
HEADER = struct.Struct("!Id")
"""Before each picture: its sequence number, and the time of the stream at which it was captured (s)."""


@dataclass(frozen=True, slots=True)
class Picture:
    """An encoded picture with its header, ready to be sent."""

    sequence: int = 0
    data: bytes = b""


@dataclass(frozen=True, slots=True)
class Saying:
    """A cue, and when it was spoken."""

    cue: Cue
    at_s: float

    @property
    def message(self) -> dict[str, object]:
        """The cue for a page that speaks, with its age."""
        cue, age_s = self.cue, time.monotonic() - self.at_s
        return {"say": cue.say, "tone": cue.tone, "urgent": cue.urgent, "fresh_s": cue.fresh_s, "age_s": age_s}


@dataclass(eq=False, slots=True)
class Viewer:
    """One page that watches.

    Attributes
    ----------
    loop : AbstractEventLoop
        Where it is served.
    changed : Event
        Set when there is something new.
    sayings : deque of Saying
        What was spoken and not yet sent.
    """

    loop: AbstractEventLoop
    changed: Event = field(default_factory=Event)
    sayings: deque[Saying] = field(default_factory=lambda: deque(maxlen=SAYINGS))

    def wake(self) -> None:
        """Tell it from any thread that there is something new."""
        with suppress(RuntimeError):  # its server has ended
            self.loop.call_soon_threadsafe(self.changed.set)


class Broadcast:
    """What is shown, for all viewers.

    Parameters
    ----------
    describe : callable
        Returns the state as JSON; called while somebody watches, on the broadcast's thread.

    Attributes
    ----------
    picture : Picture
        The newest one; without data, there is none.
    state : str
        The newest state; empty until it is known.
    """

    def __init__(self, describe: Callable[[], str]) -> None:
        self._describe = describe
        self._changed = threading.Condition()
        self._viewers: set[Viewer] = set()
        self._numbers = count(1)
        self._shown: tuple[int, float, Image] | None = None
        self._thread: threading.Thread | None = None
        self._closed = False
        self.picture, self.state = Picture(), ""

    @property
    def watched(self) -> bool:
        """Whether somebody watches."""
        return bool(self._viewers)

    def join(self, loop: AbstractEventLoop) -> Viewer:
        """Return a new viewer, who finds the newest picture waiting, and the state unless it is from earlier."""
        viewer = Viewer(loop)
        with self._changed:
            if not self._viewers:
                self.state = ""
            self._viewers.add(viewer)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="posecoach-page", daemon=True)
                self._thread.start()
            self._changed.notify_all()
        viewer.changed.set()
        return viewer

    def leave(self, viewer: Viewer) -> None:
        """Forget a viewer."""
        with self._changed:
            self._viewers.discard(viewer)

    def show(self, image: Image, t: float) -> None:
        """Show a picture, captured at `t` seconds of the stream; returns at once."""
        with self._changed:
            self._shown = next(self._numbers), t, image
            self._changed.notify_all()

    def clear(self) -> None:
        """Forget the newest picture: who joins from now on sees none of what is over."""
        with self._changed:
            self._shown, self.picture = None, Picture()

    def say(self, cue: Cue) -> None:
        """Pass on what is spoken; returns at once."""
        saying = Saying(cue, time.monotonic())
        with self._changed:
            for viewer in self._viewers:
                viewer.sayings.append(saying)
                viewer.wake()

    def close(self) -> None:
        """End the thread."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _run(self) -> None:
        described_s = 0.0
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._closed or (self._viewers and self._is_wanted()), STATE_S)
                if not self._viewers and not self._closed:
                    self._changed.wait_for(lambda: self._closed or self._viewers)
                if self._closed:
                    return
                shown = self._shown if self._is_new() else None
            is_new = shown is not None
            if shown:
                picture = _encoded(*shown)
                with self._changed:
                    if self._shown is not None:  # not over meanwhile
                        self.picture = picture
            if not self.state or time.monotonic() - described_s >= STATE_S:
                described_s, before, self.state = time.monotonic(), self.state, self._describe()
                is_new |= self.state != before
            if is_new:
                with self._changed:
                    for viewer in self._viewers:
                        viewer.wake()

    def _is_wanted(self) -> bool:
        return self._is_new() or not self.state

    def _is_new(self) -> bool:
        return self._shown is not None and self._shown[0] != self.picture.sequence


def _encoded(number: int, t: float, image: Image) -> Picture:
    import cv2

    _, data = cv2.imencode(".jpg", image, (cv2.IMWRITE_JPEG_QUALITY, QUALITY))
    return Picture(number, HEADER.pack(number, t) + data.tobytes())
