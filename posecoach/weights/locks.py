"""A lock between processes that dies with its holder: nothing is left to clear up after a crash."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from posecoach.errors import ModelError

__all__ = ["exclusive"]

WAIT_S = 900.0  # the longest that the holder may need: 36 MB over a line of 40 kB/s
POLL_S = 0.2  # short enough not to be noticed, long enough to cost nothing

_TAKEN = {errno.EACCES, errno.EAGAIN, errno.EDEADLK}  # what the systems say when another process holds the lock


@contextlib.contextmanager
def exclusive(path: Path, waiting: Callable[[], None], wait_s: float = WAIT_S) -> Iterator[bool]:
    """Hold the lock file `path` for the length of the block, after waiting for its present holder.

    Parameters
    ----------
    path : Path
        The lock file; made here and removed at the end.
    waiting : callable
        Called again and again while another process holds the lock.
    wait_s : float
        Patience in seconds.

    Yields
    ------
    bool
        True: the lock is held. False: this file system knows no locks, so the caller shares no file with others.

    Raises
    ------
    ModelError
        When the other process still holds it after `wait_s`.
    OSError
        When the file cannot be made.
    """
    deadline = time.monotonic() + wait_s
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            held = _try_lock(handle)
            if held is None or (held and _still_there(handle, path)):
                try:
                    yield bool(held)
                finally:
                    if sys.platform != "win32":  # while it is held, or it would be the next holder's file
                        path.unlink(missing_ok=True)
                return
        finally:
            os.close(handle)
            if sys.platform == "win32":  # an open file cannot be removed there
                with contextlib.suppress(OSError):
                    path.unlink()
        if held is False:
            if time.monotonic() > deadline:
                raise ModelError(
                    f"Another posecoach has been fetching {path.stem} for more than {wait_s:.0f} s: "
                    "end that one, then run `posecoach models fetch` again."
                )
            waiting()
            time.sleep(POLL_S)


def _try_lock(handle: int) -> bool | None:
    """Return True when taken, False when another holds it, None when the file system knows no locks."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return False if error.errno in _TAKEN else None
    return True


def _still_there(handle: int, path: Path) -> bool:
    """Tell whether the locked file is still the one at `path`: its last holder may have just removed it."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False
