"""Many videos: which ones they are, which are done already, and how they are reported."""

from __future__ import annotations

import csv
import json
import shutil
from contextlib import chdir, contextmanager
from dataclasses import replace
from pathlib import Path

import fakes
import pytest

from posecoach.analysis.batch.finished import find_finished
from posecoach.analysis.batch.names import expand
from posecoach.analysis.settings import AnalysisSettings
from posecoach.cli.app import run
from posecoach.cli.options import AppContext
from posecoach.core.result import ModelInfo
from posecoach.exercises.registry import EXERCISES

ALL = tuple(EXERCISES.values())


class Watcher:
    """Opens the stick figure, and counts the videos watched."""

    def __init__(self) -> None:
        self.opened = 0

    @contextmanager
    def __call__(self, model: Path):
        self.opened += 1
        with fakes.estimator(model) as find:
            yield find


@pytest.fixture(scope="module")
def clip(tmp_path_factory) -> bytes:
    return fakes.video(tmp_path_factory.mktemp("clips") / "clip.mp4", 1.5).read_bytes()


@pytest.fixture
def videos(tmp_path, clip) -> Path:
    """Folder with two videos and what else lies about."""
    folder = tmp_path / "videos"
    (folder / "more").mkdir(parents=True)
    for name in ("b.MP4", "a.mp4", "more/c.mp4", "a.annotated.mp4"):
        (folder / name).write_bytes(clip)
    (folder / "notes.txt").write_text("")
    return folder


@pytest.fixture
def watcher() -> Watcher:
    return Watcher()


def analyse(watcher: Watcher, *arguments: object) -> int:
    return run(["analyze", "--no-video", *map(str, arguments)], AppContext(estimator=watcher, silent=True))


def rows(folder: Path) -> dict[str, dict[str, str]]:
    """Summary by file name."""
    with (folder / "summary.csv").open(newline="") as file:
        return {Path(row["file"]).name: row for row in csv.DictReader(file)}


def test_a_folder_stands_for_the_videos_directly_in_it(videos):
    assert expand([videos]) == [videos / "a.mp4", videos / "b.MP4"]


def test_a_quoted_pattern_stands_for_what_it_matches(videos):
    assert expand([videos / "[ab].[mM]*"]) == [videos / "a.mp4", videos / "b.MP4"]
    assert expand([videos / "*" / "*.mp4"]) == [videos / "more" / "c.mp4"]
    with chdir(videos):
        assert expand([Path("more/*.mp4")]) == [Path("more/c.mp4")]


def test_a_file_with_a_pattern_for_a_name_is_that_file(videos):
    odd = (videos / "a.mp4").rename(videos / "take[1].mp4")
    assert expand([odd]) == [odd]


@pytest.mark.parametrize("name", ["more/*.mov", "empty"])
def test_a_folder_or_pattern_without_a_video_is_named_and_leaves_the_others_their_turn(
    name, videos, watcher, tmp_path, capfd
):
    (videos / "empty").mkdir()
    assert analyse(watcher, videos / name, videos / "a.mp4", "-o", tmp_path) == 4
    assert name in capfd.readouterr().err
    assert (tmp_path / "a.json").exists()


def test_a_summary_tells_of_every_video_also_of_one_that_failed(videos, watcher, tmp_path, capfd):
    (videos / "b.MP4").write_text("no video")
    assert analyse(watcher, videos, "-o", tmp_path) == 4
    err = capfd.readouterr().err
    assert err.count("\n") == 1 and "b.MP4" in err and "(exit code 4)" in err
    found = rows(tmp_path)
    assert list(found) == ["a.mp4", "b.MP4"]
    assert (found["a.mp4"]["exit_code"], found["a.mp4"]["attempts"], found["a.mp4"]["problem"]) == ("0", "0", "")
    assert (found["b.MP4"]["exit_code"], found["b.MP4"]["attempts"]) == ("4", "") and found["b.MP4"]["problem"]


def test_a_pattern_may_reach_into_all_folders_and_hidden_videos_count(videos):
    (videos / ".hidden.mp4").write_bytes(b"")
    found = {path.relative_to(videos).as_posix() for path in expand([videos / "**" / "*.mp4"])}
    assert found == {"a.mp4", ".hidden.mp4", "more/c.mp4", "a.annotated.mp4"}
    assert videos / ".hidden.mp4" in expand([videos])


def test_a_table_that_somebody_edited_holds_up_no_videos_that_are_done(watcher, videos, tmp_path, capsys):
    out = tmp_path / "out"
    assert analyse(watcher, videos, "-o", out) == 0
    (out / "a.csv").write_text("edited")
    assert analyse(watcher, videos, "-o", out) == 2, "it would be replaced"
    assert analyse(watcher, videos, "-o", out, "--resume") == 0
    (out / "a.json").unlink()
    assert analyse(watcher, videos, "-o", out, "--resume") == 2
    assert "a.csv is there already" in capsys.readouterr().err and (out / "a.csv").read_text() == "edited"


def test_the_summary_says_why_a_video_has_no_attempt(videos, tmp_path):
    nobody = AppContext(estimator=lambda model: fakes.estimator(model, fakes.nobody), silent=True)
    assert run(["analyze", "--no-video", str(videos), "-o", str(tmp_path)], nobody) == 0
    assert rows(tmp_path)["a.mp4"]["remark"] == (
        "None of the exercises was recognised. "
        "Nobody was found in any of 15 pictures: is the whole body in the picture, is it light enough?"
    )


def test_a_folder_without_videos_says_what_was_looked_for_and_what_is_there(videos, watcher, tmp_path, capfd):
    def sentence(folder: Path) -> str:
        assert analyse(watcher, folder, "-o", tmp_path / "out") == 4
        err = capfd.readouterr().err
        assert err.startswith(f"posecoach: {folder}: there is no video in this folder.") and err.count("\n") == 1
        assert ".mp4" in err and ".webm" in err
        return err

    folder = tmp_path / "empty"
    folder.mkdir()
    assert "Name the videos, or another folder." in sentence(folder)
    (folder / "inner").mkdir()
    (videos / "b.MP4").rename(folder / "inner" / "b.mp4")
    assert str(folder / "*" / "*.mp4") in sentence(folder)
    (videos / "a.annotated.mp4").rename(folder / "a.annotated.mp4")
    assert "but not .annotated.mp4" in sentence(folder)
    (folder / "a.landmarks.npz").write_bytes(b"")
    assert str(folder / "*.landmarks.npz") in sentence(folder)


def test_a_pattern_without_matches_says_so(watcher, tmp_path, capfd):
    assert analyse(watcher, tmp_path / "*.mp4", "-o", tmp_path / "out") == 4
    assert "no file has a name like this" in capfd.readouterr().err


def test_a_video_whose_table_would_be_taken_for_the_summary_is_refused(videos, watcher, tmp_path, capfd):
    (videos / "a.mp4").rename(videos / "summary.mp4")
    assert analyse(watcher, videos, "-o", tmp_path) == 2
    assert "summary.mp4" in capfd.readouterr().err


def test_one_video_has_no_summary(videos, watcher, tmp_path):
    assert analyse(watcher, videos / "a.mp4", "-o", tmp_path) == 0
    assert not (tmp_path / "summary.csv").exists()


def test_an_internal_error_in_one_video_does_not_stop_the_others(videos, tmp_path, capfd):
    class Stumbling(Watcher):
        def __call__(self, model):
            if not self.opened:
                self.opened += 1
                raise ZeroDivisionError("oops")
            return super().__call__(model)

    assert analyse(Stumbling(), videos, "-o", tmp_path) == 1
    assert [row["exit_code"] for row in rows(tmp_path).values()] == ["1", "0"]
    assert "Internal error" in capfd.readouterr().err


def test_json_on_standard_output_takes_no_folder_of_several(videos, watcher, capfd):
    assert analyse(watcher, videos, "--json", "-") == 2


def test_resumed_what_is_done_is_left_out_but_stands_in_the_summary(videos, watcher, tmp_path):
    assert analyse(watcher, videos / "a.mp4", "-o", tmp_path) == 0
    before = watcher.opened
    assert analyse(watcher, videos, "-o", tmp_path, "--resume") == 0
    assert watcher.opened == 2 * before
    assert [row["exit_code"] for row in rows(tmp_path).values()] == ["0", "0"]


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
