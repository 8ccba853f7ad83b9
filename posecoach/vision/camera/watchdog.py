"""Derives a camera's state from when its frames arrive and whether they change; uses no camera and no clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from posecoach.translation import N_, joined

CameraState = Literal["opening", "live", "stale", "lost"]
"""`opening`: no frame yet. `live`: frames arrive. `stale`: no frame, or always the same. `lost`: stale for longer; the
camera is closed and reopened repeatedly, until it returns or we give up."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long to wait for a camera, in seconds.

    Attributes
    ----------
    open_s : float
        Time to open and send the first frame; webcams take 0.2 to 3 s.
    silent_s : float
        Time without a frame until the camera is stale: 30 missed frames at 30 per second.
    frozen_s : float
        Time with identical frames until the camera is stale, which only reports them: they never count. After an
        unplug OpenCV may repeat the last frame for ever; sensor noise makes any two real frames differ.
    reopen_s : float
        Time in the stale state until the camera is reopened.
    retry_s : tuple of float
        Pauses between attempts to open; the last one is repeated.
    give_up_s : float
        Time in the stale state until we give up.
    """

    open_s: float = 5.0
    silent_s: float = 1.0
    frozen_s: float = 2.0
    reopen_s: float = 1.0
    retry_s: tuple[float, ...] = (0.5, 1.0, 2.0, 4.0, 5.0)
    give_up_s: float = 30.0


class Watchdog:
    """Tracks the state of one camera from when its frames arrive and change.

    Parameters
    ----------
    limits : Limits
        How long to wait for what.

    Attributes
    ----------
    state : CameraState
        State of the camera.
    frozen : bool
        When stale or lost: whether frames still arrive, but always the same one.
    gave_up : bool
        Whether the camera is lost for good.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.state: CameraState = "opening"
        self.frozen = False
        self.gave_up = False
        self._arrived_s = self._changed_s = self._stale_s = 0.0
        self._attempts = 0
        self._next_s: float | None = None  # when to reopen; None while an attempt is running
        self._deadline_s = 0.0  # when the running attempt fails unless a new frame has arrived

    def frame_arrived(self, now_s: float, *, changed: bool) -> None:
        """Record a frame, and whether it differs from the one before."""
        self._arrived_s = now_s
        if changed:
            self._changed_s = now_s
            self.state, self.frozen = "live", False

    def tick(self, now_s: float, *, failed: bool = False) -> bool:
        """Update the state for the current time.

        Parameters
        ----------
        now_s : float
            Current time, on the clock of the frames.
        failed : bool
            Whether the latest attempt to open failed.

        Returns
        -------
        bool
            Whether to close and reopen the camera now.
        """
        if self.state == "live":
            self._check_live(now_s)
        elif self.state in ("stale", "lost"):
            if now_s - self._stale_s >= self._limits.give_up_s:
                self.state, self.gave_up = "lost", True
            elif self.state == "stale":
                if now_s - self._stale_s >= self._limits.reopen_s:
                    self.state, self._attempts = "lost", 0
                    return self._open(now_s)
            else:
                return self._check_attempt(now_s, failed=failed)
        return False

    def status(self, now_s: float, camera: str) -> str:
        """Describe the state of a camera of this name, as a sentence without a full stop."""
        if self.gave_up:
            return N_("{camera} was lost", camera=camera)
        if self.state == "opening":
            return N_("{camera} is being opened", camera=camera)
        if self.state == "live":
            return N_("{camera} is live", camera=camera)
        if self.frozen:
            said = N_("{camera} has sent the same image for {s:.0f} s", camera=camera, s=now_s - self._changed_s)
        else:
            said = N_("{camera} has sent no image for {s:.0f} s", camera=camera, s=now_s - self._arrived_s)
        return joined([said, N_("trying to open it again")], N_("; ")) if self.state == "lost" else said

    def _check_live(self, now_s: float) -> None:
        silent = now_s - self._arrived_s >= self._limits.silent_s
        if silent or now_s - self._changed_s >= self._limits.frozen_s:
            # Counted from now, not from the last frame: we must not give up a camera because the machine slept.
            self.state, self.frozen, self._stale_s = "stale", not silent, now_s

    def _check_attempt(self, now_s: float, *, failed: bool) -> bool:
        if self._next_s is None and (failed or now_s >= self._deadline_s):
            pauses = self._limits.retry_s
            self._next_s = now_s + pauses[min(self._attempts, len(pauses)) - 1]
        return self._next_s is not None and now_s >= self._next_s and self._open(now_s)

    def _open(self, now_s: float) -> bool:
        self._attempts += 1
        self._next_s = None
        self._deadline_s = now_s + self._limits.open_s
        return True
