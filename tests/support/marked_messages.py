"""The messages that stand in the code, as translators find them, and a language that knows no others."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from pseudo import Pseudo

import posecoach

SPOKEN_OR_DRAWN = ("core", "exercises", "feedback", "practice")
"""The packages that make or show what a person hears and sees during a practice."""
MARKS = {"N_": 1, "_": 1, "plural": 2}
"""Functions that mark messages, and how many."""


@cache
def marked_messages() -> frozenset[str]:
    """Return every message that is marked where it stands, as a literal."""
    files = (file for package in SPOKEN_OR_DRAWN for file in (Path(posecoach.__file__).parent / package).rglob("*.py"))
    return frozenset(message for file in files for message in _marked_in(file.read_text(encoding="utf-8")))


def _marked_in(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            for argument in node.args[: MARKS.get(node.func.id, 0)]:
                if isinstance(argument, ast.Constant):
                    yield argument.value


class Known(Pseudo):
    """A pseudo-language that translates the marked messages only, and those of the test's own."""

    def __init__(self, more: Iterable[str] = ()) -> None:
        self._known = marked_messages() | set(more)

    def message(self, message: str) -> str:
        return super().message(message) if message in self._known else message
