"""A folder on a disk, in memory and on a file server; in an object store: tests/end_to_end."""

from __future__ import annotations

import io
from itertools import count
from pathlib import Path

import fsspec
import pytest
from fsspec.implementations.memory import MemoryFileSystem
from place_cases import PlaceCases, prepare, prepared, sentence, written

from posecoach.analysis.cluster.address import file_system, is_address, reason_of
from posecoach.analysis.cluster.place import Place

_numbers = count()


class ServerFile(io.BytesIO):
    """Does not say where it is, as a file of paramiko's."""

    def seek(self, *where: int) -> None:
        super().seek(*where)


class Server(MemoryFileSystem):
    """A file server: what is being written is seen, files are renamed to free names only, reading leaves a trace."""

    protocol = "server"
    store, pseudo_dirs = {}, [""]
    cut_off = False
    """Whether the connection breaks in the middle of a file."""

    @classmethod
    def _strip_protocol(cls, path):
        return MemoryFileSystem._strip_protocol(path.replace("server://", "memory://"))

    def put_file(self, lpath, rpath, **options):
        content = Path(lpath).read_bytes()
        self.pipe_file(rpath, content[: len(content) // 2])
        if self.cut_off:
            raise ConnectionError("the connection was cut off")
        self.pipe_file(rpath, content)

    def open(self, path, mode="rb", **options):
        return ServerFile(self.cat_file(path)) if mode == "rb" else super().open(path, mode, **options)

    def info(self, path, **options):
        return super().info(path) | {"time": next(_numbers)}

    def mv(self, path1, path2, **options):
        if self.exists(path2):
            raise FileExistsError(path2)
        self.store[self._strip_protocol(path2)] = self.store.pop(self._strip_protocol(path1))


fsspec.register_implementation("server", Server, clobber=True)


class TestPlace(PlaceCases):
    @pytest.fixture(
        params=["{tmp_path}/out", "file://{tmp_path}/out", "memory://{number}/out", "server://{number}/out"]
    )
    def place(self, request, tmp_path) -> Place:
        return prepared(request.param.format(tmp_path=tmp_path, number=next(_numbers)))


def test_a_connection_that_breaks_leaves_the_earlier_file_or_none(tmp_path):
    place = Place("server://cut/out")
    place.put(written(tmp_path / "old", b"0123456789"), "old.json")
    place.fs.cut_off = True
    for name in ("old.json", "new.json"):
        with pytest.raises(ConnectionError):
            place.put(written(tmp_path / "new", b"new content"), name)
    place.fs.cut_off = False
    assert place.names() == {"old.json"} and place.read("old.json") == b"0123456789"


# -- what is wrong with a place ----------------------------------------------------------------------------------------


def test_a_server_that_does_not_answer_is_named():
    class Unreachable(MemoryFileSystem):
        protocol = "unreachable"

        def __init__(self, *arguments, **options):
            raise ConnectionRefusedError("nobody listens\non that port")

    fsspec.register_implementation("unreachable", Unreachable, clobber=True)
    text = sentence(prepare("unreachable://host/out"))
    assert text.startswith("Cannot write to unreachable://host/out: nobody listens. ")


def test_a_protocol_that_nobody_knows_is_named():
    assert "foo://bar" in sentence(lambda: file_system("foo://bar"))


def test_a_library_that_is_not_installed_is_named_with_its_remedy():
    fsspec.register_implementation(
        "s3a", "no_such_module.FileSystem", clobber=True, errtxt="Install no_such_module to use it"
    )
    try:
        assert 'pip install "posecoach[s3]"' in sentence(lambda: file_system("s3a://bucket"))
    finally:
        fsspec.register_implementation("s3a", "s3fs.S3FileSystem", clobber=True)


def test_a_file_where_the_folder_should_be_is_named(tmp_path):
    file = written(tmp_path / "file", b"x")
    assert str(file) in sentence(prepare(file))
    assert str(file) in sentence(prepare(f"file://{file}"))


def test_a_relative_folder_is_the_same_for_every_process(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert Place("out").address == str(tmp_path / "out") and Place("out").root == (tmp_path / "out").as_posix()
    assert Place("s3://bucket/out").address == "s3://bucket/out"
    assert is_address("s3://x") and not is_address("C:\\x") and not is_address("a::b")


def test_a_reason_is_one_line():
    assert reason_of(OSError("first\nsecond")) == "first" and reason_of(KeyError()) == "KeyError"
