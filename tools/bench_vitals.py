"""Memory, threads and open files of this process over time."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

PROC = Path("/proc/self")
EVERY_S = 1.0


@dataclass(frozen=True, slots=True)
class Vital:
    """The process at one moment.

    Attributes
    ----------
    t : float
        Seconds since the start.
    rss_mb : float
        Memory in use, in MB.
    threads, handles : int
        Threads and open files.
    """

    t: float
    rss_mb: float
    threads: int
    handles: int


def read_vital(t: float) -> Vital:
    """Read memory, threads and open files; Linux only."""
    pages = int((PROC / "statm").read_text().split()[1])
    rss_mb = pages * os.sysconf("SC_PAGE_SIZE") / 1e6
    return Vital(t, rss_mb, len(list((PROC / "task").iterdir())), len(list((PROC / "fd").iterdir())))


class Vitals:
    """Reads the process once per second on its own thread; without /proc it reads nothing.

    Parameters
    ----------
    on_reading : callable
        Takes each reading.

    Attributes
    ----------
    readings : list of Vital
        In order of time.
    """

    def __init__(self, on_reading: Callable[[Vital], None] = lambda vital: None) -> None:
        self._on_reading = on_reading
        self.readings: list[Vital] = []
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, name="bench-vitals", daemon=True)

    def _run(self) -> None:
        began = time.perf_counter()
        while PROC.exists() and not self._end.wait(EVERY_S):
            self.readings.append(read_vital(time.perf_counter() - began))
            self._on_reading(self.readings[-1])

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end.set()
        self._thread.join()
