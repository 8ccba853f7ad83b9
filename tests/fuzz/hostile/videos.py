"""Video files with changed bytes: mostly in their heads, where sizes, times and codecs stand."""

from __future__ import annotations

import math
from fractions import Fraction
from functools import cache
from itertools import islice
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from fakes import estimator
from small_videos import write_video

from hostile.changes import changed_bytes
from hostile.feeding import Target
from hostile.recordings import MODEL
from posecoach.analysis.analyze import analyze
from posecoach.analysis.settings import REPORT, TRC, AnalysisSettings
from posecoach.core.height import DEFAULT_HEIGHT_CM
from posecoach.exercises.registry import BUILT_IN
from posecoach.storage import result_json
from posecoach.vision.video import MAX_SIDE_PX, VideoFile

KINDS = (
    ("mp4", "mpeg4", "yuv420p"),
    ("mov", "mjpeg", "yuvj420p"),
    ("matroska", "libx264", "yuv420p"),
    ("webm", "libvpx", "yuv420p"),
    ("avi", "mpeg4", "yuv420p"),
    ("mpegts", "libx264", "yuv420p"),
)
"""Container, codec and pixels of each sample."""
EXACT = {"fflags": "+bitexact"}
"""Makes FFmpeg write the same bytes every time."""
FRAMES = 12
BASE = Fraction(1, 10)
MOST_FRAMES = 300
"""So many frames of a changed file are read: one of 12 frames may claim any number."""
HEAD_BYTES = 700


@cache
def _samples() -> list[bytes]:
    with TemporaryDirectory() as folder:
        return [_sample(Path(folder), *kind) for kind in KINDS]


def _sample(folder: Path, kind: str, codec: str, pix_fmt: str) -> bytes:
    path = write_video(
        folder / kind, FRAMES, codec=codec, pix_fmt=pix_fmt, time_base=BASE, container_options=EXACT, muxer=kind
    )
    return path.read_bytes()


def _change(data: bytes, random: Random) -> bytes:
    """Change the bytes of the head, of the index of an mp4, or any."""
    if random.random() < 0.2 or len(data) < HEAD_BYTES:
        return changed_bytes(data, random)
    index = data.rfind(b"moov")
    start = max(index - 4, 0) if index > 0 and random.random() < 0.8 else 0
    end = start + HEAD_BYTES
    changed = changed_bytes(data[start:end], random)
    return data[:start] + changed + data[end:]


def _read(data: bytes, folder: Path) -> str:
    """Read the file from its beginning, and again from its middle."""
    path = folder / "clip.mp4"  # the content says what it is
    path.write_bytes(data)
    with VideoFile(path, threads=1) as video:
        before_s, last_s = -math.inf, 0.0
        for frame in islice(video.frames(), MOST_FRAMES):
            assert before_s < frame.t < math.inf
            assert frame.image.shape == (video.height, video.width, 3) and max(frame.image.shape) <= MAX_SIDE_PX
            before_s = last_s = frame.t
        outcome = f"{video.frames_read} frames, {'damaged' if video.damage else 'whole'}"
        assert math.isfinite(video.fps) and video.fps > 0
        assert video.duration_s is None or math.isfinite(video.duration_s)
        for frame in islice(video.frames(last_s / 2, last_s), MOST_FRAMES):
            assert last_s / 2 <= frame.t < last_s
        return outcome


def _read_whole(data: bytes, folder: Path) -> str:
    """Analyse the file as `posecoach analyze` does, with somebody else's eyes; its results must be readable."""
    path = folder / "clip.mp4"
    path.write_bytes(data)
    settings = AnalysisSettings(
        tuple(BUILT_IN), DEFAULT_HEIGHT_CM, Path("full.task"), MODEL, folder, extras=(REPORT, TRC), estimator=estimator
    )
    outcome = analyze(path, settings)
    loaded = result_json.read(folder / "clip.json")
    assert loaded == outcome.result and loaded.video.frames == len(outcome.poses)
    with VideoFile(folder / "clip.annotated.mp4", threads=1) as drawn:
        shown = sum(1 for _ in drawn)
    assert 0 < shown <= len(outcome.poses)
    return f"{min(shown, MOST_FRAMES)} frames drawn, {'partial' if loaded.partial else 'whole'}"


FILM = Target("film", _samples, _change, _read_whole, frozenset({4}), tried=4, native=True)
VIDEO = Target("video", _samples, _change, _read, frozenset({4}), tried=40, native=True)
