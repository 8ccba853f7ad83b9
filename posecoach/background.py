"""Runs one function on a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Background(Generic[T]):
    """Runs a function at once on a thread of its own, which never keeps the process from ending.

    Parameters
    ----------
    work : callable
        What to run.

    Attributes
    ----------
    failed : bool
        Whether it has raised an error.
    """

    def __init__(self, work: Callable[[], T]) -> None:
        self._work, self._over = work, threading.Event()
        self._results: list[T] = []
        self._error: BaseException | None = None
        threading.Thread(target=self._run, name="posecoach-background", daemon=True).start()

    def _run(self) -> None:
        try:
            self._results.append(self._work())
        except BaseException as error:  # `result` raises it again
            self._error = error
        finally:
            self._over.set()

    @property
    def failed(self) -> bool:
        """Whether it has raised an error."""
        return self._error is not None

    def is_over(self, timeout_s: float = 0.0) -> bool:
        """Wait at most `timeout_s`; return whether the function has ended."""
        return self._over.wait(timeout_s)

    def result(self) -> T:
        """Wait for the function's result, or raise its error."""
        self._over.wait()
        if self._error:
            raise self._error
        return self._results[0]
