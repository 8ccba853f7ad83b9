"""The header: what the body is doing, the hold's clock, and one large number."""

from __future__ import annotations

import math
from typing import NamedTuple

from posecoach.core.judging.events import Update
from posecoach.core.session.scene import Scene
from posecoach.feedback.overlay.canvas import BAR, CLOCK_ROW, NUMBER, PAD, ROW, SIGN, WORD, Band, Stage
from posecoach.feedback.overlay.primitives import Block, Item, Shade, Sign, Text
from posecoach.feedback.overlay.style import GREEN, GREY, NOT_SEEN, TRACK, VERMILION, WHITE, Box, Look
from posecoach.feedback.overlay.typography import BOLD, CAP, REGULAR


class Number(NamedTuple):
    """A number to be set large.

    Attributes
    ----------
    whole, part, rest : str
        Large, smaller and small: ``7``, ``.2``, `` / 10 s``.
    live : bool
        Whether it is running, or valid now.
    """

    whole: str
    part: str
    rest: str
    live: bool = True


def number_of(update: Update, scene: Scene, look: Look) -> Number | None:
    """Choose the number; None while counting in, which has the picture to itself."""
    if scene.stage == "count_in":
        return None
    if scene.stage == "place":
        return Number(str(sum(finding.ok is True for finding in scene.findings)), "", f" / {len(scene.findings)} ok")
    if scene.left_s is not None:
        return Number(str(math.ceil(scene.left_s)), "", " s")
    if hold_runs(update) and scene.stage == "work":
        whole, part = tenths(update.hold_s).split(".")
        target = f" / {update.hold_target_s:g} s" if update.hold_target_s else " s"
        return Number(whole, f".{part}", target, look is not NOT_SEEN)
    made = sum(scene.done)
    if scene.reps is None:
        return Number(str(made), "", count_word(made))
    return Number(str(made), "", f" / {scene.reps * len(scene.done)} reps")


def hold_runs(update: Update) -> bool:
    """Whether the attempt under way has a hold to show."""
    return update.rep > 0 and (update.hold_s > 0 or update.phase == "hold")


def count_word(made: int) -> str:
    """Return what attempts are called on the screen, with a space before it."""
    return " rep" if made == 1 else " reps"


def tenths(seconds: float) -> str:
    """Cut to tenths: rounded up, the clock would show a target that is not reached yet."""
    return f"{int(seconds * 10 + 1e-6) / 10:.1f}"


_BADGE_ROOM = 0.65  # units: the widest badge beside a clock, that of LOWER
_NUMBER_ROOM = 0.45  # units kept for the number beside the badge; in less its digits would fall under 9 %


def top_band(stage: Stage, update: Update, scene: Scene, look: Look) -> Band:
    """Lay out state, number, and the bar that fills with the hold."""
    row = bottom = stage.px(ROW)
    number = number_of(update, scene, look)
    badge = _badge(stage, look, stage.width - (stage.px(_NUMBER_ROOM) if number and not stage.tall else 0))
    parts: list[Item] = [*badge]
    if number:
        place = Box(badge[0].box.right, 0, stage.width, row)
        if stage.tall:
            place = Box(0, row, stage.width, row + stage.px(CLOCK_ROW))
        parts += _number(stage, number, place)
        bottom = place.bottom
    if update.hold_target_s and scene.stage == "work":
        bar = Box(0, bottom, stage.width, bottom + stage.px(BAR))
        parts += _bar(bar, *(update.hold_s, update.good_s) if hold_runs(update) else (0.0, 0.0), update.hold_target_s)
        bottom = bar.bottom
    return Band([Shade(Box(0, 0, stage.width, bottom)), *parts], 0, bottom)


def _badge(stage: Stage, look: Look, room: float) -> list[Item]:
    """Set the state as a block of colour with sign and word, at most `room` pixels wide."""
    pad, sign, row = stage.px(PAD), stage.px(SIGN), stage.px(ROW)
    size = stage.size(look.word, WORD, room - 3 * pad - sign)
    word = stage.line(look.word, size, left=2 * pad + sign, middle=row / 2, colour=look.ink)
    mark = Box(pad, (row - sign) / 2, pad + sign, (row + sign) / 2)
    ground = Block(Box(0, 0, word.box.right + pad, row), look.colour)
    return [ground, Sign(mark, look.shape, look.ink, look.colour), word]


def _number(stage: Stage, number: Number, place: Box) -> list[Item]:
    """Set the number in `place`, where no change of state moves it; grey when it does not run."""
    runs, weights = number[:3], (BOLD, BOLD, REGULAR)
    colour = WHITE if number.live else GREY
    scale = 1.0
    while True:
        sizes = [max(1, int(stage.px(share * scale))) for share in (NUMBER, 0.6 * NUMBER, 0.45 * NUMBER)]
        widths = [stage.type_.width(t, s, w) if t else 0.0 for t, s, w in zip(runs, sizes, weights, strict=True)]
        if sum(widths) <= place.width - 2 * stage.px(PAD) or sizes[0] == 1:
            break
        scale *= 0.96
    centre = stage.width / 2 if stage.tall else (stage.px(_BADGE_ROOM) + place.right) / 2
    left = min(centre - sum(widths) / 2, place.right - stage.px(PAD) - sum(widths))
    left, baseline = max(left, place.left + stage.px(PAD)), (place.top + place.bottom + CAP * sizes[0]) / 2
    parts: list[Item] = []
    for text, size, weight, width in zip(runs, sizes, weights, widths, strict=True):
        if text:
            parts.append(Text(text, left, baseline, size, weight, colour, width))
        left += width
    return parts


def _bar(box: Box, hold_s: float, good_s: float, target_s: float) -> list[Item]:
    """Fill with the hold: first what of it was good, then what was not."""
    good, held = (box.left + box.width * min(1.0, s / target_s) for s in (min(good_s, hold_s), hold_s))
    return [Block(box, TRACK), Block(box._replace(right=held), VERMILION), Block(box._replace(right=good), GREEN)]
