"""A language that is none, to find what is not translated: its messages and dates stand in double brackets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from posecoach.english import ENGLISH, DateStyle
from posecoach.translation import chosen, use

BRACKETS = "⟦⟧"


class Pseudo:
    """English in double brackets; a `Language`."""

    code = "de"  # any other than English: pages carry the messages of their scripts
    imperial = False

    def message(self, message: str) -> str:
        return f"⟦{message}⟧"

    def plural(self, one: str, many: str, n: int) -> str:
        return self.message(ENGLISH.plural(one, many, n))

    def number(self, value: float, spec: str) -> str:
        return ENGLISH.number(value, spec)

    def quantity(self, value: float, unit: str, digits: int) -> str:
        return ENGLISH.quantity(value, unit, digits)

    def date(self, day: date, style: DateStyle) -> str:
        return self.message(ENGLISH.date(day, style))

    def weekdays(self) -> Sequence[str]:
        return [self.message(day) for day in ENGLISH.weekdays()]


@contextmanager
def pseudo_language() -> Iterator[None]:
    """Show everything in it during a block."""
    before = chosen()
    use(Pseudo())
    try:
        yield
    finally:
        use(before)


def outside(text: str) -> str:
    """Return what of a text stands outside all brackets; it is not translated."""
    depth, found = 0, []
    for letter in text:
        depth += (letter == "⟦") - (letter == "⟧")
        if not depth and letter not in BRACKETS:
            found.append(letter)
    return "".join(found)
