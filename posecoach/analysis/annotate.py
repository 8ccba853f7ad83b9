"""Draws judgements into a video; a background thread encodes each frame while the next one is drawn.

One thread draws and one encodes, and no more: on 2 to 16 cores, threads that each drew a piece of the video made no
film sooner, since drawing holds Python's lock for half of its time. Processes were a quarter faster on four cores, for
twice the work; but a program that calls posecoach would run again in each, and a kill would leave them behind.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from posecoach.analysis.settings import Progress, Stop
from posecoach.core.body.pose import Frame, Image
from posecoach.core.judging.events import Update
from posecoach.feedback.overlay.overlay import Overlay
from posecoach.storage.video_writer import VideoWriter
from posecoach.translation import N_
from posecoach.vision.video import VideoFile

MAX_WAITING = 8
"""Calls that may wait: enough to absorb a slow one, few enough that 8 pictures of 1280 x 720 take 22 MB."""


class BackgroundWriter:
    """Calls a function on a background thread, in order, at most `MAX_WAITING` calls late; a context manager.

    An error in a call is raised by a later call or at the end of the ``with`` block.
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function = function
        self._waiting: deque[Future[Any]] = deque()

    def __enter__(self) -> Self:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="posecoach-writer")
        return self

    def __call__(self, *arguments: Any) -> None:
        """Queue a call with these arguments."""
        self._waiting.append(self._pool.submit(self._function, *arguments))
        while len(self._waiting) > MAX_WAITING or (self._waiting and self._waiting[0].done()):
            self._waiting.popleft().result()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(wait=True, cancel_futures=kind is not None)
        while kind is None and self._waiting:
            self._waiting.popleft().result()


TIME_TOLERANCE_S = 0.0005
"""Times are stored exactly; this only covers rounding."""


def image_at(video: VideoFile, t: float) -> Image | None:
    """Return the video's image at `t` seconds; None when there is none."""
    return next((frame.image for frame in video.frames(t - TIME_TOLERANCE_S, t + TIME_TOLERANCE_S)), None)


def annotate_video(
    video: VideoFile, annotated: Path, updates: Iterator[Update], frames: int, progress: Progress, stop: Stop
) -> bool:
    """Draw updates into a video until its end or a stop; return whether any frame was drawn.

    A video that is decoded on one thread is drawn and encoded on one, too: others have the other cores.
    """
    overlay = Overlay()
    drawn = 0
    progress(N_("Drawing"), 0, frames)
    with (
        VideoWriter(annotated, (video.width, video.height), fps_hint=video.fps or 30.0) as recorder,
        nullcontext(recorder.write) if video.threads == 1 else BackgroundWriter(recorder.write) as write,
    ):
        update = next(updates, None)
        for frame in video:  # matched by time, since a damaged file may yield different frames in each pass
            while update and update.t < frame.t:
                update = next(updates, None)
            if update is None or stop():
                break
            if update.t == frame.t:
                write(overlay.draw(frame.image, update), frame.t)
                progress(N_("Drawing"), 1, None)
                drawn += 1
    return drawn > 0


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
    with (
        VideoWriter(path, (width, height), fps_hint=(len(updates) - 1) / span_s if span_s else 30.0) as recorder,
        BackgroundWriter(recorder.write) as write,
    ):
        for frame in chain([first], frames):
            write(overlay.draw(frame.image, _nearest(updates, frame.t)), frame.t - first.t)
            progress(N_("Cutting"), 1, None)
    return True


def _nearest(updates: Sequence[Update], t: float) -> Update:
    """Return the update nearest to a time; decoding a video again may shift times slightly."""
    after = bisect_left(updates, t, key=lambda update: update.t)
    return min(updates[max(0, after - 1) : after + 1], key=lambda update: abs(update.t - t))
