"""Brings one file of known size and checksum over https; a broken transfer is continued, not begun again."""

from __future__ import annotations

import http.client
import logging
from pathlib import Path
from typing import TYPE_CHECKING

from posecoach.errors import ModelError
from posecoach.vision.weights.https import open_url
from posecoach.vision.weights.manifest import matches

if TYPE_CHECKING:
    from posecoach.vision.weights.manifest import Progress


__all__ = ["download"]

log = logging.getLogger(__name__)

CHUNK = 1 << 16  # bytes; some 150 progress steps for the full model
TURNS = 5  # times a broken transfer is taken up again before we give up


def download(url: str, size: int, sha256: str, part: Path, progress: Progress) -> None:
    """Fill `part` with the file at `url`, going on from what it holds, until size and checksum are right.

    Parameters
    ----------
    url : str
        An https address (plain http only to this machine itself). The system's proxy settings hold.
    size, sha256
        What must come.
    part : Path
        The unfinished file. It stays when the transfer breaks, and goes when its content is wrong.
    progress : callable
        Called with bytes done, bytes in all and what is being done.

    Raises
    ------
    ModelError
        With the reason in a few words: out of reach, refused, broken off, wrong content.
    OSError
        When `part` cannot be written.
    """
    resumed = _length(part) > 0
    _fill(url, size, part, progress)
    if not matches(part, size, sha256) and resumed:
        log.debug("the part from an earlier try was damaged: beginning again")
        part.unlink()
        _fill(url, size, part, progress)
    if not matches(part, size, sha256):
        part.unlink()
        raise ModelError("what came is not the model (wrong sha256)")


def _fill(url: str, size: int, part: Path, progress: Progress) -> None:
    for _ in range(TURNS):
        if _length(part) > size:
            part.unlink()
        if (have := _length(part)) == size:
            return
        if _turn(url, size, part, have, progress) == 0 or _length(part) > size:
            break
    if (have := _length(part)) > size:
        part.unlink()
        raise ModelError(f"it sends more than the {size} bytes that belong")
    if have < size:
        raise ModelError(f"the transfer broke off at {have} of {size} bytes")


def _turn(url: str, size: int, part: Path, start: int, progress: Progress) -> int:
    """Ask once for what is missing and return how many bytes came; a break is no error here."""
    with open_url(url, start) as reply:
        if start and not _continues(reply, start):
            if reply.status != 200:  # a range of another kind, or none: ask for the whole
                part.unlink()
                return _turn(url, size, part, 0, progress)
            start = 0  # a server that knows no ranges sends the whole
        announced = reply.headers.get("Content-Length")
        if announced is not None and announced != str(size - start):
            raise ModelError(f"it offers {announced} bytes where {size - start} belong")
        came = 0
        with part.open("ab" if start else "wb") as file:
            while start + came <= size and (chunk := _read(reply)):
                came += file.write(chunk)
                progress(min(start + came, size), size, "downloading the official model")
    return came


def _continues(reply: http.client.HTTPResponse, start: int) -> bool:
    return reply.status == 206 and reply.headers.get("Content-Range", "").startswith(f"bytes {start}-")


def _read(reply: http.client.HTTPResponse) -> bytes:
    """Return the next bytes; none when the reply ends or breaks (the caller knows how many belong)."""
    try:
        return reply.read(CHUNK)
    except (OSError, http.client.HTTPException) as error:
        log.debug("the transfer broke: %r", error)
        return b""


def _length(part: Path) -> int:
    return part.stat().st_size if part.exists() else 0
