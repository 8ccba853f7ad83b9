"""The list of keys, over the whole picture."""

from __future__ import annotations

from posecoach.sinks.keys import HELP
from posecoach.sinks.palette import ORANGE
from posecoach.sinks.shapes import Item, Shade
from posecoach.sinks.signs import Box
from posecoach.sinks.stage import CALM, PAD, Stage
from posecoach.sinks.text import BOLD, LINE, REGULAR


def help_items(stage: Stage) -> list[Item]:
    """Lay out the keys and what they do, in two columns, as large as fits."""
    room = stage.width - 4 * stage.px(PAD)
    size = max(1, int(stage.px(CALM)))
    while size > 1 and sum(_columns(stage, size)) > room:
        size -= 1
    keys, texts = _columns(stage, size)
    left, step = (stage.width - keys - texts) / 2, 1.3 * LINE * size
    first = stage.height / 2 - step * (len(HELP) - 1) / 2
    parts: list[Item] = [Shade(Box(0, 0, stage.width, stage.height), share=0.15)]
    for k, (key, text) in enumerate(HELP):
        parts.append(stage.line(key, size, left=left, middle=first + k * step, colour=ORANGE))
        parts.append(stage.line(text, size, left=left + keys, middle=first + k * step, weight=REGULAR))
    return parts


def _columns(stage: Stage, size: int) -> tuple[float, float]:
    """Return the widths of the keys with a gap and of the texts, in pixels."""
    keys = max(stage.type_.width(key, size, BOLD) for key, _ in HELP)
    return keys + size, max(stage.type_.width(text, size, REGULAR) for _, text in HELP)
