"""Work done on a thread behind: one step of a chain goes on while the next is being made ready."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Any, Self

AHEAD = 8
"""Calls that may wait: enough to even out slow ones, few enough to keep 8 pictures of 1280 x 720 in 22 MB."""


class Behind:
    """Calls a function on another thread, in order, at most `AHEAD` calls behind; a context manager.

    An error of a call is raised by a later one, or on leaving.
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function = function
        self._waiting: deque[Future[Any]] = deque()

    def __enter__(self) -> Self:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="posecoach-behind")
        return self

    def __call__(self, *arguments: Any) -> None:
        """Have the function called with these arguments."""
        self._waiting.append(self._pool.submit(self._function, *arguments))
        while len(self._waiting) > AHEAD or (self._waiting and self._waiting[0].done()):
            self._waiting.popleft().result()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(wait=True, cancel_futures=kind is not None)
        while kind is None and self._waiting:
            self._waiting.popleft().result()
