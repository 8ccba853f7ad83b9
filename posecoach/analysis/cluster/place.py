"""A folder anywhere: on this machine, on a shared disk, in an object store; fsspec knows how to reach it."""

from __future__ import annotations

import hashlib
import os
import posixpath
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from posecoach.errors import PosecoachError, SourceError, UsageError
from posecoach.files.overwriting import is_ours
from posecoach.files.reading import MAX_VIDEO_BYTES, open_file
from posecoach.files.reasons import system_reason
from posecoach.files.writing import atomic_write, output_folder
from posecoach.vision.video_container import check_regular_file

OBJECT_STORES = frozenset({"s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "adl", "oss", "memory"})
"""Protocols of places where a file appears whole or not at all; elsewhere it is written beside, and then renamed."""
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
        raise UsageError(f"{address}: the library for {protocol}:// is not installed. Install it: {remedy}.") from error
    except ValueError as error:
        raise UsageError(f"{address}: {str(error).rstrip('.')}. Name a path, or an address such as s3://.") from error


class Place:
    """A folder, by its path or address; names in it are relative, with ``/``. It is reached when it is first used.

    Raises
    ------
    UsageError
        As `file_system`; and on writing to this machine's disks, when they are full or closed.
    """

    def __init__(self, address: str) -> None:
        self.address = absolute(address)

    @cached_property
    def _opened(self) -> tuple[Any, str]:
        return file_system(self.address)

    @property
    def fs(self) -> Any:
        """Fsspec's file system of it."""
        return self._opened[0]

    @property
    def root(self) -> str:
        """Its path in that."""
        return self._opened[1]

    @property
    def is_local(self) -> bool:
        """Whether it is on a disk of this machine, or one that is mounted here."""
        return "file" in _protocols(self.fs)

    @property
    def is_store(self) -> bool:
        """Whether a file appears in it whole or not at all, and without a folder."""
        return bool(OBJECT_STORES & _protocols(self.fs))

    def path(self, name: str) -> str:
        """Return the path of a file in the file system."""
        return posixpath.join(self.root, name)

    def address_of(self, name: str) -> str:
        """Return the path or address of a file, for any machine."""
        return self.path(name) if self.is_local else posixpath.join(self.address, name)

    def prepare(self, mark: str) -> None:
        """Create the folder if needed, and leave a file in it.

        Raises
        ------
        UsageError
            It cannot be written.
        """
        try:
            if self.is_local:
                output_folder(Path(self.root))
            with TemporaryDirectory(prefix="posecoach-") as folder:
                file = Path(folder, "mark")
                file.write_bytes(b"posecoach\n")
                self.put(file, mark)
        except PosecoachError:
            raise
        except Exception as error:  # each kind of store has its own
            raise UsageError(
                f"Cannot write to {self.address}: {reason_of(error)}. Check the address and your access."
            ) from error

    def check_ours(self, name: str) -> None:
        """Check that posecoach wrote a file, so that it may be replaced.

        Raises
        ------
        UsageError
            It did not.
        """
        with self.open(name) as file:
            ours = is_ours(file, name.rpartition(".")[2])
        if not ours:
            raise UsageError(
                f"{self.address_of(name)} is there already, and posecoach did not write it. Move it, choose another "
                "place, or replace it with --force."
            )

    def names(self) -> set[str]:
        """Return the names of all files in it and in the folders below; none where it does not exist yet."""
        self.fs.invalidate_cache()
        try:
            found = self.fs.find(self.root)
        except FileNotFoundError:
            return set()
        return {posixpath.relpath(path, self.root) for path in found}

    def read(self, name: str) -> bytes | None:
        """Return the content of a file; None when there is none."""
        try:
            content: bytes = self.fs.cat_file(self.path(name))
        except FileNotFoundError:
            return None
        return content

    def open(self, name: str) -> Any:
        """Open a file for reading."""
        return self.fs.open(self.path(name), "rb")

    def get(self, name: str, to: Path) -> None:
        """Copy a file from the place to this machine."""
        self.fs.get_file(self.path(name), str(to))

    def exists(self, name: str) -> bool:
        """Whether there is such a file now."""
        return bool(self.fs.exists(self.path(name)))

    def put(self, file: Path, name: str) -> None:
        """Copy a file of this machine into the place: whole, or not at all."""
        target = self.path(name)
        if self.is_local:
            Path(target).parent.mkdir(parents=True, exist_ok=True)
            with atomic_write(Path(target)) as out, file.open("rb") as source:
                shutil.copyfileobj(source, out, BLOCK_BYTES)
            return
        if self.is_store:  # these have no folders, and a missing bucket is a mistake
            self.fs.put_file(str(file), target)
            return
        self.fs.makedirs(posixpath.dirname(target), exist_ok=True)
        beside = f"{target}.{uuid4().hex}.part"
        try:
            self.fs.put_file(str(file), beside)
            try:
                self.fs.mv(beside, target)
            except OSError:  # some rename to free names only
                self.fs.rm_file(target)
                self.fs.mv(beside, target)
        except BaseException:
            with suppress(Exception):
                self.fs.rm_file(beside)
            raise

    def remove(self, name: str) -> None:
        """Remove a file; nothing happens where there is none."""
        with suppress(FileNotFoundError):
            self.fs.rm_file(self.path(name))

    def remove_folder(self, name: str) -> None:
        """Remove a folder and the files in it, also where other workers have put them; or nothing."""
        self.fs.invalidate_cache()
        with suppress(FileNotFoundError):
            for path in self.fs.find(self.path(name)):  # not `rm` of the folder: it takes some names for patterns
                self.fs.rm_file(path)
            if not self.is_store:
                self.fs.rmdir(self.path(name))


def _protocols(fs: Any) -> set[str]:
    return {fs.protocol} if isinstance(fs.protocol, str) else set(fs.protocol)


def reason_of(error: Exception) -> str:
    """Return the first line of what a store says, or else the kind of error, without a full stop."""
    said = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return said.partition("\n")[0].rstrip(".: ")


def unseen(address: str) -> str:
    """Return why nothing is seen at an address; empty when something is."""
    try:
        fs, path = file_system(address)
        return "" if fs.exists(path) else "there is nothing"
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
        hint = "Check the address." if is_address(address) else "Every worker must see the same folder."
        raise SourceError(f"{address}: there is no such file where the worker looks. {hint}") from error
    except (IsADirectoryError, PermissionError) as error:
        raise SourceError(f"{address} cannot be read: {system_reason(error)}.") from error


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
        if "file" not in _protocols(fs):
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
    if "file" in _protocols(fs):
        check_regular_file(Path(path))
    with reading(address):
        facts = {key: value for key, value in fs.info(path).items() if key != LAST_READ}
    return hashlib.sha256(repr(sorted(facts.items())).encode("utf-8", "surrogateescape")).hexdigest()
