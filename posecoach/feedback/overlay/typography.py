"""Typesetting: measures, wraps and fits text to a box, with OpenCV's built-in TrueType font.

Sizes are font sizes in pixels; a capital letter is `CAP` times as high. Digits are equally wide, so a running clock
does not jitter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from posecoach.feedback.overlay.style import Colour

CAP = 0.75
"""Height of a capital letter or digit, as a share of the font size (measured on the rendered font)."""
DESCENT = 0.25
"""How far g, p, y reach below the line, as a share of the font size (measured)."""
LINE = 1.18
"""Distance of lines, as a share of the font size: accents (0.97 high) and descents of two lines do not touch."""
REGULAR, BOLD = 500, 700
"""Stroke weights; lighter ones fade on a screen 3 m away."""

_ANY_DIGIT = str.maketrans("123456789", "0" * 9)
_SHRINK = 0.94
_MIN_SIZE_PX = 6  # smaller letters are unreadable
_DESCENDING = frozenset("gjpqyQ,;()[]{}/|_ç¿¡")
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
_BELOW = re.compile(f"[{_WIDE}]")
_OPENS, _CLOSES = "（「『《〈【“‘", "。，、：；！？）」』》〉】”’％…"  # noqa: RUF001 - Chinese punctuation
_WORDS = re.compile(f"([ \\n]*)([{_OPENS}]*(?:[{_WIDE}]|[^ \\n{_WIDE}]+)[{_CLOSES}]*)")
"""What stands together on a line, and the space before it: a word, or one character of a script without spaces, such as
Chinese, with its punctuation."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """Text broken into lines that fit a box.

    Attributes
    ----------
    lines : tuple of str
        From top to bottom.
    size, weight : int
        Font size in pixels and stroke weight.
    """

    lines: tuple[str, ...]
    size: int
    weight: int

    @property
    def cap(self) -> float:
        """Height of a capital, in pixels."""
        return CAP * self.size

    @property
    def height(self) -> float:
        """From the top of the first capital to the bottom of the last descender, in pixels."""
        return self.size * (CAP + DESCENT + LINE * (len(self.lines) - 1)) if self.lines else 0.0


class Typesetter:
    """Measures and draws text, with a cache of measurements; one thread at a time may use it."""

    def __init__(self) -> None:
        self._faces = {weight: cv2.FontFace("sans") for weight in (REGULAR, BOLD)}
        self._widths: dict[tuple[str, int, int], float] = {}
        self._fits: dict[tuple[str, int, float, float, float, int], Fitted] = {}

    def width(self, text: str, size: int, weight: int = BOLD) -> float:
        """Return the width of `text` in pixels."""
        plain = text.translate(_ANY_DIGIT)  # digits are equally wide: one measurement serves a running clock
        key = (plain, size, weight)
        if key not in self._widths:
            _forget_if_full(self._widths)
            x, _, width, _ = cv2.getTextSize((0, 0), plain, (0, 0), self._faces[weight], size, weight)
            self._widths[key] = float(x + width)
        return self._widths[key]

    def fit(self, text: str, width: float, height: float, *, size: float, max_lines: int, weight: int = BOLD) -> Fitted:
        """Break `text` into lines and shrink it until it fits; nothing is cut off.

        Parameters
        ----------
        text : str
            One or more sentences.
        width, height : float
            Size of the box, in pixels.
        size : float
            The preferred font size, and the largest.
        max_lines : int
            Largest number of lines.
        weight : int
            `REGULAR` or `BOLD`.

        Returns
        -------
        Fitted
            In the largest size that fits, or in the smallest readable one when none fits.
        """
        key = (text, weight, width, height, size, max_lines)
        if key not in self._fits:
            _forget_if_full(self._fits)
            self._fits[key] = self._fit(text, width, height, size, max_lines, weight)
        return self._fits[key]

    def _fit(self, text: str, width: float, height: float, size: float, max_lines: int, weight: int) -> Fitted:
        while True:
            px = max(1, int(size))
            fitted = Fitted(self._wrap(text, width, px, weight), px, weight)
            fits = len(fitted.lines) <= max_lines and fitted.height <= height and self._widest(fitted) <= width
            if fits or px <= _MIN_SIZE_PX:
                return self._balance(text, width, fitted)
            size *= _SHRINK

    def _balance(self, text: str, width: float, fitted: Fitted) -> Fitted:
        """Balance the lines, so that no single word is left on the last one."""
        while len(fitted.lines) > 1:
            width -= max(1.0, fitted.size / 2)
            narrower = Fitted(self._wrap(text, width, fitted.size, fitted.weight), fitted.size, fitted.weight)
            if len(narrower.lines) > len(fitted.lines) or self._widest(narrower) > width:
                break
            fitted = narrower
        return fitted

    def _widest(self, fitted: Fitted) -> float:
        return max((self.width(line, fitted.size, fitted.weight) for line in fitted.lines), default=0.0)

    def _wrap(self, text: str, width: float, size: int, weight: int) -> tuple[str, ...]:
        lines: list[str] = []
        for gap, word in _WORDS.findall(text):
            longer = f"{lines[-1]}{' ' * bool(gap)}{word}" if lines else word
            if lines and self.width(longer, size, weight) <= width:
                lines[-1] = longer
            else:
                lines.append(word)
        return tuple(lines)

    def draw(
        self, image: NDArray[np.uint8], text: str, x: float, y: float, *, size: int, weight: int, colour: Colour
    ) -> None:
        """Draw `text` into `image`; its baseline starts at `x`, `y`."""
        cv2.putText(image, text, (round(x), round(y)), colour, self._faces[weight], size, weight)


def depth(text: str) -> float:
    """Return how far `text` reaches below its line, as a share of the font size."""
    return DESCENT if _DESCENDING.intersection(text) or _BELOW.search(text) else 0.02


def _forget_if_full(cache: dict) -> None:  # type: ignore[type-arg]
    if len(cache) > 2000:  # entries; a session of an hour needs some hundred
        cache.clear()
