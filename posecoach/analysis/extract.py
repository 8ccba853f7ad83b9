"""A video's landmarks: the costly step, cut over the cores.

A video is cut into pieces which worker threads take in turn; MediaPipe and the decoder work outside Python's
lock. Each piece begins a little early, so that the tracker has settled on the person where its own part begins.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

from posecoach.analysis.settings import Stop, never_stop
from posecoach.core.body.pose import Frame, TimedPose
from posecoach.vision.estimator import Estimator
from posecoach.vision.video import VideoFile, VideoProbe

PIECE_S = 20.0
"""Longest piece: what an interrupted analysis may lose; with a warm-up of 1 s it costs 5 % more work."""
WARM_UP_S = (1.0, 5.0)
"""Seconds before a piece from which the tracker starts; the second, longer one is tried when after the first
nobody was found: a lying body is found late but tracked well."""
LOOK_S = 0.1
"""How often to check for a stop request: feels immediate to a person."""

EstimatorOpener = Callable[[], AbstractContextManager[Estimator]]
FramesDone = Callable[[int], None]
"""Called with the number of frames newly done, from any thread."""


@dataclass(slots=True)
class PoseTrack:
    """The person in each frame of a video, in order of time.

    Attributes
    ----------
    poses : list of (float, Pose or None)
        Time in seconds and pose of every frame.
    damage : str or None
        What was wrong with the file, and how many of its frames were read.
    stopped : bool
        Whether the user ended it early; `poses` is then an unbroken beginning.
    """

    poses: list[TimedPose] = field(default_factory=list)
    damage: str | None = None
    stopped: bool = False


def cores() -> int:
    """Processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def extract(
    path: Path,
    video: VideoProbe,
    estimator: EstimatorOpener,
    progress: FramesDone = lambda frames: None,
    workers: int | None = None,
    stop: Stop = never_stop,
) -> PoseTrack:
    """Find the person in every frame of a video.

    Parameters
    ----------
    path : Path
        The video.
    video : VideoProbe
        What its header says.
    estimator : callable
        Opens an estimator for one worker.
    progress : callable
        Called with the number of frames newly done, from any thread.
    workers : int, optional
        Threads; default one a core.
    stop : callable
        Whether the user wants to end; asked from any thread.

    Raises
    ------
    SourceError, ModelError
        As the video and the estimator do.
    """
    workers = workers or cores()
    failed = Event()
    with ThreadPoolExecutor(workers) as pool:
        extraction = _Extraction(path, estimator, progress, lambda: failed.is_set() or stop())
        pieces = [pool.submit(extraction.piece, a, b) for a, b in _bounds(video.duration_s or 0.0, workers)]
        try:
            while not stop() and wait(pieces, LOOK_S, FIRST_EXCEPTION).not_done:
                for piece in pieces:
                    if piece.done():
                        piece.result()
        finally:
            failed.set()
            for piece in pieces:
                piece.cancel()
    return _join(pieces, video.frames_estimate)


def _bounds(duration_s: float, workers: int) -> list[tuple[float, float]]:
    """Bounds in seconds; the last is open, since containers misstate their length."""
    if workers == 1 or duration_s < 2 * WARM_UP_S[0]:
        return [(0.0, float("inf"))]
    count = max(workers, -(-duration_s // PIECE_S))
    count = int(-(-count // workers) * workers)
    edges = [duration_s * i / count for i in range(count)]
    return list(zip(edges, [*edges[1:], float("inf")], strict=True))


@dataclass(frozen=True, slots=True)
class _Piece:
    poses: list[TimedPose]
    complete: bool
    damage: str | None = None


@dataclass(frozen=True, slots=True)
class _Extraction:
    """What all pieces have in common."""

    path: Path
    estimator: EstimatorOpener
    progress: FramesDone
    ended: Stop

    def piece(self, start_s: float, end_s: float) -> _Piece:
        """Find the person in one piece."""
        for warm_up_s in WARM_UP_S if start_s > 0 else (0.0,):
            last = warm_up_s in (0.0, WARM_UP_S[-1])
            with VideoFile(self.path, threads=1) as video, self.estimator() as find:
                found = self._poses(video.frames(max(0.0, start_s - warm_up_s), end_s), find)
                first = next((timed for timed in found if timed[0] >= start_s), None)
                if first and not first[1] and not last:
                    continue
                poses = [first] if first else []
                self.progress(len(poses))
                for timed in found:
                    poses.append(timed)
                    self.progress(1)
                return _Piece(poses, not self.ended(), video.damage)
        raise AssertionError("unreachable: the last warm-up always returns")

    def _poses(self, frames: Iterator[Frame], find: Estimator) -> Iterator[TimedPose]:
        for frame in frames:
            if self.ended():
                return
            yield frame.t, find(frame)


def _join(pieces: list[Future[_Piece]], promised: int | None) -> PoseTrack:
    """Join the pieces in order, up to the first gap."""
    track = PoseTrack()
    for piece in pieces:
        part = _Piece([], False) if piece.cancelled() else piece.result()
        track.poses += part.poses
        track.damage = track.damage or part.damage
        if not part.complete:
            track.stopped = True
            break
    if track.damage:
        of_all = f" of {promised}" if promised and promised > len(track.poses) else ""
        place, _, _ = track.damage.partition(":")  # a piece knows the place of the damage, but not the count of all
        track.damage = f"{place}: read {len(track.poses)}{of_all} frames"
    return track
