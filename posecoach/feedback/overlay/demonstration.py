"""A small moving figure that shows what to do next, where it hides neither the body nor any text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from posecoach.core.body.landmarks import HIP, SHOULDER, SIDES
from posecoach.core.body.pose import Image, Pose
from posecoach.core.judging.events import Update
from posecoach.core.session.scene import SessionState
from posecoach.feedback.overlay.canvas import PAD, Canvas
from posecoach.feedback.overlay.figure import HEAD, draw_figure
from posecoach.feedback.overlay.primitives import Block, Shade
from posecoach.feedback.overlay.style import WHITE, Box, Colour
from posecoach.feedback.overlay.typography import Typesetter

Demonstrate = Callable[[str], Sequence[Pose]]
"""Id of an exercise -> its movement, of a body whose left side is near, at a steady rate; empty for none."""

FAR: Colour = (140, 140, 140)
"""Colour of the far side: clearly darker than the near one, and 3:1 against the panel on a white wall."""
_SIZES = (0.4, 0.34, 0.28, 0.23, 0.19)  # units: square root of the film's area, the preferred one first
_FLOOR = 0.006  # thickness of the floor's line, as a share of the panel's width
_SOLE = 0.006  # the floor lies below the lowest landmark, by this share of the film's width
_MARGIN = 0.03  # units: the body's thickness around the bones


@dataclass(frozen=True, slots=True)
class Film:
    """A movement without end.

    Attributes
    ----------
    frames : float array, shape (n, 33, 2)
        The landmarks, in shares of the picture's width, from its upper left corner.
    rate_hz : float
        Frames per second.
    aspect : float
        Width of the picture over its height.
    floor : float
        How far the floor lies below the upper edge, in shares of the width.
    """

    frames: NDArray[np.float64]
    rate_hz: float
    aspect: float
    floor: float

    def at(self, t: float) -> NDArray[np.float64]:
        """Return the landmarks at `t` seconds."""
        frame: NDArray[np.float64] = self.frames[int(t * self.rate_hz) % len(self.frames)]
        return frame


def film_of(poses: Sequence[Pose]) -> Film | None:
    """Cut the picture so that the whole movement just fits; None without a movement."""
    if len(poses) < 2:
        return None
    xy = np.array([pose.xy for pose in poses], dtype=np.float64)
    trunk = float(np.hypot(*(xy[0, SHOULDER["left"]] - xy[0, HIP["left"]])))
    low, high = xy.min(axis=(0, 1)) - HEAD * trunk, xy.max(axis=(0, 1)) + HEAD * trunk
    width, height = high - low
    frames = (xy - low) / width
    return Film(frames, 1 / (poses[1].t - poses[0].t), float(width / height), float(frames[..., 1].max()) + _SOLE)


@dataclass(frozen=True, slots=True)
class Panel:
    """One moment of a film on its panel.

    Attributes
    ----------
    box : Box
        The panel.
    xy : float array, shape (33, 2)
        The figure's landmarks, in pixels of the shown picture.
    floor : float
        Height of the floor in the picture, in pixels.
    """

    box: Box
    xy: NDArray[np.float64]
    floor: float

    def draw(self, image: Image, type_: Typesetter) -> None:
        """Draw into `image`."""
        Shade(self.box).draw(image, type_)
        thick = max(1, round(_FLOOR * self.box.width))
        Block(self.box._replace(top=self.floor, bottom=self.floor + thick), FAR).draw(image, type_)
        draw_figure(image, self.xy, SIDES[0], WHITE, FAR)


class Demonstrator:
    """Places the films of exercises, each frame near the last place.

    Parameters
    ----------
    demonstrate : callable
        Gives the movement of an exercise; asked once for each.
    """

    def __init__(self, demonstrate: Demonstrate) -> None:
        self._demonstrate = demonstrate
        self._films: dict[str, Film | None] = {}
        self._box: Box | None = None

    def panel(
        self,
        canvas: Canvas,
        update: Update,
        free: tuple[float, float],
        message: Box | None,
        body: NDArray[np.floating],
        mirror: bool,
    ) -> Panel | None:
        """Lay out what `update.exercise` looks like; None without a film, or without a place for it.

        Parameters
        ----------
        canvas : Canvas
            The picture.
        update : Update
            Names the exercise and the time.
        free : tuple of float
            Top and bottom of the part between header and footer, in pixels.
        message : Box or None
            What the message covers.
        body : float array, shape (n, 2)
            Points of the shown picture to keep visible.
        mirror : bool
            Whether the picture is shown mirrored.
        """
        name = update.exercise or ""
        if name not in self._films:
            self._films[name] = film_of(self._demonstrate(name))
        film = self._films[name]
        if film is None:
            return None
        self._box = place_panel(canvas, film.aspect, free, message, body, self._box)
        if self._box is None:
            return None
        pad = canvas.px(PAD) / 2
        width, corner = self._box.width - 2 * pad, (self._box.left + pad, self._box.top + pad)
        xy = film.at(update.t) * width
        if mirror:
            xy = (width, 0) + xy * (-1, 1)
        return Panel(self._box, xy + corner, film.floor * width + corner[1])


def is_wanted(update: Update, scene: SessionState) -> bool:
    """Whether to show what to do next: in a rest, and until the first attempt of an exercise begins."""
    if scene.title != update.title:  # the first picture of a rest belongs to the exercise before
        return False
    first = scene.stage in ("start_pose", "count_in", "work") and not any(scene.done) and update.rep == 0
    return first or scene.stage == "rest"


def place_panel(
    canvas: Canvas,
    aspect: float,
    free: tuple[float, float],
    message: Box | None,
    body: NDArray[np.floating],
    before: Box | None,
) -> Box | None:
    """Find the largest place that hides nothing, or the last one while it still does not; None when there is none."""
    margin = canvas.px(_MARGIN)
    boxes = list(_places(canvas, aspect, free, message))
    if before in boxes:
        boxes.insert(0, before)
    for box in boxes:
        low, high = (box.left - margin, box.top - margin), (box.right + margin, box.bottom + margin)
        if not ((body > low) & (body < high)).all(axis=1).any():
            return box
    return None


def _places(canvas: Canvas, aspect: float, free: tuple[float, float], message: Box | None) -> Iterator[Box]:
    """Yield the corners of the room that header, footer and message leave, for each size."""
    top, bottom, pad = *free, canvas.px(PAD) / 2
    if message and message.width == canvas.width:
        top, bottom = (message.bottom, bottom) if message.top <= top else (top, message.top)
    for size in _SIZES:
        width = canvas.px(size) * sqrt(aspect) + 2 * pad
        height = canvas.px(size) / sqrt(aspect) + 2 * pad
        if width > canvas.width or height > bottom - top:
            continue
        for y in (top, bottom - height):
            for x in (canvas.width - width, 0.0):
                box = Box(x, y, x + width, y + height)
                if message is None or not _overlap(box, message):
                    yield box


def _overlap(a: Box, b: Box) -> bool:
    return a.left < b.right and b.left < a.right and a.top < b.bottom and b.top < a.bottom
