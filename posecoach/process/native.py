"""Output streams and memory, where native libraries or a closed terminal would spoil them."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def quiet_native(enabled: bool = True) -> Iterator[None]:
    """Hide the log lines of native libraries on standard error; Python's own errors still appear there."""
    if not enabled or sys.stderr is None:
        yield
        return
    saved, null = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    python_stderr = sys.stderr
    try:
        with open(os.dup(saved), "w", buffering=1, encoding="utf-8", errors="replace", closefd=True) as direct:  # noqa: PTH123
            sys.stderr = direct
            os.dup2(null, 2)
            yield
    finally:
        sys.stderr = python_stderr
        os.dup2(saved, 2)
        os.close(saved)
        os.close(null)


def has_no_reader(error: OSError, handle: int) -> bool:
    """Whether an output failed because nobody reads it any more: a pipe was closed (``| head``), or the terminal."""
    if error.errno == errno.EIO:  # also how a broken disk fails, which matters
        return stat.S_ISCHR(os.fstat(handle).st_mode)
    return error.errno == errno.EPIPE


def trim_memory() -> None:
    """Give freed memory back to the system; GNU's C library keeps it otherwise. Takes 6 ms."""
    if sys.platform == "linux":
        import ctypes

        with suppress(OSError, AttributeError):  # another C library
            ctypes.CDLL(None).malloc_trim(0)
