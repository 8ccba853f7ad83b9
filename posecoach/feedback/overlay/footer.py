"""The footer, in small letters: exercise and side, attempts, good time, the place in the routine."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from posecoach.core.body.landmarks import SIDES
from posecoach.core.body.sides import RAISED_LEG
from posecoach.core.judging.events import Update
from posecoach.core.session.scene import SessionState
from posecoach.feedback.overlay.canvas import FOOTER_ROW, HINT, HINT_ROW, LABEL, PAD, Canvas, Strip
from posecoach.feedback.overlay.header import hold_runs, tenths
from posecoach.feedback.overlay.primitives import Block, Icon, Item, Shade
from posecoach.feedback.overlay.style import BLACK, GREY, NOT_SEEN, ORANGE, TRACK, WHITE, Box, StatusStyle
from posecoach.feedback.overlay.typography import REGULAR
from posecoach.translation import N_, _, plural

MOST_DOTS = 12
"""More attempts than this appear as a number: nobody counts that many dots at a glance."""
KEYS_HINT = N_("f: full screen, h: all keys, x: it hurts")
"""The keys that a person may want before lying down."""
LETTERS = {"left": N_("L"), "right": N_("R")}
"""Left and right before the dots of each side."""
# TRANSLATORS: How long a hold was: its good part, and all of it.
GOOD, HELD = N_("{time} good"), N_("held {time}")
MANY = 88
"""A number of two digits, for which room is reserved."""
_DOT, _PITCH = 0.036, 0.045  # units: one row of dots; two rows, one for each side, share the footer
_SIDE_DOT, _SIDE_PITCH, _SIDE_ROW, _SIDE_LABEL = 0.027, 0.034, 0.036, 0.036
_PROGRESS_BAR, _PROGRESS_HEIGHT = 0.2, 0.02


@dataclass(frozen=True, slots=True)
class _Cell:
    """An element placed by its left edge and its middle; `width` is its own, `room` is reserved (pixels)."""

    room: float
    width: float
    items: Callable[[float, float], list[Item]]


def lay_out_footer(canvas: Canvas, update: Update, scene: SessionState, status: StatusStyle) -> Strip:
    """Lay out the footer, in two rows if one is too narrow."""
    pad, row = canvas.px(PAD), canvas.px(FOOTER_ROW)
    if scene.stage == "setup":  # the checklist needs the room
        return _hint(canvas)
    made, good, progress = (
        _attempts(canvas, update, scene),
        _good(canvas, update, scene, status),
        _progress(canvas, scene),
    )
    name = _name(canvas, update, scene, canvas.width)
    cells = [cell for cell in (name, made, good, progress) if cell]
    rows = [([name, made], [good, progress])]
    if sum(cell.room for cell in cells) + 2 * pad * len(cells) > canvas.width:
        name = _name(canvas, update, scene, canvas.width - (progress.room if progress else 0.0) - 4 * pad)
        good = _good(canvas, update, scene, status, canvas.width - made.room - 4 * pad)
        rows = [([name], [progress]), ([made], [good])]
    top = canvas.height - row * (1 + 0.85 * (len(rows) - 1))
    parts: list[Item] = [Shade(Box(0, top, canvas.width, canvas.height))]
    for k, (begin, end) in enumerate(reversed(rows)):
        parts += _spread(canvas, begin, end, canvas.height - row * (0.5 + 0.85 * k))
    return Strip(parts, top, canvas.height)


def _hint(canvas: Canvas) -> Strip:
    """Name the keys, while the person still stands at the keyboard, if there is one."""
    if not canvas.keys:
        return Strip([], canvas.height, canvas.height)
    box = Box(0, canvas.height - canvas.px(HINT_ROW), canvas.width, canvas.height)
    hint = _(KEYS_HINT)
    size = canvas.size(hint, HINT, canvas.width - 2 * canvas.px(PAD), REGULAR)
    middle = (box.top + box.bottom) / 2
    text = canvas.centred(hint, size, centre=canvas.width / 2, middle=middle, weight=REGULAR, colour=GREY)
    return Strip([Shade(box), text], box.top, canvas.height)


def _spread(canvas: Canvas, begin: list[_Cell | None], end: list[_Cell | None], middle: float) -> list[Item]:
    """Place `begin` from the left edge and `end` up to the right edge."""
    parts: list[Item] = []
    x = canvas.px(PAD)
    for cell in filter(None, begin):
        parts += cell.items(x, middle)
        x += cell.room + 2 * canvas.px(PAD)
    x = canvas.width - canvas.px(PAD)
    for cell in filter(None, reversed(end)):
        parts += cell.items(x - cell.width, middle)
        x -= cell.room + 2 * canvas.px(PAD)
    return parts


def _text(canvas: Canvas, text: str, widest: str, room: float = math.inf) -> _Cell:
    """Lay out a line of text; reserve the width of `widest`, at most `room`, in pixels."""
    text, widest = _(text), _(widest)
    size = canvas.size(widest, LABEL, room, REGULAR)
    return _Cell(
        canvas.type_.width(widest, size, REGULAR),
        canvas.type_.width(text, size, REGULAR) if text else 0.0,
        lambda left, middle: [canvas.line(text, size, left=left, middle=middle, weight=REGULAR)] if text else [],
    )


def _name(canvas: Canvas, update: Update, scene: SessionState, room: float) -> _Cell | None:
    title = scene.title or update.title
    if not title:
        return None
    names = [N_("{exercise}, {leg}", exercise=title, leg=leg) for leg in RAISED_LEG.values()]
    text = names[SIDES.index(update.side)] if update.side else title
    return _text(canvas, text, _widest(canvas, names) if scene.sides or update.side else title, room)


def _widest(canvas: Canvas, texts: Iterable[str]) -> str:
    """Return the text that is widest in the chosen language."""
    return max(texts, key=lambda text: canvas.type_.width(_(text), max(1, int(canvas.px(LABEL))), REGULAR))


def _attempts(canvas: Canvas, update: Update, scene: SessionState) -> _Cell:
    """Show a dot for each attempt to do, filled when done; a number when there are too many dots, or no limit.

    The number is left out while the header shows it.
    """
    if scene.reps is not None and scene.reps <= MOST_DOTS:
        return _side_dots(canvas, scene, scene.reps) if scene.sides else _dots(canvas, scene.done[0], scene.reps)
    if scene.sides:
        left, right = scene.done
        return _text(canvas, _each_side(left, right), _each_side(MANY, MANY))
    in_header = scene.reps is None and not hold_runs(update) and scene.left_s is None
    return _text(canvas, "" if in_header else _count(scene.done[0]), _count(MANY))


def _each_side(left: int, right: int) -> str:
    return N_("L {left}  R {right}", left=left, right=right)


def _count(made: int) -> str:
    return plural("{n} rep", "{n} reps", made)


def _dots(canvas: Canvas, made: int, reps: int) -> _Cell:
    width = canvas.px(_PITCH * (reps - 1) + _DOT)
    return _Cell(width, width, lambda left, middle: _row(canvas, made, reps, left, middle, _DOT, _PITCH))


def _side_dots(canvas: Canvas, scene: SessionState, reps: int) -> _Cell:
    """Show a row of dots for each side, after its letter."""
    size = max(1, int(canvas.px(_SIDE_LABEL)))
    letters = 1.6 * max(canvas.type_.width(_(letter), size) for letter in LETTERS.values())
    width = letters + canvas.px(_SIDE_PITCH * (reps - 1) + _SIDE_DOT)

    def items(left: float, middle: float) -> list[Item]:
        parts: list[Item] = []
        for k, (side, made) in enumerate(zip(scene.sides, scene.done, strict=True)):
            y = middle + canvas.px(_SIDE_ROW) * (k - 0.5)
            parts.append(canvas.line(_(LETTERS[side]), size, left=left, middle=y))
            parts += _row(canvas, made, reps, left + letters, y, _SIDE_DOT, _SIDE_PITCH)
        return parts

    return _Cell(width, width, items)


def _row(canvas: Canvas, made: int, reps: int, left: float, middle: float, dot: float, pitch: float) -> list[Item]:
    radius = canvas.px(dot) / 2
    centres = [left + radius + k * canvas.px(pitch) for k in range(reps)]
    return [
        Icon(
            Box(x - radius, middle - radius, x + radius, middle + radius), "disc" if k < made else "ring", WHITE, BLACK
        )
        for k, x in enumerate(centres)
    ]


def _good(
    canvas: Canvas, update: Update, scene: SessionState, status: StatusStyle, room: float = math.inf
) -> _Cell | None:
    """Show the good part of the running hold, or the length of the last one; its room stays reserved."""
    if scene.stage != "work":
        return None
    text = ""
    if hold_runs(update) and status is not NOT_SEEN:
        text = N_(GOOD, time=tenths(update.good_s))
    elif update.hold_s > 0 and update.phase == "start":
        text = N_(HELD, time=tenths(update.hold_s))
    longest = [N_(words, time=tenths(MANY)) for words in (GOOD, HELD)]
    return _text(canvas, text, _widest(canvas, longest), room)


def _progress(canvas: Canvas, scene: SessionState) -> _Cell | None:
    """Show the place in the routine, in words and as a bar; nothing for a single exercise."""
    if scene.steps < 2:
        return None
    here, last = (N_("{step} of {steps}", step=step, steps=scene.steps) for step in (scene.step, scene.steps))
    words = _text(canvas, here, last)
    if canvas.tall:
        return words  # the name needs the room
    bar, height, gap = canvas.px(_PROGRESS_BAR), canvas.px(_PROGRESS_HEIGHT), canvas.px(PAD) / 2
    finished = scene.step if scene.ended == "complete" else scene.step - 1

    def items(left: float, middle: float) -> list[Item]:
        start = left + words.width + gap
        box = Box(start, middle - height / 2, start + bar, middle + height / 2)
        return [
            *words.items(left, middle),
            Block(box, TRACK),
            Block(box._replace(right=start + bar * finished / scene.steps), ORANGE),
        ]

    return _Cell(words.room + gap + bar, words.width + gap + bar, items)
