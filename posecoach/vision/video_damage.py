"""Compares what a container's header says with what a pass over the file found."""

from __future__ import annotations

import math
from dataclasses import dataclass

import av
from av.container import InputContainer
from av.video.stream import VideoStream

from posecoach.translation import N_, joined, plural
from posecoach.vision.video_decoder import DecodeStats
from posecoach.vision.video_timestamps import TimestampKind

SANE_FPS = (0.1, 240.0)
"""Frame rates of real recorders, from time lapse to slow motion; outside this range a time base was read as a rate."""

DEFAULT_FPS = 30.0
"""Used where a file has no plausible rate: the rate of most phones and webcams."""

END_TOLERANCE_S = 0.5
"""Undamaged files end up to this much before their stated length: the last frame has no duration, sound is padded."""

GAP_S = 1.0
"""Recorders, even with a variable rate, leave no longer pause between frames of a moving person ..."""

GAP_SHARE = 0.9
"""... so when also less than this share of the stated frames arrived, a part of the file is missing. When less than
this share of the decoded frames, or all but a second, have a time, the times are damaged; a few are slips."""


@dataclass(frozen=True, slots=True)
class HeaderInfo:
    """Contents of the container's header.

    Attributes
    ----------
    fps : float
        Average frames per second.
    duration_s : float or None
        Length of the video stream.
    frames : int or None
        Approximate number of frames.
    end_s : float or None
        Earliest possible end of the longest stream, on the container's own clock. That clock may start above 0;
        some containers count their length from there and some from 0, so this is the earlier end.
    packets : int or None
        Packets of the video stream, where the header lists all of them.
    listed : int or None
        Packets of the video stream, where the header lists them, of which an edit list may show only some.
    counted : bool
        Whether the times of the frames are not the file's, but counted at `fps`.
    """

    fps: float
    duration_s: float | None
    frames: int | None
    end_s: float | None
    packets: int | None
    listed: int | None
    counted: bool


def header_info_of(container: InputContainer, stream: VideoStream, kind: TimestampKind) -> HeaderInfo:
    """Read the container's header.

    Parameters
    ----------
    container, stream : InputContainer, VideoStream
        The open file.
    kind : TimestampKind
        Source of the times. Where they are not the presentation times, the average rate is not reliable either, and
        where they are counted, no stated length.
    """
    whole_s = container.duration / av.time_base if container.duration else None
    duration_s = float(stream.duration * stream.time_base) if stream.duration and stream.time_base else whole_s
    rates = [stream.average_rate, stream.guessed_rate]
    known = [float(rate) for rate in (rates if kind == "pts" and duration_s else rates[::-1]) if rate]
    fps = next((rate for rate in known if SANE_FPS[0] <= rate <= SANE_FPS[1]), None)
    counted = kind == "rate"
    by_time = round(duration_s * fps) if duration_s and fps and not counted else None
    counts = [count for count in (stream.frames, by_time) if count]
    # MP4 lists every packet. A file trimmed by an edit list has more packets than it shows, so its list is not used.
    listed = stream.frames or None if container.format.name.startswith("mov") else None
    lists_all = listed and by_time is not None and abs(listed - by_time) <= 1
    return HeaderInfo(
        fps=fps or DEFAULT_FPS,
        duration_s=None if counted else duration_s,
        frames=min(counts, default=None),
        end_s=whole_s,
        packets=listed if lists_all else None,
        listed=listed,
        counted=counted,
    )


@dataclass(slots=True)
class ReadProgress:
    """Progress of a pass over the file; times in seconds since its first frame.

    Attributes
    ----------
    whole : bool
        Whether the pass covers the whole file; only then the number of frames is compared.
    read : int
        Frames delivered.
    last_s : float
        Time of the latest frame; -inf before the first one.
    fault_s : float or None
        Time of the frame at which the first fault appeared.
    gap : tuple of float
        Times of the two successive frames that are farthest apart.
    """

    whole: bool
    read: int = 0
    last_s: float = -math.inf
    fault_s: float | None = None
    gap: tuple[float, float] = (0.0, 0.0)

    def advance(self, t: float) -> None:
        """Record the time of the next frame."""
        if math.isfinite(self.last_s) and t - self.last_s > self.gap[1] - self.gap[0]:
            self.gap = (self.last_s, t)
        self.last_s = t


def describe_damage(stats: DecodeStats, header: HeaderInfo, progress: ReadProgress) -> str | None:
    """Describe the damage; None when the file is complete."""
    what = _what_is_damaged(stats, header, progress)
    if what is None or not progress.whole:
        return what
    return with_count(what, progress.read, max(header.frames or 0, progress.read + stats.untimed))


def with_count(what: str, frames: int, expected: int) -> str:
    """Return what is damaged with the number of frames that could be read, of those that there should be."""
    if expected > frames:
        count = N_("read {frames} of {expected} frames", frames=frames, expected=expected)
    else:
        count = N_("read {frames} frames", frames=frames)
    return joined([what, count], N_(": "))


def _what_is_damaged(stats: DecodeStats, header: HeaderInfo, progress: ReadProgress) -> str | None:
    last_s = progress.last_s
    if stats.too_large:
        size = " x ".join(map(str, stats.too_large))
        return N_("its pictures grow to {size} after {last_s:.1f} s, more than is allowed", size=size, last_s=last_s)
    if not math.isfinite(last_s):
        return N_("damaged from its start")
    if stats.finished and _ended_early(stats, header, whole=progress.whole):
        return N_("damaged after {last_s:.1f} s", last_s=last_s)
    if stats.finished and progress.whole and _has_gap(header, progress):
        return N_("damaged between {start_s:.1f} and {end_s:.1f} s", start_s=progress.gap[0], end_s=progress.gap[1])
    if stats.faults:
        fault_s = max(last_s if progress.fault_s is None else progress.fault_s, 0.0)
        return plural(
            "damaged near {fault_s:.1f} s",
            "damaged in {n} places, the first near {fault_s:.1f} s",
            stats.faults,
            fault_s=fault_s,
        )
    if stats.untimed > min((1 - GAP_SHARE) * stats.frames, GAP_S * header.fps):
        return N_("{n} pictures are left out, because they have no time or one that does not grow", n=stats.untimed)
    if header.counted:
        return N_("its frames have no usable times, so they are counted at {fps:g} a second", fps=header.fps)
    return None


def _has_gap(header: HeaderInfo, progress: ReadProgress) -> bool:
    long_gap = progress.gap[1] - progress.gap[0] > max(GAP_S, 2 / header.fps)
    return long_gap and header.frames is not None and progress.read < GAP_SHARE * header.frames


def _ended_early(stats: DecodeStats, header: HeaderInfo, *, whole: bool) -> bool:
    if whole and header.packets is not None and stats.packets < header.packets:
        return True
    if whole and header.listed is not None and stats.packets == header.listed:
        return False  # all is here, so the stated length lies
    tolerance_s = max(END_TOLERANCE_S, 2 / header.fps)
    return header.end_s is not None and stats.end_s < header.end_s - tolerance_s
