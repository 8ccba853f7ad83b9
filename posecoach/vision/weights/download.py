"""Downloads one file of known size and checksum over https; continues an interrupted transfer."""

from __future__ import annotations

import http.client
import logging
from pathlib import Path
from typing import TYPE_CHECKING

from posecoach.errors import ModelError
from posecoach.translation import N_
from posecoach.vision.weights.https import open_url
from posecoach.vision.weights.manifest import matches

if TYPE_CHECKING:
    from posecoach.vision.weights.manifest import Progress


__all__ = ["download"]

log = logging.getLogger(__name__)

CHUNK = 1 << 16  # bytes; some 150 progress steps for the full model
REQUESTS_MAX = 5  # requests for the rest of an interrupted transfer before we give up


def download(url: str, size: int, sha256: str, part: Path, progress: Progress) -> None:
    """Download `url` to `part`, continuing what `part` already contains, until size and checksum are right.

    Parameters
    ----------
    url : str
        An https address (plain http only to this machine itself). The system's proxy settings apply.
    size, sha256
        Expected bytes and checksum.
    part : Path
        The unfinished file. It stays when the transfer is interrupted, and is removed when its content is wrong.
    progress : callable
        Called with bytes done, bytes in total and the current step.

    Raises
    ------
    ModelError
        It failed; the text is the reason in a few words: unreachable, refused, interrupted, wrong content.
    OSError
        `part` cannot be written.
    """
    resumed = _length(part) > 0
    _fill(url, size, part, progress)
    if not matches(part, size, sha256) and resumed:
        log.debug("the part from an earlier attempt was damaged: starting again")
        part.unlink()
        _fill(url, size, part, progress)
    if not matches(part, size, sha256):
        part.unlink()
        raise ModelError(N_("the downloaded file is not the model (wrong sha256)"))


def _fill(url: str, size: int, part: Path, progress: Progress) -> None:
    for _ in range(REQUESTS_MAX):
        if _length(part) > size:
            part.unlink()
        if (have := _length(part)) == size:
            return
        if _request(url, size, part, have, progress) == 0 or _length(part) > size:
            break
    if (have := _length(part)) > size:
        part.unlink()
        raise ModelError(N_("it sends more than the expected {size} bytes", size=size))
    if have < size:
        raise ModelError(N_("the transfer stopped at {have} of {size} bytes", have=have, size=size))


def _request(url: str, size: int, part: Path, start: int, progress: Progress) -> int:
    """Request the missing bytes once and return how many arrived; an interruption is not an error here."""
    with open_url(url, start) as reply:
        if start and not _continues(reply, start):
            if reply.status != 200:  # a different range, or none: request the whole file
                part.unlink()
                return _request(url, size, part, 0, progress)
            start = 0  # a server without ranges sends the whole file
        announced = reply.headers.get("Content-Length")
        if announced is not None and announced != str(size - start):
            raise ModelError(
                N_("it offers {announced} bytes instead of {size}", announced=announced, size=size - start)
            )
        received = 0
        with part.open("ab" if start else "wb") as file:
            while start + received <= size and (chunk := _read(reply)):
                received += file.write(chunk)
                progress(min(start + received, size), size, N_("downloading the official model"))
    return received


def _continues(reply: http.client.HTTPResponse, start: int) -> bool:
    return reply.status == 206 and reply.headers.get("Content-Range", "").startswith(f"bytes {start}-")


def _read(reply: http.client.HTTPResponse) -> bytes:
    """Return the next bytes; none when the reply ends or breaks off (the caller knows the expected number)."""
    try:
        return reply.read(CHUNK)
    except (OSError, http.client.HTTPException) as error:
        log.debug("the transfer was interrupted: %r", error)
        return b""


def _length(part: Path) -> int:
    return part.stat().st_size if part.exists() else 0
