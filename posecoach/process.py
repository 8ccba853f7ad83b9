"""The running process: its signals, the noise of native libraries, and a lock between processes."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from posecoach.errors import ModelError

PATIENCE_S = 5.0
"""Whoever asks again after this long is not to wait any more: something hangs."""


class Stopped(BaseException):
    """Ends a wait at once, where nothing can be lost. No `Exception`, so that no library takes it for its own."""


class Stop:
    """Whether the user wants to end; call it to look.

    Attributes
    ----------
    code : int
        0, or what the process is to exit with: 130 after Ctrl-C, 143 after SIGTERM.
    """

    def __init__(self) -> None:
        self.code = 0
        self._since_s = 0.0
        self._at_once = False

    def __call__(self) -> bool:
        """Tell whether the user wants to end."""
        return self.code != 0

    def listen(self) -> None:
        """Take the process's signals from now on."""
        signal.signal(signal.SIGINT, self.receive)
        signal.signal(signal.SIGTERM, self.receive)

    def ignore_signals(self) -> None:
        """Let further signals pass: all is done, and the exit code stands."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)

    def receive(self, number: int, frame: FrameType | None = None) -> None:
        """Note a signal; the first one counts."""
        if self.code:
            if time.monotonic() - self._since_s > PATIENCE_S:
                os._exit(self.code)
            return
        self.code, self._since_s = 128 + number, time.monotonic()
        if self._at_once:
            raise Stopped

    @contextmanager
    def interruptible(self) -> Iterator[None]:
        """Wrap a wait that looks at nothing, such as for a camera: a signal ends it then and there.

        Raises
        ------
        Stopped
            On a signal, also one that came before.
        """
        self._at_once = True
        try:
            if self():
                raise Stopped
            yield
        finally:
            self._at_once = False


@contextmanager
def quiet_native(enabled: bool = True) -> Iterator[None]:
    """Keep native libraries' log lines off standard error; Python's own errors still reach it."""
    if not enabled or sys.stderr is None:
        yield
        return
    keep, null = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    python_stderr = sys.stderr
    try:
        with open(os.dup(keep), "w", buffering=1, encoding="utf-8", errors="replace", closefd=True) as direct:  # noqa: PTH123
            sys.stderr = direct
            os.dup2(null, 2)
            yield
    finally:
        sys.stderr = python_stderr
        os.dup2(keep, 2)
        os.close(keep)
        os.close(null)


__all__ = ["file_lock"]

WAIT_S = 900.0  # the longest that the holder may need: 36 MB over a line of 40 kB/s
POLL_S = 0.2  # short enough not to be noticed, long enough to cost nothing

_TAKEN = {errno.EACCES, errno.EAGAIN, errno.EDEADLK}  # what the systems say when another process holds the lock


@contextlib.contextmanager
def file_lock(path: Path, waiting: Callable[[], None], wait_s: float = WAIT_S) -> Iterator[bool]:
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
