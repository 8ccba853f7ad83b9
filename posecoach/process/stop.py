"""Stop signals: Ctrl-C, a request of the system or another program, a closed terminal."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

STOP_SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)
)
"""Ctrl-C, a request to end, a closed terminal, and on Windows Ctrl-Break or a closed console."""
FORCE_EXIT_S = 5.0
"""A second signal after this time exits at once: something is stuck."""


class Stopped(BaseException):
    """Ends a wait at once, where nothing can be lost. Not an `Exception`, so that no library catches it."""


class Stop:
    """Whether the user wants to stop; call the object to ask.

    Attributes
    ----------
    code : int
        0, or the exit code of the process: 130 after Ctrl-C, 143 after SIGTERM, 129 when the terminal was closed.
    """

    def __init__(self) -> None:
        self.code = 0
        self._stopped_s = 0.0
        self._interruptible = False

    def __call__(self) -> bool:
        """Whether the user wants to stop."""
        return self.code != 0

    def listen(self) -> None:
        """Handle the process's signals from now on; after ``nohup`` it outlives the terminal."""
        hangup = getattr(signal, "SIGHUP", None)
        for number in STOP_SIGNALS:
            if number != hangup or signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, self.receive)

    def ignore_signals(self) -> None:
        """Ignore further signals: the work is done, and the exit code stays."""
        for number in STOP_SIGNALS:
            signal.signal(number, signal.SIG_IGN)

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


def ignore_terminal() -> None:
    """Leave what happens at the terminal, Ctrl-C or its end, to the process that started this one."""
    for number in STOP_SIGNALS:
        if number != signal.SIGTERM:
            signal.signal(number, signal.SIG_IGN)
