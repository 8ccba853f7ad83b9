"""Draws the coaching onto the picture; opens nothing, decides nothing.

What there is to say is in `palette` (the state), `number` and `message`; where it stands in `bands`, `foot` and
`panel`; sizes in `canvas`; what is drawn on the body in `skeleton` and `marks`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from posecoach.core.body.pose import Image
from posecoach.core.exercise.exercise import Exercise
from posecoach.core.judging.events import Update
from posecoach.core.judging.targets import Target, targets
from posecoach.core.session.scene import SessionState
from posecoach.exercises.registry import EXERCISES
from posecoach.feedback.overlay.body import body_points, draw_areas, draw_parts, draw_skeleton, shown_points, to_screen
from posecoach.feedback.overlay.canvas import PAD, Canvas
from posecoach.feedback.overlay.footer import footer
from posecoach.feedback.overlay.header import header
from posecoach.feedback.overlay.message import message_of
from posecoach.feedback.overlay.message_box import MessageBox, find_panel
from posecoach.feedback.overlay.primitives import Item
from posecoach.feedback.overlay.style import FIX, HOLD, MOVING, READY, StatusStyle, status_of
from posecoach.feedback.overlay.text_screens import help_items
from posecoach.feedback.overlay.typography import Typesetter

_AIMING = (READY, MOVING, HOLD, FIX)
"""States in which there is something to aim for."""
_NOWHERE: NDArray[np.float64] = np.empty((0, 2))


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything that is drawn over the picture and the skeleton.

    Attributes
    ----------
    items : list of Item
        In the order of painting.
    panel : MessageBox or None
        The message; None without one.
    """

    items: list[Item]
    panel: MessageBox | None


class Overlay:
    """Draws updates onto frames, one after another; for one thread.

    Parameters
    ----------
    exercises : mapping of str to Exercise
        Those whose targets can be drawn on the body, by their ids.
    """

    def __init__(self, exercises: Mapping[str, Exercise] = EXERCISES) -> None:
        self._exercises = exercises
        self._type = Typesetter()
        self._panel: MessageBox | None = None

    def draw(
        self,
        image: Image,
        update: Update,
        scene: SessionState | None = None,
        *,
        mirror: bool = False,
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
        scene : SessionState or None
            What the session is doing; None for a video that is analysed.
        mirror : bool
            Show the picture as a mirror would; text stays readable.
        note : str or None
            A line from outside the session, such as a lost camera.
        help : bool
            Show the list of keys instead of the coaching.

        Returns
        -------
        uint8 array, shape (height, width, 3)
            A new picture of the same size.
        """
        shown: Image = cv2.flip(image, 1) if mirror else image.copy()  # type: ignore[assignment]
        height, width = shown.shape[:2]
        scene = scene or SessionState(done=(update.reps,))
        status = status_of(update, scene)
        body = self._draw_body(shown, update, status, mirror)
        canvas = Canvas(width, height, self._type)
        if help:
            items = help_items(canvas)
        else:
            layout = lay_out(canvas, update, scene, status, note, body, self._panel)
            items, self._panel = layout.items, layout.panel or self._panel
        for item in items:
            item.paint(shown, self._type)
        return shown

    def _draw_body(self, shown: Image, update: Update, status: StatusStyle, mirror: bool) -> NDArray[np.float64]:
        """Draw skeleton and targets; return points all over them."""
        pose = update.pose
        if pose is None:
            return _NOWHERE
        height, width = shown.shape[:2]
        exercise = self._exercises.get(update.exercise or "")
        aims = targets(exercise, update) if exercise and status in _AIMING else list[Target]()

        def view(xy: NDArray[np.floating]) -> NDArray[np.float64]:
            return to_screen(xy, pose.size, (width, height), mirror=mirror)

        points = shown_points(pose, width, height, mirror=mirror)
        draw_areas(shown, aims, view, status.colour)
        draw_skeleton(shown, pose, points, status.colour)
        draw_parts(shown, aims, view, status.colour)
        return np.concatenate([body_points(points), *(view(aim.area) for aim in aims)])


def lay_out(
    canvas: Canvas,
    update: Update,
    scene: SessionState,
    status: StatusStyle,
    note: str | None,
    body: NDArray[np.floating],
    before: MessageBox | None,
) -> Layout:
    """Place everything there is to say about one frame.

    Parameters
    ----------
    stage : Canvas
        The picture.
    update : Update
        What the coach found.
    scene : SessionState
        What the session is doing.
    look : StatusStyle
        The state to show.
    note : str or None
        A line from outside the session.
    body : float array, shape (n, 2)
        Points of the shown picture that are not to be hidden.
    before : MessageBox or None
        The last message: the next one stays where it was, so as not to jump.

    Returns
    -------
    Layout
        Top band, strip at the foot, and the message where it hides least of the body.
    """
    top, foot = header(canvas, update, scene, status), footer(canvas, update, scene, status)
    panel = find_panel(canvas, message_of(update, scene, status, note), (top.bottom, foot.top), body, before)
    return Layout([*top.items, *foot.items, *(panel.items(canvas.px(PAD)) if panel else [])], panel)
