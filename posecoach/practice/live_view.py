"""What the person sees and which keys work while a session runs, on the main thread."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from posecoach.core.exercise.exercise import Exercise
from posecoach.core.judging.events import Update
from posecoach.core.session.aims import Aims
from posecoach.exercises.simulation.demonstration import demonstrate
from posecoach.feedback.display import Action, Window
from posecoach.feedback.overlay.overlay import Overlay
from posecoach.practice.frames import JudgedFrame, LatestValue
from posecoach.practice.live_session import LiveSession
from posecoach.practice.loading import waiting_page
from posecoach.practice.settings import PrintLine
from posecoach.translation import N_
from posecoach.vision.source import FrameSource

WAITING = N_("Waiting for the first picture ...")
REFRESH_S = 0.1
"""The window is redrawn at least this often, so that keys work and problems show while no frame arrives."""


class LiveView:
    """Shows judged frames in a window.

    Parameters
    ----------
    window : Window
        The window.
    mirror : bool
        Whether to show the picture mirrored.
    exercises : iterable of Exercise
        Those of which a small figure shows how they go.
    aims : Aims
        How long each was held before.
    keys : bool
        Whether the pictures name the window's keys.
    """

    def __init__(
        self, window: Window, mirror: bool, exercises: Iterable[Exercise], aims: Aims, keys: bool = True
    ) -> None:
        by_id = {exercise.id: exercise for exercise in exercises}
        self._window, self._mirror, self._aims, self._keys = window, mirror, aims, keys
        self._overlay = Overlay(demonstrate=lambda name: demonstrate(by_id[name]) if name in by_id else (), keys=keys)
        self._last: JudgedFrame | None = None
        self._help = False

    def refresh(self, judged: JudgedFrame | None, problem: str) -> Action | None:
        """Show the newest frame, or the last one again; return the action of a pressed key."""
        self._last = judged or self._last
        if self._last is None:
            return self._window.show(waiting_page(problem or WAITING, self._keys))
        update = self._last.update
        if problem:  # praise must not stay on an old picture
            update = Update(
                update.t, None, exercise=update.exercise, title=update.title, reps=update.reps, unseen=problem
            )
        image = self._overlay.draw(
            self._last.frame.image,
            update,
            replace(self._last.scene, aims=self._aims.get(update.exercise or "", {})),
            mirror=self._mirror,
            note=problem or None,
            help=self._help,
        )
        action = self._window.show(image)
        if action == "help":
            self._help = not self._help
        return action


def show_session(
    session: LiveSession,
    source: FrameSource,
    latest: LatestValue[JudgedFrame],
    view: LiveView | None,
    print_line: PrintLine,
    stop: Callable[[], bool],
) -> None:
    """Show a running session and react to keys, until the session ends or the user stops it.

    Parameters
    ----------
    session : LiveSession
        The running session.
    source : FrameSource
        Its camera, which reports its problems.
    latest : LatestValue of JudgedFrame
        Where the session puts its judged frames.
    view : LiveView or None
        The window; without it, camera problems are printed.
    print_line : callable
        Prints a line in the terminal.
    stop : callable
        Whether the user wants to stop.
    """
    previous_state = "live"
    while session.running and not stop():
        judged = latest.get(REFRESH_S)
        state = source.state
        problem = "" if state in ("live", "ended") else source.status_text
        if view is None:
            if problem and state != previous_state:
                print_line(N_("{problem}.", problem=problem))
            elif state == "live" != previous_state:
                print_line(N_("The camera is back."))
        elif (action := view.refresh(judged, problem)) in ("quit", "stop", "close"):
            session.end("pain" if action == "stop" else "quit")
            return
        elif action == "pause":
            session.toggle_pause()
        elif action == "restart":
            session.restart()
        previous_state = state
