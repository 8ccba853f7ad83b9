"""The band on top of the picture: the state as one large word, the one number that matters, and the hold's bar."""

from __future__ import annotations

from posecoach.core.judging.events import Update
from posecoach.core.session.scene import Scene
from posecoach.sinks.number import Number, hold_runs, number_of
from posecoach.sinks.palette import GREEN, GREY, TRACK, VERMILION, WHITE, Look
from posecoach.sinks.shapes import Block, Item, Shade, Sign, Text
from posecoach.sinks.signs import Box
from posecoach.sinks.stage import BAR, CLOCK_ROW, NUMBER, PAD, ROW, SIGN, WORD, Band, Stage
from posecoach.sinks.text import BOLD, CAP, REGULAR

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
