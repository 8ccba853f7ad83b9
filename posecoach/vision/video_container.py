"""Opens video files; says in plain words why a file cannot be read."""

from __future__ import annotations

import os
from pathlib import Path

import av
from av.container import InputContainer
from av.error import FFmpegError
from av.stream import Disposition
from av.video.stream import VideoStream

from posecoach.errors import SourceError
from posecoach.files.reading import MAX_VIDEO_BYTES, check_regular, open_file
from posecoach.files.reasons import system_reason
from posecoach.translation import N_
from posecoach.vision.video_timestamps import STEP_S

FORMATS = (
    "mov,matroska,webm,avi,mpegts,mpeg,mpegvideo,asf,flv,ogg,rm,nut,dv,mxf,gxf,wtv,ivf,obu,swf,amv,dhav,h261,h263,h264,"
    "hevc,vvc,evc,av1,m4v,vc1,dirac,cavsvideo,mjpeg,mpjpeg,yuv4mpegpipe,gif,apng,nsv,nuv,ty,pva,lxf,wav,mp3,flac,aac,"
    "ac3,aiff,caf,amr,au,w64,wv,tty,bmp_pipe,gif_pipe,j2k_pipe,jpeg_pipe,jpegls_pipe,jpegxl_pipe,png_pipe,ppm_pipe,"
    "pgm_pipe,psd_pipe,sgi_pipe,svg_pipe,tiff_pipe,webp_pipe"
)
"""The formats that FFmpeg may recognise. Each has all of its content in the one file; playlists (HLS, DASH, concat, SDP
...), which make FFmpeg open other files and addresses, are left out. Those without video are in, to be named."""

TEXT, SINGLE_IMAGE = "tty", "_pipe"
"""FFmpeg's format for terminal text, and the end of those for a file that is one image: png_pipe, jpeg_pipe ..."""

LISTS = (b"#EXTM3U", b"ffconcat", b"<?xml", b"<MPD", b"v=0", b"[playlist]")
"""How playlists begin: HLS, concat, DASH twice, SDP, PLS."""

HELD_PICTURES = 10
"""Pictures that a decoder with one thread keeps at 8K, measured: up to six for reference, the others in work. Each
other thread keeps one or two more."""

PICTURES_BYTES = 2**29
"""Memory for the pictures of all decoders together: with the pose model and a film in work, 8K stays below 1 GB."""

MAX_THREADS = 16
"""Threads of a decoder on a machine with many cores; FFmpeg uses no more by itself."""


def open_video(path: Path, threads: int, max_pixels: int) -> tuple[InputContainer, VideoStream]:
    """Open the file and choose its video stream; no other file is ever read.

    Parameters
    ----------
    path : Path
        The file.
    threads : int
        Decoding threads; 0 = one per core, fewer where pictures are so large that their memory counts.
    max_pixels : int
        Most pixels of a picture. The decoder refuses larger ones before it takes memory for them, on opening too.

    Raises
    ------
    SourceError
        The file cannot be read as a video, or its header says that its pictures are larger.
    """
    check_regular_file(path)
    limit = {"max_pixels": str(max_pixels)}
    try:
        container = _open(path, limit)
        if _has_absurd_clock(container):
            container.close()
            container = _open(path, limit | {"ignore_editlist": "1"})
            if _has_usual_pace(container):
                container.close()
                container = _open(path, limit)
    except PermissionError as error:
        raise SourceError(
            N_("{path}: you have no permission to read this file; change its permissions", path=path)
        ) from error
    except (FFmpegError, OSError, ValueError) as error:
        raise SourceError(N_("{path}: {why_unreadable}", path=path, why_unreadable=_why_unreadable(path))) from error
    try:
        stream = _video_stream(path, container)
        if stream.codec_context.width * stream.codec_context.height > max_pixels:
            raise too_large(path, stream, max_pixels)
    except SourceError:
        container.close()
        raise
    stream.codec_context.options = limit
    stream.thread_type = "AUTO"
    stream.thread_count = threads or min(os.cpu_count() or 1, threads_for(picture_bytes(stream), decoders=1))
    return container, stream


def _open(path: Path, options: dict[str, str]) -> InputContainer:
    # "file:" stops FFmpeg from reading a colon in the name as a protocol; the whitelist of protocols stops a file that
    # names an address from fetching it.
    allowed = {"protocol_whitelist": "file", "format_whitelist": FORMATS}
    return av.open(f"file:{path}", options=allowed | options, metadata_errors="replace")


def _has_absurd_clock(container: InputContainer) -> bool:
    """Whether fewer ticks are shown than there are frames: the clock is wrong, or the edit list trims nearly all."""
    return any(0 < (stream.duration or 0) < stream.frames for stream in container.streams.video)


def _has_usual_pace(container: InputContainer) -> bool:
    """Whether frames come at a usual pace without the edit list: then the clock is right, and the list trims."""
    paces_s = (
        float((stream.duration or 0) * stream.time_base) / stream.frames
        for stream in container.streams.video
        if stream.frames and stream.time_base
    )
    return any(STEP_S[0] <= pace_s <= STEP_S[1] for pace_s in paces_s)


def too_large(path: Path, stream: VideoStream, max_pixels: int) -> SourceError:
    """Return the error for a video whose pictures have more than `max_pixels` pixels."""
    width, height = max(_size(stream), _size_in_header(path), key=lambda size: size[0] * size[1])
    values = {"path": path, "width": width, "height": height, "limit": max_pixels / 1e6}
    if (pixels := width * height) > max_pixels:
        needed = str(pixels)
        sentence = N_(
            "{path}: its pictures are {width} x {height}, {size:.1f} megapixels, and the limit is {limit:.1f} "
            "megapixels, because they take much memory; scale the video down",
            size=pixels / 1e6,
            **values,
        )
    else:
        needed = "N"
        sentence = N_(
            "{path}: its pictures are larger than its header says ({width} x {height}), and the limit is {limit:.1f} "
            "megapixels, because they take much memory; scale the video down",
            **values,
        )
    return SourceError(
        sentence,
        N_("or allow them with --max-pixels {needed}", needed=needed),
    )


def _size(stream: VideoStream) -> tuple[int, int]:
    return stream.codec_context.width, stream.codec_context.height


def _size_in_header(path: Path) -> tuple[int, int]:
    """Return width and height from the header alone: where no decoder may run, none forgets a size that it refuses."""
    try:
        with _open(path, {"codec_whitelist": "none"}) as container:
            return _size(_video_stream(path, container))
    except (FFmpegError, OSError, SourceError):
        return 0, 0


def picture_bytes(stream: VideoStream) -> int:
    """Return the memory of a decoded picture; of an unknown pixel format, that of the usual one (4:2:0, 8 bits)."""
    width, height = _size(stream)
    pixels = stream.codec_context.format
    return max(1, width * height * (pixels.padded_bits_per_pixel if pixels else 12) // 8)


def decoders_for(picture_bytes: int) -> int:
    """Return how many decoders of pictures of this size may run at the same time."""
    return max(1, PICTURES_BYTES // (HELD_PICTURES * picture_bytes))


def threads_for(picture_bytes: int, decoders: int) -> int:
    """Return how many threads each of so many decoders may have."""
    return min(MAX_THREADS, max(1, PICTURES_BYTES // (decoders * picture_bytes) - HELD_PICTURES))


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
            N_("{path}: you have no permission to read its folder; change the folder's permissions", path=path)
        ) from error
    except FileNotFoundError as error:
        raise SourceError(N_("{path}: the file does not exist; check its name and folder", path=path)) from error
    except OSError as error:
        raise SourceError(N_("{path}: {reason}; name a video file", path=path, reason=system_reason(error))) from error
    if found.st_size == 0:
        raise SourceError(N_("{path}: the file is empty (0 bytes); record or copy it again", path=path))


def _why_unreadable(path: Path) -> str:
    """Say why FFmpeg could not open the file; FFmpeg itself reports "invalid" for all reasons."""
    try:
        with open_file(path, MAX_VIDEO_BYTES) as file:
            header = file.read(16)
    except OSError as error:
        return N_("it cannot be read ({reason}); check the disk or copy it again", reason=system_reason(error))
    if header[4:8] == b"ftyp":
        return N_("its end, which contains the index, is missing or damaged; copy or record it again")
    if header.lstrip().startswith(LISTS):
        return N_("this is a list of other files or addresses, not a video; name the videos themselves")
    return N_("this is not a video that posecoach can read; if it plays elsewhere, convert it to MP4 (H.264)")


def _video_stream(path: Path, container: InputContainer) -> VideoStream:
    if container.format.name.endswith(SINGLE_IMAGE):
        raise SourceError(N_("{path}: this is a single image; posecoach needs a video", path=path))
    if container.format.name == TEXT:
        raise SourceError(N_("{path}: this is a text file, not a video", path=path))
    moving = [s for s in container.streams.video if not s.disposition & Disposition.attached_pic]
    if not moving:
        what = N_("it contains sound but no video") if container.streams.audio else N_("it contains no video")
        raise SourceError(N_("{path}: {what}; posecoach needs a video", path=path, what=what))
    best = container.streams.best("video")
    stream = next((s for s in moving if s is best), moving[0])
    if stream.codec_context is None:
        raise SourceError(N_("{path}: its codec is unknown; convert it to MP4 (H.264)", path=path))
    return stream
