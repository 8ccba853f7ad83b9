"""Files on the disk: written whole or not at all, and why not in plain words."""

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
        raise SourceError(f"{path} can no longer be read: {reason(error)}. Check the disk or copy it again.") from error


def folder(path: Path, option: str = "-o") -> Path:
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
            f"Cannot write to the folder {path}: {reason(error)}. Choose another one with {option}."
        ) from error


def unused(stem: Path, suffix: str) -> Path:
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


def write(path: Path, text: str, private: bool = False) -> None:
    """Write a file whole or not at all; a private one so that only the user can read it.

    Raises
    ------
    UsageError
        When the disk is full or the folder cannot be written.
    """
    with whole(path, private) as file:
        file.write(text.encode())


@contextmanager
def whole(path: Path, private: bool = False) -> Iterator[BinaryIO]:
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


def cannot_write(path: Path, error: OSError) -> UsageError:
    """Return the sentence for a file that cannot be written."""
    return UsageError(f"Cannot write {path}: {reason(error)}. Free some space or choose another folder with -o.")


def reason(error: OSError) -> str:
    """Say in plain words why the system refused."""
    return "the disk is full" if error.errno in (errno.ENOSPC, errno.EDQUOT) else (error.strerror or str(error)).lower()
