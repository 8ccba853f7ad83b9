"""Draws judgements into videos."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain, groupby, islice
from pathlib import Path
from threading import Event

from av import Packet, VideoStream

from posecoach.analysis.pieces import count_cores, piece_edges
from posecoach.analysis.settings import Progress, Stop
from posecoach.core.body.pose import Frame, Image
from posecoach.core.judging.events import Update
from posecoach.feedback.overlay.overlay import Overlay
from posecoach.storage.video_encoder import encode_piece
from posecoach.storage.video_writer import VideoWriter
from posecoach.vision.video import VideoFile

PIECE_S = 10.0
"""Longest piece of a film: it is shared by all cores soon, and decoding from the key frame before it costs little."""
MAX_THREADS = 4
"""Threads that draw: on 16 cores four took half of one's time, and more took longer, waiting for Python's lock."""
AHEAD = 2
"""Pieces that are begun or wait for each thread, so that none is idle while another one is slow."""
TIME_TOLERANCE_S = 0.0005
"""Times are stored exactly; this only covers rounding."""


def image_at(video: VideoFile, t: float) -> Image | None:
    """Return the video's image at `t` seconds; None when there is none."""
    return next((frame.image for frame in video.frames(t - TIME_TOLERANCE_S, t + TIME_TOLERANCE_S)), None)


@dataclass(frozen=True, slots=True)
class _Piece:
    """An encoded piece of a film; incomplete after a stop."""

    packets: list[Packet[VideoStream]]
    complete: bool


@dataclass(frozen=True, slots=True)
class Film:
    """A video to draw on, piece by piece, on several threads.

    Attributes
    ----------
    open_video : callable
        Opens the video for one piece.
    duration_s : float
        Its length in seconds.
    progress : callable
        Receives the number of newly drawn frames.
    stop : callable
        Whether the user wants to stop.
    """

    open_video: Callable[[], VideoFile]
    duration_s: float
    progress: Callable[[int], None]
    stop: Stop

    def draw(self, updates: Sequence[Update], failed: Event) -> _Piece:
        """Draw and encode one piece, unless another one has `failed`."""

        def stop() -> bool:
            return failed.is_set() or self.stop()

        with self.open_video() as video:
            packets = encode_piece(self._images(video, updates, stop), (video.width, video.height), video.fps or 30.0)
        return _Piece(packets, not stop())

    def _images(self, video: VideoFile, updates: Sequence[Update], stop: Stop) -> Iterator[tuple[Image, float]]:
        overlay, waiting = Overlay(), iter(updates)
        update = next(waiting, None)
        for frame in video.frames(updates[0].t - TIME_TOLERANCE_S, updates[-1].t + TIME_TOLERANCE_S):
            while update and update.t < frame.t:  # a damaged file may yield different frames in each pass
                update = next(waiting, None)
            if update is None or stop():
                return
            if update.t == frame.t:
                yield overlay.draw(frame.image, update), frame.t
                self.progress(1)


def annotate_video(film: Film, annotated: Path, updates: Iterable[Update], workers: int | None = None) -> bool:
    """Draw updates into a video until its end or a stop; return whether any frame was drawn.

    This thread judges and joins the pieces in order, as they were encoded; others decode, draw and encode them.

    Raises
    ------
    SourceError, UsageError
        The video cannot be read, or the film cannot be written.
    """
    workers, failed, drawn = workers or min(count_cores(), MAX_THREADS), Event(), False
    with film.open_video() as video:
        size, fps_hint = (video.width, video.height), video.fps or 30.0
    edges = piece_edges(film.duration_s, PIECE_S, workers)
    with VideoWriter(annotated, size, fps_hint=fps_hint) as writer, ThreadPoolExecutor(workers) as pool:
        try:
            drawing = (pool.submit(film.draw, judged, failed) for judged in _cut(updates, edges))
            for piece in _in_order(drawing, AHEAD * workers):
                writer.join(piece.packets)
                drawn = drawn or bool(piece.packets)
                if not piece.complete:
                    break
        finally:
            failed.set()
            pool.shutdown(cancel_futures=True)
    return drawn


def _cut(updates: Iterable[Update], edges: Sequence[float]) -> Iterator[list[Update]]:
    """Cut the updates into pieces that start at the edges (s); none is empty."""
    for _, piece in groupby(updates, key=lambda update: bisect_right(edges, update.t)):
        yield list(piece)


def _in_order(drawing: Iterator[Future[_Piece]], ahead: int) -> Iterator[_Piece]:
    """Yield the pieces in order, with at most `ahead` of them begun and not yet fetched."""
    begun = deque(islice(drawing, ahead))
    while begun:
        yield begun.popleft().result()
        begun.extend(islice(drawing, 1))


def write_clip(
    path: Path,
    frames: Iterator[Frame],
    updates: Sequence[Update],
    progress: Progress,
    overlay: Overlay | None = None,
) -> bool:
    """Write a clip that starts at time 0; return whether there was any frame for it."""
    first = next(frames, None)
    if first is None:
        return False
    overlay, span_s = overlay or Overlay(), updates[-1].t - updates[0].t
    height, width = first.image.shape[:2]
    with VideoWriter(path, (width, height), fps_hint=(len(updates) - 1) / span_s if span_s else 30.0) as writer:
        for frame in chain([first], frames):
            writer.write(overlay.draw(frame.image, _nearest(updates, frame.t)), frame.t - first.t)
            progress("Cutting", 1, None)
    return True


def _nearest(updates: Sequence[Update], t: float) -> Update:
    """Return the update nearest to a time; decoding a video again may shift times slightly."""
    after = bisect_left(updates, t, key=lambda update: update.t)
    return min(updates[max(0, after - 1) : after + 1], key=lambda update: abs(update.t - t))
