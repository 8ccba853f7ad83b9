"""Writes an H.264 mp4 that plays in any browser and stays playable even when writing is interrupted.

While it grows, the file is a fragmented mp4, complete up to the last key frame: a power cut or a full disk costs some
seconds, not the recording. On closing it becomes a plain mp4 (FFmpeg's `hybrid_fragmented`), in which players can seek.
"""

from __future__ import annotations

import logging
from fractions import Fraction
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import Self

import av
import cv2
import numpy as np
from av.video.frame import PictureType

from posecoach.core.body.pose import Image
from posecoach.errors import UsageError
from posecoach.files.overwriting import WRITTEN_BY
from posecoach.files.safe_file import SafeFile

_log = logging.getLogger(__name__)

_CLOCK_HZ = 90_000  # ticks per second of the timestamps, usual for video: a resolution of 0.01 ms
_KEY_INTERVAL_S = 2.0  # a kill loses at most this; a shorter interval makes the file larger
_MAX_FPS = 240.0  # limit for the rate that a driver reports: the fastest slow motion of phones
_CRF = 23  # quality: x264's default, without visible loss
_PRESET = "superfast"  # with the macroblock tree, files as small as with `veryfast` in three quarters of its time
_LOOKAHEAD = 5  # frames that the macroblock tree looks ahead
_SUBPIXEL = 0  # effort on motion of less than a pixel: none saves a sixth of the time, for files up to a tenth larger
_MP4 = {
    # delay_moov writes the header with the first fragment, which keeps the first frame's true time
    "movflags": "hybrid_fragmented+delay_moov+frag_keyframe+default_base_moof",
    "flush_packets": "1",  # passes each fragment to the system at once
}
_X264 = {
    "crf": str(_CRF),
    "preset": _PRESET,
    "x264-params": f"mbtree=1:rc-lookahead={_LOOKAHEAD}:subme={_SUBPIXEL}",
    "forced-idr": "1",
    "sc_threshold": "0",  # no key frames except ours
}
_BT601 = 6  # H.264's number of the matrix with which cv2 converts BGR to YUV
_LIMITED = 1  # H.264's number of the range 16 to 235, which cv2 uses


class VideoWriter:
    """Writes one video file, as a context manager.

    Parameters
    ----------
    path : str or path
        The file; an existing one is replaced at the end.
    size : tuple of int
        Width and height of the images; odd numbers are padded by one pixel, because H.264 needs even ones.
    fps_hint : float
        Approximate frames per second; the frames' own times count.
    threads : int
        Number of cores for the encoder.
    live : bool
        Whether it is recorded live; see `posecoach.files.safe_file.SafeFile`.

    Raises
    ------
    UsageError
        On entering and writing: the file cannot be written, or the disk is full.
    """

    def __init__(
        self,
        path: str | PathLike[str],
        size: tuple[int, int],
        *,
        fps_hint: float,
        threads: int = 1,
        live: bool = False,
    ) -> None:
        self._path, self._live = Path(path), live
        self._size = size
        self._fps = Fraction(min(max(1.0, fps_hint), _MAX_FPS)).limit_denominator(1001)
        self._threads = threads
        self._last_pts: int | None = None
        self._last_key = 0
        self._reported = False
        self._closed = False

    def __enter__(self) -> Self:
        self._file = SafeFile(self._path, self._live)
        self._container = av.open(self._file, "w", format="mp4", options=_MP4)
        self._container.metadata["comment"] = WRITTEN_BY
        self._stream = self._new_stream()
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

    @property
    def place(self) -> Path:
        """Where the file is: at its path, or as long as an existing file is there, beside it."""
        return self._file.place

    @property
    def is_kept(self) -> bool:
        """Whether the file is closed and has at least one frame."""
        return self._file.is_kept

    def _new_stream(self) -> av.VideoStream:
        stream = self._container.add_stream("libx264", rate=self._fps)
        stream.width, stream.height = (n + n % 2 for n in self._size)
        stream.pix_fmt = "yuv420p"
        stream.time_base = Fraction(1, _CLOCK_HZ)
        context = stream.codec_context
        context.time_base = stream.time_base
        context.thread_count = self._threads
        context.gop_size = 10_000  # we request key frames by time, not by number
        context.max_b_frames = 0  # frames are written in order, so a kill loses fewer
        context.colorspace, context.color_range = _BT601, _LIMITED
        context.options = _X264
        return stream

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
        height, width = image.shape[:2]
        if (width, height) != self._size:
            raise ValueError(f"image: expected width and height {self._size}, got {(width, height)}")
        self._check_disk()
        pts = round(t * _CLOCK_HZ)
        if self._last_pts is not None and pts <= self._last_pts:
            _log.debug("dropped a frame at %.3f s, not later than the previous one", t)
            return
        frame = _yuv(image)
        frame.pts, frame.time_base = pts, Fraction(1, _CLOCK_HZ)
        if self._last_pts is None or pts - self._last_key >= _KEY_INTERVAL_S * _CLOCK_HZ:
            frame.pict_type, self._last_key = PictureType.I, pts
        self._last_pts = pts
        self._container.mux(self._stream.encode(frame))
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
            if self._last_pts is not None:
                self._container.mux(self._stream.encode(None))
            self._container.close()
        finally:
            self._file.close()
        if not self._reported:
            self._check_disk()

    def _check_disk(self) -> None:
        if self._file.problem:
            self._reported = True
            raise UsageError(self._file.problem)


def _yuv(image: Image) -> av.VideoFrame:
    """Convert an image to the encoder's format; cv2 needs half of FFmpeg's time."""
    height, width = image.shape[:2]
    if height % 2 or width % 2:
        image = cv2.copyMakeBorder(image, 0, height % 2, 0, width % 2, cv2.BORDER_REPLICATE)  # type: ignore[assignment]
    planes = cv2.cvtColor(image, cv2.COLOR_BGR2YUV_I420)
    frame = av.VideoFrame.from_ndarray(planes.astype(np.uint8, copy=False), format="yuv420p")
    frame.colorspace, frame.color_range = _BT601, _LIMITED
    return frame
