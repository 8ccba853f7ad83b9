"""Where pose models are kept on this machine, and what is there. Nothing here uses the network."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from posecoach.core.result import ModelInfo
from posecoach.errors import ModelError, UsageError
from posecoach.vision.weights.bundle import check_bundle
from posecoach.vision.weights.manifest import CHECKOUT, DEFAULT_VARIANT, Variant, known_variants

__all__ = ["ENVIRONMENT", "ModelStatus", "describe", "first_good", "home", "locate", "places", "status", "variant_of"]

ENVIRONMENT = "POSECOACH_MODEL"
"""Environment variable with the path of a bundle of the user's own."""


@dataclass(frozen=True)
class ModelStatus:
    """What is here of one model.

    Attributes
    ----------
    variant : str
        ``full``, ``lite``, ``heavy``; ``own`` for the bundle that the environment names.
    path : Path
        Where it is, or where a fetch would put it.
    present, verified : bool
        Is there a file; is its content right.
    origin : str or None
        ``official``, ``assembled`` or ``own``; None when not verified.
    size : int
        Bytes of the file here, or of the official one when there is none.
    """

    variant: str
    path: Path
    present: bool
    verified: bool
    origin: str | None
    size: int


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
        A bundle of the user's own. It goes before the one that the environment names, and that before ours.
    variant : str
        Which of ours.
    folders, variants
        Where ours are kept and what is known of them, for tests; None is the usual.

    Raises
    ------
    ModelError
        When there is none, or it is damaged; the text says what to do.
    UsageError
        When `variant` is unknown.
    """
    if model:
        check_bundle(model := model.expanduser())
        return model
    if own := _from_environment():
        try:
            check_bundle(own)
        except ModelError as error:
            raise ModelError(f"{error} The variable {ENVIRONMENT} names it: mend or unset it.") from error
        return own
    entry = variant_of(variant, variants)
    paths = [folder / entry.file for folder in places(folders)]
    if good := first_good(entry, paths):
        return good
    command = "`posecoach models fetch`" if variant == DEFAULT_VARIANT else f"`posecoach models fetch {variant}`"
    if damaged := [path for path in paths if path.exists()]:
        raise ModelError(f"The pose model {damaged[0]} is damaged: run {command} to get it anew.")
    raise ModelError(
        f"The pose model {entry.file} is not on this machine yet: run {command} once ({entry.size / 1e6:.0f} MB)."
    )


def status(
    *, folders: Sequence[Path] | None = None, variants: Mapping[str, Variant] | None = None
) -> list[ModelStatus]:
    """Tell what is here: a row for each variant, and one for the bundle that the environment names."""
    rows = []
    for entry in (variants or known_variants()).values():
        paths = [folder / entry.file for folder in places(folders)]
        with _reading(paths[-1]):
            present = [path for path in paths if path.exists()]
            path = first_good(entry, paths) or (present[0] if present else home(places(folders)) / entry.file)
            origin = entry.origin(path)
            size = path.stat().st_size if present else entry.size
        rows.append(ModelStatus(entry.name, path, bool(present), origin is not None, origin, size))
    if own := _from_environment():
        rows.append(_own_status(own))
    return rows


def describe(path: Path, *, variants: Mapping[str, Variant] | None = None) -> ModelInfo:
    """Name a model for the record of an analysis.

    Returns
    -------
    ModelInfo
        Its origin is known by its content: a renamed official bundle is still official.
    """
    with _reading(path), path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    name, origin = path.stem, "own"
    for entry in (variants or known_variants()).values():
        if sha256 == entry.sha256:
            name, origin = Path(entry.file).stem, "official"
        elif entry.assembled and sha256 == entry.assembled.sha256:
            name, origin = Path(entry.file).stem, "assembled"
    return ModelInfo(name, path.name, sha256, origin)


def places(folders: Sequence[Path] | None = None) -> Sequence[Path]:
    """Return where models are kept: the checkout's folder when run from one, then the user's cache."""
    if folders is not None:
        return folders
    cache = platformdirs.user_cache_path("posecoach", appauthor=False) / "models"
    checkout = CHECKOUT / "models"
    return [checkout, cache] if (checkout / "manifest.json").is_file() else [cache]


def home(folders: Sequence[Path]) -> Path:
    """Return the first folder that can be written, or the last, which may have to be made first."""
    return next((folder for folder in folders if folder.is_dir() and os.access(folder, os.W_OK)), folders[-1])


def first_good(entry: Variant, paths: Sequence[Path]) -> Path | None:
    """Return the first of `paths` that holds the model whole and right."""
    for path in paths:
        with _reading(path):
            if entry.origin(path):
                return path
    return None


def variant_of(name: str, variants: Mapping[str, Variant] | None = None) -> Variant:
    """Look a variant up by its name; raise UsageError when there is none."""
    variants = variants or known_variants()
    if name not in variants:
        raise UsageError(f"Unknown pose model {name!r}: choose {', '.join(variants)}.")
    return variants[name]


def _from_environment() -> Path | None:
    named = os.environ.get(ENVIRONMENT, "").strip()
    return Path(named).expanduser() if named else None


def _own_status(path: Path) -> ModelStatus:
    with _reading(path):
        present = path.exists()
        size = path.stat().st_size if present else 0
    try:
        check_bundle(path)
    except ModelError:
        return ModelStatus("own", path, present, False, None, size)
    return ModelStatus("own", path, present, True, "own", size)


@contextlib.contextmanager
def _reading(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        where = error.filename or path
        raise ModelError(f"The pose model {where} cannot be read: {error.strerror or error}.") from error
