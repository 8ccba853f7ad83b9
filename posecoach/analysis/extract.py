"""Finds the landmarks in a video: the expensive step, shared by all processor cores.

Worker threads take pieces of the video in turn; MediaPipe and the decoder run outside Python's lock. Each piece starts
a little early, so that the tracker has settled on the person when its own part begins. Meanwhile the poses are packed
in the order of time, and only a few pieces wait for that, so that memory does not grow with the video's length.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import chain, dropwhile
from queue import SimpleQueue
from threading import Event

from posecoach.analysis.pieces import Blocks, Ending, Pieces, piece_bounds
from posecoach.analysis.sampling import POSES_PER_S, Sampler
from posecoach.analysis.settings import Stop, never_stop
from posecoach.core.body.pose import Frame
from posecoach.core.body.tracking.interpolation import SampledPose, fill_in
from posecoach.process import trim_memory
from posecoach.process.cores import count_cores
from posecoach.storage.landmark_file import LandmarkLog
from posecoach.storage.landmark_rows import PackedPoses
from posecoach.translation import Joined
from posecoach.vision.estimator import Estimator
from posecoach.vision.video import VideoFile
from posecoach.vision.video_container import decoders_for, threads_for
from posecoach.vision.video_damage import with_count

WARM_UP_S = (1.0, 5.0)
"""Seconds before a piece at which the tracker starts. When nobody was found after the first, the second, longer one is
tried: a lying body is found late but tracked well."""
ESTIMATOR_SIDE_PX = 640
"""Longest side of the frames that the estimator sees: it reduces the person to 256 x 256 pixels anyway. Of a body that
fills a tenth of the width, frames of 1280 pixels find no more, and place the joints 0.4 % of its length better."""
MAX_WORKERS = 16
"""More threads wait for Python's lock, and each holds a pose model."""
AHEAD = 2
"""Pieces for each worker that are begun before the first of them is packed: enough that no worker waits."""

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
    cores : int or None
        For how many cores the video is cut into pieces; None = for as many as extract them.
    """

    poses_per_s: float = POSES_PER_S
    progress: Callable[[int], None] = lambda frames: None
    stop: Stop = never_stop
    cores: int | None = None


@dataclass(slots=True)
class PoseTrack:
    """The person in the frames of a video, in order of time.

    Attributes
    ----------
    landmarks : LandmarkLog
        Time and pose of every frame, interpolated between those that the estimator saw.
    damage : str or None
        What is wrong with the file, and how many of its frames were read; None = nothing.
    stopped : bool
        Whether the user stopped early; `landmarks` then has the beginning, without a gap.
    """

    landmarks: LandmarkLog
    damage: str | None = None
    stopped: bool = False

    @property
    def poses(self) -> PackedPoses:
        """Time in seconds and pose of every frame."""
        return self.landmarks.poses()


def extract(
    video: VideoFile,
    open_estimator: EstimatorOpener,
    settings: ExtractionSettings | None = None,
    workers: int | None = None,
) -> PoseTrack:
    """Find the person in every frame of a video.

    Parameters
    ----------
    video : VideoFile
        The video.
    open_estimator : callable
        Opens an estimator for one worker.
    settings : ExtractionSettings, optional
        How many frames to see, and what to tell and to ask meanwhile.
    workers : int, optional
        Number of threads; by default one per core, fewer where the pictures are so large that their memory counts.

    Raises
    ------
    SourceError, ModelError
        The video cannot be read, or the estimator fails.
    """
    cores = workers or count_cores()
    settings, failed = settings or ExtractionSettings(), Event()
    at_once = min(MAX_WORKERS, decoders_for(video.picture_bytes))
    workers = min(cores, at_once)
    threads = min(cores // workers, threads_for(video.picture_bytes, workers))
    with ThreadPoolExecutor(workers) as pool:
        worker = _Worker(video, threads, open_estimator, settings, failed)
        bounds = piece_bounds(video.duration_s or 0.0, min(settings.cores or cores, at_once))
        pieces = Pieces(pool, worker.extract_piece, worker.should_stop, bounds, AHEAD * workers)
        try:
            track = PoseTrack(LandmarkLog(fill_in(pieces.frames())))
        finally:
            failed.set()
            pieces.cancel()
    track.damage, track.stopped = _whole_damage(pieces.damage, video, len(track.landmarks)), pieces.stopped
    return track


def extract_piece(
    video: VideoFile, bounds: tuple[float, float], open_estimator: EstimatorOpener, settings: ExtractionSettings
) -> tuple[list[SampledPose], Ending]:
    """Find the person in one piece of a video, on one core; return its frames, and how it ended.

    Raises
    ------
    SourceError, ModelError
        As `extract`.
    """
    blocks: Blocks = SimpleQueue()
    ending = _Worker(video, 1, open_estimator, settings, Event()).extract_piece(*bounds, blocks)
    return list(chain.from_iterable(iter(blocks.get, None))), ending


def join(video: VideoFile, pieces: Iterable[tuple[Sequence[SampledPose], Ending]]) -> PoseTrack:
    """Join all pieces of a video, in order of time, to what `extract` returns."""
    damages: list[str] = []

    def frames() -> Iterator[SampledPose]:
        for found, ending in pieces:
            yield from found
            if ending.damage:
                damages.append(ending.damage)
            if ending.ended and not found:  # there is nothing behind the end of a file whose header lies
                return

    log = LandmarkLog(fill_in(frames()))
    return PoseTrack(log, _whole_damage(next(iter(damages), None), video, len(log)))


def _whole_damage(damage: str | None, video: VideoFile, frames: int) -> str | None:
    """Return the damage that a piece found as that of the video: a piece does not know how many frames there are."""
    if damage is None:
        return None
    what = damage.parts[0] if isinstance(damage, Joined) else damage.partition(":")[0]
    return with_count(what, frames, video.frames_estimate or 0)


@dataclass(frozen=True, slots=True)
class _Worker:
    """What all pieces share."""

    video: VideoFile
    threads: int
    open_estimator: EstimatorOpener
    settings: ExtractionSettings
    failed: Event

    def extract_piece(self, start_s: float, end_s: float, out: Blocks) -> Ending:
        """Find the person in one piece; what the estimator took is given back, so that memory does not grow."""
        try:
            return self._extract(start_s, end_s, out)
        finally:
            out.put(None)
            trim_memory()

    def _extract(self, start_s: float, end_s: float, out: Blocks) -> Ending:
        for warm_up_s in WARM_UP_S if start_s > 0 else (0.0,):
            last_try = warm_up_s in (0.0, WARM_UP_S[-1])
            with self._open() as video, self.open_estimator() as find:
                sampled = video.sampled(max(0.0, start_s - warm_up_s), end_s, Sampler(self.settings.poses_per_s))
                frames = dropwhile(lambda frame: frame.t < start_s, self._sampled_poses(sampled, find))
                head = list(_to_first(frames))
                if not last_try and head and head[-1].sampled and head[-1].pose is None:
                    continue
                self.settings.progress(len(head))
                out.put(head)
                for frame in frames:
                    out.put([frame])
                    self.settings.progress(1)
                return Ending(not self.should_stop(), video.damage, video.ended)
        raise AssertionError("unreachable: the last warm-up always returns")

    def _open(self) -> VideoFile:
        path, max_pixels = self.video.path, self.video.max_pixels
        return VideoFile(path, max_side=ESTIMATOR_SIDE_PX, threads=self.threads, max_pixels=max_pixels)

    def _sampled_poses(self, sampled: Iterator[tuple[float, Frame | None]], find: Estimator) -> Iterator[SampledPose]:
        size = self.video.width, self.video.height
        for t, frame in sampled:
            if self.should_stop():
                return
            pose = find(frame) if frame else None
            if pose and frame and frame.image.shape[1::-1] != size:
                pose = pose.scaled(size)
            yield SampledPose(t, pose, frame is not None)

    def should_stop(self) -> bool:
        """Whether the user wants to stop, or another piece failed."""
        return self.failed.is_set() or self.settings.stop()


def _to_first(frames: Iterator[SampledPose]) -> Iterator[SampledPose]:
    """Yield the frames up to the first one that the estimator saw."""
    for frame in frames:
        yield frame
        if frame.sampled:
            return
