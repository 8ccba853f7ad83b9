"""Writes files atomically, and prepares the place they go to."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from posecoach.errors import UsageError
from posecoach.files.reasons import cannot_write, system_reason


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
    write_lines(path, [text], private)


def write_lines(path: Path, lines: Iterable[str], private: bool = False) -> None:
    """Write a text file atomically from lines with their ends, of which one at a time is in memory."""
    with atomic_write(path, private) as file:
        for line in lines:
            file.write(line.encode())


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
