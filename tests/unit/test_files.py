"""Files: written whole or not at all, and named when something is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from posecoach.errors import SourceError, UsageError
from posecoach.files.reading import sha256_of
from posecoach.files.writing import output_folder, write_text


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path):
    target = tmp_path / "a.json"
    write_text(target, "first")
    write_text(target, "second")
    assert target.read_text() == "second" and names(tmp_path) == ["a.json"]
    (tmp_path / "folder").mkdir()
    with pytest.raises(UsageError, match="folder"):
        write_text(tmp_path / "folder", "third")
    with pytest.raises(UsageError, match="nowhere"):
        write_text(tmp_path / "nowhere" / "a.json", "third")
    assert names(tmp_path) == ["a.json", "folder"]


def test_an_output_folder_is_made_or_named(tmp_path):
    assert output_folder(tmp_path / "a" / "b").is_dir()
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match=r"file.*--record"):
        output_folder(tmp_path / "file", "--record")


def test_the_hash_of_a_file_that_is_gone_is_a_sentence(tmp_path):
    with pytest.raises(SourceError, match=r"gone\.mp4"):
        sha256_of(tmp_path / "gone.mp4")
