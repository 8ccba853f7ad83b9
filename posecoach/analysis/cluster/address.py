"""Files by their paths or addresses, on any disk or store; fsspec knows how to reach them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from posecoach.errors import SourceError, UsageError
from posecoach.files.reading import MAX_VIDEO_BYTES, open_file
from posecoach.files.reasons import system_reason
from posecoach.translation import N_, joined
from posecoach.vision.video_container import check_regular_file

BLOCK_BYTES = 2**20
"""How much is copied at once: a slow network brings a megabyte in seconds."""
LAST_READ = "time"
"""What SFTP and SMB call the time at which a file was last read."""
EXTRAS = {"s3": "s3", "s3a": "s3"}
"""Protocol -> posecoach's extra that brings its library."""


def is_address(name: str) -> bool:
    """Whether a name is an address such as ``s3://bucket/folder``, and no path of this machine."""
    return "://" in name


def absolute(path: Path | str) -> str:
    """Return an address as it is, and a path of this machine so that it is the same in every folder."""
    if is_address(str(path)):
        return str(path)
    return os.path.realpath(path) if ".." in Path(path).parts else str(Path(path).absolute())


def file_system(address: str) -> tuple[Any, str]:
    """Return fsspec's file system for an address or path, and the path in it.

    Why not `fsspec.url_to_fs`: it takes what follows a ``::`` in a name for the address of an archive.

    Raises
    ------
    UsageError
        There is no such file system, or its library is not installed.
    """
    import fsspec

    protocol = address.partition("://")[0] if is_address(address) else "file"
    try:
        kind = fsspec.get_filesystem_class(protocol)
        return kind(**kind._get_kwargs_from_urls(address)), kind._strip_protocol(absolute(address))
    except ImportError as error:
        extra = EXTRAS.get(protocol)
        remedy = f'pip install "posecoach[{extra}]"' if extra else reason_of(error)
        sentence = N_("{address}: the library for {protocol}:// is not installed.", address=address, protocol=protocol)
        raise UsageError(joined([sentence, N_("Install it: {remedy}.", remedy=remedy)])) from error
    except ValueError as error:
        reason = str(error).rstrip(".")
        raise UsageError(
            N_("{address}: {reason}. Name a path, or an address such as s3://.", address=address, reason=reason)
        ) from error


def protocols_of(fs: Any) -> set[str]:
    """Return how the addresses of a file system may begin."""
    return {fs.protocol} if isinstance(fs.protocol, str) else set(fs.protocol)


def reason_of(error: Exception) -> str:
    """Return the first line of what a store says, or else the kind of error, without a full stop."""
    said = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return said.partition("\n")[0].rstrip(".: ")


def unseen(address: str) -> str:
    """Return why nothing is seen at an address; empty when something is."""
    try:
        fs, path = file_system(address)
        return "" if fs.exists(path) else N_("there is nothing")
    except Exception as error:  # each kind of store has its own
        return reason_of(error)


@contextmanager
def reading(address: str) -> Iterator[None]:
    """Turn what is missing or closed into a sentence; other errors, such as those of a network, pass.

    Raises
    ------
    SourceError
        There is nothing at the address, or it may not be read.
    """
    try:
        yield
    except FileNotFoundError as error:
        hint = N_("Check the address.") if is_address(address) else N_("Every worker must see the same folder.")
        sentence = N_("{address}: there is no such file where the worker looks.", address=address)
        raise SourceError(joined([sentence, hint])) from error
    except (IsADirectoryError, PermissionError) as error:
        raise SourceError(
            N_("{address} cannot be read: {reason}.", address=address, reason=system_reason(error))
        ) from error


def copy(address: str, to: Path, moved: Callable[[], None]) -> None:
    """Copy a file from anywhere to this machine; `moved` is called again and again while it comes.

    Raises
    ------
    SourceError
        As `reading`.
    """
    from fsspec.callbacks import Callback

    class Heard(Callback):  # type: ignore[misc]
        """Passes each block on."""

        def relative_update(self, inc: int = 1) -> None:
            moved()

    fs, path = file_system(address)
    with reading(address):
        if "file" not in protocols_of(fs):
            fs.get_file(path, str(to), callback=Heard())
            return
        with open_file(Path(path), MAX_VIDEO_BYTES) as source, to.open("wb") as out:
            while block := source.read(BLOCK_BYTES):
                out.write(block)
                moved()


def stamp_of(address: str) -> str:
    """Return what changes whenever the file at an address does: its size and times, or the store's own hash of it.

    Why not fsspec's `ukey`: it also changes when a file on an SFTP server is read, and never for one of a web server.

    Raises
    ------
    SourceError
        There is nothing at the address, or it is no file that may be read.
    """
    fs, path = file_system(address)
    if "file" in protocols_of(fs):
        check_regular_file(Path(path))
    with reading(address):
        facts = {key: value for key, value in fs.info(path).items() if key != LAST_READ}
    return hashlib.sha256(repr(sorted(facts.items())).encode("utf-8", "surrogateescape")).hexdigest()
