"""Feeds inputs in a process of its own, which may run out of memory, hang or crash without ending the fuzzer."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator
from multiprocessing import get_context
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Self

from hostile.feeding import Outcome, Target, feed

MEMORY_BYTES = 3 << 30
"""Address space that the process may use: libraries and threads take 1 GB, reading may take twice as much."""
LONGEST_S = 20.0
"""Time for one input. It should take milliseconds; the machine may be busy."""
START_S = 120.0
"""Time to start the process and to import what it needs."""


class GuardedFeeder:
    """Feeds inputs to one target; a context manager.

    Parameters
    ----------
    target : Target
        The target; its functions must be importable.
    longest_s : float
        Time for one input, in seconds.
    """

    def __init__(self, target: Target, longest_s: float = LONGEST_S) -> None:
        self._target, self._longest_s = target, longest_s

    def __enter__(self) -> Self:
        self._start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def feed(self, data: bytes) -> Outcome:
        """Let the target read an input; a death, a hang and a lack of memory are finds."""
        try:
            self._pipe.send(data)
            if self._pipe.poll(self._longest_s):
                outcome: Outcome = self._pipe.recv()
                return outcome
            died = f"it did not end within {self._longest_s:g} s"
        except (EOFError, OSError):
            self._process.join(LONGEST_S)
            died = _how_it_ended(self._process.exitcode)
        self._end()
        self._start()
        return Outcome("find", died, died)

    def _start(self) -> None:
        context = get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, self._target), daemon=True)
        with _ctrl_c_later():
            self._process.start()
        theirs.close()
        if not self._pipe.poll(START_S):
            raise TimeoutError(f"the process that reads {self._target.name} did not start")
        self._pipe.recv()

    def _end(self) -> None:
        self._pipe.close()
        self._process.kill()
        self._process.join()


@contextlib.contextmanager
def _ctrl_c_later() -> Iterator[None]:
    """Let Ctrl-C wait; a process that is started meanwhile never gets it, since the fuzzer will end it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT,))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGINT,))


def _how_it_ended(code: int | None) -> str:
    if code is not None and code < 0:
        return f"the process was ended by {signal.Signals(-code).name}"
    return f"the process ended with {code}"


def _serve(pipe: Connection, target: Target) -> None:
    """Feed what comes through the pipe until it is closed."""
    feed(target, target.samples()[0])  # imports, fonts, caches
    _limit_memory()
    _silence()
    with contextlib.suppress(EOFError, OSError):
        pipe.send("ready")
        while True:
            pipe.send(feed(target, pipe.recv()))


def _limit_memory() -> None:
    """Limit the address space and core dumps, where the system can."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _silence() -> None:
    """Let native libraries write their complaints nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for number in (1, 2):
        os.dup2(nowhere, number)
