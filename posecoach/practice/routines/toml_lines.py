"""Finds the line of a value in a TOML text, which the standard parser does not report.

A value that begins on line 7 is missing from the first 6 lines: so longer and longer beginnings are parsed.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

Place = tuple[int | str, ...]
"""Keys and indices that lead to a value, such as ``("exercise", 2, "reps")``."""


def line_of(source: str, place: Place) -> int:
    """Return the line, from 1, of the value or of the table that lacks it; 0 = the text as a whole."""
    for length in range(len(place), 0, -1):
        lines_before = 0
        for count, data in _beginnings(source):
            if _has(data, place[:length]):
                return lines_before + 1
            lines_before = count
    return 0


def broken_line(source: str) -> int:
    """Return the line, from 1, where the parser first fails."""
    return max((count for count, _ in _beginnings(source)), default=0) + 1


def _beginnings(source: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield each number of first lines that are valid TOML, with their data."""
    lines = source.split("\n")
    for count in range(1, len(lines) + 1):
        try:
            yield count, tomllib.loads("\n".join(lines[:count]))
        except tomllib.TOMLDecodeError:  # ends within a value, or after a mistake
            continue


def _has(data: Any, place: Place) -> bool:
    try:
        for key in place:
            data = data[key]
    except (KeyError, IndexError, TypeError):
        return False
    return True
