"""The bands at the picture's edges: state, clock and repetitions on top, the exercise's name at the foot."""

from __future__ import annotations

from posecoach.core.types import Update
from posecoach.sinks.palette import GREEN, GREY, NOT_SEEN, TRACK, VERMILION, WHITE, Look
from posecoach.sinks.shapes import Block, Item, Shade, Sign, Text
from posecoach.sinks.signs import Box
from posecoach.sinks.stage import BAR, CLOCK_ROW, LABEL, NUMBER, PAD, ROW, SIGN, STRIP, WORD, Band, Stage
from posecoach.sinks.text import BOLD, CAP, REGULAR

_BADGE_ROOM = 0.65  # units: the widest badge beside a clock, that of LOWER
_CLOCK_ROOM = 0.45  # units kept for the clock beside the badge; in less its digits would fall under 9 %


def top_band(stage: Stage, update: Update, look: Look) -> Band:
    """Lay out state, clock, repetitions and the bar that fills with the hold."""
    row = bottom = stage.px(ROW)
    reps = _repetitions(stage, update.reps)
    room = min(part.box.left for part in reps) - stage.px(PAD)
    clock = _clock_runs(update, look)
    badge = _badge(stage, look, room - (stage.px(_CLOCK_ROOM) if clock and not stage.tall else 0))
    parts: list[Item] = [*badge, *reps]
    if clock:
        place = Box(badge[0].box.right, 0, room, row)
        if stage.tall:
            place = Box(0, row, stage.width, row + stage.px(CLOCK_ROW))
        parts += _clock(stage, clock, place, live=update.rep > 0)
        bottom = place.bottom
    if update.hold_target_s:
        bar = Box(0, bottom, stage.width, bottom + stage.px(BAR))
        parts += _bar(bar, *(update.hold_s, update.good_s) if clock else (0.0, 0.0), update.hold_target_s)
        bottom = bar.bottom
    return Band([Shade(Box(0, 0, stage.width, bottom)), *parts], 0, bottom)


def foot_band(stage: Stage, update: Update, look: Look) -> Band:
    """Lay out the strip with the exercise's name, the side, and the good part of the hold; in two rows if need be."""
    side = f"{update.side} leg" if update.side else ""
    name = ", ".join(filter(None, (update.title, side)))
    good = f"{_tenths(update.good_s)} s good" if _clock_runs(update, look) else ""
    full = stage.size(f"{name}  00.0 s good", LABEL, weight=REGULAR)
    one_row = stage.type_.width(f"{name}  00.0 s good", full, REGULAR) <= stage.width - 2 * stage.px(PAD)
    if not (name or good):
        return Band([], stage.height, stage.height)
    rows = [(name, good)] if one_row else [(update.title, ""), (side, good)]
    top = stage.height - stage.px(STRIP) * (1 if one_row else 1.8)
    parts: list[Item] = [Shade(Box(0, top, stage.width, stage.height))]
    for k, (left, right) in enumerate(reversed(rows)):
        parts += _spread(stage, left, right, stage.height - stage.px(STRIP) * (0.5 + 0.8 * k))
    return Band(parts, top, stage.height)


def _spread(stage: Stage, left: str, right: str, middle: float) -> list[Text]:
    """Set one text at the left edge and one at the right, small enough that they do not meet."""
    pad = stage.px(PAD)
    size = stage.size(f"{left}  {right}", LABEL, stage.width - 2 * pad, REGULAR)
    end = stage.width - pad - stage.type_.width(right, size, REGULAR)
    return [
        stage.line(text, size, left=x, middle=middle, weight=REGULAR) for text, x in ((left, pad), (right, end)) if text
    ]


def _badge(stage: Stage, look: Look, room: float) -> list[Item]:
    """Set the state as a block of colour with sign and word, at most `room` pixels wide."""
    pad, sign, row = stage.px(PAD), stage.px(SIGN), stage.px(ROW)
    size = stage.size(look.word, WORD, room - 3 * pad - sign)
    word = stage.line(look.word, size, left=2 * pad + sign, middle=row / 2, colour=look.ink)
    mark = Box(pad, (row - sign) / 2, pad + sign, (row + sign) / 2)
    ground = Block(Box(0, 0, word.box.right + pad, row), look.colour)
    return [ground, Sign(mark, look.shape, look.ink, look.colour), word]


def _repetitions(stage: Stage, reps: int) -> list[Text]:
    """Set the number of repetitions over its label, in the top right corner."""
    number, label = str(reps), "rep" if reps == 1 else "reps"
    big, small = stage.size(number, WORD), stage.size(label, LABEL, weight=REGULAR)
    width = max(stage.type_.width(number, big), stage.type_.width(label, small, REGULAR))
    centre = stage.width - stage.px(PAD) - width / 2
    return [
        stage.centred(number, big, centre=centre, middle=stage.px(0.075)),
        stage.centred(label, small, centre=centre, middle=stage.px(0.152), weight=REGULAR),
    ]


def _clock_runs(update: Update, look: Look) -> tuple[str, str, str] | None:
    """Return the clock's whole seconds, tenths and target; None when there is no hold to show."""
    if look is NOT_SEEN or (update.hold_s <= 0 and update.phase != "hold"):
        return None
    whole, tenths = _tenths(update.hold_s).split(".")
    return whole, f".{tenths}", f" / {update.hold_target_s:g} s" if update.hold_target_s else " s"


def _tenths(seconds: float) -> str:
    """Cut to tenths: rounded up, the clock would show a target that is not reached yet."""
    return f"{int(seconds * 10 + 1e-6) / 10:.1f}"


def _clock(stage: Stage, runs: tuple[str, str, str], place: Box, *, live: bool) -> list[Item]:
    """Set the hold with large seconds in `place`, where no change of state moves it; grey once it is over."""
    weights, colours = (BOLD, BOLD, REGULAR), (WHITE, WHITE, WHITE) if live else (GREY, GREY, GREY)
    scale = 1.0
    while True:
        sizes = [max(1, int(stage.px(share * scale))) for share in (NUMBER, 0.6 * NUMBER, 0.45 * NUMBER)]
        widths = [stage.type_.width(t, s, w) for t, s, w in zip(runs, sizes, weights, strict=True)]
        if sum(widths) <= place.width - 2 * stage.px(PAD) or sizes[0] == 1:
            break
        scale *= 0.96
    centre = stage.width / 2 if stage.tall else (stage.px(_BADGE_ROOM) + place.right) / 2
    left = min(centre - sum(widths) / 2, place.right - stage.px(PAD) - sum(widths))
    left, baseline = max(left, place.left + stage.px(PAD)), (place.top + place.bottom + CAP * sizes[0]) / 2
    parts: list[Item] = []
    for text, size, weight, colour, width in zip(runs, sizes, weights, colours, widths, strict=True):
        parts.append(Text(text, left, baseline, size, weight, colour, width))
        left += width
    return parts


def _bar(box: Box, hold_s: float, good_s: float, target_s: float) -> list[Item]:
    """Fill with the hold: first what of it was good, then what was not."""
    good, held = (box.left + box.width * min(1.0, s / target_s) for s in (min(good_s, hold_s), hold_s))
    return [Block(box, TRACK), Block(box._replace(right=held), VERMILION), Block(box._replace(right=good), GREEN)]
