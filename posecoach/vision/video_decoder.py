"""One pass over a video file's packets: decodes what can be decoded and counts what cannot."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from av import Packet, VideoFrame
from av.container import InputContainer
from av.error import ArgumentError, FFmpegError
from av.video.stream import VideoStream

logger = logging.getLogger(__name__)

MAX_READ_ERRORS = 100
"""Failed reads in a row after which reading stops; a damaged spot takes a few, a removed disk fails for ever."""


@dataclass(slots=True)
class DecodeStats:
    """Counts of one pass over a file.

    Attributes
    ----------
    packets : int
        Packets read from the video stream.
    faults : int
        Packets and frames that are flagged as damaged or refused by the decoder. FFmpeg conceals most damage in the
        image, so only these flags show it.
    frames : int
        Frames decoded.
    untimed : int
        Frames decoded and left out, because they have no time or one that is not later than the one before.
    too_large : tuple of int or None
        Width and height of the first picture that the decoder refused for its size; (0, 0) when it does not say them.
    end_s : float
        End of the last packet of any stream, on the container's own clock.
    finished : bool
        Whether the pass reached the end of the file.
    """

    packets: int = 0
    faults: int = 0
    frames: int = 0
    untimed: int = 0
    too_large: tuple[int, int] | None = None
    end_s: float = 0.0
    finished: bool = False


class Decoder:
    """Decodes an open file once, in order.

    Parameters
    ----------
    container : InputContainer
        The open file; closed by `close`.
    stream : VideoStream
        The stream to decode.
    max_pixels : int
        Most pixels of a picture that the stream's decoder accepts.
    """

    def __init__(self, container: InputContainer, stream: VideoStream, max_pixels: int) -> None:
        self.container = container
        self.stream = stream
        self._max_pixels = max_pixels
        self.stats = DecodeStats()
        self._first_key: int | None = None  # timestamp of the first key frame's packet

    @property
    def time_base(self) -> Fraction:
        """Seconds per unit of the stream's timestamps."""
        return self.stream.time_base or Fraction(1, 1000)

    def close(self) -> None:
        """Close the file."""
        self.container.close()

    def frames(self) -> Iterator[VideoFrame]:
        """Decode from the current position to the end; damage is counted, never raised."""
        for packet in self._packets():
            if self._first_key is None and packet.is_keyframe:
                self._first_key = packet.pts if packet.pts is not None else packet.dts or 0
            self._count_fault(packet.is_corrupt)
            if packet.size:  # an empty packet repeats the frame; the decoder would take it for the end
                yield from self._decode(packet)
        yield from self._decode(None)
        self.stats.finished = True

    def _packets(self) -> Iterator[Packet[VideoStream]]:
        """Yield the stream's packets; all streams are read, because each shows how far the file reaches."""
        failures = 0
        packets: Iterator[Packet[Any]] = self.container.demux()
        while failures < MAX_READ_ERRORS:
            try:
                packet = next(packets, None)
            except FFmpegError as error:
                logger.debug("reading failed: %s", error)
                self.stats.faults += 1
                failures += 1
                packets = self.container.demux()
                continue
            except IndexError:  # PyAV raises it at the end when a stream appeared midway; everything is read by then
                return
            if packet is None:
                return
            if not packet.size and packet.dts is None:  # only marks the end of the stream
                continue
            failures = 0
            self._note_end(packet)
            if packet.stream is self.stream:
                self.stats.packets += 1
                yield packet

    def _note_end(self, packet: Packet[Any]) -> None:
        timestamp = packet.pts if packet.pts is not None else packet.dts
        if timestamp is not None and packet.time_base:
            end_s = float((timestamp + (packet.duration or 0)) * packet.time_base)
            self.stats.end_s = max(self.stats.end_s, end_s)

    def _decode(self, packet: Packet[VideoStream] | None) -> list[VideoFrame]:
        try:
            frames = self.stream.decode(packet)
        except FFmpegError as error:
            logger.debug("decoding failed: %s", error)
            self._note_size(error)
            self._count_fault(True)
            return []
        self.stats.frames += len(frames)
        for frame in frames:
            # Frames before the first key frame lack data that a cut removed; that is not damage.
            before_key = frame.pts is not None and self._first_key is not None and frame.pts < self._first_key
            self._count_fault(frame.is_corrupt and not before_key)
        return frames

    def _note_size(self, error: FFmpegError) -> None:
        """Note whether the picture was refused for its size, which some decoders forget: they fail at the first one."""
        width, height = self.stream.codec_context.width, self.stream.codec_context.height
        unsaid = isinstance(error, ArgumentError) and not self.stats.frames
        if width * height > self._max_pixels or unsaid:
            self.stats.too_large = self.stats.too_large or (width, height)

    def _count_fault(self, fault: bool) -> None:
        if fault and self._first_key is not None:
            self.stats.faults += 1
