"""Colours, boxes, and the style of each status."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from posecoach.core.judging.events import Update
from posecoach.core.session.scene import SessionState, StageName
from posecoach.translation import N_

Colour = tuple[int, int, int]
"""Blue, green, red, each 0 to 255."""

WHITE: Colour = (255, 255, 255)
BLACK: Colour = (0, 0, 0)
GREY: Colour = (200, 200, 200)
TRACK: Colour = (85, 85, 85)
BLUE: Colour = (0xB2, 0x72, 0x00)
ORANGE: Colour = (0x00, 0x9F, 0xE6)
VERMILION: Colour = (0x00, 0x5E, 0xD5)
GREEN: Colour = (0x73, 0x9E, 0x00)

Shape = Literal[
    "ring", "right", "down", "tick", "warning", "question", "pause", "dots", "corners", "hourglass", "star", "square",
    "disc", "cross",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class StatusStyle:
    """How the screen shows a status.

    Attributes
    ----------
    word : str
        Its word on the screen.
    shape : Shape
        The icon beside the word.
    colour : Colour
        Colour of the badge and of the skeleton.
    ink : Colour
        Colour of word and icon on the badge; at least 4.5:1 against `colour` (WCAG 2, AA).
    """

    word: str
    shape: Shape
    colour: Colour
    ink: Colour


# TRANSLATORS: The status on the screen, in capitals, read from 3 m: one short word, eight letters at most.
SET_UP = StatusStyle(N_("SET UP"), "dots", GREY, BLACK)
READY = StatusStyle(N_("READY"), "ring", BLUE, WHITE)
MOVING = StatusStyle(N_("MOVING"), "right", BLUE, WHITE)
HOLD = StatusStyle(N_("HOLD"), "tick", GREEN, BLACK)
FIX = StatusStyle(N_("FIX"), "warning", VERMILION, BLACK)
LOWER = StatusStyle(N_("LOWER"), "down", BLUE, WHITE)
NOT_SEEN = StatusStyle(N_("NOT SEEN"), "question", ORANGE, BLACK)
PAUSED = StatusStyle(N_("PAUSED"), "pause", GREY, BLACK)
PLACE = StatusStyle(N_("PLACE"), "corners", GREY, BLACK)
REST = StatusStyle(N_("REST"), "hourglass", BLUE, WHITE)
DONE = StatusStyle(N_("DONE"), "star", GREEN, BLACK)
STOPPED = StatusStyle(N_("STOPPED"), "square", GREY, BLACK)

_OF_PHASE = {"away": SET_UP, "start": READY, "moving": MOVING, "hold": HOLD, "lowering": LOWER}
_OF_STAGE: dict[StageName, StatusStyle] = {
    "setup": PLACE,
    "rest": REST,
    "paused": PAUSED,
    "stopping": STOPPED,
    "out_of_view": NOT_SEEN,
}


def status_of(update: Update, scene: SessionState) -> StatusStyle:
    """Choose the one status to show: what rules out the others comes first.

    Parameters
    ----------
    update : Update
        Of this frame.
    scene : SessionState
        What the session is doing.

    Returns
    -------
    StatusStyle
        Never `HOLD`, which stands for good form, when the form was not judged or has a fault.
    """
    if scene.stage == "done":
        return DONE if scene.ended == "complete" else STOPPED
    if scene.stage in _OF_STAGE:
        return _OF_STAGE[scene.stage]
    if update.pose is None or update.unseen is not None:
        return NOT_SEEN
    if update.faults:
        return FIX
    held = update.hold_target_s is not None and update.hold_s >= update.hold_target_s
    return LOWER if update.phase == "hold" and held else _OF_PHASE[update.phase]


class Box(NamedTuple):
    """A rectangle in pixels of the shown picture, right and bottom edge excluded."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Width in pixels."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Height in pixels."""
        return self.bottom - self.top
