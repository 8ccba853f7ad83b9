"""The picture as a canvas: all sizes are shares of one unit, so 320x240 and 4K have the same layout."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from posecoach.feedback.overlay.primitives import Item, Text
from posecoach.feedback.overlay.style import WHITE, Colour
from posecoach.feedback.overlay.typography import BOLD, CAP, Typesetter

# Sizes in units. For letters it is the font size; capitals and digits are 3/4 of that.
PAD = 0.03
ROW = 0.19
CLOCK_ROW = 0.18
BAR = 0.03
FOOTER_ROW = 0.08
HINT_ROW, HINT = 0.055, 0.042  # for somebody at the keyboard
ICON = 0.12
WORD = 0.125  # capitals 9.4 % of the unit: 16 mm on a 14-inch screen; 15 mm is the smallest that is readable from 3 m
NUMBER = 0.17  # digits 12.8 %: 22 mm there
COUNT = 0.42  # digits 31 %: during the count-in nothing else matters
TIGHT_COUNT = 0.26
SAY = 0.12  # capitals 9 %
CALM = 0.085
TIGHT = 0.085  # size to which a message shrinks so that it hides less of the body: capitals 6.4 %, 11 mm
CUE = 0.05
NOTE = 0.065
LABEL = 0.055

_TALL = 0.9  # width / height below which the number gets its own row
_WIDE_UNITS = 1.3  # width, in units, of a row with status and number
_TALL_UNITS = 0.85  # the same without the number


@dataclass(frozen=True, slots=True)
class Strip:
    """A strip across the whole width of the picture: its items in drawing order, its edges in pixels."""

    items: list[Item]
    top: float
    bottom: float


@dataclass(frozen=True)
class Canvas:
    """The size of the picture to lay out, and the tool to measure words.

    Attributes
    ----------
    width, height : int
        Size of the picture in pixels.
    type_ : Typesetter
        Measures and fits text.
    keys: bool
        Whether who sees the picture has the window's keys.
    """

    width: int
    height: int
    type_: Typesetter
    keys: bool = True

    @cached_property
    def tall(self) -> bool:
        """Whether the number needs its own row."""
        return self.width < _TALL * self.height

    @cached_property
    def unit(self) -> float:
        """The length in pixels of which all sizes are shares."""
        return min(self.height, self.width / (_TALL_UNITS if self.tall else _WIDE_UNITS))

    def px(self, share: float) -> float:
        """Convert a share of the unit to pixels."""
        return share * self.unit

    def size(self, text: str, share: float, room: float = float("inf"), weight: int = BOLD) -> int:
        """Choose a font size.

        Parameters
        ----------
        text : str
            Text for one line.
        share : float
            The preferred size in units.
        room : float
            The available width in pixels.
        weight : int
            Stroke weight.

        Returns
        -------
        int
            In pixels, at least 1: the preferred size, or the largest smaller one that fits `room`.
        """
        size = max(1, int(self.px(share)))
        while size > 1 and self.type_.width(text, size, weight) > room:
            size -= 1
        return size

    def line(
        self, text: str, size: int, *, left: float, middle: float, weight: int = BOLD, colour: Colour = WHITE
    ) -> Text:
        """Lay out one line of text, its capitals centred on the height `middle`; all lengths in pixels."""
        width = self.type_.width(text, size, weight)
        return Text(text, left, middle + CAP * size / 2, size, weight, colour, width)

    def centred(
        self, text: str, size: int, *, centre: float, middle: float, weight: int = BOLD, colour: Colour = WHITE
    ) -> Text:
        """Lay out one line of text around a point, in pixels."""
        left = centre - self.type_.width(text, size, weight) / 2
        return self.line(text, size, left=left, middle=middle, weight=weight, colour=colour)
