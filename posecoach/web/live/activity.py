"""Something that uses the camera on a thread of its own: a session, or a look at how camera and person are placed."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Literal

from posecoach.errors import PosecoachError, explain
from posecoach.feedback.display import Action
from posecoach.process import Stop, Stopped

log = logging.getLogger(__name__)

END_S = 15.0
"""Time to end: a camera that hangs is left alone after some seconds, and the results are saved within two."""


class Ending(Stop):
    """A stop that the app asks for, and that no signal reaches."""

    def request(self) -> None:
        """Ask for the end; it comes when the activity next looks."""
        self.code = 1


class Activity:
    """What the page shows; subclasses do it in `work`.

    Attributes
    ----------
    mode : str
        What it is.
    ending : Ending
        Whether it shall end.
    problem : str
        Why it ended by itself, as a sentence; empty without a problem.
    """

    mode: Literal["preview", "session"]

    def __init__(self) -> None:
        self.ending = Ending()
        self.problem = ""
        self._thread: threading.Thread | None = None

    def start(self, before: Activity | None, on_end: Callable[[], None]) -> None:
        """Begin on a thread, once the activity `before`, which may use the same camera, has ended."""
        self._thread = threading.Thread(target=self._run, args=(before, on_end), name="posecoach-practice", daemon=True)
        self._thread.start()

    @property
    def running(self) -> bool:
        """Whether it goes on."""
        return self._thread is not None and self._thread.is_alive()

    def end(self) -> None:
        """Ask it to end, and wait for that."""
        self.ending.request()
        if self._thread:
            self._thread.join(END_S)

    def press(self, action: Action, question: int) -> None:
        """Take what a viewer tapped; see `PageWindow.press`."""

    def work(self) -> None:
        """Do it, until it is done or to end."""
        raise NotImplementedError

    def describe(self) -> dict[str, object]:
        """Return what the page shows of it; called from another thread."""
        raise NotImplementedError

    def _run(self, before: Activity | None, on_end: Callable[[], None]) -> None:
        if before:
            before.end()
        try:
            if not self.ending():  # another one has taken its place already
                self.work()
        except Stopped:
            log.info("the %s ended before it began", self.mode)
        except Exception as error:  # the page shows it
            if not isinstance(error, PosecoachError):
                log.exception("the %s failed", self.mode)
            _, self.problem = explain(error, on_page=True)
        finally:
            on_end()
