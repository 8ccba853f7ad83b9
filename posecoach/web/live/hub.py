"""The live session of the app: at most one, on its own thread, and everybody who watches it."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from posecoach.errors import UsageError
from posecoach.translation import N_, _
from posecoach.web.live.broadcast import Broadcast

if TYPE_CHECKING:
    from posecoach.feedback.display import Action
    from posecoach.web.live.activity import Activity
    from posecoach.web.live.preview import Preview
    from posecoach.web.live.session import PageSession


class PracticeHub:
    """Runs the live session, or the look before it, and passes pictures and state to the viewers.

    Attributes
    ----------
    broadcast : Broadcast
        The viewers.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._current: Activity | None = None
        self._session: PageSession | None = None
        self.broadcast = Broadcast(self._describe)

    @property
    def running(self) -> bool:
        """Whether the camera is in use: a session is going on, or is about to begin."""
        return self._current is not None and self._current.running

    @property
    def practising(self) -> bool:
        """Whether a session is going on."""
        current = self._current
        return current is not None and current.running and current.mode == "session"

    def practise(self, session: PageSession) -> None:
        """Begin a session; it takes the place of a look.

        Raises
        ------
        UsageError
            A session is going on.
        """
        with self._lock:
            self._begin(session)
            self._session = session

    def preview(self, preview: Preview) -> None:
        """Begin a look, in place of the one before; raise UsageError while a session is going on."""
        with self._lock:
            self._begin(preview)

    def _begin(self, activity: Activity) -> None:
        before = self._current
        if before and before.running and before.mode == "session":
            raise UsageError(N_("A session is going on already. End it before you begin another one."))
        self._current = activity
        activity.start(before, self.broadcast.clear)

    def end_preview(self) -> None:
        """Switch the camera off, unless a session uses it."""
        with self._lock:
            if self._current and self._current.mode == "preview":
                self._current.ending.request()

    def press(self, action: Action, question: int) -> None:
        """Pass on what a viewer tapped while the question of that number was open; 0 = none."""
        if self._current:
            self._current.press(action, question)

    def close(self) -> None:
        """End the running session and keep what it has."""
        if self._current:
            self._current.end()
        self.broadcast.close()

    def report(self, session: str) -> Path | None:
        """Return the report of the last session, if that is its id; None = there is none."""
        return self._session.report if self._session and self._session.id == session else None

    def _describe(self) -> str:
        current = self._current
        if current is None:
            return json.dumps({"mode": "idle"})
        mode = current.mode if current.running else "over"
        return json.dumps({"mode": mode, "was": current.mode, "problem": _(current.problem), **current.describe()})
