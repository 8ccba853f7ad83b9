"""Parses a TOML text, and finds the lines of its values and mistakes, which the standard parser does not report.

The text is divided into its statements: table headers, keys with their values, comments. A value or a mistake in the
seventh statement is not in the first six; how many statements have it is found by halving.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Callable
from functools import partial
from typing import Any

from posecoach.translation import N_

Place = tuple[int | str, ...]
"""Keys and indices that lead to a value, such as ``("exercise", 2, "reps")``."""

_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"""' r"|'''.*?'''" r'|"(?:\\.|[^"\\\n])*"' r"|'[^'\n]*'" r"|#[^\n]*|[\[{]|[\]}]|\n", re.DOTALL
)
"""What decides where a statement ends: texts, comments, brackets and line ends."""


class TomlError(ValueError):
    """The text is not TOML; `why` says it in a few words.

    Parameters
    ----------
    why : str
        The reason.
    """

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def parse(source: str) -> dict[str, Any]:
    """Parse a TOML text.

    Raises
    ------
    TomlError
        It is none, is nested too deeply, or has a number of thousands of digits.
    """
    try:
        return tomllib.loads(source)
    except RecursionError as error:
        raise TomlError(N_("nested too deeply")) from error
    except ValueError as error:
        known = isinstance(error, tomllib.TOMLDecodeError)
        why = str(error).partition(" (at ")[0].lower() if known else N_("a number is too long")
        raise TomlError(why) from error


def line_of(source: str, place: Place) -> int:
    """Return the line, from 1, of the value or of the table that lacks it; 0 = the text as a whole."""
    for length in range(len(place), 0, -1):
        if line := _first_line(source, partial(_has, place=place[:length])):
            return line
    return 0


def broken_line(source: str) -> int:
    """Return the line, from 1, where the statement begins in which the parser fails."""
    return _first_line(source, lambda data: data is None)


def _first_line(source: str, has_it: Callable[[dict[str, Any] | None], bool]) -> int:
    """Return the line of the first statement that makes `has_it` true of the data so far, None = not TOML; 0 = none."""
    starts = _statement_lines(source)
    lines = source.split("\n")

    def true_with(count: int) -> bool:
        """Whether it is true of so many statements."""
        end = starts[count] - 1 if count < len(starts) else len(lines)
        try:
            return has_it(parse("\n".join(lines[:end])))
        except TomlError:
            return has_it(None)

    count = bisect_left(range(len(starts) + 1), True, key=true_with)
    return starts[count - 1] if 0 < count <= len(starts) else 0


def _statement_lines(source: str) -> list[int]:
    """Return the lines, from 1, where statements and comments begin."""
    starts, line, depth, in_statement, end = [], 1, 0, False, 0
    for token in _TOKEN.finditer(source + "\n"):
        before, text = source[end : token.start()], token[0]
        end = token.end()
        if not in_statement and (before.strip(" \t") or text != "\n"):
            starts.append(line)
            in_statement = True
        depth = max(0, depth + (text in "[{") - (text in "]}"))
        if text == "\n" and not depth:
            in_statement = False
        line += text.count("\n")
    return starts


def _has(data: Any, place: Place) -> bool:
    try:
        for key in place:
            data = data[key]
    except (KeyError, IndexError, TypeError):
        return False
    return True
