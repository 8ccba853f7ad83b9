"""The time of each frame of a file, in seconds since its first frame."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from av import VideoFrame

TimestampKind = Literal["pts", "dts", "rate"]
"""Source of a file's times: `pts`, the stored presentation times; `dts`, the decoding times, where the presentation
times are out of order (H.264 with B-frames in AVI); `rate`, counted, where the file has none (a raw H.264 stream)."""

BACKWARD_STEPS = 2
"""Backward steps among the first frames that mean: presentation times are out of order; a single one can be a slip."""


def timestamp_kind(frames: Sequence[VideoFrame]) -> TimestampKind:
    """Choose the source of the times from the first frames."""
    pts = [frame.pts for frame in frames if frame.pts is not None]
    if pts and _steps_back(pts) < BACKWARD_STEPS:
        return "pts"
    dts = [frame.dts for frame in frames if frame.dts is not None]
    return "dts" if len(dts) > 1 and _steps_back(dts) == 0 else "rate"


def _steps_back(timestamps: Sequence[int]) -> int:
    return sum(later <= earlier for earlier, later in pairwise(timestamps))


class Timestamps:
    """Returns the time of each frame; call it with the frames in order.

    Parameters
    ----------
    kind : TimestampKind
        Source of the times.
    origin : int
        Timestamp of the file's first frame, in units of `time_base`.
    time_base : Fraction
        Seconds per unit of a timestamp.
    step_s : float
        Seconds between frames, where timestamps are missing.
    """

    def __init__(self, kind: TimestampKind, origin: int, time_base: Fraction, step_s: float) -> None:
        self._kind = kind
        self._origin = origin
        self._time_base = time_base
        self._step_s = step_s
        self._count = 0
        self._last_s = -step_s

    def __call__(self, frame: VideoFrame) -> float | None:
        """Return a frame's time in seconds since the file's first frame; None when it is unknown."""
        if self._kind == "rate":
            self._count += 1
            return (self._count - 1) * self._step_s
        timestamp = frame.pts if self._kind == "pts" else frame.dts
        if timestamp is not None:
            self._last_s = float((timestamp - self._origin) * self._time_base)
        elif self._kind == "dts":  # the decoder returns the last frames without one
            self._last_s += self._step_s
        else:
            return None
        return self._last_s


def origin_of(frames: Sequence[VideoFrame], kind: TimestampKind) -> int:
    """Return the first timestamp among the frames; 0 where times are counted."""
    timestamps = (frame.pts if kind == "pts" else frame.dts for frame in frames)
    return 0 if kind == "rate" else next(timestamp for timestamp in timestamps if timestamp is not None)
