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
from itertools import dropwhile
from pathlib import Path
from threading import Event

from posecoach.analysis.sampling import POSES_PER_S, Sampler
from posecoach.analysis.settings import Stop, never_stop
from posecoach.core.body.pose import Frame, TimedPose
from posecoach.core.body.tracking.interpolation import SampledPose, fill_in
from posecoach.process import trim_memory
from posecoach.vision.estimator import Estimator
from posecoach.vision.video import VideoFile, VideoProbe

PIECE_S = 20.0
"""Longest piece: an interruption loses at most this; with a warm-up of 1 s it costs 5 % more work."""
WARM_UP_S = (1.0, 5.0)
"""Seconds before a piece at which the tracker starts. When nobody was found after the first, the second, longer one is
tried: a lying body is found late but tracked well."""
ESTIMATOR_SIDE_PX = 640
"""Longest side of the frames that the estimator sees: it reduces the person to 256 x 256 pixels anyway. Of a body that
fills a tenth of the width, frames of 1280 pixels find no more, and place the joints 0.4 % of its length better."""
POLL_S = 0.1
"""How often to check for a stop request: feels immediate to a person."""

EstimatorOpener = Callable[[], AbstractContextManager[Estimator]]


@dataclass(frozen=True, slots=True)
class ExtractionSettings:
    """How landmarks are extracted.

    Attributes
    ----------
    poses_per_s : float
        How many frames a second the estimator sees; infinite = at every frame.
    progress : callable
        Receives the number of new frames, from any thread.
    stop : callable
        Whether the user wants to stop; called from any thread.
    """

    poses_per_s: float = POSES_PER_S
    progress: Callable[[int], None] = lambda frames: None
    stop: Stop = never_stop


@dataclass(slots=True)
class PoseTrack:
    """The person in the frames of a video, in order of time.

    Attributes
    ----------
    frames : list of SampledPose
        Every frame, with the pose where the estimator saw it.
    damage : str or None
        What is wrong with the file, and how many of its frames were read; None = nothing.
    stopped : bool
        Whether the user stopped early; `frames` then has the beginning, without a gap.
    """

    frames: list[SampledPose] = field(default_factory=list)
    damage: str | None = None
    stopped: bool = False

    @property
    def poses(self) -> list[TimedPose]:
        """Time in seconds and pose of every frame, interpolated between those that the estimator saw."""
        return list(fill_in(self.frames))


def count_cores() -> int:
    """Return how many processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def extract(
    path: Path,
    video: VideoProbe,
    open_estimator: EstimatorOpener,
    settings: ExtractionSettings | None = None,
    workers: int | None = None,
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
    settings : ExtractionSettings, optional
        How many frames to see, and what to tell and to ask meanwhile.
    workers : int, optional
        Number of threads; by default one per core.

    Raises
    ------
    SourceError, ModelError
        The video cannot be read, or the estimator fails.
    """
    workers, settings = workers or count_cores(), settings or ExtractionSettings()
    failed = Event()
    with ThreadPoolExecutor(workers) as pool:
        extraction = _Extraction(path, video, open_estimator, settings, failed)
        pieces = [pool.submit(extraction.extract_piece, a, b) for a, b in _bounds(video.duration_s or 0.0, workers)]
        try:
            while not settings.stop() and wait(pieces, POLL_S, FIRST_EXCEPTION).not_done:
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
    frames: list[SampledPose]
    complete: bool
    damage: str | None = None


@dataclass(frozen=True, slots=True)
class _Extraction:
    """What all pieces share."""

    path: Path
    video: VideoProbe
    open_estimator: EstimatorOpener
    settings: ExtractionSettings
    failed: Event

    def extract_piece(self, start_s: float, end_s: float) -> _Piece:
        """Find the person in one piece; what the estimator took is given back, so that memory does not grow."""
        try:
            return self._extract(start_s, end_s)
        finally:
            trim_memory()

    def _extract(self, start_s: float, end_s: float) -> _Piece:
        for warm_up_s in WARM_UP_S if start_s > 0 else (0.0,):
            last_try = warm_up_s in (0.0, WARM_UP_S[-1])
            with VideoFile(self.path, max_side=ESTIMATOR_SIDE_PX, threads=1) as video, self.open_estimator() as find:
                sampled = video.sampled(max(0.0, start_s - warm_up_s), end_s, Sampler(self.settings.poses_per_s))
                frames = dropwhile(lambda frame: frame.t < start_s, self._sampled_poses(sampled, find))
                head = list(_to_first(frames))
                if not last_try and head and head[-1].sampled and head[-1].pose is None:
                    continue
                self.settings.progress(len(head))
                for frame in frames:
                    head.append(frame)
                    self.settings.progress(1)
                return _Piece(head, not self._should_stop(), video.damage)
        raise AssertionError("unreachable: the last warm-up always returns")

    def _sampled_poses(self, sampled: Iterator[tuple[float, Frame | None]], find: Estimator) -> Iterator[SampledPose]:
        size = self.video.width, self.video.height
        for t, frame in sampled:
            if self._should_stop():
                return
            pose = find(frame) if frame else None
            if pose and frame and frame.image.shape[1::-1] != size:
                pose = pose.scaled(size)
            yield SampledPose(t, pose, frame is not None)

    def _should_stop(self) -> bool:
        return self.failed.is_set() or self.settings.stop()


def _to_first(frames: Iterator[SampledPose]) -> Iterator[SampledPose]:
    """Yield the frames up to the first one that the estimator saw."""
    for frame in frames:
        yield frame
        if frame.sampled:
            return


def _join(pieces: list[Future[_Piece]], frames_estimate: int | None) -> PoseTrack:
    """Join the pieces in order, up to the first gap."""
    track = PoseTrack()
    for piece in pieces:
        part = _Piece([], False) if piece.cancelled() else piece.result()
        track.frames += part.frames
        track.damage = track.damage or part.damage
        if not part.complete:
            track.stopped = True
            break
    if track.damage:
        expected = frames_estimate if frames_estimate and frames_estimate > len(track.frames) else 0
        of_all = f" of {expected}" if expected else ""
        place, _, _ = track.damage.partition(":")  # a piece knows where the damage is, but not the total count
        track.damage = f"{place}: read {len(track.frames)}{of_all} frames"
    return track
