"""What a frame has to say in words: the one correction that matters most, or what to do, or why nothing is judged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from posecoach.core.judging.events import Update
from posecoach.core.session.announcer import ENDINGS
from posecoach.core.session.scene import SessionState, SetupCheck
from posecoach.feedback.overlay.canvas import CALM, COUNT, CUE, NOTE, SAY, TIGHT, TIGHT_COUNT, Canvas
from posecoach.feedback.overlay.primitives import Icon, Item
from posecoach.feedback.overlay.style import BLACK, NOT_SEEN, ORANGE, WHITE, Box, Colour, Shape, StatusStyle
from posecoach.feedback.overlay.typography import BOLD, LINE, REGULAR

_ROW, _COLUMN = 0.055, 0.3  # units: a line of the checklist, and the longest of its words with its sign
_SIGNS: dict[bool | None, Shape] = {True: "tick", False: "cross", None: "question"}


@dataclass(frozen=True, slots=True)
class LaidOutText:
    """A part of a message, set for a given room, in pixels.

    Attributes
    ----------
    width, height : float
        What it takes of it.
    size : float
        The share of the wished font size that it got.
    items : callable
        Its items around a middle, below a top edge.
    """

    width: float
    height: float
    size: float
    items: Callable[[float, float], list[Item]]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text of the message.

    Attributes
    ----------
    text : str
        What it says.
    size : float
        Wished font size in units.
    weight : int
        Stroke weight.
    share : float
        The most of the message's height that it may take.
    colour : Colour
        Of the letters.
    tight : float
        Size where room is scarce.
    spare : bool
        Whether it is left out before anything gets smaller.
    """

    text: str
    size: float
    weight: int = REGULAR
    share: float = 0.5
    colour: Colour = WHITE
    tight: float = TIGHT
    spare: bool = False

    def set(self, canvas: Canvas, width: float, height: float, tight: bool) -> LaidOutText:
        """Break into lines for a width and a height in pixels."""
        size = canvas.px(min(self.tight, self.size) if tight else self.size)
        lines = 2 if width > 1.2 * canvas.unit else 4
        block = canvas.type_.fit(self.text, width, height, size=size, max_lines=lines, weight=self.weight)

        def items(centre: float, top: float) -> list[Item]:
            first, step = top + block.cap / 2, LINE * block.size
            return [
                canvas.centred(
                    line, block.size, centre=centre, middle=first + k * step, weight=block.weight, colour=self.colour
                )
                for k, line in enumerate(block.lines)
            ]

        widest = max((canvas.type_.width(line, block.size, block.weight) for line in block.lines), default=0.0)
        return LaidOutText(widest, block.height, block.size / canvas.px(self.size), items)


@dataclass(frozen=True, slots=True)
class Checklist:
    """What was looked at of camera and person, each with a sign: tick, cross or question mark."""

    findings: tuple[SetupCheck, ...]
    share: float = 0.5
    spare: bool = False

    def set(self, canvas: Canvas, width: float, height: float, tight: bool) -> LaidOutText:
        """Lay out in as many columns as fit a width, for a height in pixels."""
        columns = max(1, min(int(width / canvas.px(_COLUMN)), len(self.findings)))
        rows = -(-len(self.findings) // columns)
        row, column = min(canvas.px(_ROW), height / rows), min(canvas.px(_COLUMN), width / columns)
        taken, sign = column * columns, 0.65 * row

        def items(centre: float, top: float) -> list[Item]:
            parts: list[Item] = []
            for k, finding in enumerate(self.findings):
                x, middle = centre - taken / 2 + column * (k // rows), top + row * (k % rows + 0.5)
                word = finding.code.capitalize()
                size = canvas.size(word, 0.8 * row / canvas.unit, column - 2 * sign, REGULAR)
                box = Box(x, middle - sign / 2, x + sign, middle + sign / 2)
                parts.append(Icon(box, _SIGNS[finding.ok], WHITE if finding.ok else ORANGE, BLACK))
                parts.append(canvas.line(word, size, left=x + 1.5 * sign, middle=middle, weight=REGULAR))
            return parts

        return LaidOutText(taken, row * rows, row / canvas.px(_ROW), items)


def message_of(
    update: Update, scene: SessionState, status: StatusStyle, note: str | None
) -> list[Sentence | Checklist]:
    """Choose what to say, the most important first; the session's notes before it, small.

    Parameters
    ----------
    update : Update
        What the coach found.
    scene : SessionState
        What the session is doing.
    look : StatusStyle
        The state shown.
    note : str or None
        A line from outside the session, such as a camera's trouble.

    Returns
    -------
    list of Sentence and Checklist
        Empty when there is nothing to say.
    """
    said = _of_stage(update, scene, status)
    told = {part.text for part in said if isinstance(part, Sentence)}
    if not note or note in told:
        return said
    return [Sentence(note, NOTE if said else CALM, share=0.25, colour=ORANGE, tight=NOTE), *said]


def _of_stage(update: Update, scene: SessionState, status: StatusStyle) -> list[Sentence | Checklist]:
    stage = scene.stage
    if stage == "setup":
        return _placing(scene.findings)
    if stage == "done":
        return [Sentence(ENDINGS[scene.ended or "quit"], SAY, BOLD)]
    if stage == "paused":
        return [Sentence("Raise one arm or press space to go on", CALM)]
    if stage == "out_of_view":
        return [_loud("Come back into the picture"), _small("Without anybody the session ends by itself.")]
    if stage == "rest":
        return [_loud(f"Next: {scene.title}"), _small(scene.start_cue)]
    if status is NOT_SEEN:
        return [Sentence(update.unseen or "Nobody is in the picture.", CALM)]
    if stage == "count_in":
        return [Sentence(str(scene.count), COUNT, BOLD, 1.0, tight=TIGHT_COUNT)]
    if stage == "start_pose":
        return [_loud(scene.start_cue)]
    if update.faults:
        return [_loud(update.faults[0].say), _small(update.faults[0].cue)]
    return [_loud(update.hint)] if update.hint else []


def _loud(text: str) -> Sentence:
    return Sentence(text, SAY, BOLD, 0.45)


def _small(text: str) -> Sentence:
    return Sentence(text, CUE, REGULAR, 0.3, spare=True)


def _placing(findings: tuple[SetupCheck, ...]) -> list[Sentence | Checklist]:
    """Say how to put the first bad thing right, over the list of all."""
    if not findings:
        return [Sentence("Looking at camera and place ...", CALM)]
    bad = next((finding for finding in findings if finding.ok is False), None)
    said = [_loud(bad.say or bad.sentence), _small(bad.sentence)] if bad else []
    return [*said, Checklist(findings)]
