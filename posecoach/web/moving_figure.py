"""A figure that shows how an exercise goes, as numbers from which a page draws it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posecoach.feedback.overlay.demonstration import Film

WIDTH = 1000
"""Width of the picture in its own units; whole ones are finer than a pixel of any screen on which it is shown."""
STILL = 1
"""Units by which a still body may move between two frames: rounding."""


@dataclass(frozen=True, slots=True)
class Part:
    """A limb: from one point to another, this thick; the head is a point, as thick as it is wide."""

    start: int
    end: int
    thickness: int
    depth: Literal["near", "far"]


@dataclass(frozen=True, slots=True)
class MovingFigure:
    """A movement without end.

    Attributes
    ----------
    height, floor : int
        Height of the picture, and of the floor's line from its top, in units.
    rate_hz : float
        Frames per second.
    parts : tuple of Part
        What to draw, in order.
    frames : int array, shape (n, points, 2)
        Where the points are, in units from the upper left corner.
    target : int
        A frame in the middle of the hold.
    """

    height: int
    floor: int
    rate_hz: float
    parts: tuple[Part, ...]
    frames: NDArray[np.int64]
    target: int

    def lines(self, frame: int) -> list[tuple[Part, list[int]]]:
        """Return each part with x and y of its two ends."""
        at = self.frames[frame].tolist()
        return [(part, [*at[part.start], *at[part.end]]) for part in self.parts]

    def data(self) -> dict[str, object]:
        """Return it for the script that moves the drawn parts: the first frame, then the change to each next one."""
        flat = self.frames.reshape(len(self.frames), -1)
        changes = np.diff(flat, axis=0, prepend=np.zeros_like(flat[:1]))
        parts = [[part.start, part.end] for part in self.parts]
        return {"rate": self.rate_hz, "parts": parts, "target": self.target, "changes": changes.tolist()}


@lru_cache(maxsize=64)
def moving_figure(exercise: str) -> MovingFigure | None:
    """Return the figure of an exercise; None for one that declares none."""
    from posecoach.exercises.registry import EXERCISES
    from posecoach.exercises.simulation.demonstration import demonstrate
    from posecoach.feedback.overlay.demonstration import film_of

    film = film_of(demonstrate(EXERCISES[exercise]))
    return _drawn(film) if film else None


def _drawn(film: Film) -> MovingFigure:
    """Reduce a film to the points and parts that are drawn, as `draw_figure` draws them into a picture."""
    from posecoach.core.body import landmarks as lm
    from posecoach.core.body.landmarks import SIDES
    from posecoach.feedback.overlay import figure as body

    near, far = SIDES
    joints = [pair for start, end, _ in body.LIMBS for pair in (start, end)]
    points = [pair[side] for side in SIDES for pair in joints]
    at = film.frames * WIDTH
    middles = [(at[:, pair["left"]] + at[:, pair["right"]]) / 2 for pair in (lm.SHOULDER, lm.HIP, lm.EARS)]
    frames = np.rint(np.concatenate([at[:, points], np.stack(middles, axis=1)], axis=1)).astype(np.int64)
    unit = float(np.hypot(*(middles[0][0] - middles[1][0])))

    def limbs(side: int, depth: Literal["near", "far"]) -> list[Part]:
        first = side * len(joints)
        return [
            Part(first + 2 * i, first + 2 * i + 1, round(share * unit), depth)
            for i, (_, _, share) in enumerate(body.LIMBS)
        ]

    shoulder, hip, ear = range(len(points), len(points) + 3)
    trunk = Part(shoulder, hip, round(body.TRUNK * unit), "near")
    neck = Part(shoulder, ear, round(body.UPPER_ARM * unit), "near")
    head = Part(ear, ear, round(2 * body.HEAD * unit), "near")
    parts = (*limbs(SIDES.index(far), "far"), trunk, neck, head, *limbs(SIDES.index(near), "near"))
    height, floor = round(WIDTH / film.aspect), round(film.floor * WIDTH)
    return MovingFigure(height, floor, film.rate_hz, parts, frames, _held(frames))


def _held(frames: NDArray[np.int64]) -> int:
    """Return the middle of the longest time in which the body is still in another pose than the first one."""
    moves = np.abs(np.diff(frames, axis=0)).max(axis=(1, 2)) > STILL
    elsewhere = np.abs(frames - frames[0]).max(axis=(1, 2)) > STILL
    longest = first = middle = 0
    for i in range(1, len(frames)):
        if moves[i - 1] or not elsewhere[i]:
            first = i
        if i - first > longest:
            longest, middle = i - first, (i + first) // 2
    return middle
