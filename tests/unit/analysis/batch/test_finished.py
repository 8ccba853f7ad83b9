"""Which videos an earlier run on this machine has done."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import archives
import pytest
from watched import Watcher, analyse, rows

from posecoach.analysis.batch.finished import find_finished
from posecoach.analysis.settings import AnalysisSettings
from posecoach.core.result import ModelInfo

ALL = archives.SETTINGS.candidates


def test_resumed_what_is_done_is_left_out_but_stands_in_the_summary(videos, watcher, tmp_path):
    assert analyse(watcher, videos / "a.mp4", "-o", tmp_path) == 0
    before = watcher.opened
    assert analyse(watcher, videos, "-o", tmp_path, "--resume") == 0
    assert watcher.opened == 2 * before
    assert [row["exit_code"] for row in rows(tmp_path).values()] == ["0", "0"]


def test_a_table_that_somebody_edited_holds_up_no_videos_that_are_done(watcher, videos, tmp_path, capsys):
    out = tmp_path / "out"
    assert analyse(watcher, videos, "-o", out) == 0
    (out / "a.csv").write_text("edited")
    assert analyse(watcher, videos, "-o", out) == 2, "it would be replaced"
    assert analyse(watcher, videos, "-o", out, "--resume") == 0
    (out / "a.json").unlink()
    assert analyse(watcher, videos, "-o", out, "--resume") == 2
    assert "a.csv is there already" in capsys.readouterr().err and (out / "a.csv").read_text() == "edited"


@pytest.fixture(scope="module")
def analysed(tmp_path_factory, clip) -> Path:
    """Folder with a video and what came of it."""
    folder = tmp_path_factory.mktemp("analysed")
    (folder / "a.mp4").write_bytes(clip)
    assert analyse(Watcher(), folder / "a.mp4", "-o", folder) == 0
    return folder


@pytest.fixture
def before(analysed, tmp_path) -> tuple[Path, AnalysisSettings, dict]:
    """The video, how it was analysed, and its JSON, in a folder to be changed."""
    shutil.copytree(analysed, tmp_path, dirs_exist_ok=True)
    answer = json.loads((tmp_path / "a.json").read_text())
    return (
        tmp_path / "a.mp4",
        AnalysisSettings(ALL, 170.0, None, ModelInfo(**answer["model"]), tmp_path, video=False),
        answer,
    )


def test_what_came_of_the_same_video_and_the_same_wishes_counts_as_done(before):
    video, job, _ = before
    assert find_finished(video, job).video.path.endswith("a.mp4")


@pytest.mark.parametrize(
    "wish",
    [
        {"candidates": ALL[:1]},
        {"height_cm": 180.0},
        {"video": True},
        {"model_info": ModelInfo("other", "other.task", "0" * 64, "own")},
    ],
    ids=lambda wish: " ".join(wish),
)
def test_other_wishes_than_then_are_not_done_yet(wish, before):
    video, job, _ = before
    assert find_finished(video, replace(job, **wish)) is None


@pytest.mark.parametrize(
    "change", [{"posecoach": "0.0.1"}, {"partial": "stopped by the user"}, {"reps": "none"}], ids=str
)
def test_an_older_partial_or_foreign_answer_does_not_count(change, before):
    video, job, answer = before
    video.with_suffix(".json").write_text(json.dumps(answer | change))
    assert find_finished(video, job) is None


@pytest.mark.parametrize("suffix", [".json", ".csv", ".landmarks.npz"])
def test_a_file_that_was_removed_is_written_again(suffix, before):
    video, job, _ = before
    video.with_suffix(suffix).unlink()
    assert find_finished(video, job) is None


def test_another_video_of_the_same_name_is_not_done(before):
    video, job, _ = before
    video.write_bytes(video.read_bytes() + b"more")
    assert find_finished(video, job) is None
