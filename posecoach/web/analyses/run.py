"""One analysis while it runs: what it does, how far it is, and how it is stopped."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Lock
from typing import TYPE_CHECKING

from posecoach.exercises.registry import candidates_named
from posecoach.translation import N_, joined
from posecoach.web.analyses.record import Analysis
from posecoach.web.analyses.store import VIDEO

if TYPE_CHECKING:
    from posecoach.core.result import Result
    from posecoach.web.services import OpenEstimator

STEPS = {"Watching": N_("watching the video"), "Drawing": N_("drawing the result")}
"""Name of a step -> what is shown, in their order."""
PAUSE_S = 0.5
"""How often to look whether the practice is over: a person does not notice it, nor does the processor."""
GUESS_AFTER_S = 2.0
"""From when on a step's speed is known well enough to say how long it still takes."""


class Run:
    """The progress of a running analysis, which waits while a practice is live. Any thread may use it.

    Parameters
    ----------
    analysis : Analysis
        What runs.
    is_busy : callable
        Whether a practice is live.
    clock : callable
        Monotonic time in seconds.
    """

    def __init__(
        self, analysis: Analysis, is_busy: Callable[[], bool], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.analysis = analysis
        self._is_busy, self._clock = is_busy, clock
        self._end, self._lock = Event(), Lock()
        self._step, self._done, self._total, self._since_s = "", 0, 0, 0.0

    @property
    def is_ended(self) -> bool:
        """Whether somebody ended it."""
        return self._end.is_set()

    def end(self) -> None:
        """End it soon."""
        self._end.set()

    def stop(self) -> bool:
        """Whether to stop; wait here while a practice is live. The analysis asks at every frame, from any thread."""
        while self._is_busy() and not self._end.wait(PAUSE_S):
            pass
        return self.is_ended

    def progress(self, step: str, done: int, total: int | None) -> None:
        """Take note of new frames in a step."""
        with self._lock:
            if step != self._step:
                self._step, self._done, self._total, self._since_s = step, 0, 0, self._clock()
            self._done += done
            self._total = total or self._total

    @property
    def share(self) -> float | None:
        """Done part of the step, 0 to 1; None when it is not known."""
        with self._lock:
            return min(1.0, self._done / self._total) if self._total else None

    @property
    def words(self) -> str:
        """What it does, and for how long, as a sentence."""
        if self._is_busy():
            return N_("Paused until the practice is over.")
        step = STEPS.get(self._step)
        if step is None:
            return N_("Starting.")
        place = list(STEPS).index(self._step) + 1
        doing = [N_("Step {place} of {all}: {step}", place=place, all=len(STEPS), step=step), *self._done_and_left()]
        return N_("{doing}.", doing=joined(doing, N_(", ")))

    def _done_and_left(self) -> Iterator[str]:
        share, passed_s = self.share, self._clock() - self._since_s
        if share is not None:
            yield N_("{percent:.0f}\N{NO-BREAK SPACE}%", percent=100 * share)
        if share and share < 1 and passed_s >= GUESS_AFTER_S:
            yield N_("{duration} left", duration=duration_words(passed_s * (1 - share) / share))


def duration_words(seconds: float) -> str:
    """Return a duration as people guess one: in steps of 5 s, or in minutes."""
    if seconds < 60:
        return N_("about {n}\N{NO-BREAK SPACE}s", n=max(5, 5 * round(seconds / 5)))
    return N_("about {n}\N{NO-BREAK SPACE}min", n=round(seconds / 60))


def analyze(folder: Path, run: Run, estimator: OpenEstimator | None) -> Result:
    """Analyse a video as ``posecoach analyze`` does, with everything that it can write; return the result.

    Parameters
    ----------
    folder : Path
        Where the video is and the results go.
    run : Run
        What receives the progress and says when to stop.
    estimator : callable or None
        Opens an estimator; None = the real one.

    Raises
    ------
    PosecoachError
        The video cannot be read, the pose model is missing, or a file cannot be written.
    """
    # Decoder, encoder and charts: the pages need none of them.
    from posecoach.analysis import analyze as analysis
    from posecoach.analysis.settings import MOT, REPORT, TRC, AnalysisSettings
    from posecoach.files.writing import close_to_others
    from posecoach.vision import weights
    from posecoach.vision.search.person_search import PersonSearch

    bundle, wish = weights.locate(), run.analysis.wish
    settings = AnalysisSettings(
        candidates_named(wish.exercise),
        wish.height_cm,
        bundle,
        weights.describe(bundle),
        folder,
        extras=(REPORT, TRC, MOT),
        stills=True,
        turned_deg=wish.turned_deg,
        estimator=estimator or PersonSearch,
        name=run.analysis.name,
    )
    outcome = analysis.analyze(folder / VIDEO, settings, run.progress, run.stop)
    for file in outcome.files:
        close_to_others(file)
    return outcome.result
