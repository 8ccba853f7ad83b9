"""Videos over an executor's threads and processes: the same bytes as from one thread."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import archives
import fakes
import pytest

from posecoach.analysis.batch import InThisThread, run
from posecoach.errors import UsageError

VIDEOS = ("a.mp4", "b.mp4", "c.mp4")


@pytest.fixture(scope="module")
def videos(tmp_path_factory) -> list[Path]:
    folder = tmp_path_factory.mktemp("videos")
    return [fakes.video(folder / name, 1.0 + i) for i, name in enumerate(VIDEOS)]


@pytest.fixture(scope="module")
def expected(videos, tmp_path_factory) -> dict[str, bytes]:
    """The JSON of each video, from this thread."""
    out = tmp_path_factory.mktemp("expected")
    outcomes = list(run(videos, archives.settings(out), InThisThread()))
    assert [video for video, _ in outcomes] == videos, "one after the other"
    return answers(out)


def answers(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*.json")}


def processes() -> Executor:
    return ProcessPoolExecutor(2, multiprocessing.get_context("spawn"))


@pytest.mark.parametrize("executor", [lambda: ThreadPoolExecutor(2), processes], ids=["threads", "processes"])
def test_the_answers_are_the_same_bytes_wherever_the_work_is_done(executor, videos, expected, tmp_path):
    with executor() as pool:
        outcomes = dict(run(videos, archives.settings(tmp_path), pool, ahead=lambda: 3))
    assert set(outcomes) == set(videos) and {one.exit_code for one in outcomes.values()} == {0}
    assert outcomes[videos[2]].findings.duration_s == 3.0
    assert answers(tmp_path) == expected


def test_an_exercise_that_is_not_installed_ends_the_run_with_a_sentence(videos, tmp_path):
    own = replace(archives.SETTINGS.candidates[0], id="own_bridge")
    with processes() as pool, pytest.raises(UsageError, match="'own_bridge' cannot go to another process"):
        list(run(videos, archives.settings(tmp_path, candidates=(own,)), pool))
