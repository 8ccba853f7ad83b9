"""Small pieces of Markdown: tables, numbers with their units, lists in words."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

NOTHING = "-"
"""A cell without a value."""
UNIT_SIGNS = {"deg": "°", "cm": " cm", "s": " s"}


def table(columns: Sequence[str], rows: Iterable[Sequence[object]], words: int = 1) -> list[str]:
    """Return the lines of a table; the first `words` columns hold words, the others numbers, to the right."""
    lines = ["| " + " | ".join(columns) + " |"]
    lines.append("| " + " | ".join("---" if i < words else "---:" for i in range(len(columns))) + " |")
    return lines + ["| " + " | ".join(map(str, row)) + " |" for row in rows]


def number(value: float, unit: str = "", digits: int = 1, signed: bool = False) -> str:
    """Return a value with its unit; `NOTHING` for NaN."""
    if math.isnan(value):
        return NOTHING
    rounded = round(value, digits) + 0.0  # no -0.0
    return f"{rounded:{'+' if signed and rounded else ''}.{digits}f}{UNIT_SIGNS.get(unit, unit)}"


def count(n: int, singular: str, plural: str = "") -> str:
    """Return "no clips", "1 clip" or "2 clips"."""
    return f"{n or 'no'} {singular if n == 1 else plural or singular + 's'}"


def listed(words: Iterable[str]) -> str:
    """Return "a", "a and b", or "a, b and c"; "none" for nothing."""
    every = list(words)
    if len(every) < 2:
        return every[0] if every else "none"
    return ", ".join(every[:-1]) + " and " + every[-1]


def codes(names: Iterable[str]) -> str:
    """Return codes as they are written in a program, sorted; `NOTHING` for none."""
    return ", ".join(f"`{name}`" for name in sorted(names)) or NOTHING
