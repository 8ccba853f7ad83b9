"""The known pose models: file, size, checksum, source and licence."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from posecoach.errors import ModelError
from posecoach.files.reading import open_file, parse_json, read_file
from posecoach.translation import N_

__all__ = ["CHECKOUT", "DEFAULT_VARIANT", "Assembly", "Member", "Variant", "known_variants", "matches", "read_manifest"]

DEFAULT_VARIANT = "full"
MAX_MANIFEST_BYTES = 2**20
"""A megabyte; the manifest has 4 kB."""

_PACKAGE = Path(__file__).resolve().parents[2]

CHECKOUT = _PACKAGE.parent
"""The folder that contains the package: the checkout, when the package runs from one."""


@dataclass(frozen=True)
class Member:
    """One network of an assembled bundle.

    Attributes
    ----------
    name : str
        Its name inside the bundle, fixed by MediaPipe's pose landmarker.
    source : str
        Its path inside the wheel.
    size, sha256
        Bytes and checksum of the network in the wheel.
    mean, std : float
        The network reads pixels as ``(value - mean) / std``, value 0..255: -1..1 for the detector, 0..1 for
        the landmarks.
    """

    name: str
    source: str
    size: int
    sha256: str
    mean: float
    std: float


@dataclass(frozen=True)
class Assembly:
    """How to assemble a bundle from an older wheel of MediaPipe, and the expected result.

    Attributes
    ----------
    size, sha256
        Bytes and checksum of the finished bundle.
    requirement, python_version, platform : str
        The wheel that pip downloads. It is only unpacked, never installed, so one wheel serves every system.
    flatbuffers : str
        Version of the library that wrote the verified bundle; other versions may write other bytes.
    members : tuple of Member
        The networks to extract from the wheel, in the bundle's order.
    """

    size: int
    sha256: str
    requirement: str
    python_version: str
    platform: str
    flatbuffers: str
    members: tuple[Member, ...]


@dataclass(frozen=True)
class Variant:
    """One pose model: the official bundle and, where possible, how to assemble the same weights.

    Attributes
    ----------
    name : str
        ``full``, ``lite`` or ``heavy``.
    file : str
        Name of the bundle on disk.
    size, sha256
        Bytes and checksum of the official bundle.
    url : str
        The official source.
    licence : str
        SPDX identifier.
    assembled : Assembly or None
        None: only the official source has it.
    """

    name: str
    file: str
    size: int
    sha256: str
    url: str
    licence: str
    assembled: Assembly | None = None

    def origin(self, path: Path) -> str | None:
        """Recognise by its content where a bundle comes from.

        Returns
        -------
        str or None
            ``"official"`` or ``"assembled"``; None when it is neither, because it is damaged or another file.
        """
        if matches(path, self.size, self.sha256):
            return "official"
        if self.assembled and matches(path, self.assembled.size, self.assembled.sha256):
            return "assembled"
        return None


def matches(path: Path, size: int, sha256: str) -> bool:
    """Whether `path` is a regular file of `size` bytes with this checksum; the fast check of the size comes first."""
    if not path.is_file() or path.stat().st_size != size:
        return False
    with open_file(path, size) as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == sha256


def read_manifest(path: Path) -> Mapping[str, Variant]:
    """Read a manifest.

    Returns
    -------
    mapping of str to Variant
        By variant name, in the file's order; read-only.

    Raises
    ------
    ModelError
        The file is missing or not a manifest.
    """
    try:
        entries = parse_json(read_file(path, MAX_MANIFEST_BYTES))["variants"]
        return MappingProxyType({name: _variant(name, entry) for name, entry in entries.items()})
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        reason = f"{error!s:.200}"  # it may quote the file
        raise ModelError(
            N_(
                "The list of pose models {path} cannot be read ({reason}): reinstall posecoach.",
                path=path,
                reason=reason,
            )
        ) from error


@cache
def known_variants() -> Mapping[str, Variant]:
    """Return the models that posecoach knows, from the checkout's manifest or its installed copy."""
    checkout = CHECKOUT / "models" / "manifest.json"
    installed = _PACKAGE / "models_manifest.json"
    return read_manifest(installed if installed.is_file() and not checkout.is_file() else checkout)


def _variant(name: str, entry: dict[str, Any]) -> Variant:
    assembled = entry.get("assembled")
    if assembled is not None:
        members = tuple(Member(**member) for member in assembled["members"])
        assembled = Assembly(**{**assembled, "members": members})
    return Variant(name=name, **{**entry, "assembled": assembled})


Progress = Callable[[int, int, str], None]
"""Called with bytes done, bytes in total (0 = unknown) and the current step."""
