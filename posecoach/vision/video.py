"""Video files: upright BGR frames with square pixels and their true presentation times.

Times are the file's timestamps, so a variable frame rate is right by construction. A damaged file is read as far
as possible; `VideoFile.damage` then describes the damage.
"""

from __future__ import annotations

import logging
import math
import os
from collections.abc import Callable, Generator, Iterator
from itertools import chain, islice
from pathlib import Path
from types import TracebackType
from typing import Self
from weakref import WeakSet

from av import VideoFrame
from av.error import FFmpegError

from posecoach.core.body.pose import Frame
from posecoach.errors import SourceError
from posecoach.files.reading import MAX_PIXELS
from posecoach.translation import N_
from posecoach.vision.image import UprightConverter, display_matrix, layout_of
from posecoach.vision.video_container import open_video, picture_bytes, too_large
from posecoach.vision.video_damage import ReadProgress, describe_damage, header_info_of
from posecoach.vision.video_decoder import Decoder
from posecoach.vision.video_timestamps import Stamps, Timestamps, origin_of, timestamp_kind

logger = logging.getLogger(__name__)

MAX_SIDE_PX = 1280
"""Longest side of delivered frames: the pose model scales the person to 256 x 256 pixels, so more cost only time."""

PROBED_FRAMES = 8
"""Frames decoded on opening, to check whether the file's times can be trusted: about two groups of B-frames."""

SEEK_MARGINS_S = (0.5, 5.0)
"""How far before the start time to seek a key frame: first try, and second try when the frame found is too late. Many
containers seek by decoding time, which precedes presentation time by the reordered frames."""


class VideoFile:
    """A video file; iterate over it for its frames, as often as you like.

    Parameters
    ----------
    path : str or path
        The file.
    max_side : int or None
        Limit of the longer side in pixels; larger frames are scaled down. None = no limit.
    threads : int
        Decoding threads; 0 = as many as cores and memory allow. Use 1 where several decoders share the cores.
    turned_deg : int
        Degrees by which the frames are turned clockwise, after the turn that the container asks for; a multiple of 90.
    max_pixels : int
        Most pixels of a stored frame; larger ones are not decoded, because they take much memory.

    Attributes
    ----------
    path : Path
        The file.
    width, height : int
        Size of the delivered frames in pixels.
    native_size : tuple of int
        Stored width and height, before turning and scaling.
    fps : float
        Average frames per second: for display and encoding, never for timing.
    duration_s : float or None
        Length according to the container; None where its times are absurd, too.
    frames_estimate : int or None
        Approximate number of frames, for progress bars.
    picture_bytes : int
        Memory of a decoded picture.
    threads, max_pixels : int
        As passed in.
    frames_read : int
        Frames delivered in the latest pass.
    damage : str or None
        Damage found in the latest pass, as text that follows the path; such a pass ends normally.
    ended : bool
        Whether the latest pass reached the end of the file.

    Raises
    ------
    SourceError
        The file cannot be read as a video.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        max_side: int | None = MAX_SIDE_PX,
        threads: int = 0,
        turned_deg: int = 0,
        max_pixels: int = MAX_PIXELS,
    ) -> None:
        self.path = Path(path)
        self.frames_read = 0
        self.damage: str | None = None
        self.ended = False
        self.threads, self._turned_deg, self.max_pixels = threads, turned_deg, max_pixels
        self._passes: WeakSet[Generator[tuple[float, Frame | None]]] = WeakSet()
        decoder = self._open()
        try:
            frames = islice(decoder.frames(), PROBED_FRAMES)
            first = next(frames, None)
            if first is None and decoder.stats.too_large:
                raise too_large(self.path, decoder.stream, max_pixels)
            if first is None:
                raise SourceError(N_("{path}: not a single frame can be decoded; copy or record it again", path=path))
            # Only their times are kept: eight pictures of 8K take 400 MB.
            stamps = [Stamps(frame.pts, frame.dts) for frame in chain([first], frames)]
            self._read_properties(decoder, first, stamps, max_side)
        finally:
            decoder.close()

    def _read_properties(self, decoder: Decoder, first: VideoFrame, stamps: list[Stamps], max_side: int | None) -> None:
        stream = decoder.stream
        self.native_size = (first.width, first.height)
        self.picture_bytes = picture_bytes(stream)
        layout = layout_of(self.native_size, stream.sample_aspect_ratio, display_matrix(first), max_side)
        self._layout = layout.turned(self._turned_deg // 90)
        self.width, self.height = self._layout.size
        self._kind = timestamp_kind(stamps, decoder.time_base)
        self._origin = origin_of(stamps, self._kind)
        self._header = header_info_of(decoder.container, stream, self._kind)
        self.fps = self._header.fps
        self.duration_s = self._header.duration_s
        self.frames_estimate = self._header.frames

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End all running passes."""
        for frames in list(self._passes):
            frames.close()

    def __iter__(self) -> Iterator[Frame]:
        return self.frames()

    def frames(self, start_s: float = 0.0, end_s: float = math.inf) -> Iterator[Frame]:
        """Deliver the frames with ``start_s <= t < end_s``.

        The times are the same as in a pass over the whole file, so several processes can share a file. Frames without
        a time, or whose time is not later than the previous one, are skipped.

        Parameters
        ----------
        start_s, end_s : float
            Seconds since the file's first frame.
        """
        return (frame for _, frame in self.sampled(start_s, end_s, lambda t: True) if frame)

    def sampled(
        self, start_s: float, end_s: float, wanted: Callable[[float], bool]
    ) -> Iterator[tuple[float, Frame | None]]:
        """Deliver the times as `frames` does, with a picture only where it is wanted: the others cost no conversion.

        Parameters
        ----------
        start_s, end_s : float
            Seconds since the file's first frame.
        wanted : callable
            Whether the frame at a time (s) is wanted; called once for each frame, in order.
        """
        frames = self._frames(start_s, end_s, wanted)
        self._passes.add(frames)
        return frames

    def _frames(
        self, start_s: float, end_s: float, wanted: Callable[[float], bool]
    ) -> Generator[tuple[float, Frame | None]]:
        self.frames_read, self.damage = 0, None
        upright = UprightConverter(self._layout, self.native_size)
        progress = ReadProgress(whole=start_s <= 0 and end_s == math.inf)
        decoder, timed = self._timed_from(start_s)
        try:
            for t, frame in timed:
                if decoder.stats.faults and progress.fault_s is None:
                    progress.fault_s = t
                if t >= end_s:
                    break
                if t > progress.last_s:
                    progress.advance(t)
                    if t >= start_s:
                        self.frames_read = progress.read = progress.read + 1
                        yield t, Frame(t, upright(frame)) if wanted(t) else None
                else:
                    decoder.stats.untimed += 1
        finally:
            logger.debug("%s: %d frames read", self.path, self.frames_read)
            self.damage = describe_damage(decoder.stats, self._header, progress)
            self.ended = decoder.stats.finished
            decoder.close()

    def _timed_from(self, start_s: float) -> tuple[Decoder, Iterator[tuple[float, VideoFrame]]]:
        """Open the file and decode from a frame at or before `start_s`."""
        # Counted times must begin at the first frame.
        for margin_s in SEEK_MARGINS_S if self._kind != "rate" else ():
            if start_s > margin_s:
                decoder = self._open()
                if self._seek(decoder, start_s - margin_s):
                    timed = self._timed(decoder)
                    first = next(timed, None)
                    if first is not None and first[0] <= start_s:
                        return decoder, chain([first], timed)
                decoder.close()
        decoder = self._open()
        return decoder, self._timed(decoder)

    def _seek(self, decoder: Decoder, to_s: float) -> bool:
        """Seek the last key frame before a time; return whether the container can seek."""
        timestamp = self._origin + math.floor(to_s / decoder.time_base)
        try:
            decoder.container.seek(timestamp, stream=decoder.stream)
        except FFmpegError:
            return False
        return True

    def _timed(self, decoder: Decoder) -> Iterator[tuple[float, VideoFrame]]:
        time_of = Timestamps(self._kind, self._origin, decoder.time_base, 1 / self.fps)
        for frame in decoder.frames():
            t = time_of(frame)
            if t is None:
                decoder.stats.untimed += 1
            else:
                yield t, frame

    def _open(self) -> Decoder:
        return Decoder(*open_video(self.path, self.threads, self.max_pixels), self.max_pixels)
