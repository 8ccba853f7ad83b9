"""Writes files atomically, and prepares the place they go to.

Where a name is taken, a new file takes it over: the earlier file is never written into. So no link is followed, and
other names of the earlier file keep its content.
"""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from posecoach.errors import UsageError
from posecoach.files.reasons import IMPOSSIBLE_NAME, cannot_write, system_reason
from posecoach.files.text import encodable
from posecoach.translation import N_

_NEW = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
"""Creates a file, and follows no link."""
_TEMPORARY = ".posecoach-{}.part"
"""Name of a file that is being written."""
_NAMES = 99
"""Most files that differ only in their number; more are a mistake."""
STALE_S = 3600.0
"""A temporary file that has not changed for so long (seconds) was left by a kill: no writer pauses for an hour."""


def output_folder(path: Path, option: str = "-o") -> Path:
    """Create the output folder if needed, and remove what killed writers left in it.

    `option` is how the caller names it: an option or parameter.

    Raises
    ------
    UsageError
        It is not a folder, or cannot be written.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path) as probe:
            _remove_stale(path, os.fstat(probe.fileno()).st_mtime)
            return path
    except (OSError, ValueError) as error:
        raise UsageError(
            N_(
                "Cannot write to the folder {path}: {reason}. Choose another one with {option}.",
                path=path,
                reason=system_reason(error),
                option=option,
            )
        ) from error


def _remove_stale(folder: Path, now_s: float) -> None:
    """Remove old temporary files; `now_s` is the time by the clock of the disk, which may be another machine's."""
    for left in folder.glob(_TEMPORARY.format("*")):
        with suppress(OSError):  # another posecoach has just removed it
            status = left.lstat()
            if stat.S_ISREG(status.st_mode) and now_s - status.st_mtime > STALE_S:
                left.unlink()


def private_folder(path: Path) -> Path:
    """Create a folder of the user's own data if needed, which others cannot look into."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def close_to_others(path: Path) -> bool:
    """Take the permissions of other users away from a file or folder of this user; return whether they had any."""
    if not hasattr(os, "geteuid"):  # Windows: the user's folders are closed to others
        return False
    try:
        status = path.lstat()
        open_to_others = status.st_mode & 0o077 and status.st_uid == os.geteuid() and not stat.S_ISLNK(status.st_mode)
        if open_to_others:
            path.chmod(stat.S_IMODE(status.st_mode) & 0o700)
    except OSError:  # gone meanwhile, or a file system without permissions
        return False
    return bool(open_to_others)


def reserve_name(stem: Path, suffix: str) -> Path:
    """Reserve a file name: `stem`, or `stem` with a number appended when that file exists.

    Raises
    ------
    UsageError
        No file can be created there.
    """
    for candidate in _numbered(stem):
        try:
            os.close(_create(candidate.with_suffix(suffix), private=True))
        except FileExistsError:
            continue
        except OSError as error:
            raise cannot_write(candidate, error) from error
        return candidate
    raise UsageError(
        N_(
            "{most} files {stem}*{suffix} exist already. Move them, or choose another folder with -o.",
            most=_NAMES,
            stem=stem,
            suffix=suffix,
        )
    )


def open_new(path: Path, private: bool = False) -> BinaryIO:
    """Open a new, empty file for a writer that keeps it open; it is unbuffered.

    Parameters
    ----------
    path : Path
        The file.
    private : bool
        Whether only the user can read it; otherwise the umask decides.

    Raises
    ------
    OSError
        It cannot be created, or the name is taken.
    """
    return os.fdopen(_create(path, private), "w+b", buffering=0)


def open_replacing(path: Path, private: bool = False) -> tuple[BinaryIO, Path]:
    """Open a new file as `open_new`; where the name is taken, under a temporary one beside it, which replaces it later.

    Returns
    -------
    file, Path
        The file, and where it is.

    Raises
    ------
    OSError
        It cannot be created, or the name belongs to a folder or a device.
    """
    _refuse_device(path)
    with suppress(FileExistsError):
        return open_new(path, private), path
    temporary = _temporary(path)
    return open_new(temporary, private), temporary


def open_beside(path: Path, private: bool = False) -> tuple[BinaryIO, Path]:
    """Open a new file as `open_replacing`, but where the name is taken, under a free one that the user sees.

    So what cannot be made again is never hidden, whatever happens while it is written.

    Returns
    -------
    file, Path
        The file, and where it is.

    Raises
    ------
    OSError
        It cannot be created, or the name belongs to a folder or a device.
    """
    _refuse_device(path)
    for candidate in _numbered(path):
        with suppress(FileExistsError):
            return open_new(candidate, private), candidate
    raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))


def write_text(path: Path, text: str, private: bool = False) -> None:
    """Write a text file atomically, as UTF-8; see `atomic_write`."""
    write_lines(path, [text], private)


def write_private(path: Path, text: str) -> None:
    """Write a file of the user's own data, which others cannot read, and its folder if needed; see `atomic_write`."""
    try:
        private_folder(path.parent)
    except OSError as error:
        raise cannot_write(path, error) from error
    write_text(path, text, private=True)


def write_lines(path: Path, lines: Iterable[str], private: bool = False) -> None:
    """Write a text file atomically from lines with their ends, or other parts; one at a time is in memory."""
    with atomic_write(path, private) as file:
        for line in lines:
            file.write(encodable(line).encode())


@contextmanager
def atomic_write(path: Path, private: bool = False) -> Iterator[BinaryIO]:
    """Open a temporary file that replaces `path` once everything is on the disk; `private` as in `open_new`.

    Raises
    ------
    UsageError
        The disk is full or the folder cannot be written.
    """
    temporary = _temporary(path)
    try:
        _refuse_device(path)
        with os.fdopen(_create(temporary, private), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        raise cannot_write(path, error) from error
    finally:
        with suppress(OSError):  # usually it is not there any more
            temporary.unlink()


def _numbered(path: Path) -> Iterator[Path]:
    """Yield a name, and then others with a number appended to its stem."""
    yield path
    for n in range(2, _NAMES + 1):
        yield path.with_stem(f"{path.stem}-{n}")


def _temporary(path: Path) -> Path:
    return path.with_name(_TEMPORARY.format(uuid4().hex))


def _create(path: Path, private: bool) -> int:
    return os.open(path, _NEW, 0o600 if private else 0o666)


def _refuse_device(path: Path) -> None:
    """Raise OSError when a name belongs to neither a file nor a link, which must not be replaced; or is impossible."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    except ValueError as error:
        raise OSError(errno.EINVAL, IMPOSSIBLE_NAME, str(path)) from error
    if not (stat.S_ISREG(mode) or stat.S_ISLNK(mode)):
        code = errno.EISDIR if stat.S_ISDIR(mode) else errno.EEXIST
        raise OSError(code, os.strerror(code), str(path))
