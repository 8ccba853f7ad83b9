"""Lists the videos of an archive, on any disk or store, and decides where the results of each go."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, count
from pathlib import Path, PurePosixPath

from posecoach.analysis.batch.names import PATTERN, VIDEOS, expand, require_videos
from posecoach.analysis.cluster.address import absolute, file_system, is_address, reason_of
from posecoach.analysis.cluster.receipt import receipt_name
from posecoach.analysis.settings import ANNOTATED, LANDMARKS, SUMMARY, AnalysisSettings
from posecoach.errors import SourceError, UsageError
from posecoach.files.reasons import system_reason
from posecoach.translation import N_


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

    Their results are arranged as they are below the folder that was named; of several folders, below the name of each.
    Where two would still meet, more of their folders tell them apart.

    Raises
    ------
    SourceError
        One of the names stands for no video, or a folder cannot be read.
    UsageError
        There is no file system of that kind.
    """
    found: dict[str, Recording] = {}
    used: dict[str, int] = {}  # by address: how many parts of the path the stem has
    roots = [(name, *(_in_store(name) if is_address(name) else _on_disk(name))) for name in names]
    several = sum(folder is not None for _, folder, _ in roots) > 1
    for _, folder, recordings in roots:
        for one in recordings:
            found.setdefault(one.address, one)
            used.setdefault(one.address, 1 if folder is None else len(_parts(one.address)) - len(folder) + several)
    stems = _distinct({address: _parts(address) for address in found}, used)
    return sorted((replace(one, stem=stems[one.address]) for one in found.values()), key=lambda one: one.name)


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


Parts = tuple[str, ...]

_SIGNED_IN = re.compile("://[^/]*@")
"""Who signs in at a host, with what password: results do not say that."""
_RESERVED = Path(SUMMARY).stem
"""Name of results that would take the place of the summary."""


def _on_disk(name: str) -> tuple[Parts | None, list[Recording]]:
    """Return the folder that a name stands for, if it does for one, and the videos."""
    path = Path(name)
    is_folder = os.path.isdir(path)  # noqa: PTH112 - `Path` raises for a name that is too long
    paths = sorted(_below(path)) if is_folder else expand([path])
    if not paths:
        raise _no_video(name)
    if not is_folder:
        require_videos(paths[0])
    folder = _parts(absolute(path)) if is_folder else None
    return folder, [Recording(str(one), absolute(one)) for one in paths]


def _below(folder: Path) -> Iterator[Path]:
    def refuse(error: OSError) -> None:
        reason = system_reason(error)
        raise SourceError(
            N_(
                "The folder {folder} cannot be read: {reason}. Open it, or name others.",
                folder=error.filename,
                reason=reason,
            )
        ) from error

    for place, _, files in os.walk(folder, onerror=refuse):
        yield from (Path(place, file) for file in files if _is_video(file))


def _in_store(name: str) -> tuple[Parts | None, list[Recording]]:
    """Return as `_on_disk` what is in a store."""
    try:
        fs, path = file_system(name)
        store = name.rstrip("/").removesuffix(path.rstrip("/"))  # with its host: the file system has the paths in it
        is_folder = fs.isdir(path)
        if is_folder:
            paths = list(filter(_is_video, fs.find(path)))
        elif fs.exists(path):
            paths = [path]
        else:
            paths = fs.glob(path) if PATTERN & set(path) else []
    except UsageError:
        raise
    except Exception as error:  # each kind of store has its own
        raise SourceError(
            N_(
                "{name} cannot be listed: {reason}. Check the address and your access to it.",
                name=name,
                reason=reason_of(error),
            )
        ) from error
    if not paths:
        raise _no_video(name)
    folder = _parts(store + path) if is_folder else None
    return folder, [Recording(_SIGNED_IN.sub("://", store + one), store + one) for one in paths]


def _no_video(name: str) -> SourceError:
    kinds = ", ".join(sorted(VIDEOS))
    return SourceError(
        N_(
            "{name}: there is no video. I looked in it and below it for names that end in {kinds}.",
            name=name,
            kinds=kinds,
        )
    )


def _is_video(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() in VIDEOS and not name.endswith(ANNOTATED)


def _parts(address: str) -> Parts:
    """Return the parts of a path but its root; none of them leads out of a folder, as keys in a store may."""
    path = PurePosixPath(_SIGNED_IN.sub("://", address) if is_address(address) else Path(address).as_posix())
    return tuple("__" if part == ".." else part for part in path.parts[1:])


def _distinct(paths: dict[str, Parts], used: dict[str, int]) -> dict[str, str]:
    """Return for each path its last parts, without its ending: as many as are used, or more until no two are equal."""
    alike = Counter(_without_ending(parts) for parts in paths.values())
    whole = {
        key: parts if alike[_without_ending(parts)] > 1 else _without_ending(parts) for key, parts in paths.items()
    }
    used = dict(used)
    while True:
        stems = {key: "/".join(parts[-used[key] :]) for key, parts in whole.items()}
        times = Counter([_RESERVED, *(stem.casefold() for stem in stems.values())])
        meeting = [key for key, stem in stems.items() if times[stem.casefold()] > 1 and used[key] < len(whole[key])]
        if not meeting:
            return _numbered(stems)
        for key in meeting:
            used[key] += 1


def _numbered(stems: dict[str, str]) -> dict[str, str]:
    """Return names of which no two are equal, also where capitals do not count: some get a number."""
    taken, numbered = {_RESERVED}, {}
    for key, stem in sorted(stems.items()):
        names = chain([stem], (f"{stem}-{n}" for n in count(2)))
        numbered[key] = next(name for name in names if name.casefold() not in taken)
        taken.add(numbered[key].casefold())
    return numbered


def _without_ending(parts: Parts) -> Parts:
    name = parts[-1]
    return *parts[:-1], name.removesuffix(LANDMARKS) if name.endswith(LANDMARKS) else PurePosixPath(name).stem
