"""What a live session passes on: judged frames, only the newest one, and how many there were."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Generic, TypeVar

from posecoach.core.body.pose import Frame, Pose
from posecoach.core.judging.events import Update
from posecoach.core.session.scene import SessionState

T = TypeVar("T")


class LatestValue(Generic[T]):
    """Passes the newest value from one thread to another; drops an older one that nobody has fetched."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._value: T | None = None
        self._closed = False

    def put(self, value: T) -> None:
        """Replace the value."""
        with self._changed:
            self._value = value
            self._changed.notify_all()

    def get(self, timeout_s: float) -> T | None:
        """Fetch the newest value once, waiting at most `timeout_s`; None when there is no new one."""
        with self._changed:
            self._changed.wait_for(lambda: self._value is not None or self._closed, timeout_s)
            value, self._value = self._value, None
            return value

    def close(self) -> None:
        """Announce that no value will follow, and wake the waiting thread."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    @property
    def closed(self) -> bool:
        """Whether no value will follow."""
        return self._closed


@dataclass(frozen=True, slots=True)
class JudgedFrame:
    """One frame with its judgement."""

    frame: Frame
    update: Update
    scene: SessionState


@dataclass(slots=True)
class FrameCounts:
    """The frames of a session in numbers.

    Attributes
    ----------
    frames, with_pose : int
        All frames, and those in which a person was found.
    last_s : float
        Time of the last frame (s).
    size : tuple of int
        Width and height of the last frame in pixels.
    """

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
