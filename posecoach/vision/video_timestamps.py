"""The time of each frame of a file, in seconds since its first frame."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from statistics import median
from typing import Literal, NamedTuple

from av import VideoFrame

TimestampKind = Literal["pts", "dts", "rate"]
"""Source of a file's times: `pts`, the stored presentation times; `dts`, the decoding times, where the presentation
times are out of order (H.264 with B-frames in AVI); `rate`, counted, where the file has none (a raw H.264 stream)."""

BACKWARD_STEPS = 2
"""Backward steps among the first frames that mean: presentation times are out of order; a single one can be a slip."""

STEP_S = (5e-6, 10.0)
"""Time between two frames of any recorder, from 200,000 frames a second to time lapse; other steps mean that a header
lies."""


class Stamps(NamedTuple):
    """Presentation and decoding time of a frame as the file states them, in units of its time base."""

    pts: int | None
    dts: int | None


def timestamp_kind(stamps: Sequence[Stamps], time_base: Fraction) -> TimestampKind:
    """Choose the source of the times from those of the first frames."""
    pts = [stamp.pts for stamp in stamps if stamp.pts is not None]
    if pts and _steps_back(pts) < BACKWARD_STEPS and _plausible(pts, time_base):
        return "pts"
    dts = [stamp.dts for stamp in stamps if stamp.dts is not None]
    return "dts" if len(dts) > 1 and _steps_back(dts) == 0 and _plausible(dts, time_base) else "rate"


def _steps_back(timestamps: Sequence[int]) -> int:
    return sum(later <= earlier for earlier, later in pairwise(timestamps))


def _plausible(timestamps: Sequence[int], time_base: Fraction) -> bool:
    steps_s = [float((later - earlier) * time_base) for earlier, later in pairwise(timestamps)]
    return not steps_s or STEP_S[0] <= median(steps_s) <= STEP_S[1]


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


def origin_of(stamps: Sequence[Stamps], kind: TimestampKind) -> int:
    """Return the first timestamp of the kind; 0 where times are counted."""
    timestamps = (stamp.pts if kind == "pts" else stamp.dts for stamp in stamps)
    return 0 if kind == "rate" else next(timestamp for timestamp in timestamps if timestamp is not None)
