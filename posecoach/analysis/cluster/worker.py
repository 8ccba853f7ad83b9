"""What a worker does with a video: it has a child process analyse it, and ends that one when it takes too long.

A child takes video after video, since loading everything takes a second. One that died is replaced, and its end is an
error that says what it did last: so neither a video that kills its process nor one that hangs it reaches the worker.
"""

from __future__ import annotations

import atexit
import os
import queue
import signal
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import IO, Any

from posecoach.analysis.batch import Split, VideoOutcome
from posecoach.analysis.cluster.archive import Recording
from posecoach.analysis.cluster.child import packed, unpacked
from posecoach.analysis.cluster.job import ClusterSettings, LostWorkError
from posecoach.analysis.cluster.outfit import model_of, scratch_folder
from posecoach.process.children import python
from posecoach.process.stop import ignore_terminal
from posecoach.process.talking_child import Answer, TalkingChild
from posecoach.translation import N_, joined, marked

SILENCE_S = 600.0
"""A child that says nothing for so long, while it copies a video, hangs: a block of a megabyte takes no ten minutes."""
LIMIT_BASE_S, LIMIT_FACTOR = 120.0, 20.0
"""Time for the analysis of a video (s), and for each of its seconds. One core takes half of a video's length, film and
report included: forty times that is no slow machine."""
DASKS_OWN = "MALLOC_TRIM_THRESHOLD_"
"""What Dask sets so that its workers give memory back at once: a child would do so at every picture."""
END_S = 1.0
"""Time for a child that has nothing to do to end."""
LAST_LINES = 5
"""Lines of a dead child that are shown."""
CRASH, CRASH_LINES = "Fatal Python error", 3
"""What Python writes first where native code crashed, and how many of its lines matter: the innermost call is next."""

COMMAND: Sequence[str] = python("posecoach.analysis.cluster.child")


def work(recording: Recording, settings: ClusterSettings) -> VideoOutcome | Split[Recording] | None:
    """Work on a recording in a child process; see `posecoach.analysis.cluster.job.Job.do`.

    Raises
    ------
    UsageError
        The output place cannot be written.
    LostWorkError
        The child died or took too long, or the work failed for a reason that may lie in this machine.
    """
    analysis = settings.analysis
    here = replace(settings, analysis=replace(analysis, model=model_of(analysis.model_info), threads=1))
    try:
        child = _idle.pop()
    except IndexError:
        child = Child(COMMAND)
    _busy.add(child)
    try:
        answer: VideoOutcome | Split[Recording] | None = child.do(recording, here)
    finally:
        _busy.discard(child)
    return answer


def end_children() -> None:
    """End the children that have nothing to do."""
    while _idle:
        _idle.pop().end()


def dask_setup(worker: object) -> None:
    """Prepare a process of a cluster on this machine: Dask calls this. The client decides what Ctrl-C means."""
    ignore_terminal()


def dask_teardown(worker: object) -> None:
    """End the work of a process of a cluster on this machine, which would be waited for: Dask calls this."""
    for child in _busy.copy():
        child.kill()


@dataclass(slots=True)
class Deadline:
    """Until when a child must have done its work.

    Attributes
    ----------
    timeout_s : float or None
        Time for all of it; None = it depends on the video's length.
    clock : callable
        Monotonic time in seconds.
    """

    timeout_s: float | None
    clock: Callable[[], float] = time.monotonic
    at_s: float = field(init=False)
    limit_s: float = field(init=False)
    _fixed: bool = field(init=False)

    def __post_init__(self) -> None:
        self._fixed = self.timeout_s is not None
        self._allow(SILENCE_S if self.timeout_s is None else self.timeout_s)

    def _allow(self, limit_s: float) -> None:
        self.limit_s, self.at_s = limit_s, self.clock() + limit_s

    def heard(self, length_s: float | None) -> None:
        """Move the deadline, as the child is alive, or the video is so long."""
        if self._fixed:
            return
        if length_s is None:
            self._allow(SILENCE_S)
        else:
            self._allow(LIMIT_BASE_S + LIMIT_FACTOR * length_s)
            self._fixed = True

    @property
    def left_s(self) -> float:
        """Seconds left, at least 0."""
        return max(0.0, self.at_s - self.clock())


class Child:
    """A child process that analyses one video at a time.

    Parameters
    ----------
    command : sequence of str
        Starts it.
    """

    def __init__(self, command: Sequence[str]) -> None:
        self._folder = tempfile.TemporaryDirectory(
            prefix="posecoach-", dir=scratch_folder(), ignore_cleanup_errors=True
        )
        self._errors: IO[Any] = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115
        self._answers: queue.SimpleQueue[Answer | None] = queue.SimpleQueue()
        environ = {name: value for name, value in os.environ.items() if name != DASKS_OWN}
        self._process = TalkingChild(command, lambda _, answer: self._answers.put(answer), self._errors, environ)

    def do(self, recording: Recording, settings: ClusterSettings) -> Any:
        """Have it work on a recording; end it when that fails, and raise `LostWorkError`."""
        self._errors.seek(0)
        self._errors.truncate()
        order = {"recording": packed(recording), "settings": packed(settings), "folder": self._folder.name}
        self._process.send(order)
        deadline, step = Deadline(settings.timeout_s), "starting"
        while True:
            try:
                answer = self._answers.get(timeout=deadline.left_s)
            except queue.Empty:
                self.end(kill=True)
                raise self._lost(
                    N_("it took more than {limit_s:.0f} s, while {step}", limit_s=deadline.limit_s, step=step)
                ) from None
            if answer is None:
                raise self._lost(_how(self.end(), step))
            if "step" in answer:
                step = marked(answer["step"])
                deadline.heard(answer["length_s"])
                continue
            if "error" in answer:  # a new child has new connections, and memory
                self.end()
                raise unpacked(answer["error"])
            _idle.append(self)
            return unpacked(answer["answer"])

    def end(self, kill: bool = False) -> int:
        """End the process, and remove what it has copied; return its exit code, negative for a signal."""
        code = self._process.end(0.0 if kill else END_S)
        self._folder.cleanup()
        return code

    def kill(self) -> None:
        """End the process at once; whoever waits for its answer learns it."""
        self._process.kill()

    def _lost(self, what: str) -> LostWorkError:
        self._errors.seek(0)
        lines = [line.strip() for line in self._errors if line.strip()]
        self._errors.close()
        end = next((i + CRASH_LINES for i, line in enumerate(lines) if line.startswith(CRASH)), len(lines))
        last = lines[max(0, end - LAST_LINES) : end]
        if not last:
            return LostWorkError(what)
        return LostWorkError(joined([what, N_("It last wrote: {lines}", lines=" | ".join(last))], ". "))


def _how(code: int, step: str) -> str:
    """Say how a process ended, and during which step."""
    if code >= 0:
        return N_("its process ended with exit code {code}, while {step}", code=code, step=step)
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = f"signal {-code}"
    return N_("its process was killed by {name}, while {step}", name=name, step=step)


_idle: list[Child] = []
_busy: set[Child] = set()
atexit.register(end_children)
