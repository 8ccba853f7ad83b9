"""Standard output and standard error on which text from outside is only text, whatever they lead to."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, TextIO, cast

from posecoach.errors import UsageError
from posecoach.files.reasons import system_reason
from posecoach.files.text import visible
from posecoach.process.native import has_no_reader
from posecoach.translation import N_


@contextmanager
def plain_streams() -> Iterator[None]:
    """Make standard output and standard error plain during the block; one that is closed leads nowhere."""
    _occupy_closed()
    before = sys.stdout, sys.stderr
    with ExitStack() as stack:
        sys.stdout = cast(TextIO, _plain(sys.stdout, stack, is_output=True))
        sys.stderr = cast(TextIO, _plain(sys.stderr, stack, is_output=False))
        try:
            yield
        finally:
            sys.stdout, sys.stderr = before


class PlainStream:
    """A text stream that shows control characters instead of passing them on, and unknown characters as ``?``.

    That nobody reads the stream any more (``| head``, a closed terminal) is no error.

    Parameters
    ----------
    stream : TextIO
        The stream to write to.
    is_output : bool
        Whether it is an error when the stream cannot be written; otherwise what is written is lost.
    shown : callable
        Turns text into what is written.

    Raises
    ------
    UsageError
        On writing an output, for example to a full disk.
    """

    def __init__(self, stream: TextIO, is_output: bool, shown: Callable[[str], str] = visible) -> None:
        self._stream, self._is_output, self._shown = stream, is_output, shown
        self._problem = ""

    def with_commands(self) -> PlainStream:
        """Return the stream for a writer that adds commands to text that it has made plain."""
        return PlainStream(self._stream, self._is_output, str)

    def write(self, text: str) -> int:
        """Write text; return its length."""
        shown = self._shown(text)
        self._try(lambda: self._stream.write(shown))
        return len(text)

    def flush(self) -> None:
        """Pass on what was written."""
        self._try(self._stream.flush)

    def _try(self, write: Callable[[], object]) -> None:
        try:
            write()
        except OSError as error:
            handle = self._stream.fileno()
            if self._is_output and not has_no_reader(error, handle):
                self._problem = N_("Cannot write to standard output: {reason}.", reason=system_reason(error))
            os.dup2(os.open(os.devnull, os.O_WRONLY), handle)  # so that Python can end without an error
        if self._problem:  # again at each call: a library may ignore the first error
            raise UsageError(self._problem)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def _plain(stream: TextIO | PlainStream | None, stack: ExitStack, is_output: bool) -> PlainStream:
    if isinstance(stream, PlainStream):
        return stream
    if stream is None:
        stream = stack.enter_context(Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115
    with suppress(AttributeError):  # a stand-in of a notebook or a test
        stream.reconfigure(errors="replace")  # type: ignore[attr-defined]
    return PlainStream(stream, is_output)


def _occupy_closed() -> None:
    """Let nothing else take the numbers of standard streams that are closed: libraries would write into it."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
