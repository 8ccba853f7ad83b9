"""Videos in the app: as if they had arrived, and an estimator that can be held up."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import fakes

from posecoach.files.writing import open_new
from posecoach.web.analyses.queue import AnalysisQueue
from posecoach.web.analyses.record import Analysis, Wish
from posecoach.web.analyses.store import VIDEO

WITHIN_S = 20.0
"""A busy machine takes its time."""


def new_analysis(queue: AnalysisQueue, content: bytes, name: str = "clip.mp4", sender: str = "") -> Analysis:
    """Store a video as if it had just arrived; the queue does not know it yet."""
    folder = queue.store.new_folder()
    with open_new(folder / VIDEO, private=True) as file:
        file.write(content)
    return Analysis(folder.name, name, sender, datetime.now(UTC), Wish(exercise="bridge"))


def state(queue: AnalysisQueue, analysis: Analysis) -> str:
    """Return the state in which an analysis is now."""
    found = queue.store.find(analysis.id)
    return found.state if found else "gone"


def wait_until(is_so: Callable[[], bool]) -> None:
    """Wait for another thread."""
    end_s = time.monotonic() + WITHIN_S
    while not is_so():
        assert time.monotonic() < end_s, "it did not happen"
        time.sleep(0.005)


class Gate:
    """An estimator that waits at its first picture until it is opened."""

    def __init__(self) -> None:
        self.reached, self.opened = threading.Event(), threading.Event()

    @contextmanager
    def estimator(self, model: Path) -> Iterator[Callable]:
        def find(frame):
            self.reached.set()
            self.opened.wait(WITHIN_S)
            return fakes.bridging(frame)

        yield find
