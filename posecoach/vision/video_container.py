"""Opens video files; says in plain words why a file cannot be read."""

from __future__ import annotations

import re
from pathlib import Path

import av
from av.container import InputContainer
from av.error import FFmpegError
from av.stream import Disposition
from av.video.stream import VideoStream

from posecoach.errors import SourceError
from posecoach.files.reading import MAX_VIDEO_BYTES, check_regular, open_file
from posecoach.files.reasons import system_reason

NOT_VIDEO_FORMATS = frozenset({"tty", "concat", "image2"})
"""FFmpeg's formats for terminal text, for a list of other files, and for an image sequence."""

SINGLE_IMAGE = re.compile(r".*_pipe")
"""FFmpeg's formats for a file that is one image: png_pipe, jpeg_pipe ..."""


def open_video(path: Path, threads: int) -> tuple[InputContainer, VideoStream]:
    """Open the file and choose its video stream; no other file is ever read.

    Parameters
    ----------
    path : Path
        The file.
    threads : int
        Decoding threads; 0 = one per core.

    Raises
    ------
    SourceError
        The file cannot be read as a video.
    """
    check_regular_file(path)
    try:
        # "file:" stops FFmpeg from reading a colon in the name as a protocol; the whitelist stops a playlist with the
        # name of a video from fetching anything over the network.
        container = av.open(f"file:{path}", options={"protocol_whitelist": "file"}, metadata_errors="replace")
    except PermissionError as error:
        raise SourceError(f"{path}: you have no permission to read this file; change its permissions") from error
    except (FFmpegError, OSError, ValueError) as error:
        raise SourceError(f"{path}: {_why_unreadable(path)}") from error
    try:
        return container, _video_stream(path, container, threads)
    except SourceError:
        container.close()
        raise


def check_regular_file(path: Path) -> None:
    """Refuse everything but regular files, without opening it: opening a named pipe would wait for ever.

    Raises
    ------
    SourceError
        The file does not exist, is empty, or is a folder, pipe, socket or device.
    """
    try:
        found = check_regular(path)
    except PermissionError as error:
        raise SourceError(
            f"{path}: you have no permission to read its folder; change the folder's permissions"
        ) from error
    except FileNotFoundError as error:
        raise SourceError(f"{path}: the file does not exist; check its name and folder") from error
    except OSError as error:
        raise SourceError(f"{path}: {system_reason(error)}; name a video file") from error
    if found.st_size == 0:
        raise SourceError(f"{path}: the file is empty (0 bytes); record or copy it again")


def _why_unreadable(path: Path) -> str:
    """Say why FFmpeg could not open the file; FFmpeg itself reports "invalid" for all reasons."""
    try:
        with open_file(path, MAX_VIDEO_BYTES) as file:
            header = file.read(12)
    except OSError as error:
        return f"it cannot be read ({system_reason(error)}); check the disk or copy it again"
    if header[4:8] == b"ftyp":
        return "its end, which contains the index, is missing or damaged; copy or record it again"
    return "this is not a video that posecoach can read; if it plays elsewhere, convert it to MP4 (H.264)"


def _video_stream(path: Path, container: InputContainer, threads: int) -> VideoStream:
    if SINGLE_IMAGE.fullmatch(container.format.name):
        raise SourceError(f"{path}: this is a single image; posecoach needs a video")
    if container.format.name in NOT_VIDEO_FORMATS:
        raise SourceError(f"{path}: this is a text file or list, not a video")
    moving = [s for s in container.streams.video if not s.disposition & Disposition.attached_pic]
    if not moving:
        what = "it contains sound but no video" if container.streams.audio else "it contains no video"
        raise SourceError(f"{path}: {what}; posecoach needs a video")
    best = container.streams.best("video")
    stream = next((s for s in moving if s is best), moving[0])
    if stream.codec_context is None:
        raise SourceError(f"{path}: its codec is unknown; convert it to MP4 (H.264)")
    stream.thread_type = "AUTO"
    stream.thread_count = threads
    return stream
