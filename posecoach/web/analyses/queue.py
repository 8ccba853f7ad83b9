"""The recordings that are, or will be, analysed, one after the other."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path
from threading import Condition
from typing import TYPE_CHECKING

from posecoach.background import Background
from posecoach.errors import UsageError, explain
from posecoach.translation import N_, chosen, plural
from posecoach.web.analyses.record import Analysis, Wish, renamed
from posecoach.web.analyses.result_page import in_few_words, kept_verdict
from posecoach.web.analyses.run import PAUSE_S, Run, analyze
from posecoach.web.analyses.store import VIDEO, AnalysisStore
from posecoach.web.analyses.upload import Uploads

if TYPE_CHECKING:
    from posecoach.web.services import Services

log = logging.getLogger(__name__)

END_S = 20.0
"""The longest time in which a running analysis ends: it still writes what it has."""


class AnalysisQueue:
    """Analyses recordings one after the other, on its own thread. Any thread may use it.

    Parameters
    ----------
    folder : Path
        Where the analyses are kept.

    Attributes
    ----------
    store : AnalysisStore
        The kept analyses.
    uploads : Uploads
        The videos that are arriving.
    """

    def __init__(self, folder: Path) -> None:
        self.store = AnalysisStore(folder)
        self.uploads = Uploads(self.store)
        self._changed = Condition()
        self._order: list[str] = []
        self._run: Run | None = None
        self._closing = False
        self._services: Services | None = None
        self._worker: Background[None] | None = None

    def start(self, services: Services) -> None:
        """Begin to work: first with what waited when posecoach ended. Remove what a killed posecoach left."""
        self._services = services
        self.store.remove_remains()
        before = self.store.all()[::-1]
        self._order = [analysis.id for analysis in before if analysis.state == "waiting"]
        for analysis in before:
            if analysis.state == "running":  # it may be the reason for the kill, so it does not start by itself
                self._keep(replace(analysis, state="interrupted"))
        self._worker = Background(self._work)

    def add(self, analysis: Analysis) -> None:
        """Keep an analysis and put it at the end of the queue."""
        with self._changed:
            self.store.keep(replace(analysis, state="waiting", remark=""))
            if analysis.id not in self._order:
                self._order.append(analysis.id)
            self._changed.notify_all()

    def again(self, analysis: Analysis, wish: Wish) -> None:
        """Analyse a video again, in another way; its results are removed."""
        self.cancel(analysis)
        self.store.remove_results(analysis)
        self.add(replace(analysis, wish=wish))

    def cancel(self, analysis: Analysis) -> None:
        """Take an analysis out of the queue, or end it and wait until it has ended.

        Raises
        ------
        UsageError
            It does not end.
        """
        with self._changed:
            if analysis.id in self._order:
                self._order.remove(analysis.id)
                self._keep(replace(analysis, state="stopped"))
            run = self._run
            if run is None or run.analysis.id != analysis.id:
                return
            run.end()
            if not self._changed.wait_for(lambda: self._run is not run, END_S):
                raise UsageError(
                    N_("The analysis of {video} does not end yet. Try again in a minute.", video=analysis.name)
                )

    def delete(self, analysis: Analysis) -> None:
        """Remove an analysis, with its video and results; end it first when it runs. Raise UsageError as the store."""
        self.cancel(analysis)
        self.store.delete(analysis)

    def delete_all(self) -> None:
        """Remove all analyses, with their videos and results."""
        for analysis in self.store.all():
            self.delete(analysis)

    def close(self) -> None:
        """End what runs; it waits, with all others, until posecoach starts again."""
        with self._changed:
            self._closing = True
            if self._run:
                self._run.end()
            self._changed.notify_all()
        if self._worker:
            self._worker.is_over(END_S)

    def words(self, analysis: Analysis) -> str:
        """Say where an analysis is, as a sentence."""
        with self._changed:
            run = self._run
            before = self._order.index(analysis.id) if analysis.id in self._order else 0
        if run and run.analysis.id == analysis.id:
            return run.words
        match analysis.state:
            case "waiting":
                before += run is not None
                if not before and self._is_busy():
                    return N_("Waits until the practice is over.")
                waits = plural("Waits: {n} video before it.", "Waits: {n} videos before it.", before)
                return waits if before else N_("Starting.")
            case "stopped":
                return N_("Stopped.")
            case "interrupted":
                return N_("posecoach ended while it was at this video. Open it to try again.")
            case "done" if chosen().code != "en":  # it was kept in English
                return kept_verdict(self.store.folder_of(analysis), analysis.remark)
            case _:
                return analysis.remark

    def share(self, analysis: Analysis) -> float | None:
        """Return the done part of the running step, 0 to 1; None when that is not known."""
        run = self._run
        return run.share if run and run.analysis.id == analysis.id else None

    def _is_busy(self) -> bool:
        return self._services is not None and self._services.practice.running

    def _work(self) -> None:
        while run := self._next():
            analysis = run.analysis
            self._keep(replace(analysis, state="running"))
            ended = self._outcome(run)
            with self._changed:
                self._keep(ended)
                self._run = None
                self._changed.notify_all()

    def _keep(self, analysis: Analysis) -> None:
        """Keep a new state; on a full disk it is known until posecoach ends."""
        try:
            self.store.keep(analysis)
        except UsageError as error:
            log.warning("%s", error)

    def _next(self) -> Run | None:
        """Wait for the next analysis and until no practice is live; None when posecoach ends."""
        with self._changed:
            while not self._closing:
                if self._order and not self._is_busy():
                    if analysis := self.store.find(self._order.pop(0)):
                        self._run = Run(analysis, self._is_busy)
                        return self._run
                    continue
                self._changed.wait(PAUSE_S if self._order else None)
        return None

    def _outcome(self, run: Run) -> Analysis:
        """Analyse; return how it ended. The thread survives whatever happens."""
        assert self._services
        analysis, folder = run.analysis, self.store.folder_of(run.analysis)
        try:
            result = analyze(folder, run, self._services.estimator)
            if not run.is_ended:
                return replace(analysis, state="done", remark=in_few_words(result))
        except Exception as error:
            if not run.is_ended:
                log.warning("%s: %s", analysis.id, error)
                sentence = renamed(explain(error, on_page=True)[1], folder / VIDEO, analysis.name)
                return replace(analysis, state="failed", remark=sentence)
        self.store.remove_results(analysis)
        return replace(analysis, state="waiting" if self._closing else "stopped")
