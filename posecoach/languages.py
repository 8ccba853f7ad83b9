"""The languages: which one to use, and its messages, numbers, units and dates.

Messages come from catalogues of gettext in `posecoach/locale`; how numbers and dates are written, from Babel, which is
loaded only when one is needed, so that the command line answers at once.
"""

from __future__ import annotations

import gettext
import locale
import os
import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from posecoach.errors import UsageError
from posecoach.files.reading import open_file
from posecoach.translation import ENGLISH, N_, DateStyle, joined

if TYPE_CHECKING:
    from babel import Locale

FOLDER = Path(__file__).parent / "locale"
DOMAIN = "posecoach"
MAX_BYTES = 2**22
"""Of a catalogue; ours have 200 kB."""
NAMES = {
    "en": "English",
    "de": "Deutsch",
    "es": "Español",
    "fr": "Français",
    "it": "Italiano",
    "pt": "Português",
    "zh": "简体中文",
}
"""Languages by their codes, each by its own name."""
UNDRAWN = frozenset({"ar", "fa", "he", "hi", "th", "ur", "yi"})
"""Languages whose script OpenCV does not draw rightly: from right to left, or with letters that change each other."""
CM_PER_INCH = 2.54
INCHES_PER_FOOT = 12
LONG_INCHES = 4 * INCHES_PER_FOOT
"""From this length on, as of a person's height, lengths are in feet and inches; no part of a body is that long."""


def chosen_language(wanted: str | None, environ: Mapping[str, str] = os.environ) -> str:
    """Return the code of the language to use: the wanted one, or else the system's.

    Parameters
    ----------
    wanted : str or None
        A language tag such as ``de-AT``, of which the language counts; None = the system's, English if there is none.
    environ : mapping of str to str
        The environment.

    Raises
    ------
    UsageError
        There is no such language.
    """
    if wanted is None:
        return next((code for code in map(_code, _of_system(environ)) if code in NAMES), "en")
    code = _code(wanted)
    if code in NAMES:
        return code
    choice = N_("Choose one of: {names}.", names=", ".join(f"{code} ({name})" for code, name in NAMES.items()))
    if code in UNDRAWN:
        undrawn = N_("The script of the language '{wanted}' cannot be drawn rightly.", wanted=wanted)
        raise UsageError(joined([undrawn, choice]))
    raise UsageError(joined([N_("There is no language '{wanted}'.", wanted=wanted), choice]))


def _code(tag: str) -> str:
    return re.split("[-_.@]", tag.strip().lower())[0]


def _of_system(environ: Mapping[str, str]) -> list[str]:
    """Return the languages of the system, the most wanted first."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environ.get(name):
            return value.split(":")
    return [locale.getlocale()[0] or ""]


class Catalogue:
    """A language as gettext and Babel know it; see `posecoach.translation.Language`.

    Parameters
    ----------
    code : str
        Of the language, one of `NAMES`.
    imperial : bool
        Whether lengths are given in inches and feet.
    folder : Path
        Where the catalogues are.
    """

    def __init__(self, code: str, imperial: bool = False, folder: Path = FOLDER) -> None:
        self.code, self.imperial = code, imperial
        self._messages: gettext.NullTranslations = gettext.NullTranslations()
        path = folder / code / "LC_MESSAGES" / f"{DOMAIN}.mo"
        if code != "en" and path.exists():  # English, where nobody has compiled it yet
            with open_file(path, MAX_BYTES) as file:
                self._messages = gettext.GNUTranslations(file)

    @cached_property
    def _locale(self) -> Locale:
        from babel import Locale

        return Locale.parse("zh_Hans" if self.code == "zh" else self.code)

    def message(self, message: str) -> str:
        """Return a message in this language; as it is when it has none."""
        return self._messages.gettext(message)

    def plural(self, one: str, many: str, n: int) -> str:
        """Return the message for so many of something."""
        return self._messages.ngettext(one, many, n)

    def number(self, value: float, spec: str) -> str:
        """Return a number as text, in a format of Python's, with the language's decimal sign."""
        text = format(value, spec)
        if self.code == "en" or not re.search("[.,]", text):
            return text
        symbols = self._locale.number_symbols["latn"]
        return text.translate(str.maketrans({".": symbols["decimal"], ",": symbols["group"]}))

    def quantity(self, value: float, unit: str, digits: int) -> str:
        """Return a value with its unit, lengths in inches if the person thinks so."""
        if unit == "cm" and self.imperial:
            value, unit, digits = value / CM_PER_INCH, "inch", max(digits, 1 if abs(value) < 10 * CM_PER_INCH else 0)
            if value >= LONG_INCHES:
                feet, inches = divmod(round(value), INCHES_PER_FOOT)
                return self.message(_FEET).format(feet=feet, inches=inches)
        number = self.number(value, f".{digits}f")
        return self.message(_QUANTITIES[unit]).format(number=number)

    def date(self, day: date, style: DateStyle) -> str:
        """Return a date as text."""
        from babel.dates import format_skeleton, get_datetime_format

        if self.code == "en":
            return ENGLISH.date(day, style)
        if style != "moment":
            return format_skeleton(_SKELETONS[style], day, locale=self._locale)
        parts = (format_skeleton(skeleton, day, locale=self._locale) for skeleton in ("Hm", "yMMMMd"))
        return str(get_datetime_format("medium", self._locale)).format(*parts)

    def weekdays(self) -> Sequence[str]:
        """Return the shortest names of the days of the week, from Monday."""
        if self.code == "en":
            return ENGLISH.weekdays()
        names = self._locale.days["stand-alone"]["narrow"]
        return [names[day] for day in range(7)]


_SKELETONS: dict[DateStyle, str] = {"day": "yMMMd", "weekday": "yMMMEd", "month": "yMMM", "short": "MMMd"}
"""Style of a date -> what it says, as the Unicode locale data has it; each language puts that in its own order."""

_QUANTITIES = {
    "deg": N_("{number}°"),
    "cm": N_("{number} cm"),
    "s": N_("{number} s"),
    "inch": N_("{number} in"),
    "": N_("{number}"),
}
_FEET = N_("{feet} ft {inches} in")


@cache
def load(code: str, imperial: bool = False) -> Catalogue:
    """Return a language; it is loaded once."""
    return Catalogue(code, imperial)
