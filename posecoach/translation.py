"""Marks what people read and hear, so that it can be shown in their language.

Whatever makes a sentence makes it in English, with `N_`, `plural`, `joined` and `quantity`. It is a text like any
other, which results keep; and it knows the message and the values that it was made of. What shows it passes it to `_`,
which says it in the language that was chosen with `use` (see `posecoach.languages`).
"""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

Values = Mapping[str, object]
UNITS = {"deg": "°", "cm": " cm", "s": " s", "": ""}
"""Unit of a measure -> how it follows a number."""


class Language(Protocol):
    """A language: its messages, and how it writes numbers."""

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
        return self.message.join(say(part, language) for part in self.parts)


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


def joined(parts: Iterable[str], between: str = " ") -> Joined:
    """Join sentences.

    >>> joined([N_("Three."), N_("Well done.")])
    'Three. Well done.'
    """
    return Joined(parts, between)


def say(text: str, language: Language) -> str:
    """Return a text in a language: a sentence, or a message without values, as plugins and templates write them."""
    return text.said_in(language) if isinstance(text, Sentence) else language.message(text) if text else ""


class _English:
    """The language of the messages themselves."""

    def message(self, message: str) -> str:
        return message

    def plural(self, one: str, many: str, n: int) -> str:
        return one if n == 1 else many

    def number(self, value: float, spec: str) -> str:
        return format(value, spec)

    def quantity(self, value: float, unit: str, digits: int) -> str:
        return f"{value:.{digits}f}{UNITS[unit]}"


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


ENGLISH: Language = _English()
_chosen: list[Language] = [ENGLISH]


def use(language: Language) -> None:
    """Choose the language in which `_` answers, for the whole process."""
    _chosen[0] = language


def _(text: str) -> str:
    """Return a text in the chosen language."""
    return say(text, _chosen[0])


def translated(message: str, /, **values: object) -> str:
    """Return a message with its values in the chosen language, as templates need it."""
    return _(N_(message, **values))


def translated_plural(one: str, many: str, n: int, /, **values: object) -> str:
    """Return a message that counts in the chosen language, as templates need it."""
    return _(plural(one, many, n, **values))


def chosen() -> Language:
    """Return the chosen language."""
    return _chosen[0]
