"""The speech process as seen from the session: starts it, sends orders, passes on answers, ends it."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from posecoach.process import children

log = logging.getLogger(__name__)

END_S = 0.2
"""Time for the process to end by itself, with the program that plays for it; it takes 0.04 s."""

Answer = dict[str, Any]


class SpeechProcess:
    """One running speech process (see `voice_worker`); `send` and `end` belong to one thread.

    Parameters
    ----------
    command : sequence of str
        Starts the process.
    on_answer : callable
        Takes this object and an answer, or None when the process has ended; is called from another thread.

    Raises
    ------
    OSError
        When the process cannot be started.
    """

    def __init__(self, command: Sequence[str], on_answer: Callable[[SpeechProcess, Answer | None], None]) -> None:
        self._on_answer = on_answer
        self._child = children.start(command, talks=True)
        threading.Thread(target=self._listen, name="posecoach-voice-answers", daemon=True).start()

    def _listen(self) -> None:
        assert self._child.stdout is not None, "opened as a pipe"
        with self._child.stdout:
            for line in self._child.stdout:
                try:
                    answer = json.loads(line)
                except ValueError:
                    log.debug("the speech process printed %s", line)
                else:
                    self._on_answer(self, answer)
        self._on_answer(self, None)

    def send(self, order: dict[str, Any]) -> None:
        """Send an order."""
        try:
            if self._child.stdin:
                self._child.stdin.write(json.dumps(order) + "\n")
                self._child.stdin.flush()
        except OSError:  # the listening thread reports the end
            log.debug("the speech process has ended")

    def end(self) -> None:
        """End the process by closing its input, or kill it; the listening thread closes its output."""
        if self._child.stdin:
            with suppress(OSError):  # an order may still be in the buffer
                self._child.stdin.close()
        children.end(self._child, END_S)
