"""Writes files atomically, or safely while they grow, and explains system errors in plain words."""

from __future__ import annotations

import errno
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from posecoach.errors import SourceError, UsageError


def sha256_of(path: Path) -> str:
    """Hash a file's content, block by block.

    Raises
    ------
    SourceError
        The file cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise SourceError(
            f"{path} can no longer be read: {system_reason(error)}. Check the disk or copy it again."
        ) from error


def output_folder(path: Path, option: str = "-o") -> Path:
    """Create the output folder if needed; `option` is how the caller names it: an option or parameter.

    Raises
    ------
    UsageError
        It is not a folder, or cannot be written.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path):
            return path
    except OSError as error:
        raise UsageError(
            f"Cannot write to the folder {path}: {system_reason(error)}. Choose another one with {option}."
        ) from error


def reserve_name(stem: Path, suffix: str) -> Path:
    """Reserve a file name: `stem`, or `stem` with a number appended when that file exists.

    Raises
    ------
    UsageError
        No file can be created there.
    """
    for candidate in (stem, *(stem.with_name(f"{stem.name}-{n}") for n in range(2, 100))):
        try:
            candidate.with_suffix(suffix).open("x").close()
        except FileExistsError:
            continue
        except OSError as error:
            raise cannot_write(candidate, error) from error
        return candidate
    raise UsageError(f"99 files {stem}*{suffix} exist already. Move them, or choose another folder with -o.")


def write_text(path: Path, text: str, private: bool = False) -> None:
    """Write a text file atomically; see `atomic_write`."""
    with atomic_write(path, private) as file:
        file.write(text.encode())


@contextmanager
def atomic_write(path: Path, private: bool = False) -> Iterator[BinaryIO]:
    """Open a temporary file that replaces `path` once everything is on the disk; `private`: only the user can read it.

    Raises
    ------
    UsageError
        The disk is full or the folder cannot be written.
    """
    temporary: Path | None = None
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o600 if private else 0o644)
        temporary.replace(path)
    except OSError as error:
        raise cannot_write(path, error) from error
    finally:
        if temporary:
            temporary.unlink(missing_ok=True)


_NO_SPACE = {
    errno.ENOSPC: ("the disk is full", "Free some space, or choose a folder on another disk."),
    errno.EDQUOT: ("your disk quota is used up", "Free some space, or choose another folder."),
    errno.EFBIG: ("the file has reached the largest size allowed here", "Choose a folder on another disk."),
}
"""System error that means no space -> the reason and the remedy."""


def cannot_write(path: Path, error: OSError) -> UsageError:
    """Return the error for a file that cannot be written: which file, why, and what to do."""
    _, remedy = _NO_SPACE.get(error.errno or 0, ("", "Choose another folder."))
    return UsageError(f"Cannot write {path}: {system_reason(error)}. {remedy}")


def system_reason(error: OSError) -> str:
    """Return in plain words why the system refused."""
    reason, _ = _NO_SPACE.get(error.errno or 0, ((error.strerror or str(error)).lower(), ""))
    return reason


class SafeFile:
    """A new file at `path` that FFmpeg writes and seeks in; an existing file is overwritten.

    Write errors are stored, not raised: they occur deep inside the encoder, which would continue with its next step.
    After the first error nothing more is written.

    Attributes
    ----------
    problem : str or None
        What went wrong and the remedy, as sentences.

    Raises
    ------
    UsageError
        The file cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.problem: str | None = None
        try:
            self._file = path.open("w+b", buffering=0)
        except OSError as error:
            raise UsageError(f"Cannot write {path}: {error.strerror}. Choose another folder or name.") from error

    def write(self, data: bytes) -> int:
        """Write all of `data`, or store why that failed; return the length of `data` either way."""
        remaining = memoryview(data)
        try:
            while remaining and not self.problem:
                remaining = remaining[self._file.write(remaining) or 0 :]
        except OSError as error:
            self._store(error)
        return len(data)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Move to `offset` and return the new position."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """Return the position."""
        return self._file.tell()

    def close(self) -> None:
        """Close the file; after an error cut it after its last complete fragment, and remove it when none is left."""
        if self._file.closed:
            return
        try:
            with self._file:
                if self.problem:
                    self._file.truncate(self._end_of_last_fragment())
            if self._path.is_file() and not self._path.stat().st_size:
                self._path.unlink()
        except OSError as error:  # network disks report a full disk only here
            self._store(error)

    def _store(self, error: OSError) -> None:
        """Store the first error as a sentence."""
        _, remedy = _NO_SPACE.get(error.errno or 0, ("", "Check the disk."))
        reason = system_reason(error)
        self.problem = self.problem or f"{reason[0].upper()}{reason[1:]}: the video {self._path} ends early. {remedy}"

    def _end_of_last_fragment(self) -> int:
        """Walk through the MP4 boxes: each begins with its size and name, and a fragment ends with an ``mdat``."""
        size, start, end = self._file.seek(0, os.SEEK_END), 0, 0
        while start + 8 <= size:
            self._file.seek(start)
            header = self._file.read(16)
            length = int.from_bytes(header[:4], "big")
            if length == 1:  # the real size follows in eight bytes
                length = int.from_bytes(header[8:16], "big")
            start += length
            if length < 8 or start > size:
                break
            if header[4:8] == b"mdat":
                end = start
        return end
