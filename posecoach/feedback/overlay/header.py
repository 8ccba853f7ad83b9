"""The header: the status, one large number, and the bar of the hold."""

from __future__ import annotations

import math
from typing import NamedTuple

from posecoach.core.judging.events import Update
from posecoach.core.session.scene import NO_AIM, Aim, SessionState
from posecoach.feedback.overlay.canvas import BAR, CLOCK_ROW, ICON, LABEL, NUMBER, PAD, ROW, WORD, Canvas, Strip
from posecoach.feedback.overlay.primitives import Block, Icon, Item, Shade, Text
from posecoach.feedback.overlay.style import GREEN, GREY, NOT_SEEN, TRACK, VERMILION, WHITE, Box, StatusStyle
from posecoach.feedback.overlay.typography import BOLD, CAP, REGULAR
from posecoach.translation import N_, Quantity, _, chosen, plural, quantity


class BigNumber(NamedTuple):
    """A number in large digits.

    Attributes
    ----------
    whole, part, rest : str
        Large, smaller and small: ``7``, ``.2``, `` / 10 s``.
    live : bool
        Whether it is valid now; grey if not.
    """

    whole: str
    part: str
    rest: str
    live: bool = True


def choose_number(update: Update, scene: SessionState, status: StatusStyle) -> BigNumber | None:
    """Choose the number; None during the count-in, which fills the picture."""
    if scene.stage == "count_in":
        return None
    if scene.stage == "setup":
        good = sum(finding.ok is True for finding in scene.findings)
        return BigNumber(str(good), "", after_number(N_("/ {n} ok", n=len(scene.findings))))
    if scene.left_s is not None:
        return BigNumber(str(math.ceil(scene.left_s)), "", after_number(N_("s")))
    if hold_runs(update) and scene.stage == "work":
        held, target_s = chosen().number(tenths(update.hold_s).value, ".1f"), update.hold_target_s
        target = after_number(N_("/ {target:g} s", target=target_s) if target_s else N_("s"))
        return BigNumber(held[:-2], held[-2:], target, status is not NOT_SEEN)
    made = sum(scene.done)
    if scene.reps is None:
        return BigNumber(str(made), "", after_number(plural("rep", "reps", made)))
    return BigNumber(str(made), "", after_number(N_("/ {n} reps", n=scene.reps * len(scene.done))))


def hold_runs(update: Update) -> bool:
    """Whether the running attempt has a hold to show."""
    return update.rep > 0 and (update.hold_s > 0 or update.phase == "hold")


def after_number(text: str) -> str:
    """Return what follows a large number, as it is shown, after a space."""
    return f" {_(text)}"


def tenths(seconds: float) -> Quantity:
    """Return a time, cut off after tenths: rounding up would show a target that is not reached yet."""
    return quantity(int(seconds * 10 + 1e-6) / 10, "s", 1)


# TRANSLATORS: Beside a mark on the bar: how long the best and the last hold were.
BEST, LAST = N_("best {time}"), N_("last {time}")
MARKS_ROW = 0.06  # units: the words below the bar
_BEST, _LAST = 0.016, 0.008  # units: how thick the marks of the best and of the last hold are
_OPEN_SCALE = 1.25  # length of the bar over the best hold, where no target gives it: there is room to hold longer
_BADGE_ROOM = 0.65  # units: the widest badge beside a clock, the one of LOWER
_NUMBER_ROOM = 0.45  # units reserved for the number beside the badge; with less its digits would shrink below 9 %


def lay_out_header(canvas: Canvas, update: Update, scene: SessionState, status: StatusStyle) -> Strip:
    """Lay out the status, the number, and the bar that fills with the hold."""
    row = bottom = canvas.px(ROW)
    number = choose_number(update, scene, status)
    badge = _badge(canvas, status, canvas.width - (canvas.px(_NUMBER_ROOM) if number and not canvas.tall else 0))
    parts: list[Item] = [*badge]
    if number:
        place = Box(badge[0].box.right, 0, canvas.width, row)
        if canvas.tall:
            place = Box(0, row, canvas.width, row + canvas.px(CLOCK_ROW))
        parts += _number(canvas, number, place)
        bottom = place.bottom
    if scene.stage == "work" and (update.hold_target_s or scene.aims):
        bar, bottom = _hold_bar(canvas, update, scene, bottom)
        parts += bar
    return Strip([Shade(Box(0, 0, canvas.width, bottom)), *parts], 0, bottom)


def _badge(canvas: Canvas, status: StatusStyle, room: float) -> list[Item]:
    """Show the status as a coloured block with icon and word, at most `room` pixels wide."""
    pad, icon, row = canvas.px(PAD), canvas.px(ICON), canvas.px(ROW)
    text = _(status.word)
    size = canvas.size(text, WORD, room - 3 * pad - icon)
    word = canvas.line(text, size, left=2 * pad + icon, middle=row / 2, colour=status.ink)
    icon_box = Box(pad, (row - icon) / 2, pad + icon, (row + icon) / 2)
    background = Block(Box(0, 0, word.box.right + pad, row), status.colour)
    return [background, Icon(icon_box, status.shape, status.ink, status.colour), word]


def _number(canvas: Canvas, number: BigNumber, place: Box) -> list[Item]:
    """Show the number in `place`, where no change of status moves it; grey when it is not live."""
    runs, weights = number[:3], (BOLD, BOLD, REGULAR)
    colour = WHITE if number.live else GREY
    scale = 1.0
    while True:
        sizes = [max(1, int(canvas.px(share * scale))) for share in (NUMBER, 0.6 * NUMBER, 0.45 * NUMBER)]
        widths = [canvas.type_.width(t, s, w) if t else 0.0 for t, s, w in zip(runs, sizes, weights, strict=True)]
        if sum(widths) <= place.width - 2 * canvas.px(PAD) or sizes[0] == 1:
            break
        scale *= 0.96
    centre = canvas.width / 2 if canvas.tall else (canvas.px(_BADGE_ROOM) + place.right) / 2
    left = min(centre - sum(widths) / 2, place.right - canvas.px(PAD) - sum(widths))
    left, baseline = max(left, place.left + canvas.px(PAD)), (place.top + place.bottom + CAP * sizes[0]) / 2
    parts: list[Item] = []
    for text, size, weight, width in zip(runs, sizes, weights, widths, strict=True):
        if text:
            parts.append(Text(text, left, baseline, size, weight, colour, width))
        left += width
    return parts


def _hold_bar(canvas: Canvas, update: Update, scene: SessionState, top: float) -> tuple[list[Item], float]:
    """Lay out the bar, and what the person held before where that is known; return its lower edge too (pixels)."""
    bar = Box(0, top, canvas.width, top + canvas.px(BAR))
    hold_s, good_s, aim = 0.0, 0.0, NO_AIM
    if hold_runs(update):
        hold_s, good_s, aim = update.hold_s, update.good_s, scene.aims.get(update.side, NO_AIM)
    scale_s = update.hold_target_s or max(_OPEN_SCALE * (aim.best_s or aim.last_s or 1.0), hold_s)
    parts = _bar(bar, hold_s, good_s, scale_s)
    if not scene.aims:
        return parts, bar.bottom
    return [*parts, *_marks(canvas, bar, aim, scale_s)], bar.bottom + canvas.px(MARKS_ROW)


def _bar(box: Box, hold_s: float, good_s: float, full_s: float) -> list[Item]:
    """Fill the bar with the hold: first its good part, then the rest; it is full at `full_s`."""
    good, held = (box.left + box.width * min(1.0, s / full_s) for s in (min(good_s, hold_s), hold_s))
    return [Block(box, TRACK), Block(box._replace(right=held), VERMILION), Block(box._replace(right=good), GREEN)]


def _marks(canvas: Canvas, bar: Box, aim: Aim, scale_s: float) -> list[Item]:
    """Mark earlier holds on the bar; words beside the marks name them where they have room, the best one first."""
    size, gap = max(1, int(canvas.px(LABEL))), canvas.px(PAD) / 2
    top, bottom = bar.bottom, bar.bottom + canvas.px(MARKS_ROW)
    parts: list[Item] = []
    free_to = bar.right
    for word, seconds, thickness in ((BEST, aim.best_s, _BEST), (LAST, aim.last_s, _LAST)):
        if seconds is None:
            continue
        thick = canvas.px(thickness)
        x = min(bar.width * seconds / scale_s, bar.width) - thick
        text = _(N_(word, time=quantity(int(seconds), "s")))
        room = canvas.type_.width(text, size, REGULAR) + 2 * gap
        left = x + thick if word is BEST and x + thick + room <= free_to else x - room
        named = left >= 0 and x + thick <= free_to
        parts.append(Block(Box(x, bar.top, x + thick, bottom if named else top), WHITE))
        if named:
            parts.append(canvas.line(text, size, left=left + gap, middle=(top + bottom) / 2, weight=REGULAR))
            free_to = min(left, x)
    return parts
