"""A child process that takes orders and answers them, both as lines of JSON."""

from __future__ import annotations

import json
import logging
import os
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import IO, Any

from posecoach.process import children

log = logging.getLogger(__name__)

END_S = 0.2
"""Time for the process to end by itself; the speech process, with the program that plays for it, takes 0.04 s."""

Answer = dict[str, Any]


class TalkingChild:
    """One running child; `send` and `end` belong to one thread.

    Parameters
    ----------
    command : sequence of str
        Starts the process.
    on_answer : callable
        Takes this object and an answer, or None when the process has ended; is called from another thread.
    errors : file, optional
        Takes what the process writes to standard error.
    environ : mapping of str to str
        Its environment.

    Raises
    ------
    OSError
        When the process cannot be started.
    """

    def __init__(
        self,
        command: Sequence[str],
        on_answer: Callable[[TalkingChild, Answer | None], None],
        errors: IO[Any] | None = None,
        environ: Mapping[str, str] = os.environ,
    ) -> None:
        self._on_answer = on_answer
        self._child = children.start(command, talks=True, errors=errors, environ=environ)
        threading.Thread(target=self._listen, name="posecoach-answers", daemon=True).start()

    def _listen(self) -> None:
        assert self._child.stdout is not None, "opened as a pipe"
        with self._child.stdout:
            for line in self._child.stdout:
                try:
                    answer = json.loads(line)
                except ValueError:
                    log.debug("a child printed %s", line)
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
            log.debug("a child has ended")

    def kill(self) -> None:
        """End the process at once, from any thread; the listening thread reports it."""
        self._child.kill()

    def end(self, within_s: float = END_S) -> int:
        """End the process by closing its input, or kill it; return its exit code, negative for a signal.

        The listening thread closes its output.
        """
        if self._child.stdin:
            with suppress(OSError):  # an order may still be in the buffer
                self._child.stdin.close()
        return children.end(self._child, within_s)
