"""What the pages' scripts say, in the chosen language: each page carries it, as JSON."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path

from posecoach.files.reading import read_file
from posecoach.translation import chosen

SCRIPTS = Path(__file__).parent / "static" / "js"
MAX_BYTES = 100_000
"""Of a script; ours have at most 6 kB."""
SAMPLES = range(101)
"""Numbers that need every form which a language has for the numbers of these pages."""
_TEXT = r'"(?:[^"\\]|\\.)*"'
_MESSAGE = re.compile(rf"(?<![\w$.])_\(\s*({_TEXT})")
_PLURAL = re.compile(rf"(?<![\w$.])plural\(\s*({_TEXT}),\s*({_TEXT})")


def words_of_scripts() -> dict[str, str | dict[str, str]]:
    """Return the scripts' messages in the chosen language; of one that counts, a form for each kind of number.

    In English there are none: the scripts have them.
    """
    language = chosen()
    if language.code == "en":
        return {}
    from babel import Locale

    messages, counted = _messages()
    found: dict[str, str | dict[str, str]] = {each: language.message(each) for each in messages}
    kind = Locale.parse(language.code).plural_form
    for one, many in counted:
        found[one] = {kind(n): language.plural(one, many, n) for n in SAMPLES}
    return found


@lru_cache(maxsize=1)
def _messages() -> tuple[list[str], list[tuple[str, str]]]:
    """Return the messages of all scripts, and those that count, each as one and many."""
    texts = [read_file(path, MAX_BYTES).decode() for path in sorted(SCRIPTS.rglob("*.js"))]
    plain = [json.loads(found) for text in texts for found in _MESSAGE.findall(text)]
    counted = [(json.loads(one), json.loads(many)) for text in texts for one, many in _PLURAL.findall(text)]
    return plain, counted
