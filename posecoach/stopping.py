"""Ctrl-C and SIGTERM as a wish to end, which the loops look at: so nothing is cut off in the middle of a write."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

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

    def deaf(self) -> None:
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
    def at_once(self) -> Iterator[None]:
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
