"""Marks what people read and hear, so that it can be shown in their language.

Whatever makes a sentence makes it in English, with `N_`, `plural`, `joined` and `quantity`. It is a text like any
other, which results keep; and it knows the message and the values that it was made of. What shows it passes it to `_`,
which says it in the language that was chosen with `use` (see `posecoach.languages`).
"""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from posecoach.english import ENGLISH as ENGLISH
from posecoach.english import UNITS as UNITS
from posecoach.english import DateStyle as DateStyle
from posecoach.english import Language as Language

if TYPE_CHECKING:
    from datetime import date

Values = Mapping[str, object]


class Sentence(str):
    """An English text that knows the message it was made of.

    Attributes
    ----------
    message : str
        The message, with a name in braces for each value.
    values : mapping of str to object
        The values; a sentence among them is translated, too.
    many : str
        The message for more than one; empty where none counts anything.
    n : int
        How many.
    """

    message: str
    values: Values
    many: str
    n: int

    def __new__(cls, message: str, values: Values, many: str = "", n: int = 1) -> Sentence:
        """Make the English text."""
        chosen = many if many and n != 1 else message
        made = super().__new__(cls, chosen.format(**values) if values else chosen)
        made.message, made.values, made.many, made.n = message, values, many, n
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        return Sentence, (self.message, self.values, self.many, self.n)

    def said_in(self, language: Language) -> str:
        """Return it in a language."""
        message = language.plural(self.message, self.many, self.n) if self.many else language.message(self.message)
        return _Formatter(language).format(message, **self.values) if self.values else message


class Quantity(Sentence):
    """A value with its unit; see `quantity`."""

    value: float
    unit: str
    digits: int

    def __new__(cls, value: float, unit: str, digits: int) -> Quantity:
        """Make the English text."""
        made: Quantity = str.__new__(cls, ENGLISH.quantity(value, unit, digits))
        made.message, made.values, made.many, made.n = str(made), {}, "", 1
        made.value, made.unit, made.digits = value, unit, digits
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        return Quantity, (self.value, self.unit, self.digits)

    def said_in(self, language: Language) -> str:
        """Return it in a language."""
        return language.quantity(self.value, self.unit, self.digits)


class Dated(Sentence):
    """A date; see `dated`."""

    day: date
    style: DateStyle

    def __new__(cls, day: date, style: DateStyle) -> Dated:
        """Make the English text."""
        made: Dated = str.__new__(cls, ENGLISH.date(day, style))
        made.message, made.values, made.many, made.n = str(made), {}, "", 1
        made.day, made.style = day, style
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        return Dated, (self.day, self.style)

    def said_in(self, language: Language) -> str:
        """Return it in a language."""
        return language.date(self.day, self.style)


class Joined(Sentence):
    """Several sentences in a row; see `joined`."""

    parts: tuple[str, ...]

    def __new__(cls, parts: Iterable[str], between: str) -> Joined:
        """Make the English text."""
        parts = tuple(parts)
        made: Joined = str.__new__(cls, between.join(parts))
        made.message, made.values, made.many, made.n = between, {}, "", 1
        made.parts = parts
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        return Joined, (self.parts, self.message)

    def said_in(self, language: Language) -> str:
        """Return it in a language."""
        between = self.message.said_in(language) if isinstance(self.message, Sentence) else self.message
        return between.join(say(part, language) for part in self.parts)


def N_(message: str, /, **values: object) -> Sentence:  # noqa: N802 - gettext's name
    """Mark a message, and fill in its values.

    >>> N_("Hips {off} low", off="14°")
    'Hips 14° low'
    """
    return Sentence(message, values)


def plural(one: str, many: str, n: int, /, **values: object) -> Sentence:
    """Mark a message that counts; `{n}` in it is the number.

    >>> plural("{n} attempt", "{n} attempts", 3)
    '3 attempts'
    """
    return Sentence(one, {"n": n, **values}, many, n)


def quantity(value: float, unit: str, digits: int = 0) -> Quantity:
    """Return a value with its unit: deg, cm, s, or none; a language may use other units.

    >>> quantity(14.2, "deg"), quantity(1.25, "s", 1)
    ('14°', '1.2 s')
    """
    return Quantity(value, unit, digits)


def percent(share: float) -> Sentence:
    """Return a share, 0 to 1, in percent.

    >>> percent(0.42)
    '42 %'
    """
    return N_("{percent:.0f} %", percent=100 * share)


def dated(day: date, style: DateStyle = "day") -> Dated:
    """Return a date.

    >>> from datetime import datetime
    >>> dated(datetime(2026, 3, 4, 17, 5)), dated(datetime(2026, 3, 4, 17, 5), "moment")
    ('4 Mar 2026', '4 March 2026, 17:05')
    """
    return Dated(day, style)


def marked(text: str) -> Sentence:
    """Return a text that may have lost its mark, as in a file, as a message without values; a sentence as it is."""
    return text if isinstance(text, Sentence) else Sentence(text, {})


def joined(parts: Iterable[str], between: str = " ") -> Joined:
    """Join sentences; what stands between them is translated when it is marked.

    >>> joined([N_("Three."), N_("Well done.")])
    'Three. Well done.'
    """
    return Joined(parts, between)


def say(text: str, language: Language) -> str:
    """Return a text in a language: a sentence, or a message without values, as plugins and templates write them."""
    return text.said_in(language) if isinstance(text, Sentence) else language.message(text) if text else ""


class _Formatter(string.Formatter):
    """Fills in values as a language writes them."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def format_field(self, value: Any, format_spec: str) -> str:
        """Return a value as text."""
        if isinstance(value, str):
            value = say(value, self._language) if isinstance(value, Sentence) else value
        elif isinstance(value, int | float):
            return self._language.number(value, format_spec)
        return format(value, format_spec)


_chosen: list[Language] = [ENGLISH]


def use(language: Language) -> None:
    """Choose the language in which `_` answers, for the whole process."""
    _chosen[0] = language


def _(text: str) -> str:
    """Return a text in the chosen language."""
    return say(text, _chosen[0])


def translated(message: str, /, **values: object) -> str:
    """Return a message with its values, or a sentence that has them, in the chosen language, as templates need it."""
    return _(N_(message, **values) if values else message)


def translated_plural(one: str, many: str, n: int, /, **values: object) -> str:
    """Return a message that counts in the chosen language, as templates need it."""
    return _(plural(one, many, n, **values))


def chosen() -> Language:
    """Return the chosen language."""
    return _chosen[0]
