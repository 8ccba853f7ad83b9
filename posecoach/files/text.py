"""Text from outside, such as file names, as a file, a spreadsheet or a terminal can take it; and sizes as text."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

from posecoach.translation import N_, quantity

UNKNOWN = "\ufffd"
"""Stands for a character that cannot be written or shown: Unicode's replacement character."""
_COMMANDS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""Control characters but tab and line end, and those that reorder text: a terminal obeys them.

The marks U+061C, U+200E and U+200F only give a direction, and are usual in Arabic and Hebrew names.
"""
_FORMULA = ("=", "+", "-", "@", "\t", "\n")
"""What a cell begins with that a spreadsheet takes for a formula."""

_SIZES = (N_("{size} B"), N_("{size} kB"), N_("{size} MB"), N_("{size} GB"))
_NEXT_UNIT = 999.5
"""From here on a size is rounded to 1000, and written in the next unit."""


def encodable(text: str) -> str:
    """Return text that UTF-8 can express: names that are not UTF-8 keep what can be read of them."""
    if text.isascii():
        return text
    try:
        return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    except UnicodeEncodeError:  # half a character, which Windows allows in names
        return re.sub("[\ud800-\udfff]", UNKNOWN, text)


def visible(text: str) -> str:
    """Return text of which a terminal only shows the characters, and obeys none."""
    return _COMMANDS.sub(UNKNOWN, encodable(text))


def size_text(n_bytes: float) -> str:
    """Return the size of a file in a unit that suits it, such as 41 kB or 3.2 MB."""
    units = iter(_SIZES)
    unit = next(units)
    while n_bytes >= _NEXT_UNIT and (larger := next(units, None)):
        n_bytes, unit = n_bytes / 1000, larger
    digits = 1 if n_bytes < 10 and not f"{n_bytes:.1f}".endswith(".0") else 0
    return N_(unit, size=quantity(n_bytes, "", digits))


def csv_text(rows: Iterable[Iterable[object]]) -> str:
    """Return rows as CSV in which a spreadsheet computes nothing: a text that looks like a formula follows a ``'``.

    Texts are as `visible` returns them; numbers stay numbers.
    """
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerows([_inert(cell) for cell in row] for row in rows)
    return text.getvalue()


def _inert(cell: object) -> object:
    if isinstance(cell, int | float) or cell is None:
        return cell
    text = visible(str(cell))
    return f"'{text}" if text.startswith(_FORMULA) else text
