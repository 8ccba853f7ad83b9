"""Which videos the names on the command line stand for."""

from __future__ import annotations

from contextlib import chdir
from pathlib import Path

import pytest
from watched import analyse

from posecoach.analysis.batch.names import expand


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


def test_a_pattern_may_reach_into_all_folders_and_hidden_videos_count(videos):
    (videos / ".hidden.mp4").write_bytes(b"")
    found = {path.relative_to(videos).as_posix() for path in expand([videos / "**" / "*.mp4"])}
    assert found == {"a.mp4", ".hidden.mp4", "more/c.mp4", "a.annotated.mp4"}
    assert videos / ".hidden.mp4" in expand([videos])


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


@pytest.mark.parametrize("name", ["more/*.mov", "empty"])
def test_a_folder_or_pattern_without_a_video_is_named_and_leaves_the_others_their_turn(
    name, videos, watcher, tmp_path, capfd
):
    (videos / "empty").mkdir()
    assert analyse(watcher, videos / name, videos / "a.mp4", "-o", tmp_path) == 4
    assert name in capfd.readouterr().err
    assert (tmp_path / "a.json").exists()
