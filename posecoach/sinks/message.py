"""The message: the one correction that matters most, or why nothing can be judged, or what the session says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from posecoach.core.types import Update
from posecoach.sinks.palette import NOT_SEEN, ORANGE, PAUSED, WHITE, Colour, Look
from posecoach.sinks.shapes import Item, Shade
from posecoach.sinks.signs import Box
from posecoach.sinks.stage import CALM, CUE, NOTE, PAD, SAY, Band, Stage
from posecoach.sinks.text import BOLD, LINE, REGULAR, Fitted

Place = Literal["top", "foot"]
"""The end of the free part of the picture where the message stands."""


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A text of the message: wished size in units, stroke weight, and the most of the free height it may take."""

    text: str
    size: float
    weight: int
    share: float
    colour: Colour = WHITE


def message_band(
    stage: Stage, update: Update, look: Look, note: str | None, free: tuple[float, float], place: Place
) -> Band | None:
    """Lay out the message at the upper or lower end of the free part of the picture.

    Parameters
    ----------
    stage : Stage
        The picture.
    update : Update
        What the coach found.
    look : Look
        The state shown.
    note : str or None
        A line about the session.
    free : tuple of float
        Top and bottom of the part between the bands, in pixels.
    place : Place
        Which end of it.

    Returns
    -------
    Band or None
        Within `free`; None when there is nothing to say.
    """
    sentences = _sentences(update, look, note)
    if not sentences:
        return None
    pad = stage.px(PAD)
    pads = pad * (len(sentences) + 1)
    fitted = [_fit(stage, s, free[1] - free[0] - pads) for s in sentences]
    height = sum(f.height for f in fitted) + pads
    top = free[0] if place == "top" else free[1] - height
    parts: list[Item] = [Shade(Box(0, top, stage.width, top + height))]
    y = top + pad
    for block, sentence in zip(fitted, sentences, strict=True):
        parts += _lines(stage, block, y, sentence.colour)
        y += block.height + pad
    return Band(parts, top, top + height)


def _sentences(update: Update, look: Look, note: str | None) -> list[_Sentence]:
    body: list[_Sentence] = []
    if look is NOT_SEEN:
        body = [_Sentence(update.unseen or "Nobody is in the picture.", CALM, REGULAR, 0.5)]
    elif look is PAUSED:
        body = [] if note else [_Sentence("Press space to go on", CALM, REGULAR, 0.5)]
    elif update.faults:
        worst = update.faults[0]
        body = [_Sentence(worst.say, SAY, BOLD, 0.45), _Sentence(worst.cue, CUE, REGULAR, 0.3)]
    elif update.hint:
        body = [_Sentence(update.hint, SAY, BOLD, 0.45)]
    if note:
        body.insert(0, _Sentence(note, NOTE if body else CALM, REGULAR, 0.25, ORANGE))
    return body


def _fit(stage: Stage, sentence: _Sentence, room: float) -> Fitted:
    return stage.type_.fit(
        sentence.text,
        stage.width - 2 * stage.px(PAD),
        room * sentence.share,
        size=stage.px(sentence.size),
        max_lines=4 if stage.tall else 2,
        weight=sentence.weight,
    )


def _lines(stage: Stage, block: Fitted, top: float, colour: Colour) -> list[Item]:
    first, step = top + block.cap / 2, LINE * block.size
    return [
        stage.centred(
            line, block.size, centre=stage.width / 2, middle=first + k * step, weight=block.weight, colour=colour
        )
        for k, line in enumerate(block.lines)
    ]
