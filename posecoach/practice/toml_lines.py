"""Which line of a TOML text says what: the standard parser does not tell.

But what a text says from its 7th line on, its first 6 lines do not say yet: so ever longer beginnings are parsed.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

Place = tuple[int | str, ...]
"""Keys and indices that lead to a value, such as ``("exercise", 2, "reps")``."""


def line_of(source: str, place: Place) -> int:
    """Return the line, from 1, on which the value begins, or the table that lacks it; 0 = the text as a whole."""
    for length in range(len(place), 0, -1):
        before = 0
        for count, said in _beginnings(source):
            if _says(said, place[:length]):
                return before + 1
            before = count
    return 0


def broken_line(source: str) -> int:
    """Return the line, from 1, on which begins what the parser cannot understand."""
    return max((count for count, _ in _beginnings(source)), default=0) + 1


def _beginnings(source: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield each number of first lines that are TOML by themselves, with what they say."""
    lines = source.split("\n")
    for count in range(1, len(lines) + 1):
        try:
            yield count, tomllib.loads("\n".join(lines[:count]))
        except tomllib.TOMLDecodeError:  # ends within a value, or after a mistake
            continue


def _says(said: Any, place: Place) -> bool:
    try:
        for key in place:
            said = said[key]
    except (KeyError, IndexError, TypeError):
        return False
    return True
