"""A video's landmarks: the costly step, cut over the cores.

A video is cut into pieces which worker threads take in turn; MediaPipe and the decoder work outside Python's
lock. Each piece begins a little early, so that the tracker has settled on the person where its own part begins.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

from posecoach.capture import VideoFile
from posecoach.core.types import Frame, Pose
from posecoach.estimator import Estimator

PIECE_S = 20.0
"""Longest piece: what an interrupted analysis may lose; with a warm-up of 1 s it costs 5 % more work."""
WARM_UP_S = (1.0, 5.0)
"""Seconds before a piece from which the tracker starts; the second, longer one is tried when after the first
nobody was found: a lying body is found late but tracked well."""

Opener = Callable[[], AbstractContextManager[Estimator]]
Progress = Callable[[int], None]


@dataclass(slots=True)
class Track:
    """What was seen in each frame of a video, in order of time.

    Attributes
    ----------
    seen : list of (float, Pose or None)
        Time in seconds and pose of every frame.
    damage : str or None
        Why the video ended early.
    interrupted : KeyboardInterrupt or None
        What stopped it, if the user did; `seen` is then an unbroken beginning.
    """

    seen: list[tuple[float, Pose | None]] = field(default_factory=list)
    damage: str | None = None
    interrupted: KeyboardInterrupt | None = None


def cores() -> int:
    """Processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def extract(
    path: Path, estimator: Opener, progress: Progress = lambda frames: None, workers: int | None = None
) -> Track:
    """Find the person in every frame of a video.

    Parameters
    ----------
    path : Path
        The video.
    estimator : callable
        Opens an estimator for one worker.
    progress : callable
        Called with the number of frames newly done, from any thread.
    workers : int, optional
        Threads; default one a core.

    Raises
    ------
    SourceError, ModelError
        As the video and the estimator do.
    """
    with VideoFile(path) as video:
        duration_s = video.duration_s or 0.0
    workers = workers or cores()
    bounds = _pieces(duration_s, workers)
    stop = threading.Event()
    with ThreadPoolExecutor(workers) as pool:
        pieces = [pool.submit(_piece, path, estimator, a, b, stop, progress) for a, b in bounds]
        interrupted: KeyboardInterrupt | None = None
        try:
            for done in as_completed(pieces):
                done.result()
        except KeyboardInterrupt as stopped:
            interrupted = stopped
        finally:
            stop.set()
            for piece in pieces:
                piece.cancel()
    return _join(pieces, interrupted)


def _pieces(duration_s: float, workers: int) -> list[tuple[float, float]]:
    """Bounds in seconds; the last is open, since containers misstate their length."""
    if workers == 1 or duration_s < 2 * WARM_UP_S[0]:
        return [(0.0, float("inf"))]
    count = max(workers, -(-duration_s // PIECE_S))
    count = int(-(-count // workers) * workers)
    edges = [duration_s * i / count for i in range(count)]
    return list(zip(edges, [*edges[1:], float("inf")], strict=True))


@dataclass(slots=True)
class _Piece:
    seen: list[tuple[float, Pose | None]]
    complete: bool
    damage: str | None


def _piece(
    path: Path, estimator: Opener, start_s: float, end_s: float, stop: threading.Event, progress: Progress
) -> _Piece:
    for warm_up_s in WARM_UP_S if start_s > 0 else (0.0,):
        with VideoFile(path, threads=1) as video, estimator() as find:
            frames = video.frames(max(0.0, start_s - warm_up_s), end_s)
            first = _warm(frames, find, start_s, stop)
            if first is None or first[1] is not None or warm_up_s in (0.0, WARM_UP_S[-1]):
                seen = [first] if first else []
                progress(len(seen))
                for frame in frames:
                    if stop.is_set():
                        return _Piece(seen, False, None)
                    seen.append((frame.t, find(frame)))
                    progress(1)
                return _Piece(seen, True, video.damage)
    raise AssertionError("unreachable: the last warm-up always returns")


def _warm(
    frames: Iterator[Frame], find: Estimator, start_s: float, stop: threading.Event
) -> tuple[float, Pose | None] | None:
    """Track up to the piece's first own frame; None when it has none."""
    for frame in frames:
        pose = find(frame)
        if frame.t >= start_s or stop.is_set():
            return frame.t, pose
    return None


def _join(pieces: list[Future[_Piece]], interrupted: KeyboardInterrupt | None) -> Track:
    """Join the pieces in order, up to the first gap."""
    track = Track(interrupted=interrupted)
    for piece in pieces:
        if piece.cancelled() or piece.exception() is not None:
            break
        part = piece.result()
        track.seen += part.seen
        track.damage = track.damage or part.damage
        if not part.complete:
            break
    return track
