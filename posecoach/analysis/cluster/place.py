"""A folder anywhere: on this machine, on a shared disk, in an object store; fsspec knows how to reach it."""

from __future__ import annotations

import posixpath
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from posecoach.errors import PosecoachError, SourceError, UsageError, text_of
from posecoach.files.overwriting import is_ours
from posecoach.files.reasons import system_reason
from posecoach.files.writing import atomic_write, output_folder
from posecoach.translation import N_
from posecoach.vision.video_container import check_regular_file

OBJECT_STORES = frozenset({"s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "adl", "oss", "memory"})
"""Protocols of places where a file appears whole or not at all; elsewhere it is written beside, and then renamed."""
EXTRAS = {"s3": "s3", "s3a": "s3"}
"""Protocol -> posecoach's extra that brings its library."""


def is_address(name: str) -> bool:
    """Whether a name is an address such as ``s3://bucket/folder``, and no path of this machine."""
    return "://" in name


def file_system(address: str) -> tuple[Any, str]:
    """Return fsspec's file system for an address or path, and the path in it.

    Raises
    ------
    UsageError
        There is no such file system, or its library is not installed.
    """
    import fsspec

    protocol = address.partition("://")[0]
    try:
        fs, path = fsspec.url_to_fs(address)
    except ImportError as error:
        extra = EXTRAS.get(protocol)
        remedy = f'pip install "posecoach[{extra}]"' if extra else str(error)
        raise UsageError(
            N_(
                "{address}: the library for {protocol}:// is not installed. Install it: {remedy}",
                address=address,
                protocol=protocol,
                remedy=remedy,
            )
        ) from error
    except ValueError as error:
        raise UsageError(
            N_(
                "{address}: {error}. Name a path, or an address such as s3://.",
                address=address,
                error=text_of(error).rstrip("."),
            )
        ) from error
    return fs, path


class Place:
    """A folder, by its path or address; names in it are relative, with ``/``.

    Raises
    ------
    UsageError
        As `file_system`; and on writing to this machine's disks, when they are full or closed.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self.fs, self.root = file_system(address)
        protocols = self.fs.protocol
        self._protocols = {protocols} if isinstance(protocols, str) else set(protocols)

    @property
    def is_local(self) -> bool:
        """Whether it is on a disk of this machine, or one that is mounted here."""
        return "file" in self._protocols

    def path(self, name: str) -> str:
        """Return the path of a file in the file system."""
        return posixpath.join(self.root, name)

    def address_of(self, name: str) -> str:
        """Return the path or address of a file, for any machine."""
        path = self.path(name)
        return path if self.is_local else str(self.fs.unstrip_protocol(path))

    def prepare(self, mark: str) -> None:
        """Create the folder if needed, and leave a file in it.

        Raises
        ------
        UsageError
            It cannot be written.
        """
        if self.is_local:
            output_folder(Path(self.root))
        try:
            with TemporaryDirectory(prefix="posecoach-") as folder:
                file = Path(folder, "mark")
                file.write_bytes(b"posecoach\n")
                self.put(file, mark)
        except PosecoachError:
            raise
        except Exception as error:  # each kind of store has its own
            raise UsageError(
                N_(
                    "Cannot write to {address}: {error}. Check the address and your access.",
                    address=self.address,
                    error=text_of(error),
                )
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
                N_(
                    "{address_of} is there already, and posecoach did not write it. Move it, choose another "
                    "place, or replace it with --force.",
                    address_of=self.address_of(name),
                )
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
                shutil.copyfileobj(source, out, 2**20)
            return
        self.fs.makedirs(posixpath.dirname(target), exist_ok=True)
        if self._protocols & OBJECT_STORES:
            self.fs.put_file(str(file), target)
            return
        beside = f"{target}.{uuid4().hex}.part"
        try:
            self.fs.put_file(str(file), beside)
            with suppress(FileNotFoundError):
                self.fs.rm_file(target)  # SFTP renames to free names only
            self.fs.mv(beside, target)
        except BaseException:
            with suppress(Exception):
                self.fs.rm_file(beside)
            raise

    def remove(self, name: str) -> None:
        """Remove a file or a folder; nothing happens where there is none."""
        with suppress(FileNotFoundError):
            self.fs.rm(self.path(name), recursive=True)


def unseen(address: str) -> str:
    """Return why nothing is seen at an address; empty when something is."""
    try:
        fs, path = file_system(address)
        return "" if fs.exists(path) else N_("there is nothing")
    except Exception as error:  # each kind of store has its own
        return str(error).rstrip(".")


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
        raise SourceError(
            N_("{address}: there is no such file where the worker looks. {hint}", address=address, hint=hint)
        ) from error
    except (IsADirectoryError, PermissionError) as error:
        raise SourceError(
            N_("{address} cannot be read: {reason}.", address=address, reason=system_reason(error))
        ) from error


def copy(address: str, to: Path, moved: Callable[[], None]) -> None:
    """Copy a file from anywhere to this machine; `moved` is called again and again while it comes."""
    from fsspec.callbacks import Callback

    class Heard(Callback):  # type: ignore[misc]
        """Passes each block on."""

        def relative_update(self, inc: int = 1) -> None:
            moved()

    fs, path = file_system(address)
    with reading(address):
        fs.get_file(path, str(to), callback=Heard())


def stamp_of(address: str) -> str:
    """Return what changes whenever the file at an address does: its size and times, or the store's own hash of it.

    Raises
    ------
    SourceError
        There is nothing at the address, or it is no file that may be read.
    """
    fs, path = file_system(address)
    if "file" in fs.protocol:
        check_regular_file(Path(path))
    with reading(address):
        stamp: str = fs.ukey(path)
    return stamp
