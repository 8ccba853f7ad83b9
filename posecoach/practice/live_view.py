"""What the person sees and presses while a session runs, on the main thread."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from posecoach.core.body.pose import Frame
from posecoach.core.judging.events import Update
from posecoach.core.session.scene import SessionState
from posecoach.feedback.display import Action, Window
from posecoach.feedback.overlay.overlay import Overlay
from posecoach.practice.live_session import JudgedFrame, LatestValue, LiveSession
from posecoach.vision.source import FrameSource

REFRESH_S = 0.1
"""The window is drawn anew at least this often, so that keys work and trouble shows while no frame comes."""


class Show:
    """Shows the newest shot and knows what is being shown besides it.

    Parameters
    ----------
    window : Window
        Where.
    mirror : bool
        Whether as a mirror does.
    """

    def __init__(self, window: Window, mirror: bool) -> None:
        self._window, self._mirror, self._overlay = window, mirror, Overlay()
        self._last = JudgedFrame(Frame(0.0, np.zeros((480, 640, 3), np.uint8)), Update(0.0, None), SessionState())
        self._waiting = "Waiting for the first picture ..."
        self._help = False

    def refresh(self, shot: JudgedFrame | None, trouble: str) -> Action | None:
        """Show the newest shot, or the last one again; return what a key asked for."""
        if shot is not None:
            self._last, self._waiting = shot, ""
        update = self._last.update
        if trouble:  # an old picture must not go on praising
            update = Update(
                update.t, None, exercise=update.exercise, title=update.title, reps=update.reps, unseen=trouble
            )
        picture = self._overlay.draw(
            self._last.frame.image,
            update,
            self._last.scene,
            mirror=self._mirror,
            note=self._waiting or trouble or None,
            help=self._help,
        )
        action = self._window.show(picture)
        if action == "help":
            self._help = not self._help
        return action


def watch(
    session: LiveSession,
    source: FrameSource,
    shots: LatestValue[JudgedFrame],
    show: Show | None,
    say: Callable[[str], None],
    stop: Callable[[], bool],
) -> None:
    """Show what is judged and obey the keys, until the session ends or the user wants to.

    Parameters
    ----------
    session : LiveSession
        What is running.
    source : FrameSource
        Its camera, for what is wrong with it.
    shots : LatestValue of JudgedFrame
        What it hands out.
    show : Show or None
        Where it is shown; None = trouble is said instead.
    say : callable
        Takes lines for the terminal.
    stop : callable
        Whether the user wants to end.
    """
    before = "live"
    while session.running and not stop():
        shot = shots.take(REFRESH_S)
        state = source.state
        trouble = "" if state in ("live", "ended") else source.status_text
        if show is None:
            if trouble and state != before:
                say(f"{trouble}.")
            elif state == "live" != before:
                say("The camera is back.")
        elif (action := show.refresh(shot, trouble)) in ("quit", "stop"):
            session.end("quit" if action == "quit" else "pain")
            return
        elif action == "pause":
            session.toggle_pause()
        elif action == "restart":
            session.restart()
        before = state
