"""The message of a frame: the most important correction, or what to do, or why nothing is judged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from posecoach.core.judging.events import Update
from posecoach.core.session.reminders import SKIP, SKIPS
from posecoach.core.session.scene import SessionState, SetupCheck
from posecoach.core.session.summary import ENDINGS
from posecoach.feedback.overlay.canvas import CALM, COUNT, CUE, NOTE, SAY, TIGHT, TIGHT_COUNT, Canvas
from posecoach.feedback.overlay.primitives import Icon, Item
from posecoach.feedback.overlay.style import BLACK, NOT_SEEN, ORANGE, WHITE, Box, Colour, Shape, StatusStyle
from posecoach.feedback.overlay.typography import BOLD, LINE, REGULAR
from posecoach.translation import N_, _

_ROW, _COLUMN = 0.055, 0.3  # units: a line of the checklist, and its longest word with icon
# TRANSLATORS: The checks of camera and person, each with a tick or a cross: one word of at most ten letters.
WORDS = {
    "rate": N_("Rate"),
    "resolution": N_("Resolution"),
    "light": N_("Light"),
    "alone": N_("Alone"),
    "seen": N_("Seen"),
    "picture": N_("Picture"),
    "whole": N_("Whole"),
    "distance": N_("Distance"),
    "side": N_("Side"),
    "level": N_("Level"),
}
"""Code of a setup check -> its word."""
_ICONS: dict[bool | None, Shape] = {True: "tick", False: "cross", None: "question"}


@dataclass(frozen=True, slots=True)
class LaidOutText:
    """A part of a message, laid out for a given room, in pixels.

    Attributes
    ----------
    width, height : float
        The room that it takes.
    size : float
        Share of the preferred font size that it got.
    items : callable
        Centre and top edge -> its items.
    """

    width: float
    height: float
    size: float
    items: Callable[[float, float], list[Item]]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the message.

    Attributes
    ----------
    text : str
        The sentence.
    size : float
        Preferred font size in units.
    weight : int
        Stroke weight.
    share : float
        Largest share of the message's height that it may take.
    colour : Colour
        Colour of the letters.
    tight : float
        Font size when room is scarce.
    spare : bool
        Whether it is left out before anything shrinks.
    """

    text: str
    size: float
    weight: int = REGULAR
    share: float = 0.5
    colour: Colour = WHITE
    tight: float = TIGHT
    spare: bool = False

    def set(self, canvas: Canvas, width: float, height: float, compactness: int) -> LaidOutText:
        """Break into lines for a width and a height in pixels; see `message_box.Place`."""
        size = canvas.px(min(self.tight, self.size) if compactness == 2 else self.size)
        lines = 2 if width > 1.2 * canvas.unit else 4
        block = canvas.type_.fit(_(self.text), width, height, size=size, max_lines=lines, weight=self.weight)

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
    """The checks of camera and person, each with an icon: tick, cross or question mark.

    Where room is scarce it lists only what is not good yet; the header says how many are.
    """

    findings: tuple[SetupCheck, ...]
    share: float = 0.3
    spare: bool = False

    def set(self, canvas: Canvas, width: float, height: float, compactness: int) -> LaidOutText:
        """Lay out in as many columns as fit the width; width and height in pixels."""
        open_ones = [finding for finding in self.findings if not finding.ok]
        listed = open_ones if compactness and open_ones else self.findings
        columns = max(1, min(int(width / canvas.px(_COLUMN)), len(listed)))
        rows = -(-len(listed) // columns)
        row, column = min(canvas.px(_ROW), height / rows), min(canvas.px(_COLUMN), width / columns)
        taken, icon = column * columns, 0.65 * row

        def items(centre: float, top: float) -> list[Item]:
            parts: list[Item] = []
            for k, finding in enumerate(listed):
                x, middle = centre - taken / 2 + column * (k // rows), top + row * (k % rows + 0.5)
                word = _(WORDS.get(finding.code, finding.code))
                size = canvas.size(word, 0.8 * row / canvas.unit, column - 2 * icon, REGULAR)
                box = Box(x, middle - icon / 2, x + icon, middle + icon / 2)
                parts.append(Icon(box, _ICONS[finding.ok], WHITE if finding.ok else ORANGE, BLACK))
                parts.append(canvas.line(word, size, left=x + 1.5 * icon, middle=middle, weight=REGULAR))
            return parts

        return LaidOutText(taken, row * rows, row / canvas.px(_ROW), items)


def message_of(
    update: Update, scene: SessionState, status: StatusStyle, note: str | None, keys: bool = True
) -> list[Sentence | Checklist]:
    """Choose what to say, the most important first; a note stands before it, in small letters.

    Parameters
    ----------
    update : Update
        What the coach found.
    scene : SessionState
        What the session is doing.
    status : StatusStyle
        The status shown.
    note : str or None
        A line from outside the session, such as a problem with the camera.
    keys : bool
        Whether to name the window's keys.

    Returns
    -------
    list of Sentence and Checklist
        Empty when there is nothing to say.
    """
    parts = _message_of_stage(update, scene, status, keys)
    sentences = {part.text for part in parts if isinstance(part, Sentence)}
    if not note or note in sentences:
        return parts
    return [Sentence(note, NOTE if parts else CALM, share=0.25, colour=ORANGE, tight=NOTE), *parts]


def _message_of_stage(
    update: Update, scene: SessionState, status: StatusStyle, keys: bool
) -> list[Sentence | Checklist]:
    stage = scene.stage
    if stage == "setup":
        return _setup_message(scene.findings)
    if stage == "done":
        return [Sentence(ENDINGS[scene.ended or "quit"], SAY, BOLD)]
    if stage == "paused":
        return [Sentence(N_("Raise one arm or press space to go on") if keys else N_("Raise one arm to go on"), CALM)]
    if stage == "stopping":
        return [_large(N_("Lower the arm, raise it again to go on")), _small(N_("Otherwise the session ends."))]
    if stage == "out_of_view":
        return [_large(N_("Come back into the picture")), _small(N_("If nobody comes, the session ends by itself."))]
    if stage == "rest":
        return [_large(N_("Next: {exercise}", exercise=scene.title)), _small(scene.start_cue)]
    if status is NOT_SEEN:
        return [Sentence(update.unseen or N_("Nobody is in the picture."), CALM)]
    if stage == "count_in":
        return [Sentence(str(scene.count), COUNT, BOLD, 1.0, tight=TIGHT_COUNT)]
    if scene.may_skip:
        cue = scene.start_cue if stage == "start_pose" else scene.movement_cue
        return [_large(SKIPS if scene.skips else SKIP), _small(cue)]
    if stage == "start_pose":
        return [_large(scene.start_cue)]
    if update.faults:
        return [_large(update.faults[0].say), _small(update.faults[0].cue)]
    return [_large(update.hint)] if update.hint else []


def _large(text: str) -> Sentence:
    return Sentence(text, SAY, BOLD, 0.45)


def _small(text: str) -> Sentence:
    return Sentence(text, CUE, REGULAR, 0.3, spare=True)


def _setup_message(findings: tuple[SetupCheck, ...]) -> list[Sentence | Checklist]:
    """Say how to fix the first bad finding, above the list of all."""
    if not findings:
        return [Sentence(N_("Checking camera and place ..."), CALM)]
    bad = next((finding for finding in findings if finding.ok is False), None)
    if not bad:
        return [Checklist(findings)]
    say = bad.say or bad.sentence
    more = [] if bad.sentence.startswith(say.rstrip(".")) else [_small(bad.sentence)]  # nothing is said twice
    return [_large(say), *more, Checklist(findings)]
