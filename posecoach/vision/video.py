"""Video files: frames with their true presentation times, upright, square-pixelled, in BGR.

Times come from the stamps in the file, so a variable frame rate is right by construction. A damaged file is
read as far as it goes, and `VideoFile.damage` then says so.
"""

from __future__ import annotations

import math
import os
from collections.abc import Generator, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from types import TracebackType
from typing import Self
from weakref import WeakSet

from av import VideoFrame
from av.error import FFmpegError

from posecoach.core.body.pose import Frame
from posecoach.errors import SourceError
from posecoach.vision.image import UprightConverter, display_matrix, layout_of
from posecoach.vision.video_container import open_video
from posecoach.vision.video_damage import ReadProgress, describe_damage, header_info_of
from posecoach.vision.video_decoder import Decoder
from posecoach.vision.video_timestamps import Timestamps, origin_of, stamp_kind

MAX_SIDE_PX = 1280
"""Longest side of delivered pictures: the pose model looks at the person in 256 x 256 pixels, so more of them
cost time and tell nothing."""

PROBED_FRAMES = 8
"""Frames looked at on opening, to see whether the file's times can be trusted: about two groups of B-frames."""

SEEK_MARGINS_S = (0.5, 5.0)
"""How far before the wanted time to look for a key frame, and again if the one found comes too late. Many
containers look by decoding time, which runs ahead of presentation by the frames that are reordered."""


class VideoFile:
    """A video file, opened and looked at; iterate over it, as often as wanted, for its frames.

    Parameters
    ----------
    path : str or path
        The file.
    max_side : int or None
        Pictures with a longer side are scaled down to it, in pixels; None = never.
    threads : int
        Decoding threads; 0 = one a core. Give 1 where several processes share the cores.

    Attributes
    ----------
    path : Path
        The file.
    width, height : int
        Of the delivered frames, in pixels.
    native_size : tuple of int
        Width and height as stored, before turning and scaling.
    fps : float
        Frames per second on average: for display and encoding, never for timing.
    duration_s : float or None
        Length as the container tells it.
    frames_estimate : int or None
        About how many frames there are: for progress bars.
    frames_read : int
        Frames delivered in the latest pass.
    damage : str or None
        What was wrong with the file in the latest pass, to be read after the path; such a pass ends normally.

    Raises
    ------
    SourceError
        The file cannot be read as a video.
    """

    def __init__(self, path: str | os.PathLike[str], *, max_side: int | None = MAX_SIDE_PX, threads: int = 0) -> None:
        self.path = Path(path)
        self.frames_read = 0
        self.damage: str | None = None
        self._threads = threads
        self._passes: WeakSet[Generator[Frame]] = WeakSet()
        reading = self._open()
        try:
            first = list(islice(reading.frames(), PROBED_FRAMES))
            if not first:
                raise SourceError(f"{path}: not one picture in it can be decoded; copy or record it again")
            self._learn(reading, first, max_side)
        finally:
            reading.close()

    def _learn(self, reading: Decoder, first: Sequence[VideoFrame], max_side: int | None) -> None:
        stream, frame = reading.stream, first[0]
        self.native_size = (frame.width, frame.height)
        self._layout = layout_of(self.native_size, stream.sample_aspect_ratio, display_matrix(frame), max_side)
        self.width, self.height = self._layout.size
        self._stamps = stamp_kind(first)
        self._origin = origin_of(first, self._stamps)
        self._promise = header_info_of(reading.container, stream, trust_average=self._stamps == "pts")
        self.fps = self._promise.fps
        self.duration_s = self._promise.duration_s
        self.frames_estimate = self._promise.frames

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End all passes that are under way."""
        for frames in list(self._passes):
            frames.close()

    def __iter__(self) -> Iterator[Frame]:
        return self.frames()

    def frames(self, start_s: float = 0.0, end_s: float = math.inf) -> Iterator[Frame]:
        """Deliver the frames with ``start_s <= t < end_s``.

        The times are those of a pass over the whole file, so a file can be cut over several processes. Frames
        whose time is missing, or not after that of the frame before, are left out.

        Parameters
        ----------
        start_s, end_s : float
            Seconds since the file's first frame.
        """
        frames = self._frames(start_s, end_s)
        self._passes.add(frames)
        return frames

    def _frames(self, start_s: float, end_s: float) -> Generator[Frame]:
        self.frames_read, self.damage = 0, None
        upright = UprightConverter(self._layout, self.native_size)
        course = ReadProgress(whole=start_s <= 0 and end_s == math.inf)
        reading, timed = self._timed_from(start_s)
        try:
            for t, frame in timed:
                if reading.account.faults and course.fault_s is None:
                    course.fault_s = t
                if t >= end_s:
                    break
                if t > course.last_s:
                    course.advance(t)
                    if t >= start_s:
                        self.frames_read = course.read = course.read + 1
                        yield Frame(t, upright(frame))
        finally:
            self.damage = describe_damage(reading.account, self._promise, course)
            reading.close()

    def _timed_from(self, start_s: float) -> tuple[Decoder, Iterator[tuple[float, VideoFrame]]]:
        """Open the file and decode from a frame at or before `start_s` on."""
        for margin_s in SEEK_MARGINS_S if self._stamps != "rate" else ():  # counting must begin at the start
            if start_s > margin_s:
                reading = self._open()
                if self._seek(reading, start_s - margin_s):
                    timed = self._timed(reading)
                    first = next(timed, None)
                    if first is not None and first[0] <= start_s:
                        return reading, chain([first], timed)
                reading.close()
        reading = self._open()
        return reading, self._timed(reading)

    def _seek(self, reading: Decoder, to_s: float) -> bool:
        """Go to the last key frame that the container knows before a time; whether it could."""
        stamp = self._origin + math.floor(to_s / reading.time_base)
        try:
            reading.container.seek(stamp, stream=reading.stream)
        except FFmpegError:
            return False
        return True

    def _timed(self, reading: Decoder) -> Iterator[tuple[float, VideoFrame]]:
        stamps = Timestamps(self._stamps, self._origin, reading.time_base, 1 / self.fps)
        for frame in reading.frames():
            t = stamps(frame)
            if t is not None:
                yield t, frame

    def _open(self) -> Decoder:
        return Decoder(*open_video(self.path, self._threads))
