"""Makes variants of a sample video: shorter, slower, mirrored, smaller."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np

CLOCK_HZ = 90_000


def reencode(
    source: Path,
    target: Path,
    *,
    fps: float | None = None,
    mirror: bool = False,
    width: int | None = None,
    seconds: float = float("inf"),
) -> Path:
    """Write a variant of `source` as H.264; what is not given stays as it is."""
    with av.open(str(source)) as old, av.open(str(target), "w") as new:
        stream = None
        taken = 0
        for frame in old.decode(video=0):
            if frame.time >= seconds:
                break
            if fps is not None and frame.time < taken / fps - 1e-3:
                continue
            taken += 1
            image = _varied(frame.to_ndarray(format="bgr24"), mirror, width)
            if stream is None:
                stream = new.add_stream("libx264", rate=round(fps or old.streams.video[0].average_rate))
                stream.height, stream.width = image.shape[:2]
                stream.pix_fmt, stream.time_base = "yuv420p", Fraction(1, CLOCK_HZ)
                stream.codec_context.time_base = stream.time_base
                stream.options = {"crf": "20", "preset": "veryfast"}
            picture = av.VideoFrame.from_ndarray(image, format="bgr24")
            picture.pts, picture.time_base = round(frame.time * CLOCK_HZ), Fraction(1, CLOCK_HZ)
            new.mux(stream.encode(picture))
        new.mux(stream.encode(None))
    return target


def _varied(image: np.ndarray, mirror: bool, width: int | None) -> np.ndarray:
    if mirror:
        image = cv2.flip(image, 1)
    if width is not None:
        height = round(image.shape[0] * width / image.shape[1] / 2) * 2
        image = cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA)
    return image
