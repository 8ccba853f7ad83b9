"""The icons beside the word of a status: large plain shapes that are readable from far away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import cos, sin, tau

import cv2
import numpy as np
from numpy.typing import NDArray

from posecoach.core.body.pose import Image
from posecoach.feedback.overlay.style import Box, Colour, Shape

_SUBPIXEL = 4  # fractional bits in cv2's coordinates


@dataclass(frozen=True, slots=True)
class _Pen:
    """Draws in a box's own coordinates, 0 to 1 to the right and down."""

    image: Image
    box: Box
    colour: Colour

    def area(self, *points: tuple[float, float]) -> None:
        cv2.fillPoly(self.image, [self._points(points)], self.colour, cv2.LINE_AA, _SUBPIXEL)

    def stroke(self, *points: tuple[float, float], width: float, closed: bool = False) -> None:
        thick = max(1, round(width * self.box.width))
        cv2.polylines(self.image, [self._points(points)], closed, self.colour, thick, cv2.LINE_AA, _SUBPIXEL)

    def disc(self, x: float, y: float, radius: float) -> None:
        left, top, right, bottom = (edge * 2**_SUBPIXEL for edge in self.box)
        centre = round(left + x * (right - left)), round(top + y * (bottom - top))
        cv2.circle(self.image, centre, round(radius * (right - left)), self.colour, cv2.FILLED, cv2.LINE_AA, _SUBPIXEL)

    def _points(self, points: tuple[tuple[float, float], ...]) -> NDArray[np.int32]:
        scaled = np.array(points) * (self.box.width, self.box.height) + (self.box.left, self.box.top)
        fixed: NDArray[np.int32] = np.rint(scaled * 2**_SUBPIXEL).astype(np.int32)
        return fixed


def _arc(x: float, y: float, radius: float, start: float, end: float) -> list[tuple[float, float]]:
    """Return points on a circle from turn `start` to turn `end`, clockwise from the right."""
    turns = (start + (end - start) * k / 32 for k in range(33))
    return [(x + radius * cos(tau * turn), y + radius * sin(tau * turn)) for turn in turns]


def _ring(pen: _Pen, background: _Pen) -> None:
    pen.disc(0.5, 0.5, 0.455)
    background.disc(0.5, 0.5, 0.305)


def _right(pen: _Pen, _: _Pen) -> None:
    pen.area((0.15, 0.05), (0.95, 0.5), (0.15, 0.95))


def _down(pen: _Pen, _: _Pen) -> None:
    pen.area((0.05, 0.15), (0.95, 0.15), (0.5, 0.95))


def _tick(pen: _Pen, _: _Pen) -> None:
    pen.stroke((0.1, 0.55), (0.38, 0.82), (0.9, 0.2), width=0.19)


def _warning(pen: _Pen, background: _Pen) -> None:
    pen.area((0.5, 0.0), (1.04, 0.97), (-0.04, 0.97))
    background.area((0.42, 0.32), (0.58, 0.32), (0.55, 0.68), (0.45, 0.68))
    background.disc(0.5, 0.81, 0.075)


def _question(pen: _Pen, _: _Pen) -> None:
    pen.stroke(*_arc(0.5, 0.3, 0.24, -0.5, 0.15), (0.5, 0.55), (0.5, 0.68), width=0.17)
    pen.disc(0.5, 0.89, 0.1)


def _pause(pen: _Pen, _: _Pen) -> None:
    for left in (0.16, 0.57):
        pen.area((left, 0.1), (left + 0.27, 0.1), (left + 0.27, 0.9), (left, 0.9))


def _dots(pen: _Pen, _: _Pen) -> None:
    for x in (0.16, 0.5, 0.84):
        pen.disc(x, 0.5, 0.11)


def _corners(pen: _Pen, _: _Pen) -> None:
    for x, y in ((0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9)):
        inwards = (0.28 if x < 0.5 else -0.28), (0.28 if y < 0.5 else -0.28)
        pen.stroke((x + inwards[0], y), (x, y), (x, y + inwards[1]), width=0.13)


def _hourglass(pen: _Pen, _: _Pen) -> None:
    pen.area((0.12, 0.05), (0.88, 0.05), (0.5, 0.5))
    pen.area((0.12, 0.95), (0.88, 0.95), (0.5, 0.5))


def _star(pen: _Pen, _: _Pen) -> None:
    turns = ((k / 10 - 0.25, 0.22 if k % 2 else 0.54) for k in range(10))
    pen.area(*((0.5 + radius * cos(tau * turn), 0.54 + radius * sin(tau * turn)) for turn, radius in turns))


def _square(pen: _Pen, _: _Pen) -> None:
    pen.area((0.12, 0.12), (0.88, 0.12), (0.88, 0.88), (0.12, 0.88))


def _disc(pen: _Pen, _: _Pen) -> None:
    pen.disc(0.5, 0.5, 0.46)


def _cross(pen: _Pen, _: _Pen) -> None:
    pen.stroke((0.14, 0.14), (0.86, 0.86), width=0.19)
    pen.stroke((0.86, 0.14), (0.14, 0.86), width=0.19)


_DRAWERS: dict[Shape, Callable[[_Pen, _Pen], None]] = {
    "ring": _ring,
    "right": _right,
    "down": _down,
    "tick": _tick,
    "warning": _warning,
    "question": _question,
    "pause": _pause,
    "dots": _dots,
    "corners": _corners,
    "hourglass": _hourglass,
    "star": _star,
    "square": _square,
    "disc": _disc,
    "cross": _cross,
}


def draw_icon(image: Image, box: Box, shape: Shape, colour: Colour, background: Colour) -> None:
    """Draw an icon into `image`.

    Parameters
    ----------
    image : uint8 array, shape (height, width, 3)
        Changed in place.
    box : Box
        The square that it fills.
    shape : Shape
        Which icon.
    colour, background : Colour
        Colours of the icon and of its background.
    """
    _DRAWERS[shape](_Pen(image, box, colour), _Pen(image, box, background))
