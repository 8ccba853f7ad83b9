"""An archive of small videos, and the settings with which the stick figure stands for the pose model in any process."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import fakes

from posecoach.analysis.batch import InThisThread, Split, VideoOutcome, run
from posecoach.analysis.cluster.archive import Recording, list_archive, with_what_is_there
from posecoach.analysis.cluster.job import ClusterSettings, Job
from posecoach.analysis.cluster.place import Place
from posecoach.analysis.settings import AnalysisSettings
from posecoach.core.result import ModelInfo
from posecoach.exercises.registry import EXERCISES

MODEL = ModelInfo("full", "pose.task", "a" * 64, "own")
SETTINGS = AnalysisSettings(
    tuple(EXERCISES.values()),
    170.0,
    Path("no model"),
    MODEL,
    out=None,
    video=False,
    estimator=fakes.estimator,
    threads=1,
    cores=2,
)
"""As on a worker: one thread, but pieces as for the client's two cores."""


def settings(out: Path | None = None, **changes: object) -> AnalysisSettings:
    return replace(SETTINGS, out=out, **changes)


class Machine:
    """A client and its one worker, whose child is this process: runs an archive, and notes the steps of each run.

    Parameters
    ----------
    scratch : Path
        Folder for copies.
    out : path or address
        Where the results go.
    """

    def __init__(self, scratch: Path, out: object) -> None:
        scratch.mkdir(exist_ok=True)
        self.place = Place(str(out))
        self.steps: list[str] = []
        self.job = Job(scratch, lambda step, length_s: self.steps.append(step))

    def settings(self, analysis: AnalysisSettings = SETTINGS, **changes: object) -> ClusterSettings:
        return ClusterSettings(analysis, self.place.address, **changes)

    def run(self, *names: object, analysis: AnalysisSettings = SETTINGS, **changes: object) -> dict[str, VideoOutcome]:
        """Run the archive; return the outcomes by the stems of their results."""
        self.steps.clear()
        settings = self.settings(analysis, **changes)
        recordings = list_archive([str(name) for name in names])
        todo = with_what_is_there(recordings, analysis, self.place.names())
        return {one.stem: outcome for one, outcome in run(todo, settings, InThisThread(), work=self.work)}

    def work(self, recording: Recording, settings: ClusterSettings) -> VideoOutcome | Split[Recording] | None:
        return self.job.do(recording, settings)

    @property
    def analysed(self) -> int:
        """How many videos the last run analysed."""
        return self.steps.count("analysing")

    @property
    def copied(self) -> bool:
        """Whether the last run copied a video."""
        return "copying" in self.steps
