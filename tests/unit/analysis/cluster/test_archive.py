"""Which videos the names of an archive stand for, and where the results of each go."""

from __future__ import annotations

from contextlib import chdir
from pathlib import Path

import archives
import fsspec
import pytest

from posecoach.analysis.cluster.archive import _below, _distinct, _parts, is_stored, list_archive, with_what_is_there
from posecoach.errors import SourceError, UsageError

ODD = (
    "sp ace",
    "\u00fcn\u00ef",
    "50%",
    "100%25",
    "a#1",
    "take[1]",
    "new\nline",
    "-dash",
    "q?",
    "s*",
    "~tilde",
    "a::b",
    "x;y",
)


def make(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"x")
    return folder


@pytest.fixture
def store(request):
    """An object store in memory that is this test's own."""
    address = f"memory://{request.node.nodeid.rpartition(':')[2].replace('[', '-').strip(']')}"
    yield address
    fs, path = fsspec.url_to_fs(address)
    if fs.exists(path):
        fs.rm(path, recursive=True)


def fill(store: str, *names: str) -> str:
    fs, path = fsspec.url_to_fs(store)
    for name in names:
        fs.pipe_file(f"{path}/{name}", b"x")
    return store


def stems(*names: object) -> list[str]:
    return sorted(one.stem for one in list_archive([str(name) for name in names]))


def test_a_folder_stands_for_all_videos_in_it_and_its_results_are_arranged_alike(tmp_path):
    make(tmp_path, "b/x.mp4", "a/x.mp4", "a/deep/y.MOV", "z.webm", "z.txt", "z.annotated.mp4", "z.landmarks.npz")
    found = list_archive([str(tmp_path)])
    assert [one.name for one in found] == [
        str(tmp_path / name) for name in ("a/deep/y.MOV", "a/x.mp4", "b/x.mp4", "z.webm")
    ]
    assert [one.stem for one in found] == ["a/deep/y", "a/x", "b/x", "z"]
    assert all(one.address == one.name for one in found)


def test_names_are_as_typed_and_addresses_the_same_in_every_folder(tmp_path):
    make(tmp_path, "a/x.mp4")
    with chdir(tmp_path):
        (found,) = list_archive(["a"])
        (around,) = list_archive([f"../{tmp_path.name}/a/x.mp4"])
    assert (found.name, found.address) == (str(Path("a/x.mp4")), str(tmp_path / "a" / "x.mp4"))
    assert around.address == found.address and around.stem == "x"


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["a"], ["deep/y", "x"]),
        (["a", "b"], ["a/deep/y", "a/x", "b/x"]),
        (["a/x.mp4"], ["x"]),
        (["a/x.mp4", "b/x.mp4"], ["a/x", "b/x"]),
        (["*/x.mp4"], ["a/x", "b/x"]),
        (["a/x.mp4", "a", "./a/x.mp4"], ["deep/y", "x"]),
    ],
    ids=str,
)
def test_several_names_never_share_a_result(names, expected, tmp_path):
    make(tmp_path, "a/x.mp4", "a/deep/y.mp4", "b/x.mp4")
    with chdir(tmp_path):
        assert stems(*names) == expected


def test_films_of_one_name_and_other_kinds_have_results_of_their_own(tmp_path):
    make(tmp_path, "a.mp4", "a.mov", "a.mp4.mkv", "summary.mp4", "b.mp4")
    found = stems(tmp_path)
    assert {"a.mov", "b", f"{tmp_path.name}/summary"} < set(found) and len(set(found)) == 5
    assert "summary" not in found, "its table would be taken for the summary"


def test_capitals_alone_do_not_tell_results_apart():
    paths = {name: ("in", name) for name in ("x.mp4", "X.mp4", "y.mp4", "Y.MP4")}
    found = _distinct(paths, dict.fromkeys(paths, 1))
    assert len({stem.casefold() for stem in found.values()}) == 4


def test_a_path_of_windows_loses_its_drive_and_no_key_of_a_store_leads_out_of_the_place():
    assert _parts("s3://bucket/a/../../etc/x.mp4") == ("bucket", "a", "__", "__", "etc", "x.mp4")
    assert _parts("C:/data/x.mp4") == ("data", "x.mp4")
    drives = {name: _parts(name) for name in ("C:/data/x.mp4", "D:/data/x.mp4", "D:/data/y.mp4")}
    assert list(_distinct(drives, dict.fromkeys(drives, 1)).values())[2:] == ["y"]
    assert len(set(_distinct(drives, dict.fromkeys(drives, 1)).values())) == 3


@pytest.mark.parametrize("name", ODD, ids=repr)
def test_odd_names_are_names(name, tmp_path, store):
    make(tmp_path, f"{name}.mp4", f"{name}/{name}.mp4")
    assert stems(tmp_path) == sorted([name, f"{name}/{name}"])
    assert stems(tmp_path / f"{name}.mp4") == [name]
    assert stems(f"file://{tmp_path}") == stems(tmp_path)
    if "::" in name:
        return  # fsspec's memory takes that for no name of its own
    fill(store, f"{name}.mp4")
    assert [one.address for one in list_archive([store])] == [f"{store}/{name}.mp4"]
    assert stems(f"{store}/{name}.mp4") == [name]


def test_a_store_is_listed_like_a_disk(store):
    fill(store, "a/x.mp4", "a/deep/y.mov", "b/x.mp4", "notes.txt", "b/x.annotated.mp4")
    assert stems(store) == stems(f"{store}/") == ["a/deep/y", "a/x", "b/x"]
    assert stems(f"{store}/a") == ["deep/y", "x"]
    assert stems(f"{store}/*/x.mp4") == ["a/x", "b/x"]
    assert [one.address for one in list_archive([f"{store}/b/x.mp4"])] == [f"{store}/b/x.mp4"]


def test_an_address_keeps_its_host_and_results_do_not_say_who_signs_in_there():
    class Sftp(fsspec.get_filesystem_class("memory")):
        """Knows paths, and no host, as SFTP."""

        protocol = "sftplike"
        store, pseudo_dirs, cachable = {}, [""], False

        @classmethod
        def _strip_protocol(cls, path):
            return "/" + path.partition("://")[2].partition("/")[2].rstrip("/") if "://" in path else path

    fsspec.register_implementation("sftplike", Sftp, clobber=True)
    Sftp().pipe_file("/archive/a.mp4", b"x")
    (found,) = list_archive(["sftplike://me:secret@host:22/archive"])
    assert found.address == "sftplike://me:secret@host:22/archive/a.mp4"
    assert found.name == "sftplike://host:22/archive/a.mp4" and found.stem == "a"


@pytest.mark.parametrize("name", ["empty", "none/*.mp4"])
def test_a_name_that_stands_for_no_video_is_refused(name, tmp_path, store):
    (tmp_path / "empty").mkdir()
    fill(store, "empty/notes.txt")
    for archive in (str(tmp_path), f"file://{tmp_path}", store):
        with pytest.raises(SourceError, match=r"no video|no file has a name like this") as refusal:
            list_archive([f"{archive}/{name}"])
        assert f"{archive}/{name}" in str(refusal.value)


def test_a_file_that_only_the_workers_may_see_is_left_to_them(tmp_path):
    assert stems(tmp_path / "gone" / "x.mp4") == ["x"]
    assert stems("x" * 5000 + ".mp4") == ["x" * 5000]


def test_a_kind_of_address_that_nobody_knows_is_named():
    with pytest.raises(UsageError, match="foo://bar: Protocol not known: foo"):
        list_archive(["foo://bar"])


def test_a_folder_that_cannot_be_read_is_named_since_its_videos_would_be_left_out(tmp_path):
    with pytest.raises(SourceError, match=r"The folder .*gone cannot be read: "):
        list(_below(tmp_path / "gone"))


def test_a_link_to_a_folder_above_is_not_followed(tmp_path):
    make(tmp_path, "a/x.mp4")
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    assert stems(tmp_path) == ["a/x"]


def test_landmarks_are_judged_where_they_are_named(tmp_path):
    make(tmp_path, "a/x.landmarks.npz", "b/x.landmarks.npz", "b/x.mp4")
    with chdir(tmp_path):
        found = list_archive(["*/*.npz", "b/x.mp4"])
    assert [(one.stem, is_stored(one)) for one in found] == [
        ("x", True),
        ("x.landmarks.npz", True),
        ("x.mp4", False),
    ]


def test_each_recording_knows_which_of_its_files_are_there(tmp_path):
    make(tmp_path, "a.mp4", "b.mp4")
    names = {".posecoach/a.json", "a.json", "a.csv", "a.trc", "ab.json", "b.json"}
    there = {
        one.stem: set(one.there) for one in with_what_is_there(list_archive([str(tmp_path)]), archives.SETTINGS, names)
    }
    assert there == {"a": {".posecoach/a.json", "a.json", "a.csv"}, "b": {"b.json"}}
