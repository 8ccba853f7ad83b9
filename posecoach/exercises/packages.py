"""Which installed packages bring exercises: what their entry points say, before anything of theirs is imported."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from posecoach.translation import N_

if TYPE_CHECKING:
    from importlib.metadata import Distribution

GROUP = "posecoach.exercises"


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """An exercise that a package says it has.

    Attributes
    ----------
    origin : str
        The package, with its version.
    name : str
        The entry's name.
    reference : str
        Where the exercise is: ``package.module:NAME``.
    """

    origin: str
    name: str
    reference: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Why an exercise of another package is left out.

    Attributes
    ----------
    text : str
        What is wrong and the remedy, as sentences.
    file : str
        The file of the exercise; its package, or where it should be, when the file is not known.
    """

    text: str
    file: str


def entries() -> tuple[list[Entry], list[Problem]]:
    """Return the exercises that installed packages say they have, in a fixed order, and which cannot be read."""
    from importlib.metadata import distributions  # reads the folder of every package: only when asked

    found: list[Entry] = []
    problems: list[Problem] = []
    seen: set[str] = set()
    for package in distributions():
        if GROUP not in (package.read_text("entry_points.txt") or ""):
            continue
        origin = _origin(package)
        name = origin.partition(" ")[0]
        if name in seen:  # hidden by the one before it, as for Python's import
            continue
        seen.add(name)
        try:
            found += _entries(package, origin)
        except Exception as error:
            text = N_(
                "The exercises of {origin} are left out: its entry_points.txt cannot be read ({error}). "
                "Install it again, or uninstall it.",
                origin=origin,
                error=str(error),
            )
            problems.append(Problem(text, origin))
    return sorted(found), problems


def _entries(package: Distribution, origin: str) -> Iterator[Entry]:
    for entry in package.entry_points:
        if entry.group == GROUP:
            yield Entry(origin, entry.name, entry.value)


def _origin(package: Distribution) -> str:
    """Return a package's name and version; the folder in which it lies when it does not say its name."""
    nameless = N_("a package without a name in {folder}", folder=str(package.locate_file("")))
    try:
        about = package.metadata
        return f"{about['Name']} {about['Version']}" if about["Name"] else nameless
    except Exception:  # no METADATA, which each Python says differently
        return nameless
