"""Decides from when pictures came, and whether they changed, how a camera is doing; knows no camera and no clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

CameraState = Literal["opening", "live", "stale", "lost"]
"""`opening`: no picture yet. `live`: pictures come. `stale`: none come, or always the same. `lost`: stale for so
long that it is closed and opened anew, again and again, until it is back or given up."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How patient to be with a camera, in seconds.

    Attributes
    ----------
    open_s : float
        For it to open and send its first picture; webcams take 0.2 to 3.
    silent_s : float
        Without a picture before it is stale: 30 missed ones at 30 a second.
    frozen_s : float
        With the very same picture before it is stale. After an unplug, OpenCV may hand out the last picture for
        ever; a sensor's noise makes any two real ones differ.
    reopen_s : float
        Stale before it is opened anew.
    retry_s : tuple of float
        Pauses between attempts to open; the last one again and again.
    give_up_s : float
        Stale before it is given up.
    """

    open_s: float = 5.0
    silent_s: float = 1.0
    frozen_s: float = 2.0
    reopen_s: float = 1.0
    retry_s: tuple[float, ...] = (0.5, 1.0, 2.0, 4.0, 5.0)
    give_up_s: float = 30.0


class Watchdog:
    """The state of one camera, fed with its pictures' times and fingerprints.

    Parameters
    ----------
    limits : Limits
        How patient to be.

    Attributes
    ----------
    state : CameraState
        How the camera is doing.
    frozen : bool
        When stale or lost: whether pictures still come, but always the same.
    gave_up : bool
        Whether it has been lost for good.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.state: CameraState = "opening"
        self.frozen = False
        self.gave_up = False
        self._fingerprint: int | None = None
        self._came_s = self._changed_s = self._stale_s = 0.0
        self._attempts = 0
        self._next_s: float | None = None  # when to open anew; None while an attempt is running
        self._deadline_s = 0.0  # by when the running attempt must have brought a fresh picture

    def picture(self, now_s: float, fingerprint: int) -> bool:
        """Take note of a picture.

        Returns
        -------
        bool
            Whether it may be handed out: any that differs from the one before, and repeated ones while the
            camera is live. Repeated ones of a stale camera may not: they would be judged as a pose held.
        """
        self._came_s = now_s
        if fingerprint != self._fingerprint:
            self._fingerprint = fingerprint
            self._changed_s = now_s
            self.state, self.frozen = "live", False
            return True
        return self.state == "live" and now_s - self._changed_s < self._limits.frozen_s

    def tick(self, now_s: float, *, failed: bool = False) -> bool:
        """Let time pass.

        Parameters
        ----------
        now_s : float
            The time, on the clock of the pictures.
        failed : bool
            Whether the latest attempt to open has failed.

        Returns
        -------
        bool
            Whether to close the camera and open it anew, now.
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

    def status(self, now_s: float) -> str:
        """Say how the camera is doing, to be read after its name."""
        if self.gave_up:
            return "was lost"
        if self.state in ("opening", "live"):
            return "is being opened" if self.state == "opening" else "is live"
        again = "; trying to open it again" if self.state == "lost" else ""
        if self.frozen:
            return f"has sent the same picture for {now_s - self._changed_s:.0f} s{again}"
        return f"has sent no picture for {now_s - self._came_s:.0f} s{again}"

    def _check_live(self, now_s: float) -> None:
        silent = now_s - self._came_s >= self._limits.silent_s
        if silent or now_s - self._changed_s >= self._limits.frozen_s:
            # Counted from now, not from the last picture: a clock that ran on while the machine slept gives none up.
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
