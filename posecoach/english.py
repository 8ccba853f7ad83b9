"""What a language can do, and English: the language in which every sentence is made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from datetime import date

UNITS = {"deg": "°", "cm": " cm", "s": " s", "": ""}
"""Unit of a measure -> how it follows a number."""
DateStyle = Literal["day", "weekday", "month", "short", "moment"]
"""What a date says: 4 Mar 2026, Wed 4 Mar 2026, Mar 2026, 4 Mar, or 4 March 2026, 17:05 for a date with its time."""


class Language(Protocol):
    """A language: its messages, and how it writes numbers and dates.

    Attributes
    ----------
    code : str
        Its code in ISO 639, such as ``en``.
    imperial : bool
        Whether lengths are given in inches.
    """

    code: str
    imperial: bool

    def message(self, message: str) -> str:
        """Return a message in this language; as it is when it has none."""
        ...

    def plural(self, one: str, many: str, n: int) -> str:
        """Return the message for so many of something."""
        ...

    def number(self, value: float, spec: str) -> str:
        """Return a number as text, in a format of Python's."""
        ...

    def quantity(self, value: float, unit: str, digits: int) -> str:
        """Return a value with its unit: deg, cm, s, or none."""
        ...

    def date(self, day: date, style: DateStyle) -> str:
        """Return a date as text."""
        ...

    def weekdays(self) -> Sequence[str]:
        """Return the shortest names of the days of the week, from Monday."""
        ...


_DATES: dict[DateStyle, str] = {
    "day": "{0.day} {0:%b %Y}",
    "weekday": "{0:%a} {0.day} {0:%b %Y}",
    "month": "{0:%b %Y}",
    "short": "{0.day} {0:%b}",
    "moment": "{0.day} {0:%B %Y, %H:%M}",
}


class _English:
    """The language of the messages themselves."""

    code, imperial = "en", False

    def message(self, message: str) -> str:
        return message

    def plural(self, one: str, many: str, n: int) -> str:
        return one if n == 1 else many

    def number(self, value: float, spec: str) -> str:
        return format(value, spec)

    def quantity(self, value: float, unit: str, digits: int) -> str:
        return f"{value:.{digits}f}{UNITS[unit]}"

    def date(self, day: date, style: DateStyle) -> str:
        return _DATES[style].format(day)

    def weekdays(self) -> Sequence[str]:
        return "MTWTFSS"


ENGLISH: Language = _English()
