"""Encodes pictures as H.264: one after another for a whole file, or a piece of one on any thread."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from fractions import Fraction

import av
import cv2
import numpy as np
from av import Packet, VideoStream
from av.codec.context import Flags
from av.video.codeccontext import VideoCodecContext
from av.video.frame import PictureType

from posecoach.core.body.pose import Image

_log = logging.getLogger(__name__)

CLOCK_HZ = 90_000  # ticks per second of the timestamps, usual for video: a resolution of 0.01 ms
_KEY_INTERVAL_S = 2.0  # a kill loses at most this; a shorter interval makes the file larger
_MAX_FPS = 240.0  # limit for the rate that a driver reports: the fastest slow motion of phones
_CRF = 23  # quality: x264's default, without visible loss
_PRESET = "superfast"  # with the macroblock tree, files as small as with `veryfast` in three quarters of its time
_LOOKAHEAD = 10  # frames that the macroblock tree looks ahead
_X264 = {
    "crf": str(_CRF),
    "preset": _PRESET,
    "x264-params": f"mbtree=1:rc-lookahead={_LOOKAHEAD}",
    "forced-idr": "1",
    "sc_threshold": "0",  # no key frames except ours
}
_BT601 = 6  # H.264's number of the matrix with which cv2 converts BGR to YUV
_LIMITED = 1  # H.264's number of the range 16 to 235, which cv2 uses


def frame_rate(fps_hint: float) -> Fraction:
    """Return the rate that a file states, for approximate frames per second."""
    return Fraction(min(max(1.0, fps_hint), _MAX_FPS)).limit_denominator(1001)


class Encoder:
    """Encodes images with H.264, one after another: the same settings for a whole file and for a piece of one."""

    def __init__(self, context: VideoCodecContext, size: tuple[int, int], threads: int) -> None:
        self._context, self._size = context, size
        self._last_pts: int | None = None
        self._last_key = 0
        context.width, context.height = (n + n % 2 for n in size)
        context.pix_fmt = "yuv420p"
        context.time_base = Fraction(1, CLOCK_HZ)
        context.thread_count = threads
        context.gop_size = 10_000  # we request key frames by time, not by number
        context.max_b_frames = 0  # frames are written in order, so a kill loses fewer
        context.colorspace, context.color_range = _BT601, _LIMITED
        context.options = _X264

    def encode(self, image: Image, t: float) -> list[Packet[VideoStream]]:
        """Encode the image at `t` seconds; one that is not later than the previous one is dropped."""
        height, width = image.shape[:2]
        if (width, height) != self._size:
            raise ValueError(f"image: expected width and height {self._size}, got {(width, height)}")
        pts = round(t * CLOCK_HZ)
        if self._last_pts is not None and pts <= self._last_pts:
            _log.debug("dropped a frame at %.3f s, not later than the previous one", t)
            return []
        frame = _yuv(image)
        frame.pts, frame.time_base = pts, Fraction(1, CLOCK_HZ)
        if self._last_pts is None or pts - self._last_key >= _KEY_INTERVAL_S * CLOCK_HZ:
            frame.pict_type, self._last_key = PictureType.I, pts
        self._last_pts = pts
        return self._context.encode(frame)

    def finish(self) -> list[Packet[VideoStream]]:
        """Return what the encoder still holds."""
        return [] if self._last_pts is None else self._context.encode(None)


def encode_piece(
    images: Iterable[tuple[Image, float]], size: tuple[int, int], fps_hint: float
) -> list[Packet[VideoStream]]:
    """Encode a piece of a video, which `VideoWriter.join` adds to a file as it is.

    Parameters
    ----------
    images : iterable of (uint8 array, float)
        Images of shape (height, width, 3), blue, green, red, and their times in seconds since the whole video began.
    size : tuple of int
        Width and height of the images.
    fps_hint : float
        As for the `VideoWriter`.

    Returns
    -------
    list of Packet
        The encoded piece; it begins with a key frame.
    """
    context = av.CodecContext.create("libx264", "w")
    context.framerate = frame_rate(fps_hint)
    context.flags |= Flags.global_header  # the file has one header for all of its pieces
    encoder = Encoder(context, size, threads=1)
    packets = [packet for image, t in images for packet in encoder.encode(image, t)]
    return packets + encoder.finish()


def _yuv(image: Image) -> av.VideoFrame:
    """Convert an image to the encoder's format; cv2 needs half of FFmpeg's time."""
    height, width = image.shape[:2]
    if height % 2 or width % 2:
        image = cv2.copyMakeBorder(image, 0, height % 2, 0, width % 2, cv2.BORDER_REPLICATE)  # type: ignore[assignment]
    planes = cv2.cvtColor(image, cv2.COLOR_BGR2YUV_I420)
    frame = av.VideoFrame.from_ndarray(planes.astype(np.uint8, copy=False), format="yuv420p")
    frame.colorspace, frame.color_range = _BT601, _LIMITED
    return frame
