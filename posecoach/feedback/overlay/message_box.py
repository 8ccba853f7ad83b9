"""Places the message where it hides least of the body, and near its last place, so that it does not jump."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from posecoach.feedback.overlay.canvas import PAD, Canvas
from posecoach.feedback.overlay.message import Checklist, LaidOutText, Sentence
from posecoach.feedback.overlay.primitives import Item, Shade
from posecoach.feedback.overlay.style import Box

_MARGIN = 0.03  # units: the body's thickness around the bones
_MORE = 0.05  # share of the body that may move under the message before it moves away: a hand and wrist


# Costs of a place, each as the share of hidden body that counts the same; chosen by eye on the gallery.
_MOVED, _CORNER, _TOP, _SHRUNK = 0.15, 0.03, 0.01, 0.2
_COMPACTNESS = (0.0, 0.03, 0.06)


class Place(NamedTuple):
    """Where a message stands, and how it saves room.

    Attributes
    ----------
    edge : str
        Top or bottom of the picture's free part.
    side : str
        The full width, or a corner.
    compactness : int
        0 = the whole message, 1 = without the spare parts and what is good already, 2 = the rest in small letters too.
    """

    edge: Literal["top", "bottom"]
    side: Literal["full", "left", "right"]
    compactness: int


@dataclass(frozen=True, slots=True)
class MessageBox:
    """A message at its place.

    Attributes
    ----------
    place : Place
        The place.
    box : Box
        The same in pixels.
    parts : list of LaidOutText
        Its parts, from top to bottom.
    size : float
        Share of the preferred font size that it got.
    text : str
        Identifies the message from frame to frame.
    occlusion : float
        Share of the body that it hid when it was placed.
    """

    place: Place
    box: Box
    parts: list[LaidOutText]
    size: float
    text: str
    occlusion: float = 0.0

    def items(self, pad: float) -> list[Item]:
        """Return the items to draw."""
        items: list[Item] = [Shade(self.box)]
        y = self.box.top + pad
        for part in self.parts:
            items += part.items((self.box.left + self.box.right) / 2, y)
            y += part.height + pad
        return items

    def hidden(self, body: NDArray[np.floating], margin: float) -> float:
        """Return the share of the body's points, shape (n, 2), that lie under the message."""
        if not len(body):
            return 0.0
        left, top, right, bottom = self.box
        inside = (body > (left - margin, top - margin)) & (body < (right + margin, bottom + margin))
        return float(inside.all(axis=1).mean())


def place_message(
    canvas: Canvas,
    parts: Sequence[Sentence | Checklist],
    free: tuple[float, float],
    body: NDArray[np.floating],
    before: MessageBox | None,
) -> MessageBox | None:
    """Find the place for a message.

    Parameters
    ----------
    canvas : Canvas
        The picture.
    parts : sequence of Sentence and Checklist
        The message.
    free : tuple of float
        Top and bottom of the part between header and footer, in pixels.
    body : float array, shape (n, 2)
        Points all over the body and everything else to keep visible, in pixels of the shown picture.
    before : MessageBox or None
        The last message box: the same message stays where it is, unless the body moved under it.

    Returns
    -------
    MessageBox or None
        None when there is nothing to say.
    """
    if not parts:
        return None
    margin = canvas.px(_MARGIN)
    text = _identity(parts)
    if before and before.text == text:
        same = _message_box(canvas, parts, free, before.place, text)
        if same.hidden(body, margin) <= before.occlusion + _MORE:
            return replace(same, occlusion=before.occlusion)
    sides: tuple[Literal["full", "left", "right"], ...] = ("full",) if canvas.tall else ("full", "left", "right")
    boxes = [
        _message_box(canvas, parts, free, Place(edge, side, compactness), text)
        for edge in ("bottom", "top")
        for side in sides
        for compactness in range(len(_COMPACTNESS))
    ]
    boxes = [replace(box, occlusion=box.hidden(body, margin)) for box in boxes]
    return min(boxes, key=lambda box: box.occlusion + _cost(box, before))


def _cost(box: MessageBox, before: MessageBox | None) -> float:
    place = box.place
    moved = before is not None and (place.edge, place.side) != (before.place.edge, before.place.side)
    corner, top, shrunk = place.side != "full", place.edge == "top", 1.0 - box.size
    return _MOVED * moved + _COMPACTNESS[place.compactness] + _CORNER * corner + _TOP * top + _SHRUNK * shrunk


def _identity(parts: Sequence[Sentence | Checklist]) -> str:
    """Return the largest sentence, which identifies the message; numbers in the others change all the time."""
    sentences = [part for part in parts if isinstance(part, Sentence)]
    return max(sentences, key=lambda sentence: sentence.size).text if sentences else "checklist"


def _message_box(
    canvas: Canvas, message: Sequence[Sentence | Checklist], free: tuple[float, float], place: Place, text: str
) -> MessageBox:
    pad, full = canvas.px(PAD), place.side == "full"
    kept = [part for part in message if not (part.spare and place.compactness)]
    room = (canvas.width if full else canvas.width / 2) - 2 * pad
    pads = pad * (len(kept) + 1)
    most = (free[1] - free[0] - pads) / max(1.0, sum(part.share for part in kept))
    parts = [part.set(canvas, room, part.share * most, place.compactness) for part in kept]
    height = sum(part.height for part in parts) + pads
    width = canvas.width if full else max(part.width for part in parts) + 2 * pad
    left = canvas.width - width if place.side == "right" else 0.0
    top = free[0] if place.edge == "top" else free[1] - height
    return MessageBox(place, Box(left, top, left + width, top + height), parts, min(part.size for part in parts), text)
