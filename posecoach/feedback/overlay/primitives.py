"""The items of the overlay: each knows its box and how to draw itself."""

from __future__ import annotations

from dataclasses import dataclass

import cv2

from posecoach.core.body.pose import Image
from posecoach.feedback.overlay.icons import draw_icon
from posecoach.feedback.overlay.style import Box, Colour, Shape
from posecoach.feedback.overlay.typography import CAP, Typesetter, depth


@dataclass(frozen=True, slots=True)
class Shade:
    """Darkens a region, so that white text on it is readable on any picture; the picture shines through."""

    box: Box
    share: float = 0.25
    """Brightness that remains: on a white wall white text then has 10:1, orange 4.7:1 (WCAG 2 requires 4.5:1)."""

    def draw(self, image: Image, _: Typesetter) -> None:
        """Draw into `image`."""
        left, top, right, bottom = (round(v) for v in self.box)
        region = image[top:bottom, left:right]
        if region.size:
            cv2.convertScaleAbs(region, dst=region, alpha=self.share)


@dataclass(frozen=True, slots=True)
class Block:
    """A filled rectangle."""

    box: Box
    colour: Colour

    def draw(self, image: Image, _: Typesetter) -> None:
        """Draw into `image`."""
        left, top, right, bottom = (round(v) for v in self.box)
        if right > left and bottom > top:
            cv2.rectangle(image, (left, top), (right - 1, bottom - 1), self.colour, cv2.FILLED)


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text."""

    text: str
    x: float
    baseline: float
    size: int
    weight: int
    colour: Colour
    width: float

    @property
    def box(self) -> Box:
        """The box around the letters."""
        top, bottom = self.baseline - CAP * self.size, self.baseline + depth(self.text) * self.size
        return Box(self.x, top, self.x + self.width, bottom)

    def draw(self, image: Image, type_: Typesetter) -> None:
        """Draw into `image`."""
        type_.draw(image, self.text, self.x, self.baseline, size=self.size, weight=self.weight, colour=self.colour)


@dataclass(frozen=True, slots=True)
class Icon:
    """The shape that stands for a status, in a square box."""

    box: Box
    shape: Shape
    colour: Colour
    background: Colour

    def draw(self, image: Image, _: Typesetter) -> None:
        """Draw into `image`."""
        draw_icon(image, self.box, self.shape, self.colour, self.background)


Item = Shade | Block | Text | Icon
