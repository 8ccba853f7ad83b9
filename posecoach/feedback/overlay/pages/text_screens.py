"""Full-screen texts: questions and the list of keys."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from posecoach.core.body.pose import Image
from posecoach.feedback.display import HELP
from posecoach.feedback.overlay.canvas import CALM, PAD, Canvas
from posecoach.feedback.overlay.icons import draw_icon
from posecoach.feedback.overlay.primitives import Item, Shade
from posecoach.feedback.overlay.style import BLACK, ORANGE, WHITE, Box, Colour
from posecoach.feedback.overlay.typography import BOLD, CAP, LINE, REGULAR, Typesetter
from posecoach.translation import _, quantity

SIZE = (1280, 720)
"""Width and height in pixels: the shape of most screens."""
MARGIN_PX = 60
TITLE_PX, TEXT_PX, FOOTER_PX = 72, 44, 52
"""Preferred font sizes; on a 14-inch screen letters of 9, 5 and 6 mm, for a person who stands in front of it."""
TITLE_SHARE = 0.18
"""Largest share of the height for the title."""
GAP = 0.4
"""Gap between paragraphs, as a share of the font size."""


def draw_page(title: str, lines: Sequence[str], footer: str, left_s: int | None = None) -> Image:
    """Draw a page.

    Parameters
    ----------
    title : str
        Its title.
    lines : sequence of str
        Its paragraphs; all have one size, which shrinks until they fit.
    footer : str
        Which keys to press.
    left_s : int, optional
        Seconds until it goes on by itself; None = it waits.

    Returns
    -------
    uint8 array, shape (720, 1280, 3)
        Blue, green, red.
    """
    width, height = SIZE
    title, footer, lines = _(title), _(footer), [_(line) for line in lines]
    page: Image = np.full((height, width, 3), 24, np.uint8)
    type_, room = Typesetter(), width - 2 * MARGIN_PX
    clock_width = 0.0 if left_s is None else _draw_clock(page, type_, _(quantity(left_s, "s")))
    y = (
        _block(page, type_, title, MARGIN_PX, room - clock_width, TITLE_SHARE * height, TITLE_PX, BOLD, WHITE)
        + TITLE_PX / 2
    )
    footer_top = height - MARGIN_PX - FOOTER_PX
    size = float(TEXT_PX)
    while size > 1 and sum(_height(type_, line, room, size) for line in lines) > footer_top - y:
        size -= 1
    for line in lines:
        y = _block(page, type_, line, y, room, height, size, REGULAR, WHITE) + size * GAP
    _block(page, type_, footer, footer_top, room, FOOTER_PX, FOOTER_PX, BOLD, ORANGE)
    return page


def _draw_clock(page: Image, type_: Typesetter, time: str) -> float:
    """Draw an hourglass and the time left in the upper right corner; return the width that they take, in pixels."""
    left, cap = SIZE[0] - MARGIN_PX - type_.width(time, FOOTER_PX), CAP * FOOTER_PX
    type_.draw(page, time, left, MARGIN_PX + cap, size=FOOTER_PX, weight=BOLD, colour=ORANGE)
    icon = Box(left - 1.5 * cap, MARGIN_PX, left - 0.5 * cap, MARGIN_PX + cap)
    draw_icon(page, icon, "hourglass", ORANGE, BLACK)
    return SIZE[0] - icon.left


def _height(type_: Typesetter, text: str, room: float, size: float) -> float:
    return type_.fit(text, room, 1e6, size=size, max_lines=9, weight=REGULAR).height + size * GAP


def _block(
    page: Image,
    type_: Typesetter,
    text: str,
    top: float,
    room: float,
    max_height: float,
    size: float,
    weight: int,
    colour: Colour,
) -> float:
    """Draw a paragraph with its top at `top`; return where it ends, in pixels."""
    fitted = type_.fit(text, room, max_height, size=size, max_lines=9, weight=weight)
    for k, line in enumerate(fitted.lines):
        y = top + fitted.cap + k * LINE * fitted.size
        type_.draw(page, line, MARGIN_PX, y, size=fitted.size, weight=weight, colour=colour)
    return top + fitted.height


def help_items(canvas: Canvas) -> list[Item]:
    """Lay out the keys and what they do in two columns, as large as they fit."""
    room = canvas.width - 4 * canvas.px(PAD)
    size = max(1, int(canvas.px(CALM)))
    while size > 1 and sum(_columns(canvas, size)) > room:
        size -= 1
    keys, texts = _columns(canvas, size)
    left, step = (canvas.width - keys - texts) / 2, 1.3 * LINE * size
    first = canvas.height / 2 - step * (len(HELP) - 1) / 2
    parts: list[Item] = [Shade(Box(0, 0, canvas.width, canvas.height), share=0.15)]
    for k, (key, text) in enumerate(_help()):
        parts.append(canvas.line(key, size, left=left, middle=first + k * step, colour=ORANGE))
        parts.append(canvas.line(text, size, left=left + keys, middle=first + k * step, weight=REGULAR))
    return parts


def _columns(canvas: Canvas, size: int) -> tuple[float, float]:
    """Return the widths of the two columns, the first with a gap, in pixels."""
    keys, texts = zip(*_help(), strict=True)
    widest = max(canvas.type_.width(text, size, REGULAR) for text in texts)
    return max(canvas.type_.width(key, size, BOLD) for key in keys) + size, widest


def _help() -> list[tuple[str, str]]:
    """Return the keys and what they do, as they are shown."""
    return [(_(key), _(text)) for key, text in HELP]
