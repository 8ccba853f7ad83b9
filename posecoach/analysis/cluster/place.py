"""The output place: a folder on this machine, on a shared disk, or in an object store."""

from __future__ import annotations

import posixpath
import shutil
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from posecoach.analysis.cluster.address import BLOCK_BYTES, absolute, file_system, protocols_of, reason_of
from posecoach.errors import PosecoachError, UsageError
from posecoach.files.overwriting import is_ours
from posecoach.files.writing import atomic_write, output_folder
from posecoach.translation import N_

OBJECT_STORES = frozenset({"s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "adl", "oss", "memory"})
"""Protocols of places where a file appears whole or not at all; elsewhere it is written beside, and then renamed."""


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
        """The file system of it, as fsspec knows it."""
        return self._opened[0]

    @property
    def root(self) -> str:
        """Its path in that."""
        return self._opened[1]

    @property
    def is_local(self) -> bool:
        """Whether it is on a disk of this machine, or one that is mounted here."""
        return "file" in protocols_of(self.fs)

    @property
    def is_store(self) -> bool:
        """Whether a file appears in it whole or not at all, and without a folder."""
        return bool(OBJECT_STORES & protocols_of(self.fs))

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
                N_(
                    "Cannot write to {address}: {reason}. Check the address and your access.",
                    address=self.address,
                    reason=reason_of(error),
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
                    "{address} is there already, and posecoach did not write it. Move it, choose another "
                    "place, or replace it with --force.",
                    address=self.address_of(name),
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
