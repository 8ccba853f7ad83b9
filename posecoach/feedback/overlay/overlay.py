"""Draws the coaching onto the picture; opens nothing, decides nothing.

`style` chooses the status and `message` the words; `header`, `footer` and `message_box` place them, with sizes from
`canvas`; `body` draws the skeleton and the targets.
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
from posecoach.feedback.overlay.demonstration import Demonstrate, Demonstrator, is_wanted
from posecoach.feedback.overlay.footer import lay_out_footer
from posecoach.feedback.overlay.header import lay_out_header
from posecoach.feedback.overlay.message import message_of
from posecoach.feedback.overlay.message_box import MessageBox, place_message
from posecoach.feedback.overlay.pages.text_screens import help_items
from posecoach.feedback.overlay.primitives import Item
from posecoach.feedback.overlay.style import FIX, HOLD, MOVING, READY, StatusStyle, status_of
from posecoach.feedback.overlay.typography import Typesetter

_AIMING = (READY, MOVING, HOLD, FIX)
"""Statuses in which targets are drawn."""
_NOWHERE: NDArray[np.float64] = np.empty((0, 2))


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything that is drawn over the picture and the skeleton.

    Attributes
    ----------
    items : list of Item
        In drawing order.
    message_box : MessageBox or None
        The message; None when there is nothing to say.
    free : tuple of float
        Top and bottom of the part between header and footer, in pixels.
    """

    items: list[Item]
    message_box: MessageBox | None
    free: tuple[float, float]


class Overlay:
    """Draws updates onto frames, one after another; for one thread.

    Parameters
    ----------
    exercises : mapping of str to Exercise
        Those whose targets can be drawn on the body, by their ids.
    demonstrate : callable
        Id of an exercise -> the poses that show how it goes, from which a small figure is drawn.
    keys : bool
        Whether to name the window's keys.
    """

    def __init__(
        self,
        exercises: Mapping[str, Exercise] = EXERCISES,
        demonstrate: Demonstrate = lambda exercise: (),
        keys: bool = True,
    ) -> None:
        self._exercises, self._demonstrator, self._keys = exercises, Demonstrator(demonstrate), keys
        self._type = Typesetter()
        self._message_box: MessageBox | None = None

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
            Blue, green, red; stays unchanged.
        update : Update
            What the coach found in it.
        scene : SessionState or None
            What the session is doing; None for the analysis of a video.
        mirror : bool
            Mirror the picture; text stays readable.
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
        canvas = Canvas(width, height, self._type, self._keys)
        if help:
            items = help_items(canvas)
        else:
            layout = lay_out(canvas, update, scene, status, note, body, self._message_box)
            items, self._message_box = layout.items, layout.message_box or self._message_box
            message = layout.message_box.box if layout.message_box else None
            if is_wanted(update, scene) and (
                panel := self._demonstrator.panel(canvas, update, layout.free, message, body, mirror)
            ):
                panel.draw(shown, self._type)
        for item in items:
            item.draw(shown, self._type)
        return shown

    def _draw_body(self, shown: Image, update: Update, status: StatusStyle, mirror: bool) -> NDArray[np.float64]:
        """Draw skeleton and targets; return points all over them."""
        pose = update.pose
        if pose is None:
            return _NOWHERE
        height, width = shown.shape[:2]
        exercise = self._exercises.get(update.exercise or "")
        drawn_targets = targets(exercise, update) if exercise and status in _AIMING else list[Target]()

        def view(xy: NDArray[np.floating]) -> NDArray[np.float64]:
            return to_screen(xy, pose.size, (width, height), mirror=mirror)

        points = shown_points(pose, width, height, mirror=mirror)
        draw_areas(shown, drawn_targets, view, status.colour)
        draw_skeleton(shown, pose, points, status.colour)
        draw_parts(shown, drawn_targets, view, status.colour)
        return np.concatenate([body_points(points), *(view(target.area) for target in drawn_targets)])


def lay_out(
    canvas: Canvas,
    update: Update,
    scene: SessionState,
    status: StatusStyle,
    note: str | None,
    body: NDArray[np.floating],
    before: MessageBox | None,
) -> Layout:
    """Lay out everything to show for one frame.

    Parameters
    ----------
    canvas : Canvas
        The picture.
    update : Update
        What the coach found.
    scene : SessionState
        What the session is doing.
    status : StatusStyle
        The status to show.
    note : str or None
        A line from outside the session.
    body : float array, shape (n, 2)
        Points of the shown picture to keep visible.
    before : MessageBox or None
        The last message box: the next one stays there if it can, so that it does not jump.

    Returns
    -------
    Layout
        Header, footer, and the message where it hides least of the body.
    """
    header = lay_out_header(canvas, update, scene, status)
    footer = lay_out_footer(canvas, update, scene, status)
    message = message_of(update, scene, status, note, canvas.keys)
    box = place_message(canvas, message, (header.bottom, footer.top), body, before)
    items = [*header.items, *footer.items, *(box.items(canvas.px(PAD)) if box else [])]
    return Layout(items, box, (header.bottom, footer.top))
