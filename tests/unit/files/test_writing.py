"""Files: written whole or not at all, and named when something is wrong."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from posecoach.errors import SourceError, UsageError
from posecoach.files.reading import sha256_of
from posecoach.files.safe_file import SafeFile
from posecoach.files.writing import close_to_others, open_new, output_folder, write_text

unix = pytest.mark.skipif(sys.platform == "win32", reason="needs the pipes and permissions of Unix")


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
    with pytest.raises(UsageError, match="not a directory"):
        write_text(target / "b.json", "third")
    assert names(tmp_path) == ["a.json", "folder"]


def test_an_output_folder_is_made_or_named(tmp_path):
    assert output_folder(tmp_path / "a" / "b").is_dir()
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match=r"file.*--record"):
        output_folder(tmp_path / "file", "--record")


def test_the_hash_of_a_file_that_is_gone_is_a_sentence(tmp_path):
    with pytest.raises(SourceError, match=r"gone\.mp4"):
        sha256_of(tmp_path / "gone.mp4")


# -- names, links and permissions --------------------------------------------------------------------------------


def rewrite(path: Path) -> None:
    """Write a file at once."""
    write_text(path, "new")


def grow(path: Path) -> None:
    """Write a file that grows."""
    file = SafeFile(path)
    file.write(b"new")
    file.close()


@pytest.mark.parametrize("write", [rewrite, grow])
def test_no_link_and_no_other_name_of_a_file_is_written_through(tmp_path, write):
    precious, soft, hard = (tmp_path / name for name in ("precious", "soft", "hard"))
    precious.write_text("old")
    soft.symlink_to(precious)
    hard.hardlink_to(precious)
    for path in (soft, hard):
        write(path)
        assert (path.read_text(), path.is_symlink()) == ("new", False)
    assert precious.read_text() == "old"


def test_a_file_that_could_not_grow_leaves_the_earlier_one(tmp_path):
    write_text(tmp_path / "a.mp4", "old")
    file = SafeFile(tmp_path / "a.mp4")
    file.write((12).to_bytes(4, "big") + b"mdatfilm")
    assert (tmp_path / "a.mp4").read_text() == "old", "until the new one is complete"
    file.problem = "The disk is full."
    file.close()
    assert ((tmp_path / "a.mp4").read_text(), names(tmp_path), file.is_kept) == ("old", ["a.mp4"], False)


FRAGMENT = (12).to_bytes(4, "big") + b"mdatfilm"


def record_over(earlier: Path) -> SafeFile:
    """Begin to record a film over an earlier one."""
    earlier.write_text("old")
    file = SafeFile(earlier, live=True)
    file.write(FRAGMENT)
    return file


def test_what_is_recorded_over_an_earlier_film_is_seen_beside_it_until_it_is_complete(tmp_path):
    (tmp_path / "film-2.mp4").write_text("another")
    file = record_over(tmp_path / "film.mp4")
    assert (file.place, (tmp_path / "film.mp4").read_text()) == (tmp_path / "film-3.mp4", "old")
    file.close()
    assert (file.place, file.is_kept, file.problem) == (tmp_path / "film.mp4", True, None)
    assert (file.place.read_bytes(), names(tmp_path)) == (FRAGMENT, ["film-2.mp4", "film.mp4"])


def test_what_was_recorded_before_a_disk_was_full_stays_and_so_does_the_earlier_film(tmp_path):
    file = record_over(tmp_path / "film.mp4")
    file.write(b"\0\0\0\x99moof")
    file.problem = "The disk is full."
    file.close()
    assert (file.place, file.is_kept) == (tmp_path / "film-2.mp4", True)
    assert (file.place.read_bytes(), (tmp_path / "film.mp4").read_text()) == (FRAGMENT, "old")


@pytest.mark.parametrize(("live", "left"), [(True, ["film-2.mp4", "film.mp4"]), (False, ["film.mp4"])])
def test_where_an_earlier_film_cannot_be_replaced_a_recording_stays_beside_it(tmp_path, live, left):
    film = tmp_path / "film.mp4"
    film.write_text("old")
    file = SafeFile(film, live)
    file.write(FRAGMENT)
    film.unlink()
    film.mkdir()  # refuses to be replaced by a file
    file.close()
    assert (names(tmp_path), file.is_kept) == (left, live)
    assert file.problem and ("what could be recorded is" in file.problem) == live


@unix
@pytest.mark.parametrize("write", [rewrite, grow])
def test_a_pipe_is_not_replaced_by_a_file(tmp_path, write):
    os.mkfifo(pipe := tmp_path / "pipe")
    with pytest.raises(UsageError, match=r"pipe: file exists"):
        write(pipe)
    assert pipe.is_fifo() and names(tmp_path) == ["pipe"]


@unix
@pytest.mark.parametrize(("umask", "mode"), [(0o077, 0o600), (0o027, 0o640), (0o022, 0o644)])
def test_who_may_read_a_result_is_what_the_user_has_set(tmp_path, umask, mode):
    before = os.umask(umask)
    try:
        rewrite(tmp_path / "a")
        grow(tmp_path / "b")
        write_text(tmp_path / "c", "mine", private=True)
        open_new(tmp_path / "d", private=True).close()
    finally:
        os.umask(before)
    assert [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in "abcd"] == [mode, mode, 0o600, 0o600]


def test_a_name_as_long_as_the_system_allows_can_be_written(tmp_path):
    name = "n" * 250 + ".json"
    write_text(tmp_path / name, "long")
    assert names(tmp_path) == [name]


def test_a_text_with_a_name_that_is_not_utf8_is_written_as_utf8(tmp_path):
    write_text(tmp_path / "a.json", b"b\xff.mp4".decode("utf-8", "surrogateescape"))
    assert (tmp_path / "a.json").read_text("utf-8") == "b\ufffd.mp4"


def test_what_a_kill_left_is_removed_once_it_is_old(tmp_path):
    left, written, own = (tmp_path / name for name in (".posecoach-1.part", ".posecoach-2.part", ".posecoach-notes"))
    for path in (left, written, own):
        path.touch()
    for path in (left, own):
        os.utime(path, (0, 0))
    output_folder(tmp_path)
    assert names(tmp_path) == [written.name, own.name]


@unix
def test_what_others_can_read_is_closed_to_them_once(tmp_path):
    (path := tmp_path / "history").touch(0o666)
    path.chmod(0o666)
    assert close_to_others(path) and stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not close_to_others(path) and not close_to_others(tmp_path / "nowhere")
