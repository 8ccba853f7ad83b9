"""The placement check before a session: the camera's picture, with what it sees of the person."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import cv2

from posecoach.core.body.pose import Image
from posecoach.core.session.scene import SetupCheck
from posecoach.feedback.overlay.body import draw_skeleton, shown_points
from posecoach.feedback.overlay.style import WHITE
from posecoach.practice.camera_check import Look, look
from posecoach.practice.settings import Devices
from posecoach.web.live.activity import Activity
from posecoach.web.live.broadcast import Broadcast
from posecoach.web.live.state import describe_findings

UNWATCHED_S = 10.0
"""The camera is switched off after this time without a viewer: a page that is loaded again takes two."""
LONGEST_S = 600.0
"""And after this time anyway: a look takes a minute."""


class Preview(Activity):
    """Looks how camera and person are placed.

    Parameters
    ----------
    camera : str
        Which camera, for `devices.source`.
    devices : Devices
        Opens camera and estimator, and counts people.
    model : Path
        The pose model.
    mirror : bool
        Whether to show the picture mirrored.
    broadcast : Broadcast
        Takes the pictures.
    """

    mode = "preview"

    def __init__(self, camera: str, devices: Devices, model: Path, mirror: bool, broadcast: Broadcast) -> None:
        super().__init__()
        self._camera, self._devices, self._model, self._mirror = camera, devices, model, mirror
        self._broadcast = broadcast
        self._findings: tuple[SetupCheck, ...] = ()
        self._passed = False

    def work(self) -> None:
        """Look, until the session begins or nobody watches."""
        with ExitStack() as stack:
            for each in self._look(stack):
                self._findings, self._passed = each.findings, each.passed
                self._broadcast.show(draw_look(each, self._mirror), each.frame.t)

    def describe(self) -> dict[str, object]:
        """Return the findings."""
        return {"findings": describe_findings(self._findings), "passed": self._passed}

    def _look(self, stack: ExitStack) -> Iterator[Look]:
        find = stack.enter_context(self._devices.estimator(self._model))
        make_counter = self._devices.counter
        count = stack.enter_context(closing(make_counter(self._model))) if make_counter else None
        source = self._devices.source(self._camera, stack)
        began_s = watched_s = time.monotonic()

        def is_over() -> bool:
            nonlocal watched_s
            now_s = time.monotonic()
            watched_s = now_s if self._broadcast.watched else watched_s
            return self.ending() or now_s - watched_s > UNWATCHED_S or now_s - began_s > LONGEST_S

        return look(source, find, count, is_over)


def draw_look(look: Look, mirror: bool) -> Image:
    """Return the picture with the skeleton of the person in it."""
    image = look.frame.image
    shown: Image = cv2.flip(image, 1) if mirror else image.copy()  # type: ignore[assignment]
    if look.pose:
        height, width = shown.shape[:2]
        draw_skeleton(shown, look.pose, shown_points(look.pose, width, height, mirror=mirror), WHITE)
    return shown
