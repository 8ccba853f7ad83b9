"""Runs the analysis of many videos wherever an executor does, and hands on each outcome as it comes."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, Generic, TypeVar

from posecoach.analysis.batch.names import require_videos
from posecoach.analysis.batch.outcome import VideoOutcome, outcome_of
from posecoach.analysis.pieces import POLL_S
from posecoach.analysis.settings import AnalysisSettings, Progress, Stop, never_stop, no_progress
from posecoach.errors import ModelError, PosecoachError, SourceError, UsageError, explain
from posecoach.storage.landmark_file import is_landmark_file
from posecoach.translation import N_

log = logging.getLogger(__name__)

TRIES = 3
"""How often a video is begun whose worker dies or takes too long: once may be chance, three times are the video's."""

V = TypeVar("V")
"""What names a video: a path, or what a cluster's worker needs to find it."""


@dataclass(frozen=True, slots=True)
class Split(Generic[V]):
    """The answer of work on a video that is worked on in parts: the parts, and what joins them once all are done."""

    parts: Sequence[V]
    joined: V


class InThisThread(Executor):
    """Runs each call when it is submitted, one after the other."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run a call; return its future, which is done. What is no `Exception` ends the caller, too."""
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


def analyze_video(
    path: Path, settings: AnalysisSettings, progress: Progress = no_progress, stop: Stop = never_stop
) -> VideoOutcome:
    """Analyse one of many videos, or judge its landmarks; what is wrong with it is part of the outcome.

    Raises
    ------
    UsageError, ModelError
        What is wrong with all videos.
    """
    from posecoach.analysis.analyze import analyze, judge_landmarks

    def work() -> VideoOutcome:
        require_videos(path)
        stored = is_landmark_file(path)
        done = judge_landmarks(path, settings) if stored else analyze(path, settings, progress, stop)
        return outcome_of(path, done.result)

    return outcome_or_failure(path, work)


def outcome_or_failure(video: Path, work: Callable[[], VideoOutcome]) -> VideoOutcome:
    """Return the outcome of work on a video; what is wrong with the video is part of it.

    Raises
    ------
    UsageError, ModelError
        What is wrong with all videos.
    """
    try:
        return work()
    except (UsageError, ModelError):
        raise
    except Exception as error:
        log.debug("%s", video, exc_info=error)
        code, sentence = explain(error)
        return VideoOutcome(str(video), code, sentence)


@dataclass(slots=True)
class _Task(Generic[V]):
    """A video to work on: which part of another one it is, and how often it was begun."""

    video: V
    whole: _Whole[V] | None = None
    tries: int = 0


@dataclass(slots=True)
class _Whole(Generic[V]):
    """A video in parts: how many are still to come, and whether one of them was given up."""

    joined: V
    remaining: int
    given_up: bool = False


@dataclass(slots=True)
class _Run(Generic[V]):
    """The videos that are still to do."""

    waiting: Iterator[V]
    urgent: deque[_Task[V]] = field(default_factory=deque)
    running: dict[Future[Any], _Task[V]] = field(default_factory=dict)
    done: SimpleQueue[Future[Any]] = field(default_factory=SimpleQueue)

    def next_task(self) -> _Task[V] | None:
        while self.urgent:
            task = self.urgent.popleft()
            if not (task.whole and task.whole.given_up):
                return task
        return next((_Task(video) for video in self.waiting), None)

    def next_done(self) -> tuple[_Task[V], Future[Any]] | None:
        try:
            future = self.done.get(timeout=POLL_S)
        except Empty:
            return None
        task = self.running.pop(future, None)
        return (task, future) if task else None

    def cancel(self) -> None:
        """Give up all that has not begun."""
        self.urgent.clear()
        self.waiting = iter(())
        for future in list(self.running):
            if future.cancel():
                self.running.pop(future, None)


def run(
    videos: Iterable[V],
    settings: Any,
    executor: Executor,
    *,
    work: Callable[[V, Any], VideoOutcome | Split[V] | None] = analyze_video,  # type: ignore[assignment]
    ahead: Callable[[], int] = lambda: 1,
    stop: Stop = never_stop,
) -> Iterator[tuple[V, VideoOutcome]]:
    """Work on videos; yield each with its outcome as it comes.

    When the work raises an error, its worker has failed, and not the video: it is done again, `TRIES` times in all.
    One that asks for that never stops the others.

    Parameters
    ----------
    videos : iterable
        The videos; they are taken as they are needed.
    settings : AnalysisSettings
        What `work` needs to know beside the video.
    executor : Executor
        Where the work is done; it must be able to pickle the settings unless it works in this process.
    work : callable
        Takes a video and the settings; returns its outcome, its parts, or None for a part.
    ahead : callable
        How many videos are handed to the executor before their outcomes are back: more than it has workers.
    stop : callable
        Whether to end: what has not begun is given up, and what has begun is waited for.

    Raises
    ------
    PosecoachError
        What is wrong with all videos.
    CancelledError, BrokenExecutor
        The executor has given up.
    """
    state = _Run(iter(videos))
    try:
        while True:
            while not stop() and len(state.running) < ahead() and (task := state.next_task()):
                task.tries += 1
                future = executor.submit(work, task.video, settings)
                state.running[future] = task
                future.add_done_callback(state.done.put)
            if stop():
                state.cancel()
            if not state.running:
                return
            if ended := state.next_done():
                yield from _answers(state, *ended)
    finally:
        state.cancel()


def _answers(state: _Run[V], task: _Task[V], future: Future[Any]) -> Iterator[tuple[V, VideoOutcome]]:
    """Yield the outcome of a task that is done, if it has one; otherwise see to what comes next."""
    try:
        answer = future.result()
    except (PosecoachError, CancelledError, BrokenExecutor):
        raise
    except Exception as error:  # of the worker: work itself returns what is wrong with a video
        log.warning("%s: try %d failed: %s", task.video, task.tries, error)
        if task.tries < TRIES:
            state.urgent.append(task)
        else:
            yield from _give_up(task, error)
        return
    if isinstance(answer, Split):
        whole = _Whole(answer.joined, len(answer.parts))
        state.urgent.extendleft(_Task(part, whole) for part in reversed(answer.parts))
    elif answer is not None:
        yield task.video, answer
    elif task.whole:
        task.whole.remaining -= 1
        if not task.whole.remaining and not task.whole.given_up:
            state.urgent.appendleft(_Task(task.whole.joined))


def _give_up(task: _Task[V], error: Exception) -> Iterator[tuple[V, VideoOutcome]]:
    """Yield the outcome of a video that was begun often enough; of one in parts, once."""
    video, whole = task.video, task.whole
    if whole:
        if whole.given_up:
            return
        video, whole.given_up = whole.joined, True
    sentence = N_("{video}: given up after {n} tries: {error}.", video=video, n=TRIES, error=str(error).rstrip("."))
    yield video, VideoOutcome(str(video), SourceError.exit_code, sentence)
