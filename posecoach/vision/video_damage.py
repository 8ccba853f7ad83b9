"""What a container promises, and whether a pass over the file found it kept."""

from __future__ import annotations

import math
from dataclasses import dataclass

import av
from av.container import InputContainer
from av.video.stream import VideoStream

from posecoach.vision.video_decoder import DecodeStats

SANE_FPS = (0.1, 240.0)
"""Rates that recorders use, from time lapse to slow motion; beyond it, a time base was taken for a rate."""

USUAL_FPS = 30.0
"""Taken where a file tells no sane rate: that of most phones and webcams."""

END_TOLERANCE_S = 0.5
"""Healthy files end up to this much before the length they tell: last frames carry no duration, sound is padded."""

GAP_S = 1.0
"""Recorders, even those of variable rate, leave no longer pause between frames of a moving person ..."""

GAP_SHARE = 0.9
"""... so when, besides, less than this share of the promised frames came, a piece of the file is missing."""


@dataclass(frozen=True, slots=True)
class HeaderInfo:
    """What the container's header tells.

    Attributes
    ----------
    fps : float
        Frames per second on average.
    duration_s : float or None
        Length of the video stream.
    frames : int or None
        About how many frames there are.
    end_s : float or None
        Where, at the least, the longest stream ends on the container's own clock. That clock may start above 0;
        some containers count their length from there and some from 0, so the earlier end is taken.
    packets : int or None
        Packets of the video stream, where the header lists every one.
    """

    fps: float
    duration_s: float | None
    frames: int | None
    end_s: float | None
    packets: int | None


def header_info_of(container: InputContainer, stream: VideoStream, *, trust_average: bool) -> HeaderInfo:
    """Read what the container's header tells.

    Parameters
    ----------
    container, stream : InputContainer, VideoStream
        The open file.
    trust_average : bool
        Whether the average rate may be believed; it may not where the stamps may not.
    """
    whole_s = container.duration / av.time_base if container.duration else None
    duration_s = float(stream.duration * stream.time_base) if stream.duration and stream.time_base else whole_s
    rates = [stream.average_rate, stream.guessed_rate]
    known = [float(rate) for rate in (rates if trust_average and duration_s else rates[::-1]) if rate]
    fps = next((rate for rate in known if SANE_FPS[0] <= rate <= SANE_FPS[1]), None)
    by_time = round(duration_s * fps) if duration_s and fps else None
    counts = [count for count in (stream.frames, by_time) if count]
    # MP4 lists every packet. One trimmed by an edit list tells more of them than it shows; leave that one out.
    lists_all = container.format.name.startswith("mov") and by_time is not None and abs(stream.frames - by_time) <= 1
    return HeaderInfo(
        fps=fps or USUAL_FPS,
        duration_s=duration_s,
        frames=min(counts, default=None),
        end_s=whole_s,
        packets=stream.frames or None if lists_all else None,
    )


@dataclass(slots=True)
class ReadProgress:
    """How a pass over the file went, in seconds since its first frame.

    Attributes
    ----------
    whole : bool
        Whether the pass was to deliver all frames; only then is their number compared.
    read : int
        Frames delivered.
    last_s : float
        Time of the latest frame; -inf when there was none.
    fault_s : float or None
        Time of the frame at which the first fault showed.
    gap : tuple of float
        Times of the two successive frames farthest apart.
    """

    whole: bool
    read: int = 0
    last_s: float = -math.inf
    fault_s: float | None = None
    gap: tuple[float, float] = (0.0, 0.0)

    def advance(self, t: float) -> None:
        """Note the time of the next frame."""
        if math.isfinite(self.last_s) and t - self.last_s > self.gap[1] - self.gap[0]:
            self.gap = (self.last_s, t)
        self.last_s = t


def describe_damage(account: DecodeStats, promise: HeaderInfo, course: ReadProgress) -> str | None:
    """Say what was wrong with the file, or None when it was whole."""
    count = ""
    if course.whole:
        of_all = f" of {promise.frames}" if promise.frames and promise.frames > course.read else ""
        count = f": read {course.read}{of_all} frames"
    if not math.isfinite(course.last_s):
        return f"damaged from its start{count}"
    if account.finished and _ended_early(account, promise, whole=course.whole):
        return f"damaged after {course.last_s:.1f} s{count}"
    if account.finished and course.whole and _is_torn(promise, course):
        return f"damaged between {course.gap[0]:.1f} and {course.gap[1]:.1f} s{count}"
    if account.faults:
        places = "" if account.faults == 1 else f" in {account.faults} places, the first"
        fault_s = course.last_s if course.fault_s is None else course.fault_s
        return f"damaged{places} near {max(fault_s, 0.0):.1f} s{count}"
    return None


def _is_torn(promise: HeaderInfo, course: ReadProgress) -> bool:
    long_gap = course.gap[1] - course.gap[0] > max(GAP_S, 2 / promise.fps)
    return long_gap and promise.frames is not None and course.read < GAP_SHARE * promise.frames


def _ended_early(account: DecodeStats, promise: HeaderInfo, *, whole: bool) -> bool:
    if whole and promise.packets is not None and account.packets < promise.packets:
        return True
    tolerance_s = max(END_TOLERANCE_S, 2 / promise.fps)
    return promise.end_s is not None and account.end_s < promise.end_s - tolerance_s
