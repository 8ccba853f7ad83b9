"""Opens files for reading: regular files only, since reading a pipe or a device may wait for ever or never end.

Everything that posecoach reads is opened here. An `OSError` says in plain words why a file is refused, whether the
system refuses it or posecoach; the caller adds which file it is and what to do.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import stat
from io import BufferedReader
from pathlib import Path
from typing import Any

from posecoach.errors import SourceError
from posecoach.files.reasons import IMPOSSIBLE_NAME, system_reason
from posecoach.translation import N_

MAX_PIXELS = 8192 * 4320
"""Most pixels of a video's picture: 8K, of cameras as of television (7680 x 4320). A decoder takes 550 MB for them."""
MAX_VIDEO_BYTES = 2**42
"""4 TB, a day of uncompressed video; only some of the system's pretended files are larger."""
_WITHOUT_WAITING = (
    getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)  # some systems lack them
)


def check_regular(path: Path) -> os.stat_result:
    """Return the status of a regular file, without opening it; raise OSError when it is none, or not accessible."""
    try:
        return _require_regular(path, path.stat())
    except ValueError as error:
        raise FileNotFoundError(errno.ENOENT, IMPOSSIBLE_NAME, str(path)) from error


def open_handle(path: Path, flags: int = os.O_RDONLY) -> int:
    """Open a regular file, without waiting; return its handle, which the caller closes.

    Raises
    ------
    OSError
        It is no regular file, or the system refuses it.
    """
    check_regular(path)  # opening a device may already do something
    handle = os.open(path, flags | _WITHOUT_WAITING)
    try:
        _require_regular(path, os.fstat(handle))  # it may have been replaced meanwhile
    except OSError:
        os.close(handle)
        raise
    return handle


def open_file(path: Path, max_bytes: int) -> BufferedReader:
    """Open a regular file that is not empty.

    Parameters
    ----------
    path : Path
        The file.
    max_bytes : int
        More than any file of its kind has.

    Raises
    ------
    OSError
        It is no regular file, is empty or too large, or the system refuses it.
    """
    handle = open_handle(path)
    size = os.fstat(handle).st_size
    if 0 < size <= max_bytes:
        return os.fdopen(handle, "rb")
    os.close(handle)
    reason = (
        N_("it is too large ({size}, at most {most} are expected)", size=_size(size), most=_size(max_bytes))
        if size
        else N_("it is empty")
    )
    raise OSError(errno.EINVAL, reason, str(path))


def read_file(path: Path, max_bytes: int) -> bytes:
    """Read a whole file; raise OSError as `open_file` does."""
    with open_file(path, max_bytes) as file:
        return file.read(max_bytes)


def parse_json(text: str | bytes) -> Any:
    """Parse JSON.

    Raises
    ------
    ValueError
        It is not JSON, is nested too deeply, or has a number that is none or has thousands of digits.
    """
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except RecursionError as error:
        raise ValueError(N_("it is nested too deeply")) from error


def sha256_of(path: Path) -> str:
    """Hash a video's content, block by block.

    Raises
    ------
    SourceError
        The file cannot be read.
    """
    try:
        with open_file(path, MAX_VIDEO_BYTES) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise SourceError(
            N_(
                "{path} can no longer be read: {reason}. Check the disk or copy it again.",
                path=path,
                reason=system_reason(error),
            )
        ) from error


def _require_regular(path: Path, status: os.stat_result) -> os.stat_result:
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, N_("it is a folder"), str(path))
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, N_("it is a pipe, socket or device, not a file"), str(path))
    return status


def _size(size: int) -> str:
    """Return a size in a unit that suits it."""
    return f"{size / 1e6:,.0f} MB" if size >= 1e6 else f"{size / 1e3:,.0f} kB"


def _refuse_constant(word: str) -> float:
    raise ValueError(f"{word} is not a number in JSON")
