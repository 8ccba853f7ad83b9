"""A page of text instead of the camera's picture: what is to be read or answered before and after a session."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from posecoach.sinks.palette import ORANGE, WHITE, Colour
from posecoach.sinks.signs import Image
from posecoach.sinks.text import BOLD, LINE, REGULAR, Typesetter

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
