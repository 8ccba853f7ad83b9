"""The time of each frame of a file, in seconds since its first one."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from av import VideoFrame

StampKind = Literal["pts", "dts", "rate"]
"""Where a file's times come from: `pts` as stored; `dts`, the decoding times, where the presentation times are
scrambled (H.264 with B-frames in AVI); `rate`, counted, where the file holds none (a bare H.264 stream)."""

SCRAMBLED = 2
"""Steps backwards among the first frames from which presentation times are taken for scrambled; one can be a slip."""


def stamp_kind(frames: Sequence[VideoFrame]) -> StampKind:
    """Choose where the times shall come from, judging by the first frames."""
    pts = [frame.pts for frame in frames if frame.pts is not None]
    if pts and _steps_back(pts) < SCRAMBLED:
        return "pts"
    dts = [frame.dts for frame in frames if frame.dts is not None]
    return "dts" if len(dts) > 1 and _steps_back(dts) == 0 else "rate"


def _steps_back(stamps: Sequence[int]) -> int:
    return sum(later <= earlier for earlier, later in pairwise(stamps))


class Timestamps:
    """Gives frames, handed over in order, their time.

    Parameters
    ----------
    kind : StampKind
        Where the times come from.
    origin : int
        The stamp of the file's first frame, in `time_base`.
    time_base : Fraction
        Seconds per unit of a stamp.
    step_s : float
        Seconds between frames, where a stamp must be made up.
    """

    def __init__(self, kind: StampKind, origin: int, time_base: Fraction, step_s: float) -> None:
        self._kind = kind
        self._origin = origin
        self._time_base = time_base
        self._step_s = step_s
        self._count = 0
        self._last_s = -step_s

    def __call__(self, frame: VideoFrame) -> float | None:
        """Tell a frame's time in seconds since the file's first frame; None when it is unknown."""
        if self._kind == "rate":
            self._count += 1
            return (self._count - 1) * self._step_s
        stamp = frame.pts if self._kind == "pts" else frame.dts
        if stamp is not None:
            self._last_s = float((stamp - self._origin) * self._time_base)
        elif self._kind == "dts":  # the last frames leave the decoder without one
            self._last_s += self._step_s
        else:
            return None
        return self._last_s


def origin_of(frames: Sequence[VideoFrame], kind: StampKind) -> int:
    """Find the stamp of the first frame that has one; 0 where times are counted."""
    stamps = (frame.pts if kind == "pts" else frame.dts for frame in frames)
    return 0 if kind == "rate" else next(stamp for stamp in stamps if stamp is not None)
