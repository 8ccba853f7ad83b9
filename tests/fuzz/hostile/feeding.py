"""Feeds an input to what reads it: it may be accepted, or rejected with a sentence; anything else is a find."""

from __future__ import annotations

import traceback
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Literal

from posecoach.errors import PluginWarning, PosecoachError

MEMORY = Path("/dev/shm")
"""Where Linux keeps files in memory: the readers write, and the disk need not wait."""
LONGEST_SENTENCE = 1000
"""Characters; a longer message would show the hostile input instead of what to do."""


@dataclass(frozen=True, slots=True)
class Target:
    """Something that reads what others have written.

    Attributes
    ----------
    name : str
        Its name, which is also that of the folder of its finds in tests/data/fuzz.
    samples : callable
        Returns real inputs.
    change : callable
        Makes a hostile input of another one.
    read : callable
        Reads an input, in an empty folder of its own, and uses what it has read. Returns a short word for what it
        found, so that inputs that lead elsewhere are noticed; raises PosecoachError for one that it rejects.
    exit_codes : frozenset of int
        Exit codes with which it may reject.
    tried : int
        How many hostile inputs `make test` tries.
    native : bool
        Whether it calls native code that may end the process.
    """

    name: str
    samples: Callable[[], list[bytes]]
    change: Callable[[bytes, Random], bytes]
    read: Callable[[bytes, Path], str]
    exit_codes: frozenset[int]
    tried: int = 100
    native: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an input.

    Attributes
    ----------
    kind : str
        ``accepted``, ``rejected``, or ``find``.
    way : str
        By which way: the word of the target, or the places in the code from which errors came.
    details : str
        Traceback of a find.
    """

    kind: Literal["accepted", "rejected", "find"]
    way: str
    details: str = ""


def feed(target: Target, data: bytes) -> Outcome:
    """Let a target read an input."""
    with (
        TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None, ignore_cleanup_errors=True) as folder,
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("error")  # a warning of a library would be shown to the person
        warnings.simplefilter("ignore", PluginWarning)
        try:
            return Outcome("accepted", target.read(data, Path(folder)))
        except PosecoachError as error:
            wrong = _wrong_rejection(error, target)
            if wrong is None:
                return Outcome("rejected", _way(error))
            return Outcome("find", f"{wrong} {_way(error)}", f"{wrong}\n{traceback.format_exc()}")
        except Exception as error:
            return Outcome("find", _way(error), traceback.format_exc())


def _wrong_rejection(error: PosecoachError, target: Target) -> str | None:
    """Return what is wrong with how an input was rejected; None when nothing is."""
    if error.exit_code not in target.exit_codes:
        return f"exit code {error.exit_code} instead of {sorted(target.exit_codes)}"
    text = str(error)
    if len(text) > LONGEST_SENTENCE:
        return f"a sentence of more than {LONGEST_SENTENCE} characters"
    return None


def _way(error: BaseException | None) -> str:
    """Return the kinds of an error and of its causes, each with the last place in the code that it came from."""
    steps = []
    while error is not None:
        last = traceback.extract_tb(error.__traceback__)[-1]
        steps.append(f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return " < ".join(steps)
