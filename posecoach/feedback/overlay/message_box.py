"""Where the message stands: where it hides least of the body, and where it stood before, so as not to jump."""

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

_MARGIN = 0.03  # units: flesh around the bones
_MORE = 0.05  # share of the body that may come to be hidden before another place is looked for: a hand and wrist


# What speaks against a place, in shares of the body that it would be worth hiding instead; by eye, on the gallery.
_MOVED, _CORNER, _TOP, _SHRUNK = 0.15, 0.03, 0.01, 0.2
_THRIFT = (0.0, 0.03, 0.06)


class Place(NamedTuple):
    """Where a message stands, and how it saves room.

    Attributes
    ----------
    edge : str
        The end of the picture's free part.
    side : str
        All of its width, or a corner.
    thrift : int
        0 = all of the message, 1 = without what can be spared, 2 = and the rest in small letters.
    """

    edge: Literal["top", "foot"]
    side: Literal["full", "left", "right"]
    compactness: int


@dataclass(frozen=True, slots=True)
class MessageBox:
    """A message that has its place.

    Attributes
    ----------
    place : Place
        Where.
    box : Box
        The same in pixels.
    parts : list of LaidOutText
        What stands in it, top down.
    size : float
        The share of the wished font size that it got.
    text : str
        By what it is known again.
    hides : float
        The share of the body that it hid when it was placed.
    """

    place: Place
    box: Box
    parts: list[LaidOutText]
    size: float
    text: str
    occlusion: float = 0.0

    def items(self, pad: float) -> list[Item]:
        """Return what is to be painted."""
        painted: list[Item] = [Shade(self.box)]
        y = self.box.top + pad
        for part in self.parts:
            painted += part.items((self.box.left + self.box.right) / 2, y)
            y += part.height + pad
        return painted

    def hidden(self, body: NDArray[np.floating], margin: float) -> float:
        """Return the share of the points of the body, shape (n, 2), that lie under it."""
        if not len(body):
            return 0.0
        left, top, right, bottom = self.box
        inside = (body > (left - margin, top - margin)) & (body < (right + margin, bottom + margin))
        return float(inside.all(axis=1).mean())


def find_panel(
    canvas: Canvas,
    said: Sequence[Sentence | Checklist],
    free: tuple[float, float],
    body: NDArray[np.floating],
    before: MessageBox | None,
) -> MessageBox | None:
    """Find the place for a message.

    Parameters
    ----------
    stage : Canvas
        The picture.
    said : sequence of Sentence and Checklist
        The message.
    free : tuple of float
        Top and bottom of the part between the bands, in pixels.
    body : float array, shape (n, 2)
        Points all over the body, and what else is not to be hidden, in pixels of the shown picture.
    before : MessageBox or None
        The last one: the same message stays where it is, unless the body moved under it.

    Returns
    -------
    MessageBox or None
        None when there is nothing to say.
    """
    if not said:
        return None
    margin = canvas.px(_MARGIN)
    text = _key(said)
    if before and before.text == text:
        same = _panel(canvas, said, free, before.place, text)
        if same.hidden(body, margin) <= before.occlusion + _MORE:
            return replace(same, occlusion=before.occlusion)
    sides: tuple[Literal["full", "left", "right"], ...] = ("full",) if canvas.tall else ("full", "left", "right")
    panels = [
        _panel(canvas, said, free, Place(edge, side, compactness), text)
        for edge in ("foot", "top")
        for side in sides
        for compactness in range(len(_THRIFT))
    ]
    panels = [replace(panel, occlusion=panel.hidden(body, margin)) for panel in panels]
    return min(panels, key=lambda panel: panel.occlusion + _against(panel, before))


def _against(panel: MessageBox, before: MessageBox | None) -> float:
    place = panel.place
    moved = before is not None and (place.edge, place.side) != (before.place.edge, before.place.side)
    corner, top, shrunk = place.side != "full", place.edge == "top", 1.0 - panel.size
    return _MOVED * moved + _THRIFT[place.compactness] + _CORNER * corner + _TOP * top + _SHRUNK * shrunk


def _key(said: Sequence[Sentence | Checklist]) -> str:
    """Return by what a message is known again: its loudest words; the numbers in the others change all the time."""
    sentences = [part for part in said if isinstance(part, Sentence)]
    return max(sentences, key=lambda sentence: sentence.size).text if sentences else "checklist"


def _panel(
    canvas: Canvas, said: Sequence[Sentence | Checklist], free: tuple[float, float], place: Place, text: str
) -> MessageBox:
    pad, whole = canvas.px(PAD), place.side == "full"
    kept = [part for part in said if not (part.spare and place.compactness)]
    room = (canvas.width if whole else canvas.width / 2) - 2 * pad
    pads = pad * (len(kept) + 1)
    most = (free[1] - free[0] - pads) / max(1.0, sum(part.share for part in kept))
    parts = [part.set(canvas, room, part.share * most, place.compactness == 2) for part in kept]
    height = sum(part.height for part in parts) + pads
    width = canvas.width if whole else max(part.width for part in parts) + 2 * pad
    left = canvas.width - width if place.side == "right" else 0.0
    top = free[0] if place.edge == "top" else free[1] - height
    return MessageBox(place, Box(left, top, left + width, top + height), parts, min(part.size for part in parts), text)
