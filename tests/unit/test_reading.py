"""Reading: only regular files, at once, within limits; and nothing else in the package opens files."""

from __future__ import annotations

import ast
import os
import socket
import sys
from pathlib import Path

import pytest

import posecoach
from posecoach.files.reading import check_regular, open_file, open_handle, parse_json, read_file

PACKAGE = Path(posecoach.__file__).parent
unix = pytest.mark.skipif(sys.platform == "win32", reason="these are files on Unix only")


def pipe(path: Path) -> None:
    os.mkfifo(path)


def unix_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path.name)


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


@unix
@pytest.mark.parametrize("make", [pipe, unix_socket, device], ids=lambda make: make.__name__)
@pytest.mark.parametrize("read", [check_regular, open_handle, lambda path: open_file(path, 100)])
def test_what_may_never_end_is_refused_without_waiting(make, read, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # the name of a socket is short
    make(tmp_path / "input")
    with pytest.raises(OSError, match="it is a pipe, socket or device, not a file"):
        read(tmp_path / "input")


@unix
def test_a_file_that_turns_into_a_pipe_is_refused_without_waiting(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "file").write_text("x")

    class Swapped(type(tmp_path)):
        """Looks like the file, and opens as the pipe."""

        def stat(self, **options):
            return (tmp_path / "file").stat(**options)

    with pytest.raises(OSError, match="it is a pipe"):
        open_handle(Swapped(tmp_path / "pipe"))


@pytest.mark.parametrize(
    ("content", "reason"), [(b"", "it is empty"), (b"x" * 101, r"it is too large \(0 kB, at most 0 kB are expected\)")]
)
def test_a_file_of_an_impossible_size_is_refused(content, reason, tmp_path):
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(OSError, match=reason):
        read_file(tmp_path / "file", 100)
    (tmp_path / "file").write_bytes(b"x" * 100)
    assert read_file(tmp_path / "file", 100) == b"x" * 100


def test_a_folder_and_an_impossible_name_are_refused(tmp_path):
    with pytest.raises(IsADirectoryError, match="it is a folder"):
        open_handle(tmp_path)
    with pytest.raises(FileNotFoundError, match="no file can have this name"):
        open_handle(tmp_path / "nul\0")


@pytest.mark.parametrize("text", ["", "[", "[" * 100_000, "9" * 5000, "NaN", "-Infinity", b"\xff", b"\0\0\0"])
def test_what_is_no_json_is_one_kind_of_error(text):
    with pytest.raises(ValueError):
        parse_json(text)


# -- one opener ----------------------------------------------------------------------------------------------------

OPENERS = {"open", "fdopen", "read_text", "read_bytes", "connect", "fromfile", "loadtxt"}
"""Functions and methods that open a file, whoever they belong to."""
OTHERS = {
    "process/locks.py": "a lock file of its own",
    "analysis/cluster/address.py": "copies videos; fsspec opens by name what is in a store",
    "analysis/cluster/child.py": "its standard output again",
    "analysis/cluster/job.py": "writes what it puts into the output place",
    "analysis/cluster/place.py": "fsspec opens by name, also what is in a store",
    "cli/cluster.py": "writes the summary, and opens a connection",
    "storage/piece_file.py": "a part of an archive that is open",
    "process/native.py": "the null device",
    "files/writing.py": "writes new files",
    "storage/video_writer.py": "writes a video",
    "storage/npz.py": "opens a part of an archive that is open",
    "storage/landmark_file.py": "writes a part of an archive",
    "storage/history/database.py": "SQLite opens by name, after `check_regular`",
    "storage/history/journal.py": "creates its own file, and duplicates the handle of one that is open",
    "vision/landmarker.py": "creates a landmarker",
    "vision/estimator.py": "creates a landmarker",
    "vision/video_container.py": "FFmpeg opens by name, after `check_regular`",
    "vision/camera/device.py": "opens cameras",
    "vision/camera/network.py": "asks a camera why it does not open",
    "vision/camera/video4linux.py": "asks a camera why it does not open",
    "vision/weights/download.py": "writes a download",
    "vision/weights/fetch.py": "its own download",
    "vision/weights/https.py": "opens addresses",
    "feedback/audio.py": "writes a sound",
    "feedback/voice_worker.py": "the sound that it has just written",
    "cli/new_exercise.py": "a template in the package",
    "cli/streams.py": "the null device",
    "web/lan/network.py": "asks the system which address it would send from",
    "web/app.py": "a style sheet or script in the package",
    "web/live/cameras.py": "hands on the camera of a phone",
    "exercises/packages.py": "an installed package's metadata",
}
"""Other files that open something -> what."""


def opens_files(module: Path) -> bool:
    calls = (node.func for node in ast.walk(ast.parse(module.read_text("utf-8"))) if isinstance(node, ast.Call))
    return any((getattr(call, "attr", None) or getattr(call, "id", None)) in OPENERS for call in calls)


def test_only_one_module_opens_files_for_reading():
    found = {module.relative_to(PACKAGE).as_posix() for module in PACKAGE.rglob("*.py") if opens_files(module)}
    assert found == {"files/reading.py", *OTHERS}
