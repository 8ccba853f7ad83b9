"""What the app is made of; the pages reach it through their request."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from posecoach.languages import chosen_language, load
from posecoach.process import Stop
from posecoach.storage.preferences import Preferences, load_preferences
from posecoach.translation import use

if TYPE_CHECKING:
    from posecoach.vision.estimator import Estimator
    from posecoach.web.analyses.queue import AnalysisQueue
    from posecoach.web.lan.house import House
    from posecoach.web.live.hub import PracticeHub
    from posecoach.web.phone.cameras import RemoteCameras
    from posecoach.web.security.registry import DeviceRegistry

OpenEstimator = Callable[[Path], AbstractContextManager["Estimator"]]
"""Opens an estimator, of a pose model's file."""


def data_folder() -> Path:
    """Return the user's data folder, in which the app keeps its own."""
    return platformdirs.user_data_path("posecoach", appauthor=False)


@dataclass(slots=True)
class Services:
    """What the app is made of.

    Attributes
    ----------
    folder : Path
        The data folder: history, preferences, analyses, known devices.
    devices : DeviceRegistry
        Which devices may do what.
    practice : PracticeHub
        The live session, at most one, and who watches it.
    phones : RemoteCameras
        The cameras of phones.
    analyses : AnalysisQueue
        The recordings that are, or will be, analysed.
    house : House
        Where other devices find the app, and how they join.
    stop : Stop
        Whether the system or the terminal ends the app.
    ended : Event
        Set when a page ends the app.
    secret : str
        Known to this app and those who may read its files: by it, a second start asks for a page.
    history : Path or None
        The history's file; None = the user's own.
    cameras : tuple of str
        Cameras to offer in addition to those of this machine: addresses, or video files, which only the command line
        names.
    estimator : callable or None
        Opens an estimator; None = the real one. Tests pass a fake.
    silent : bool
        Whether this machine does not speak; for tests.
    recovered : tuple of str
        Sentences about sessions that were interrupted, and saved when the app started.
    """

    folder: Path
    devices: DeviceRegistry
    practice: PracticeHub
    phones: RemoteCameras
    analyses: AnalysisQueue
    house: House
    stop: Stop
    history: Path | None = None
    cameras: tuple[str, ...] = ()
    estimator: OpenEstimator | None = None
    silent: bool = False
    ended: threading.Event = field(default_factory=threading.Event)
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    recovered: tuple[str, ...] = ()

    @property
    def results(self) -> Path:
        """The folder of the results of live sessions."""
        return self.folder / "practice"

    @property
    def preferences(self) -> Preferences:
        """The person's settings, as they are now."""
        return load_preferences(self.folder)

    def use_language(self) -> None:
        """Show and speak in the language of the settings, with their units, from now on."""
        kept = self.preferences
        use(load(chosen_language(kept.screen_language), kept.units == "imperial"))
