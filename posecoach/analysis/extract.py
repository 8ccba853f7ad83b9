"""Finds the landmarks in a video: the expensive step, shared by all processor cores.

Worker threads take pieces of the video in turn; MediaPipe and the decoder run outside Python's lock. Each piece starts
a little early, so that the tracker has settled on the person when its own part begins.
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
"""Longest piece: an interruption loses at most this; with a warm-up of 1 s it costs 5 % more work."""
WARM_UP_S = (1.0, 5.0)
"""Seconds before a piece at which the tracker starts. When nobody was found after the first, the second, longer one is
tried: a lying body is found late but tracked well."""
POLL_S = 0.1
"""How often to check for a stop request: feels immediate to a person."""

EstimatorOpener = Callable[[], AbstractContextManager[Estimator]]
FramesDone = Callable[[int], None]
"""Receives the number of new frames, from any thread."""


@dataclass(slots=True)
class PoseTrack:
    """The person in each frame of a video, in order of time.

    Attributes
    ----------
    poses : list of (float, Pose or None)
        Time in seconds and pose of every frame.
    damage : str or None
        What is wrong with the file, and how many of its frames were read; None = nothing.
    stopped : bool
        Whether the user stopped early; `poses` then has the beginning, without a gap.
    """

    poses: list[TimedPose] = field(default_factory=list)
    damage: str | None = None
    stopped: bool = False


def count_cores() -> int:
    """Return how many processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def extract(
    path: Path,
    video: VideoProbe,
    open_estimator: EstimatorOpener,
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
    open_estimator : callable
        Opens an estimator for one worker.
    progress : callable
        Receives the number of new frames, from any thread.
    workers : int, optional
        Number of threads; by default one per core.
    stop : callable
        Whether the user wants to stop; called from any thread.

    Raises
    ------
    SourceError, ModelError
        The video cannot be read, or the estimator fails.
    """
    workers = workers or count_cores()
    failed = Event()
    with ThreadPoolExecutor(workers) as pool:
        extraction = _Extraction(path, open_estimator, progress, lambda: failed.is_set() or stop())
        pieces = [pool.submit(extraction.extract_piece, a, b) for a, b in _bounds(video.duration_s or 0.0, workers)]
        try:
            while not stop() and wait(pieces, POLL_S, FIRST_EXCEPTION).not_done:
                for piece in pieces:
                    if piece.done():
                        piece.result()
        finally:
            failed.set()
            for piece in pieces:
                piece.cancel()
    return _join(pieces, video.frames_estimate)


def _bounds(duration_s: float, workers: int) -> list[tuple[float, float]]:
    """Return start and end of each piece in seconds; the last end is open, since containers misstate their length."""
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
    """What all pieces share."""

    path: Path
    open_estimator: EstimatorOpener
    progress: FramesDone
    should_stop: Stop

    def extract_piece(self, start_s: float, end_s: float) -> _Piece:
        """Find the person in one piece."""
        for warm_up_s in WARM_UP_S if start_s > 0 else (0.0,):
            last_try = warm_up_s in (0.0, WARM_UP_S[-1])
            with VideoFile(self.path, threads=1) as video, self.open_estimator() as find:
                found = self._poses(video.frames(max(0.0, start_s - warm_up_s), end_s), find)
                first = next((timed for timed in found if timed[0] >= start_s), None)
                if first and not first[1] and not last_try:
                    continue
                poses = [first] if first else []
                self.progress(len(poses))
                for timed in found:
                    poses.append(timed)
                    self.progress(1)
                return _Piece(poses, not self.should_stop(), video.damage)
        raise AssertionError("unreachable: the last warm-up always returns")

    def _poses(self, frames: Iterator[Frame], find: Estimator) -> Iterator[TimedPose]:
        for frame in frames:
            if self.should_stop():
                return
            yield frame.t, find(frame)


def _join(pieces: list[Future[_Piece]], frames_estimate: int | None) -> PoseTrack:
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
        expected = frames_estimate if frames_estimate and frames_estimate > len(track.poses) else 0
        of_all = f" of {expected}" if expected else ""
        place, _, _ = track.damage.partition(":")  # a piece knows where the damage is, but not the total count
        track.damage = f"{place}: read {len(track.poses)}{of_all} frames"
    return track
