"""Writes small videos of any kind, and reads back their times."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from posecoach.vision.video import VideoFile

WIDTH, HEIGHT = 96, 64


def marked(index: int = 0, width: int = WIDTH, height: int = HEIGHT) -> np.ndarray:
    """A dark picture with a white mark at the top left, a red one at the bottom right, and a bar that moves."""
    image = np.full((height, width, 3), 32, np.uint8)
    image[: height // 4, : width // 4] = 255
    image[-(height // 4) :, -(width // 4) :] = (0, 0, 255)
    left = index * 5 % (width // 2)
    image[height // 2 - 6 : height // 2 + 6, left : left + width // 4] = (40 + index * 37 % 200, 120, 60)
    return image


def write_video(
    path: Path,
    stamps: list[int] | int = 30,
    *,
    images: list[np.ndarray] | None = None,
    codec: str = "libx264",
    pix_fmt: str = "yuv420p",
    time_base: Fraction = Fraction(1, 10),
    options: dict[str, str] | None = None,
    container_options: dict[str, str] | None = None,
    matrix: list[int] | None = None,
    pixel_aspect: Fraction | None = None,
    muxer: str | None = None,
) -> Path:
    """Write a small video; `stamps` are presentation times in `time_base`, or how many from 0 on."""
    stamps = list(range(stamps)) if isinstance(stamps, int) else stamps
    images = images or [marked(i) for i in range(len(stamps))]
    with av.open(str(path), "w", format=muxer, options=container_options or {}) as container:
        stream = container.add_stream(codec, rate=1 / time_base, options=options or {})
        stream.height, stream.width = images[0].shape[:2]
        stream.pix_fmt = pix_fmt
        stream.codec_context.time_base = time_base
        if pixel_aspect:
            stream.codec_context.sample_aspect_ratio = pixel_aspect
        if matrix:
            stream.set_display_matrix(matrix)
        for image, stamp in zip(images, stamps, strict=True):
            frame = av.VideoFrame.from_ndarray(image, format="bgr24").reformat(format=pix_fmt)
            frame.pts, frame.time_base = stamp, time_base
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def times(video: VideoFile, *interval: float) -> list[float]:
    return [frame.t for frame in video.frames(*interval)]


def times_of(path: Path) -> list[float]:
    with av.open(str(path)) as container:
        return [frame.time for frame in container.decode(video=0)]
