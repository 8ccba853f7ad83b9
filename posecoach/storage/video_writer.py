"""Writes an H.264 mp4 that plays in any browser and stays playable even when writing is interrupted.

While it grows, the file is a fragmented mp4, complete up to the last key frame: a power cut or a full disk costs some
seconds, not the recording. On closing it becomes a plain mp4 (FFmpeg's `hybrid_fragmented`), in which players can seek.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from fractions import Fraction
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import Self

import av
from av import Packet, VideoStream

from posecoach.core.body.pose import Image
from posecoach.errors import UsageError
from posecoach.files import SafeFile
from posecoach.storage.video_encoder import CLOCK_HZ, Encoder, frame_rate

_log = logging.getLogger(__name__)

_MP4 = {
    # delay_moov writes the header with the first fragment, which keeps the first frame's true time
    "movflags": "hybrid_fragmented+delay_moov+frag_keyframe+default_base_moof",
    "flush_packets": "1",  # passes each fragment to the system at once
}


class VideoWriter:
    """Writes one video file, as a context manager.

    Parameters
    ----------
    path : str or path
        The file; an existing one is overwritten.
    size : tuple of int
        Width and height of the images; odd numbers are padded by one pixel, because H.264 needs even ones.
    fps_hint : float
        Approximate frames per second; the frames' own times count.
    threads : int
        Number of cores for the encoder.

    Raises
    ------
    UsageError
        On entering and writing: the file cannot be written, or the disk is full.
    """

    def __init__(self, path: str | PathLike[str], size: tuple[int, int], *, fps_hint: float, threads: int = 1) -> None:
        self._path = Path(path)
        self._size, self._fps, self._threads = size, frame_rate(fps_hint), threads
        self._reported = False
        self._closed = False

    def __enter__(self) -> Self:
        self._file = SafeFile(self._path)
        self._container = av.open(self._file, "w", format="mp4", options=_MP4)
        self._stream = self._container.add_stream("libx264", rate=self._fps)
        self._stream.time_base = Fraction(1, CLOCK_HZ)
        self._encoder = Encoder(self._stream.codec_context, self._size, self._threads)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.close()
        except UsageError as problem:
            if kind is None:
                raise
            _log.warning("%s", problem)  # the current error says more

    def write(self, image: Image, t: float) -> None:
        """Add a frame.

        Parameters
        ----------
        image : uint8 array, shape (height, width, 3)
            Blue, green, red; not modified.
        t : float
            Seconds since the stream began. A frame that is not later than the previous one is dropped.

        Raises
        ------
        UsageError
            The file cannot be written any more; the part that was written stays playable.
        """
        self._check_disk()
        self._container.mux(self._encoder.encode(image, t))
        self._check_disk()

    def join(self, piece: Iterable[Packet[VideoStream]]) -> None:
        """Add a piece that `encode_piece` made, without encoding it again.

        Raises
        ------
        UsageError
            As for `write`.
        """
        for packet in piece:
            self._check_disk()
            packet.stream = self._stream
            self._container.mux(packet)
        self._check_disk()

    def close(self) -> None:
        """Finish the file; a second call does nothing.

        Raises
        ------
        UsageError
            The end cannot be written, and no earlier call has reported an error.
        """
        if self._closed:
            return
        self._closed = True
        try:
            self._container.mux(self._encoder.finish())
            self._container.close()
        finally:
            self._file.close()
        if not self._reported:
            self._check_disk()

    def _check_disk(self) -> None:
        if self._file.problem:
            self._reported = True
            raise UsageError(self._file.problem)
