"""Finds the pose models on this machine. This module never uses the network."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from posecoach.core.result import ModelInfo
from posecoach.errors import ModelError, UsageError, text_of
from posecoach.files.reading import open_file
from posecoach.translation import N_
from posecoach.vision.weights.bundle import MAX_BYTES, check_bundle
from posecoach.vision.weights.manifest import CHECKOUT, DEFAULT_VARIANT, Variant, known_variants

__all__ = [
    "ENVIRONMENT",
    "ModelStatus",
    "describe",
    "first_verified",
    "locate",
    "model_folders",
    "status",
    "variant_of",
    "writable_folder",
]

ENVIRONMENT = "POSECOACH_MODEL"
"""Environment variable with the path of the user's own bundle."""


@dataclass(frozen=True)
class ModelStatus:
    """State of one model on this machine.

    Attributes
    ----------
    variant : str
        ``full``, ``lite``, ``heavy``; ``own`` for the bundle that the environment variable names.
    path : Path
        Where it is, or where a fetch would save it.
    present, verified : bool
        Whether the file exists; whether its content is right.
    origin : str or None
        ``official``, ``assembled`` or ``own``; None when not verified.
    size : int
        Bytes of the file, or of the official one when there is none.
    licence : str
        SPDX identifier; empty for the user's own bundle.
    """

    variant: str
    path: Path
    present: bool
    verified: bool
    origin: str | None
    size: int
    licence: str


def locate(
    model: Path | None = None,
    *,
    variant: str = DEFAULT_VARIANT,
    folders: Sequence[Path] | None = None,
    variants: Mapping[str, Variant] | None = None,
) -> Path:
    """Return the path of the pose model to use; never downloads.

    Parameters
    ----------
    model : Path or None
        The user's own bundle; it comes before the one in the environment variable, and that before our models.
    variant : str
        Which of our models.
    folders, variants
        Where our models are stored and which are known, for tests; None = the usual ones.

    Raises
    ------
    ModelError
        There is none, or it is damaged; the text says what to do.
    UsageError
        `variant` is unknown.
    """
    if model:
        check_bundle(model := model.expanduser())
        return model
    if own := _from_environment():
        try:
            check_bundle(own)
        except ModelError as error:
            raise ModelError(
                N_(
                    "{error} The variable {variable} names it: correct or unset it.",
                    error=text_of(error),
                    variable=ENVIRONMENT,
                )
            ) from error
        return own
    entry = variant_of(variant, variants)
    paths = [folder / entry.file for folder in model_folders(folders)]
    if good := first_verified(entry, paths):
        return good
    command = "`posecoach models fetch`" if variant == DEFAULT_VARIANT else f"`posecoach models fetch {variant}`"
    if damaged := [path for path in paths if path.exists()]:
        raise ModelError(
            N_("The pose model {path} is damaged: fetch it again.", path=damaged[0]),
            N_("Run {command}.", command=command),
        )
    raise ModelError(
        N_("The pose model is not on this computer yet. It is fetched once ({size:.0f} MB).", size=entry.size / 1e6),
        N_("Run {command}.", command=command),
    )


def status(
    *, folders: Sequence[Path] | None = None, variants: Mapping[str, Variant] | None = None
) -> list[ModelStatus]:
    """Return the state of each variant, and of the bundle that the environment variable names."""
    rows = []
    for entry in (variants or known_variants()).values():
        paths = [folder / entry.file for folder in model_folders(folders)]
        with _read_errors_explained(paths[-1]):
            present = [path for path in paths if path.exists()]
            path = first_verified(entry, paths) or (
                present[0] if present else writable_folder(model_folders(folders)) / entry.file
            )
            origin = entry.origin(path)
            size = path.stat().st_size if present else entry.size
        rows.append(ModelStatus(entry.name, path, bool(present), origin is not None, origin, size, entry.licence))
    if own := _from_environment():
        rows.append(_own_status(own))
    return rows


def describe(path: Path, *, variants: Mapping[str, Variant] | None = None) -> ModelInfo:
    """Describe a model for the result of an analysis.

    Returns
    -------
    ModelInfo
        Its origin is recognised by content: a renamed official bundle is still official.
    """
    with _read_errors_explained(path), open_file(path, MAX_BYTES) as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    name, origin = path.stem, "own"
    for entry in (variants or known_variants()).values():
        if sha256 == entry.sha256:
            name, origin = Path(entry.file).stem, "official"
        elif entry.assembled and sha256 == entry.assembled.sha256:
            name, origin = Path(entry.file).stem, "assembled"
    return ModelInfo(name, path.name, sha256, origin)


def model_folders(folders: Sequence[Path] | None = None) -> Sequence[Path]:
    """Return the folders for models: the checkout's when run from one, then the user's cache."""
    if folders is not None:
        return folders
    cache = platformdirs.user_cache_path("posecoach", appauthor=False) / "models"
    checkout = CHECKOUT / "models"
    return [checkout, cache] if (checkout / "manifest.json").is_file() else [cache]


def writable_folder(folders: Sequence[Path]) -> Path:
    """Return the first writable folder, or the last one, which may not exist yet."""
    return next((folder for folder in folders if folder.is_dir() and os.access(folder, os.W_OK)), folders[-1])


def first_verified(entry: Variant, paths: Sequence[Path]) -> Path | None:
    """Return the first of `paths` with the complete, correct model."""
    for path in paths:
        with _read_errors_explained(path):
            if entry.origin(path):
                return path
    return None


def variant_of(name: str, variants: Mapping[str, Variant] | None = None) -> Variant:
    """Return the variant of that name; raise UsageError when it is unknown."""
    variants = variants or known_variants()
    if name not in variants:
        raise UsageError(N_("Unknown pose model {name!r}: choose {names}.", name=name, names=", ".join(variants)))
    return variants[name]


def _from_environment() -> Path | None:
    value = os.environ.get(ENVIRONMENT, "").strip()
    return Path(value).expanduser() if value else None


def _own_status(path: Path) -> ModelStatus:
    with _read_errors_explained(path):
        present = path.exists()
        size = path.stat().st_size if present else 0
    try:
        check_bundle(path)
    except ModelError:
        return ModelStatus("own", path, present, False, None, size, "")
    return ModelStatus("own", path, present, True, "own", size, "")


@contextlib.contextmanager
def _read_errors_explained(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        where = error.filename or path
        raise ModelError(
            N_("The pose model {where} cannot be read: {value}.", where=where, value=error.strerror or error)
        ) from error
