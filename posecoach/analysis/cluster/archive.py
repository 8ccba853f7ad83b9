"""Lists the videos of an archive, on any disk or store, and decides where the results of each go."""

from __future__ import annotations

import os
import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from posecoach.analysis.batch.names import PATTERN, VIDEOS, expand
from posecoach.analysis.cluster.place import file_system, is_address
from posecoach.analysis.cluster.receipt import receipt_name
from posecoach.analysis.settings import ANNOTATED, LANDMARKS, AnalysisSettings
from posecoach.errors import SourceError


@dataclass(frozen=True, slots=True)
class Recording:
    """A video of an archive, or the work on a part of it.

    Attributes
    ----------
    name : str
        What it is called in its results: its path as it was typed, or its address.
    address : str
        Where it is, for any worker.
    stem : str
        Name of its results in the output place, without their endings.
    there : tuple of str
        Which files of that stem are in the output place already, by their names.
    first, end : int
        Which of its pieces to work on, where it is a part of a long video.
    joins : int
        How many pieces to join, where all parts of a long video are done.
    """

    name: str
    address: str
    stem: str = ""
    there: tuple[str, ...] = ()
    first: int = 0
    end: int = 0
    joins: int = 0

    def __str__(self) -> str:
        return self.name


def list_archive(names: Sequence[str]) -> list[Recording]:
    """Return the videos that files, folders (with all folders in them) and patterns stand for, sorted by name.

    Their results are arranged as they are: below the one folder, or below what all that was named has in common.

    Raises
    ------
    SourceError
        One of the names stands for no video.
    UsageError
        There is no file system of that kind.
    """
    found: dict[str, Recording] = {}
    for name in names:
        for recording in _in_store(name) if is_address(name) else _on_disk(name):
            found.setdefault(recording.address, recording)
    base = _common_folder(names)
    paths = {address: _relative(address, base) for address in found}
    shared = Counter(_stem(path).casefold() for path in paths.values())

    def stem_of(path: str) -> str:
        return path if shared[_stem(path).casefold()] > 1 else _stem(path)

    recordings = (replace(one, stem=stem_of(paths[one.address])) for one in found.values())
    return sorted(recordings, key=lambda one: one.name)


def with_what_is_there(
    recordings: Iterable[Recording], settings: AnalysisSettings, names: set[str]
) -> Iterator[Recording]:
    """Yield the recordings with those of their files that are among the names of what is in the output place."""
    for one in recordings:
        wanted = (receipt_name(one.stem), *(one.stem + ending for ending in settings.endings(is_stored(one))))
        yield replace(one, there=tuple(name for name in wanted if name in names))


def is_stored(recording: Recording) -> bool:
    """Whether only its landmarks are stored, and no video."""
    return recording.address.endswith(LANDMARKS)


def _stem(path: str) -> str:
    return path.removesuffix(LANDMARKS) if path.endswith(LANDMARKS) else posixpath.splitext(path)[0]


def _on_disk(name: str) -> list[Recording]:
    path = Path(name)
    paths = sorted(_below(path)) if path.is_dir() else expand([path])
    if not paths:
        raise _no_video(name)
    return [Recording(str(one), str(one.absolute())) for one in paths]


def _below(folder: Path) -> Iterator[Path]:
    for place, _, files in os.walk(folder):
        yield from (Path(place, file) for file in files if _is_video(file))


def _in_store(name: str) -> list[Recording]:
    fs, path = file_system(name)
    try:
        if fs.isdir(path):
            paths = list(filter(_is_video, fs.find(path)))
        else:
            paths = fs.glob(path) if PATTERN & set(path) and not fs.exists(path) else [path]
    except Exception as error:  # each kind of store has its own
        raise SourceError(f"{name} cannot be listed: {error}. Check the address and your access to it.") from error
    if not paths:
        raise _no_video(name)
    return [Recording(address, address) for address in map(fs.unstrip_protocol, paths)]


def _no_video(name: str) -> SourceError:
    kinds = ", ".join(sorted(VIDEOS))
    return SourceError(f"{name}: there is no video. I looked in it and below it for names that end in {kinds}.")


def _is_video(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() in VIDEOS and not name.endswith(ANNOTATED)


def _common_folder(names: Sequence[str]) -> PurePosixPath:
    """Return the folder that all names have in common; a folder that is named alone is that."""
    folders = [_folder(name).parts for name in names]
    common = []
    for parts in zip(*folders, strict=False):
        if len(set(parts)) > 1:
            break
        common.append(parts[0])
    return PurePosixPath(*common)


def _folder(name: str) -> PurePosixPath:
    """Return the folder that a name stands for, or the one of a file or pattern."""
    if is_address(name):
        fs, path = file_system(name)
        place, is_folder = PurePosixPath(fs.unstrip_protocol(path)), bool(fs.isdir(path))
    else:
        place, is_folder = PurePosixPath(Path(name).absolute().as_posix()), Path(name).is_dir()
    while not is_folder and PATTERN & set(str(place.parent)):
        place = place.parent
    return place if is_folder else place.parent


def _relative(address: str, base: PurePosixPath) -> str:
    path = PurePosixPath(address if is_address(address) else Path(address).as_posix())
    return str(path.relative_to(base)) if path.is_relative_to(base) else path.name
