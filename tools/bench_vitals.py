"""Memory, threads and open files of this process over time."""

from __future__ import annotations

import os
import threading
import time
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
        Seconds since the watch began.
    rss_mb : float
        Memory in use, in MB.
    threads, handles : int
        Threads and open files.
    """

    t: float
    rss_mb: float
    threads: int
    handles: int


def vital(t: float) -> Vital:
    """Read them; Linux only."""
    pages = int((PROC / "statm").read_text().split()[1])
    rss_mb = pages * os.sysconf("SC_PAGE_SIZE") / 1e6
    return Vital(t, rss_mb, len(list((PROC / "task").iterdir())), len(list((PROC / "fd").iterdir())))


class Vitals:
    """Reads the process once a second on a thread of its own; reads nothing where there is no /proc.

    Attributes
    ----------
    seen : list of Vital
        In order of time.
    """

    def __init__(self) -> None:
        self.seen: list[Vital] = []
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, name="bench-vitals", daemon=True)

    def _run(self) -> None:
        begun = time.perf_counter()
        while PROC.exists() and not self._end.wait(EVERY_S):
            self.seen.append(vital(time.perf_counter() - begun))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end.set()
        self._thread.join()
