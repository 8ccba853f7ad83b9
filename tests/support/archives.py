"""An archive of small videos, and the settings with which the stick figure stands for the pose model in any process."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import fakes

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
