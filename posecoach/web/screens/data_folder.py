"""What posecoach keeps in the data folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from posecoach.files.text import size_text
from posecoach.translation import N_

NAMES = {
    "history": N_("Your sessions, with pain and dose"),
    "preferences": N_("Your settings"),
    "analyses": N_("Analysed recordings"),
    "practice": N_("Results of your sessions"),
    "devices": N_("Devices that you allowed"),
    "house": N_("Keys for the connection to your devices"),
    "app": N_("Notes of this app"),
}
"""What a file or a folder contains, by the beginning of its name; others are shown by their name."""


class Kept(NamedTuple):
    """Something in the data folder: what it is, and how large."""

    what: str
    size: str


def contents(folder: Path) -> list[Kept]:
    """Return what is in the data folder, the largest first; what cannot be looked at is left out."""
    sizes: dict[str, int] = {}
    for entry in _entries(folder):
        stem = entry.name.partition(".")[0].partition("-")[0]
        what = NAMES.get(stem, entry.name)
        sizes[what] = sizes.get(what, 0) + _bytes(entry)
    return [Kept(what, size_text(size)) for what, size in sorted(sizes.items(), key=lambda item: -item[1])]


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            yield from found
    except OSError:
        return


def _bytes(entry: os.DirEntry[str]) -> int:
    """Return the size of a file, or of all files in a folder; links are not followed."""
    try:
        if entry.is_dir(follow_symlinks=False):
            return sum(map(_bytes, _entries(Path(entry.path))))
        return entry.stat(follow_symlinks=False).st_size
    except OSError:
        return 0
