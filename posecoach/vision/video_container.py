"""Opens a video file, or says in plain words why it cannot be read."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import av
from av.container import InputContainer
from av.error import FFmpegError
from av.stream import Disposition
from av.video.stream import VideoStream

from posecoach.errors import SourceError

NOT_VIDEO_FORMATS = frozenset({"tty", "concat", "image2"})
"""FFmpeg's names for text drawn as a terminal would, for a list of other files, and for a picture series."""

SINGLE_PICTURE = re.compile(r".*_pipe")
"""FFmpeg's names for one picture as the whole file: png_pipe, jpeg_pipe ..."""


def open_video(path: Path, threads: int) -> tuple[InputContainer, VideoStream]:
    """Open the file and choose its video stream; nothing but this very file is ever read.

    Parameters
    ----------
    path : Path
        The file.
    threads : int
        Decoding threads; 0 = one a core.

    Raises
    ------
    SourceError
        It cannot be read as a video.
    """
    check_ordinary(path)
    try:
        # "file:" keeps a colon in the name from being read as a protocol; the list keeps a playlist that goes by
        # the name of a video from fetching anything over the network.
        container = av.open(f"file:{path}", options={"protocol_whitelist": "file"}, metadata_errors="replace")
    except PermissionError as error:
        raise SourceError(f"{path}: you may not read this file; change its permissions") from error
    except (FFmpegError, OSError, ValueError) as error:
        raise SourceError(f"{path}: {_why_unreadable(path)}") from error
    try:
        return container, _video_stream(path, container, threads)
    except SourceError:
        container.close()
        raise


def check_ordinary(path: Path) -> None:
    """Refuse all that is no ordinary file without opening it: opening a named pipe would wait for ever.

    Raises
    ------
    SourceError
        There is no such file, or it is a folder, empty, or a pipe, socket or device.
    """
    try:
        found = path.stat()
    except PermissionError as error:
        raise SourceError(f"{path}: you may not look into its folder; change the folder's permissions") from error
    except (OSError, ValueError) as error:  # ValueError: a NUL character in the name
        raise SourceError(f"{path}: there is no such file; check its name and folder") from error
    if stat.S_ISDIR(found.st_mode):
        raise SourceError(f"{path}: this is a folder; name one video file in it")
    if not stat.S_ISREG(found.st_mode):
        raise SourceError(f"{path}: this is a pipe, socket or device, not a file; save the video to a file first")
    if found.st_size == 0:
        raise SourceError(f"{path}: the file is empty (0 bytes); record or copy it again")


def _why_unreadable(path: Path) -> str:
    """Say why FFmpeg could not open the file, which it tells in one word for all reasons: invalid."""
    try:
        with path.open("rb") as file:
            head = file.read(12)
    except OSError as error:
        return f"it cannot be read ({error.strerror}); check the disk or copy it again"
    if head[4:8] == b"ftyp":
        return "its end, which holds the index, is missing or damaged; copy or record it again"
    return "this is no video that can be read; if it plays elsewhere, convert it to MP4 (H.264)"


def _video_stream(path: Path, container: InputContainer, threads: int) -> VideoStream:
    if SINGLE_PICTURE.fullmatch(container.format.name):
        raise SourceError(f"{path}: this is a single picture; a video is needed")
    if container.format.name in NOT_VIDEO_FORMATS:
        raise SourceError(f"{path}: this is a text file or list, not a video")
    moving = [s for s in container.streams.video if not s.disposition & Disposition.attached_pic]
    if not moving:
        what = "it holds sound but no picture" if container.streams.audio else "it holds no picture"
        raise SourceError(f"{path}: {what}; a video is needed")
    best = container.streams.best("video")
    stream = next((s for s in moving if s is best), moving[0])
    if stream.codec_context is None:
        raise SourceError(f"{path}: its way of coding is unknown; convert it to MP4 (H.264)")
    stream.thread_type = "AUTO"
    stream.thread_count = threads
    return stream
