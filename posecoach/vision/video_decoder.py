"""One pass over a video file's packets: decodes what can be decoded and keeps account of what cannot."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from av import Packet, VideoFrame
from av.container import InputContainer
from av.error import FFmpegError
from av.video.stream import VideoStream

logger = logging.getLogger(__name__)

MAX_READ_ERRORS = 100
"""Failed reads in a row after which a file is given up; a damaged spot takes a few, a lost disk gives no end."""


@dataclass(slots=True)
class DecodeStats:
    """What a pass over a file met with.

    Attributes
    ----------
    packets : int
        Packets of the video stream read.
    faults : int
        Packets and frames flagged damaged or refused by the decoder. FFmpeg paints over most damage silently;
        the flags are all that tells.
    end_s : float
        Where the last packet of any stream ends, on the container's own clock.
    finished : bool
        Whether the file was read to its end.
    """

    packets: int = 0
    faults: int = 0
    end_s: float = 0.0
    finished: bool = False


class Decoder:
    """An open file being decoded once, in order.

    Parameters
    ----------
    container : InputContainer
        The open file; closed by `close`.
    stream : VideoStream
        The stream to decode.
    """

    def __init__(self, container: InputContainer, stream: VideoStream) -> None:
        self.container = container
        self.stream = stream
        self.account = DecodeStats()
        self._first_key: int | None = None  # stamp of the first key frame's packet

    @property
    def time_base(self) -> Fraction:
        """Seconds per unit of the stream's stamps."""
        return self.stream.time_base or Fraction(1, 1000)

    def close(self) -> None:
        """Close the file."""
        self.container.close()

    def frames(self) -> Iterator[VideoFrame]:
        """Decode from where the file stands to its end; damage is counted, never raised."""
        for packet in self._packets():
            if self._first_key is None and packet.is_keyframe:
                self._first_key = packet.pts if packet.pts is not None else packet.dts or 0
            self._count_fault(packet.is_corrupt)
            if packet.size:  # an empty packet means "as before"; the decoder would take it for the end
                yield from self._decode(packet)
        yield from self._decode(None)
        self.account.finished = True

    def _packets(self) -> Iterator[Packet[VideoStream]]:
        """Read the stream's packets; all streams are read, since any of them shows how far the file goes."""
        failures = 0
        packets: Iterator[Packet[Any]] = self.container.demux()
        while failures < MAX_READ_ERRORS:
            try:
                packet = next(packets, None)
            except FFmpegError as error:
                logger.debug("reading failed: %s", error)
                self.account.faults += 1
                failures += 1
                packets = self.container.demux()
                continue
            except IndexError:  # PyAV stumbles at the end when a stream had turned up midway; all is read by then
                return
            if packet is None:
                return
            if not packet.size and packet.dts is None:  # only tells that the stream is over
                continue
            failures = 0
            self._note_end(packet)
            if packet.stream is self.stream:
                self.account.packets += 1
                yield packet

    def _note_end(self, packet: Packet[Any]) -> None:
        stamp = packet.pts if packet.pts is not None else packet.dts
        if stamp is not None and packet.time_base:
            end_s = float((stamp + (packet.duration or 0)) * packet.time_base)
            self.account.end_s = max(self.account.end_s, end_s)

    def _decode(self, packet: Packet[VideoStream] | None) -> list[VideoFrame]:
        try:
            frames = self.stream.decode(packet)
        except FFmpegError as error:
            logger.debug("decoding failed: %s", error)
            self._count_fault(True)
            return []
        for frame in frames:
            # Frames before the first key frame lack what a cut took away; they are no damage.
            led = frame.pts is not None and self._first_key is not None and frame.pts < self._first_key
            self._count_fault(frame.is_corrupt and not led)
        return frames

    def _count_fault(self, fault: bool) -> None:
        if fault and self._first_key is not None:
            self.account.faults += 1
