"""The command line over many videos, with a stick figure that is counted."""

from __future__ import annotations

import csv
from contextlib import contextmanager
from pathlib import Path

import fakes

from posecoach.cli.app import run
from posecoach.cli.options import AppContext


class Watcher:
    """Opens the stick figure, and counts the videos watched."""

    def __init__(self) -> None:
        self.opened = 0

    @contextmanager
    def __call__(self, model: Path):
        self.opened += 1
        with fakes.estimator(model) as find:
            yield find


def analyse(watcher: Watcher, *arguments: object) -> int:
    return run(["analyze", "--no-video", *map(str, arguments)], AppContext(estimator=watcher, silent=True))


def rows(folder: Path) -> dict[str, dict[str, str]]:
    """Summary by file name."""
    with (folder / "summary.csv").open(newline="") as file:
        return {Path(row["file"]).name: row for row in csv.DictReader(file)}
