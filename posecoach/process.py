"""The running process: stop signals, log output of native libraries, memory, and a lock between processes."""

from __future__ import annotations

import ctypes
import errno
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

from posecoach.errors import ModelError

FORCE_EXIT_S = 5.0
"""A second signal after this time exits at once: something is stuck."""


class Stopped(BaseException):
    """Ends a wait at once, where nothing can be lost. Not an `Exception`, so that no library catches it."""


class Stop:
    """Whether the user wants to stop; call the object to ask.

    Attributes
    ----------
    code : int
        0, or the exit code of the process: 130 after Ctrl-C, 143 after SIGTERM.
    """

    def __init__(self) -> None:
        self.code = 0
        self._stopped_s = 0.0
        self._interruptible = False

    def __call__(self) -> bool:
        """Whether the user wants to stop."""
        return self.code != 0

    def listen(self) -> None:
        """Handle the process's signals from now on."""
        signal.signal(signal.SIGINT, self.receive)
        signal.signal(signal.SIGTERM, self.receive)

    def ignore_signals(self) -> None:
        """Ignore further signals: the work is done, and the exit code stays."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)

    def receive(self, number: int, frame: FrameType | None = None) -> None:
        """Handle a signal; the first one sets the exit code."""
        if self.code:
            if time.monotonic() - self._stopped_s > FORCE_EXIT_S:
                os._exit(self.code)
            return
        self.code, self._stopped_s = 128 + number, time.monotonic()
        if self._interruptible:
            raise Stopped

    @contextmanager
    def interruptible(self) -> Iterator[None]:
        """Wrap a wait that does not check for a stop, such as opening a camera: a signal ends it at once.

        Raises
        ------
        Stopped
            On a signal, including one received earlier.
        """
        self._interruptible = True
        try:
            if self():
                raise Stopped
            yield
        finally:
            self._interruptible = False


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
                    f"Another posecoach has been fetching {path.stem} for more than {timeout_s:.0f} s: "
                    "end that one, then run `posecoach models fetch` again."
                )
            waiting()
            time.sleep(POLL_S)


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


def trim_memory() -> None:
    """Give freed memory back to the system; GNU's C library keeps it otherwise. Takes 6 ms."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # another C library
            ctypes.CDLL(None).malloc_trim(0)
