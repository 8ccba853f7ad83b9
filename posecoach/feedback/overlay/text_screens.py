"""Screens full of text: questions and the help with the keys."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from posecoach.core.body.pose import Image
from posecoach.feedback.display import HELP
from posecoach.feedback.overlay.canvas import CALM, PAD, Canvas
from posecoach.feedback.overlay.primitives import Item, Shade
from posecoach.feedback.overlay.style import ORANGE, WHITE, Box, Colour
from posecoach.feedback.overlay.typography import BOLD, LINE, REGULAR, Typesetter

SIZE = (1280, 720)
"""Width and height in pixels: the shape of most screens."""
MARGIN_PX = 60
HEAD_PX, TEXT_PX, FOOT_PX = 72, 44, 52
"""Wished font sizes; on a 14-inch screen letters of 9, 5 and 6 mm, to be read standing before it."""
HEAD_SHARE = 0.18
"""The most of the height that the head takes."""
GAP = 0.4
"""Between paragraphs, share of the font size."""


def draw_page(head: str, lines: Sequence[str], foot: str) -> Image:
    """Draw a page.

    Parameters
    ----------
    head : str
        Its title.
    lines : sequence of str
        Its paragraphs; all are set in one size, which shrinks until they fit.
    foot : str
        What to press.

    Returns
    -------
    uint8 array, shape (720, 1280, 3)
        Blue, green, red.
    """
    width, height = SIZE
    page: Image = np.full((height, width, 3), 24, np.uint8)
    type_, room = Typesetter(), width - 2 * MARGIN_PX
    y = _block(page, type_, head, MARGIN_PX, room, HEAD_SHARE * height, HEAD_PX, BOLD, WHITE) + HEAD_PX / 2
    foot_top = height - MARGIN_PX - FOOT_PX
    size = float(TEXT_PX)
    while size > 1 and sum(_height(type_, line, room, size) for line in lines) > foot_top - y:
        size -= 1
    for line in lines:
        y = _block(page, type_, line, y, room, height, size, REGULAR, WHITE) + size * GAP
    _block(page, type_, foot, foot_top, room, FOOT_PX, FOOT_PX, BOLD, ORANGE)
    return page


def _height(type_: Typesetter, text: str, room: float, size: float) -> float:
    return type_.fit(text, room, 1e6, size=size, max_lines=9, weight=REGULAR).height + size * GAP


def _block(
    page: Image,
    type_: Typesetter,
    text: str,
    top: float,
    room: float,
    most: float,
    size: float,
    weight: int,
    colour: Colour,
) -> float:
    """Set a paragraph with its top at `top`; return where it ends, in pixels."""
    fitted = type_.fit(text, room, most, size=size, max_lines=9, weight=weight)
    for k, line in enumerate(fitted.lines):
        y = top + fitted.cap + k * LINE * fitted.size
        type_.draw(page, line, MARGIN_PX, y, size=fitted.size, weight=weight, colour=colour)
    return top + fitted.height


def help_items(canvas: Canvas) -> list[Item]:
    """Lay out the keys and what they do, in two columns, as large as fits."""
    room = canvas.width - 4 * canvas.px(PAD)
    size = max(1, int(canvas.px(CALM)))
    while size > 1 and sum(_columns(canvas, size)) > room:
        size -= 1
    keys, texts = _columns(canvas, size)
    left, step = (canvas.width - keys - texts) / 2, 1.3 * LINE * size
    first = canvas.height / 2 - step * (len(HELP) - 1) / 2
    parts: list[Item] = [Shade(Box(0, 0, canvas.width, canvas.height), share=0.15)]
    for k, (key, text) in enumerate(HELP):
        parts.append(canvas.line(key, size, left=left, middle=first + k * step, colour=ORANGE))
        parts.append(canvas.line(text, size, left=left + keys, middle=first + k * step, weight=REGULAR))
    return parts


def _columns(canvas: Canvas, size: int) -> tuple[float, float]:
    """Return the widths of the keys with a gap and of the texts, in pixels."""
    keys = max(canvas.type_.width(key, size, BOLD) for key, _ in HELP)
    return keys + size, max(canvas.type_.width(text, size, REGULAR) for _, text in HELP)
