"""OpenCV's cameras: which texts name one, and how to open it."""

from __future__ import annotations

import ctypes
import os
import re
import reprlib
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Protocol
from urllib.parse import urlsplit

import cv2
from cv2.utils import logging
from numpy.typing import NDArray

from posecoach.errors import UsageError
from posecoach.files.reading import MAX_PIXELS
from posecoach.translation import N_

CameraSpec = int | str
"""A webcam's number, or a network camera's address."""

SCHEMES = frozenset({"http", "https", "rtsp", "rtsps", "rtmp", "udp", "tcp"})
"""URL schemes of network cameras."""

STREAMS = "mpjpeg,mjpeg,jpeg_pipe,rtsp,rtp,mpegts,flv,h264,hevc,mov,matroska,webm,asf,ogg,nut,mpeg"
"""FFmpeg's formats of a network camera's stream. Playlists (HLS, DASH, concat) are none: they name other addresses."""

NETWORK_OPEN_MS, NETWORK_READ_MS = 5000, 3000
"""How long FFmpeg waits for a network camera: for its answer (FFmpeg's default is 30 s) and for its next frame."""

LARGEST_BLOCK = 4 * MAX_PIXELS
"""Bytes that FFmpeg may hold in one piece for a camera: the largest picture, unpacked, with its padding. A picture that
never ends would otherwise grow at the speed of the network: by 125 MB a second in a fast one."""


class Capture(Protocol):
    """The part of `cv2.VideoCapture` that we use; tests pass a fake."""

    def isOpened(self) -> bool: ...  # noqa: D102, N802 - OpenCV's names
    def grab(self) -> bool: ...  # noqa: D102
    def retrieve(self) -> tuple[bool, NDArray[Any] | None]: ...  # noqa: D102
    def get(self, prop: int, /) -> float: ...  # noqa: D102
    def release(self) -> None: ...  # noqa: D102


Opener = Callable[[CameraSpec], Capture]
"""Opens a camera; may block; the capture that it returns may not be open."""


def parse_camera(spec: int | str) -> CameraSpec:
    """Return the number or address of the camera that `spec` names.

    Raises
    ------
    UsageError
        It is neither a number, ``/dev/videoN`` nor an address.
    """
    text = str(spec).strip()
    device = re.fullmatch(r"(?:/dev/video)?(\d{1,3})", text)
    if device:
        return int(device[1])
    try:
        address = urlsplit(text)
    except ValueError:
        address = urlsplit("")
    if address.scheme.lower() in SCHEMES and address.netloc and text.isprintable():
        return text
    raise UsageError(
        N_(
            "{text} is not a camera: give its number (0, 1 ...) or its address (http://... or rtsp://...)",
            text=reprlib.repr(text),
        )
    )


def is_camera(spec: int | str) -> bool:
    """Whether a text names a camera, not a file."""
    try:
        parse_camera(spec)
    except UsageError:
        return False
    return True


def camera_name(spec: CameraSpec) -> str:
    """Return a camera's name for a sentence, without the password that its address may contain."""
    return N_("Camera {spec}", spec=without_secrets(str(spec)))


def without_secrets(camera: str) -> str:
    """Return what names a camera, an address without name and password, wherever cameras have them."""
    if not is_camera(camera):  # a file, whose name is none of an address
        return camera
    return re.sub(r"[?#].*", "", re.sub(r"//[^/?#]*@", "//", camera))


def open_capture(spec: CameraSpec, size: tuple[int, int], fps: float) -> Capture:
    """Open a camera with OpenCV and request a size and rate; the camera may choose others.

    Parameters
    ----------
    spec : int or str
        Number or address, from `parse_camera`.
    size : tuple of int
        Requested width and height in pixels.
    fps : float
        Requested frames per second.
    """
    _prepare_opencv()
    if isinstance(spec, str):
        # One decoding thread: each further one delays the stream by a frame.
        limits = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, NETWORK_OPEN_MS, cv2.CAP_PROP_READ_TIMEOUT_MSEC, NETWORK_READ_MS]
        return cv2.VideoCapture(spec, cv2.CAP_FFMPEG, [*limits, cv2.CAP_PROP_N_THREADS, 1])
    capture = cv2.VideoCapture()
    for backend in _backends():
        if capture.open(spec, backend):
            break
    if capture.isOpened():
        # Motion JPEG first: over USB 2 most webcams need it to reach 30 frames per second.
        capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
        capture.set(cv2.CAP_PROP_FRAME_WIDTH, size[0])
        capture.set(cv2.CAP_PROP_FRAME_HEIGHT, size[1])
        capture.set(cv2.CAP_PROP_FPS, fps)
        capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)  # a longer queue would only deliver old frames
    return capture


def _backends() -> tuple[int, ...]:
    """Return the backends for webcams, best first; named ones, because "any" tries many more and prints errors."""
    if sys.platform == "win32":
        return cv2.CAP_DSHOW, cv2.CAP_MSMF  # MSMF may need half a minute to open
    if sys.platform == "darwin":
        return (cv2.CAP_AVFOUNDATION,)
    return (cv2.CAP_V4L2,)


def _prepare_opencv() -> None:
    """Set what OpenCV reads only from the environment; the user's own settings stay.

    OpenCV and its FFmpeg then write nothing to standard error, reading an unplugged webcam fails after 2 s, not 10, and
    a network camera is asked alone: FFmpeg follows it to no other address, and takes no playlist from it.
    """
    if "OPENCV_LOG_LEVEL" not in os.environ:
        logging.setLogLevel(logging.LOG_LEVEL_SILENT)
    os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")  # FFmpeg's "quiet"; read when it opens its first stream
    os.environ.setdefault("OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT", "2")
    options = {"rtsp_transport": "tcp", "max_redirects": "0", "format_whitelist": STREAMS}
    os.environ.setdefault("OPENCV_FFMPEG_CAPTURE_OPTIONS", "|".join(map(";".join, options.items())))
    _bound_ffmpeg()


def _bound_ffmpeg() -> None:
    """Let OpenCV's own FFmpeg hold no block above `LARGEST_BLOCK`; the one that reads videos is another.

    On Windows its library does not offer this: there the time limits alone end a picture that never ends.
    """
    with suppress(OSError, AttributeError):
        library = ctypes.CDLL(getattr(cv2, "_native", cv2).__file__)  # with those that it needs
        library.av_max_alloc(ctypes.c_size_t(LARGEST_BLOCK))
