"""A target with planted defects, on which the fuzzer itself is tested."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from random import Random

from hostile.changes import changed_bytes
from hostile.feeding import Target
from posecoach.errors import SourceError, UsageError

TOO_MUCH_BYTES = 1 << 62
"""More than any system has addresses for: none tries."""


def _samples() -> list[bytes]:
    return [b"a fine text of some words"]


def _change(data: bytes, random: Random) -> bytes:
    return changed_bytes(data, random, (b"refuse", b"defect"))


def _read(data: bytes, folder: Path) -> str:
    """Do what the bytes ask for."""
    if b"refuse" in data:
        raise SourceError("This is refused. Name another file.")
    if b"wrong code" in data:
        raise UsageError("This is refused with the wrong code. Name another file.")
    if b"defect" in data:
        raise KeyError("defect")
    if b"crash" in data:
        os.kill(os.getpid(), signal.SIGABRT)
    if b"hang" in data:
        time.sleep(3600)
    if b"bomb" in data:
        bytearray(TOO_MUCH_BYTES)
    return "fine"


PLANTED = Target("planted", _samples, _change, _read, frozenset({4}))
