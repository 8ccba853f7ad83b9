"""The summary after a session: what was done, how much of it in good form, and what to do next time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from posecoach.core.body.pose import Image
from posecoach.core.judging.events import Update
from posecoach.core.session.scene import SessionState
from posecoach.core.session.summary import Row, Summary
from posecoach.feedback.overlay.canvas import FOOTER_ROW, LABEL, PAD, SAY, Canvas
from posecoach.feedback.overlay.header import lay_out_header, tenths
from posecoach.feedback.overlay.message import LaidOutText, Sentence
from posecoach.feedback.overlay.primitives import Icon, Item
from posecoach.feedback.overlay.style import BLACK, GREY, ORANGE, WHITE, Box, Colour, status_of
from posecoach.feedback.overlay.typography import BOLD, LINE, REGULAR, Typesetter
from posecoach.translation import N_, _, plural, quantity

HEADINGS = (N_("good form"), N_("best hold"))
SHORTER_PX = 720
"""Letters of this picture are sharp on most screens, whatever the camera's resolution is."""
GO_ON = N_("space: go on")
UNKNOWN, NONE = "?", "-"
_HEADING = 0.6  # size of a heading, as a share of the rows' font size
_GAP = 0.8  # gap between columns, in font sizes
_PITCH = 1.06 * LINE  # from row to row, in font sizes
_SMALL = 0.75  # size of the sentences that matter less, as a share of the rows' font size
_BACKGROUND = 24  # grey value of the page, as of the other pages


def draw_summary(summary: Summary, shape: tuple[int, int], left_s: int) -> Image:
    """Draw the summary of a session.

    Parameters
    ----------
    summary : Summary
        Of a session in which something was done.
    shape : tuple of int
        Width and height whose shape it takes: those of the camera's picture, which the window has too.
    left_s : int
        Seconds until it goes on by itself.

    Returns
    -------
    uint8 array, shape (height, width, 3)
        Blue, green, red; its shorter side has `SHORTER_PX`.
    """
    width, height = (round(side * SHORTER_PX / min(shape)) for side in shape)
    page: Image = np.full((height, width, 3), _BACKGROUND, np.uint8)
    canvas = Canvas(width, height, Typesetter())
    for item in summary_items(canvas, summary, left_s):
        item.draw(page, canvas.type_)
    return page


def summary_items(canvas: Canvas, summary: Summary, left_s: int) -> list[Item]:
    """Lay out the status with the number of attempts, a table of the exercises, the sentences, and the key to go on."""
    state = SessionState("done", done=(summary.reps,), ended=summary.ended)
    header = lay_out_header(canvas, update := Update(0.0, None), state, status_of(update, state))
    pad, bottom = canvas.px(PAD), canvas.height - canvas.px(FOOTER_ROW)
    room = Box(pad, header.bottom + pad, canvas.width - pad, bottom - pad / 2)
    table, sentences = _largest(canvas, summary, room)
    gap = (room.height - table.height - sum(part.height for part in sentences)) / (len(sentences) + 1)
    items, y = [*header.items, *table.items(room, room.top + gap / 2)], room.top + gap / 2 + table.height
    for part in sentences:
        y += gap
        items += part.items(canvas.width / 2, y)
        y += part.height
    return [*items, *_footer(canvas, (bottom + canvas.height) / 2, left_s)]


def _largest(canvas: Canvas, summary: Summary, room: Box) -> tuple[_Table, list[LaidOutText]]:
    """Lay out table and sentences in the largest font size in which both fit into the room."""
    size = int(canvas.px(SAY))
    while True:
        sentences = _sentences(canvas, summary, size, room.width)
        height = room.height - sum(part.height + _GAP / 2 * size for part in sentences)
        for lines in (1, 2) if canvas.tall else (1,):
            table = _Table(canvas, summary.rows, size, lines)
            if size == 1 or (table.width <= room.width and table.height <= height):
                return table, sentences
        size -= 1


def _sentences(canvas: Canvas, summary: Summary, size: int, width: float) -> list[LaidOutText]:
    """Lay out what was not judged, what is better than last time, and what to do next time."""
    missing = sum(row.reps - row.judged for row in summary.rows)
    note = (
        [plural("{n} cut short, or not fully seen.", "{n} cut short, or not fully seen.", missing)] if missing else []
    )
    large = size / canvas.unit
    parts = [Sentence(text, _SMALL * large, colour=GREY) for text in note]
    parts += [Sentence(text, _SMALL * large) for text in summary.lines[:-1]]
    parts += [Sentence(text, large, BOLD) for text in summary.lines[-1:]]
    return [part.set(canvas, width, canvas.height, compactness=0) for part in parts]


class _Table:
    """The exercises with their numbers, in a font size (px); each row has one line, or a second one for the numbers."""

    def __init__(self, canvas: Canvas, rows: Sequence[Row], size: int, lines: int) -> None:
        self._canvas, self._size, self._step, self._lines = canvas, size, _PITCH * size, lines
        self._cells = [(_(row.title), _(_good(row)), _(_best(row))) for row in rows]
        self._headings = [_(heading) for heading in HEADINGS]
        self._numbers = [self._widest(column) for column in (1, 2)]
        titles = max(canvas.type_.width(title, size, REGULAR) for title, *_ in self._cells)
        numbers = sum(self._numbers) + _GAP * size
        self.width = max(titles, numbers) if lines > 1 else titles + _GAP * size + numbers
        self.height = self._step * (_HEADING + self._lines * len(rows))

    def _widest(self, column: int) -> float:
        heading = self._canvas.type_.width(self._headings[column - 1], int(_HEADING * self._size), REGULAR)
        return max(heading, *(self._canvas.type_.width(cell[column], self._size) for cell in self._cells))

    def items(self, box: Box, top: float) -> list[Item]:
        """Place it from `top` on, the titles at the left edge of a box and the numbers at the right one."""
        y = top + _HEADING * self._step / 2
        items = self._at_right(self._headings, int(_HEADING * self._size), box.right, y, GREY)
        y += (1 + _HEADING) * self._step / 2
        for title, *numbers in self._cells:
            items.append(self._canvas.line(title, self._size, left=box.left, middle=y, weight=REGULAR))
            y += (self._lines - 1) * self._step
            items += self._at_right(numbers, self._size, box.right, y, WHITE)
            y += self._step
        return items

    def _at_right(self, texts: Sequence[str], size: int, right: float, middle: float, colour: Colour) -> list[Item]:
        """Place a text in each column of numbers, up to its right edge."""
        rights = (right - self._numbers[1] - _GAP * self._size, right)
        weight = REGULAR if colour is GREY else BOLD
        lefts = (edge - self._canvas.type_.width(text, size, weight) for text, edge in zip(texts, rights, strict=True))
        return [
            self._canvas.line(text, size, left=left, middle=middle, weight=weight, colour=colour)
            for text, left in zip(texts, lefts, strict=True)
        ]


def _good(row: Row) -> str:
    return N_("{good} of {all}", good=row.good, all=row.judged) if row.judged else UNKNOWN


def _best(row: Row) -> str:
    return tenths(row.best_s) if row.best_s else NONE


def _footer(canvas: Canvas, middle: float, left_s: int) -> list[Item]:
    """Lay out which key goes on, and the seconds until it goes on by itself."""
    pad, size, time = canvas.px(PAD), int(canvas.px(LABEL)), _(quantity(left_s, "s"))
    left = canvas.width - pad - canvas.type_.width(time, size)
    icon = Box(left - 1.5 * size, middle - size / 2, left - 0.5 * size, middle + size / 2)
    return [
        canvas.line(_(GO_ON), size, left=pad, middle=middle, colour=ORANGE),
        Icon(icon, "hourglass", ORANGE, BLACK),
        canvas.line(time, size, left=left, middle=middle, colour=ORANGE),
    ]
