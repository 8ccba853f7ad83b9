"""Files: written whole or not at all, or safely while they grow; and in plain words why the system refused."""

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
    """Hash of a file's content, read in blocks.

    Raises
    ------
    SourceError
        When it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise SourceError(
            f"{path} can no longer be read: {system_reason(error)}. Check the disk or copy it again."
        ) from error


def output_folder(path: Path, option: str = "-o") -> Path:
    """Make the output folder, or say why it cannot be used.

    Parameters
    ----------
    path : Path
        The folder.
    option : str
        The option that names it.

    Raises
    ------
    UsageError
        When it is no folder or may not be written.
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
    """Reserve a file name: `stem`, or with a number behind it when a file of that name is there already.

    Raises
    ------
    UsageError
        When no file can be made there.
    """
    for candidate in (stem, *(stem.with_name(f"{stem.name}-{n}") for n in range(2, 100))):
        try:
            candidate.with_suffix(suffix).open("x").close()
        except FileExistsError:
            continue
        except OSError as error:
            raise cannot_write(candidate, error) from error
        return candidate
    raise UsageError(f"There are 99 files {stem}*{suffix} already. Move them, or choose another folder with -o.")


def write_text(path: Path, text: str, private: bool = False) -> None:
    """Write a file whole or not at all; a private one so that only the user can read it.

    Raises
    ------
    UsageError
        When the disk is full or the folder cannot be written.
    """
    with atomic_write(path, private) as file:
        file.write(text.encode())


@contextmanager
def atomic_write(path: Path, private: bool = False) -> Iterator[BinaryIO]:
    """Open a file to be written, which takes its place once all is on the disk.

    Raises
    ------
    UsageError
        When the disk is full or the folder cannot be written.
    """
    rest: Path | None = None
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        rest = Path(name)
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        rest.chmod(0o600 if private else 0o644)
        rest.replace(path)
    except OSError as error:
        raise cannot_write(path, error) from error
    finally:
        if rest:
            rest.unlink(missing_ok=True)


_FULL = {
    errno.ENOSPC: ("the disk is full", "Free some space, or choose a folder on another disk."),
    errno.EDQUOT: ("your share of the disk is used up", "Free some space, or choose another folder."),
    errno.EFBIG: ("the file has reached the largest size allowed here", "Choose a folder on another disk."),
}
"""What the system says when there is no more room: the reason and the remedy."""


def cannot_write(path: Path, error: OSError) -> UsageError:
    """Return the error for a file that cannot be written: which, why, and what to do."""
    _, remedy = _FULL.get(error.errno or 0, ("", "Choose another folder with -o."))
    return UsageError(f"Cannot write {path}: {system_reason(error)}. {remedy}")


def system_reason(error: OSError) -> str:
    """Say in plain words why the system refused."""
    reason, _ = _FULL.get(error.errno or 0, ((error.strerror or str(error)).lower(), ""))
    return reason


class SafeFile:
    """A new file to write and seek in, as ffmpeg asks for.

    Failures are kept, not raised: they occur deep inside the encoder, which would go on to its next step. After
    the first one the file is left alone.

    Parameters
    ----------
    path : Path
        Is overwritten.

    Attributes
    ----------
    problem : str or None
        What went wrong and the remedy, as sentences.

    Raises
    ------
    UsageError
        When it cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.problem: str | None = None
        try:
            self._file = path.open("w+b", buffering=0)
        except OSError as error:
            raise UsageError(f"Cannot write {path}: {error.strerror}. Choose another folder or name.") from error

    def write(self, data: bytes) -> int:
        """Write all of `data`, or note why not; return its length either way."""
        rest = memoryview(data)
        try:
            while rest and not self.problem:
                rest = rest[self._file.write(rest) or 0 :]
        except OSError as error:
            self._note(error)
        return len(data)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Move to `offset` and return the new position."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """Return the position."""
        return self._file.tell()

    def close(self) -> None:
        """Close the file; after a failure cut it to its whole fragments. One without a picture is removed."""
        if self._file.closed:
            return
        try:
            with self._file:
                if self.problem:
                    self._file.truncate(self._end_of_whole_fragments())
            if self._path.is_file() and not self._path.stat().st_size:
                self._path.unlink()
        except OSError as error:  # network disks tell of a full disk as late as here
            self._note(error)

    def _note(self, error: OSError) -> None:
        """Keep the first failure as a sentence."""
        _, remedy = _FULL.get(error.errno or 0, ("", "Check the disk."))
        reason = system_reason(error)
        self.problem = self.problem or f"{reason[0].upper()}{reason[1:]}: the video {self._path} ends early. {remedy}"

    def _end_of_whole_fragments(self) -> int:
        """Walk the file's boxes: each begins with its size and name, and a fragment ends with an ``mdat``."""
        size, start, end = self._file.seek(0, os.SEEK_END), 0, 0
        while start + 8 <= size:
            self._file.seek(start)
            head = self._file.read(16)
            length = int.from_bytes(head[:4], "big")
            if length == 1:  # the true size follows in eight bytes
                length = int.from_bytes(head[8:16], "big")
            start += length
            if length < 8 or start > size:
                break
            if head[4:8] == b"mdat":
                end = start
        return end
