"""A lock between processes."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from posecoach.errors import ModelError
from posecoach.translation import N_

LOCK_TIMEOUT_S = 900.0
"""The longest time that the holder may need: 36 MB at 40 kB/s."""
POLL_S = 0.2
"""How often to try the lock: unnoticeable to a person, negligible for the processor."""
_LOCKED = {errno.EACCES, errno.EAGAIN, errno.EDEADLK}
"""System errors that mean: another process holds the lock."""


@contextmanager
def file_lock(path: Path, waiting: Callable[[], None], timeout_s: float = LOCK_TIMEOUT_S) -> Iterator[bool]:
    """Hold the lock file `path` during the block; waits until the current holder releases it, or ends.

    Parameters
    ----------
    path : Path
        The lock file; created here and removed at the end.
    waiting : callable
        Called repeatedly while another process holds the lock.
    timeout_s : float
        How long to wait, in seconds.

    Yields
    ------
    bool
        True: the lock is held. False: this file system has no locks, so the caller must not share files with others.

    Raises
    ------
    ModelError
        The other process still holds the lock after `timeout_s`.
    OSError
        The lock file cannot be created.

    Notes
    -----
    Why not the `filelock` library: on a file system without locks it falls back to a marker file, which stays when its
    holder is killed; and it would not call `waiting`, so this loop would remain.
    """
    deadline = time.monotonic() + timeout_s
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            held = try_lock(handle)
            if held is None or (held and still_at(handle, path)):
                try:
                    yield bool(held)
                finally:
                    if sys.platform != "win32":  # while locked; later it could be the next holder's file
                        path.unlink(missing_ok=True)
                return
        finally:
            os.close(handle)
            if sys.platform == "win32":  # an open file cannot be removed there
                with suppress(OSError):
                    path.unlink()
        if held is False:
            if time.monotonic() > deadline:
                raise ModelError(
                    N_(
                        "Another posecoach has been fetching {stem} for more than {timeout_s:.0f} s: end that "
                        "one, then run `posecoach models fetch` again.",
                        stem=path.stem,
                        timeout_s=timeout_s,
                    )
                )
            waiting()
            time.sleep(POLL_S)


@contextmanager
def lock_if_free(path: Path) -> Iterator[bool]:
    """Hold the lock file `path` during the block, unless another process does; yields whether no other does.

    The file stays: it is the lock that says whether somebody is there, and that ends with its holder. Raise OSError
    when it cannot be created.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield try_lock(handle) is not False
    finally:
        os.close(handle)


def try_lock(handle: int) -> bool | None:
    """Return True when locked, False when another process holds the lock, None when the file system has no locks."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return False if error.errno in _LOCKED else None
    return True


def still_at(handle: int, path: Path) -> bool:
    """Whether the locked file is still the one at `path`: the last holder may have just removed it."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False
