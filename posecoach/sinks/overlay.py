"""Draws the coaching onto the picture; opens nothing, decides nothing.

Colours, words and shapes are in `palette`, sizes in `stage`, and what stands where in `bands` and `message`.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2

from posecoach.core.types import Update
from posecoach.sinks.bands import foot_band, top_band
from posecoach.sinks.help import help_items
from posecoach.sinks.message import Place, message_band
from posecoach.sinks.palette import Look, look_of
from posecoach.sinks.shapes import Item
from posecoach.sinks.signs import Box, Image
from posecoach.sinks.skeleton import body_box, draw_skeleton, shown_points
from posecoach.sinks.stage import Band, Stage
from posecoach.sinks.text import Typesetter


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything that is drawn over the picture and the skeleton.

    Attributes
    ----------
    items : list of Item
        In the order of painting.
    place : Place or None
        Where the message stands; None without one.
    """

    items: list[Item]
    place: Place | None


class Overlay:
    """Draws updates onto frames, one after another; for one thread."""

    def __init__(self) -> None:
        self._type = Typesetter()
        self._place: Place | None = None

    def draw(
        self,
        image: Image,
        update: Update,
        *,
        mirror: bool = False,
        paused: bool = False,
        note: str | None = None,
        help: bool = False,
    ) -> Image:
        """Draw one frame's coaching.

        Parameters
        ----------
        image : uint8 array, shape (height, width, 3)
            Blue, green, red; is left as it is.
        update : Update
            What the coach found in it.
        mirror : bool
            Show the picture as a mirror would; text stays readable.
        paused : bool
            The person asked for a pause.
        note : str or None
            A line about the session, such as a lost camera.
        help : bool
            Show the list of keys instead of the coaching.

        Returns
        -------
        uint8 array, shape (height, width, 3)
            A new picture of the same size.
        """
        shown: Image = cv2.flip(image, 1) if mirror else image.copy()  # type: ignore[assignment]
        height, width = shown.shape[:2]
        look, body = look_of(update, paused=paused), None
        if update.pose is not None:
            points = shown_points(update.pose, width, height, mirror=mirror)
            draw_skeleton(shown, update.pose, points, look.colour)
            body = body_box(points)
        stage = Stage(width, height, self._type)
        if help:
            items = help_items(stage)
        else:
            layout = lay_out(stage, update, look, note, body, self._place)
            items, self._place = layout.items, layout.place
        for item in items:
            item.paint(shown, self._type)
        return shown


def lay_out(
    stage: Stage, update: Update, look: Look, note: str | None, body: Box | None, place: Place | None
) -> Layout:
    """Place everything there is to say about one frame.

    Parameters
    ----------
    stage : Stage
        The picture.
    update : Update
        What the coach found.
    look : Look
        The state to show.
    note : str or None
        A line about the session.
    body : Box or None
        Where the person is in the shown picture.
    place : Place or None
        Where the message of the frame before stood: it stays there, so as not to jump; None without one.

    Returns
    -------
    Layout
        Top band, strip at the foot, and the message at the end where it hides less of the body.
    """
    top, foot = top_band(stage, update, look), foot_band(stage, update, look)
    free = (top.bottom, foot.top)
    message = message_band(stage, update, look, note, free, place or "foot")
    if message and place is None and body and message.top < body.bottom:
        upper = message_band(stage, update, look, note, free, "top")
        if upper and _hidden(upper, body) < _hidden(message, body):
            message, place = upper, "top"
    parts = [*top.items, *foot.items, *(message.items if message else [])]
    return Layout(parts, (place or "foot") if message else None)


def _hidden(band: Band, body: Box) -> float:
    """Return the height of the body that lies under `band`, in pixels."""
    return max(0.0, min(band.bottom, body.bottom) - max(band.top, body.top))
