"""What holds for an output place of any kind: a test class of them has a fixture `place`, an empty one."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import archives
import fakes
import pytest

from posecoach.analysis.analyze import analyze
from posecoach.analysis.batch import VideoOutcome
from posecoach.analysis.batch.summary import keyed_csv, write_attempts
from posecoach.analysis.cluster.address import copy, stamp_of, unseen
from posecoach.analysis.cluster.place import Place
from posecoach.analysis.settings import MOT, REPORT, TRC
from posecoach.errors import SourceError, UsageError

MARK = ".posecoach/.here"


def prepared(address: str) -> Place:
    """An empty place."""
    place = Place(address)
    place.prepare(MARK)
    place.remove(MARK)
    return place


def sentence(work: Callable[[], object], error: type[Exception] = UsageError) -> str:
    with pytest.raises(error) as wrong:
        work()
    text = str(wrong.value)
    assert "\n" not in text and text.endswith(".") and len(text) < 250
    return text


def prepare(address: object) -> Callable[[], None]:
    return lambda: Place(str(address)).prepare(MARK)


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


class PlaceCases:
    """Its tests; a subclass runs them."""

    @pytest.fixture
    def file(self, tmp_path) -> Path:
        return written(tmp_path / "local", b"0123456789")

    def test_what_is_put_is_there_and_replaces_what_was(self, place, file):
        assert place.names() == set() and place.read("a/b.json") is None and not place.exists("a/b.json")
        place.put(file, "a/b.json")
        assert place.names() == {"a/b.json"} and place.read("a/b.json") == b"0123456789" and place.exists("a/b.json")
        place.put(written(file, b"new"), "a/b.json")
        assert place.names() == {"a/b.json"} and place.read("a/b.json") == b"new"
        place.get("a/b.json", file.with_name("back"))
        assert file.with_name("back").read_bytes() == b"new"
        assert unseen(place.address_of("a/b.json")) == "" and unseen(place.address_of("a/c.json"))

    @pytest.mark.parametrize("odd", ["take[1]", "50%", "a#1", "sp ace", "\u00fcn\u00ef", "-dash"])
    def test_odd_names_are_names_and_no_patterns(self, odd, place, file):
        names = {f"{odd}/{odd}.json", f"{odd}/t.json", "take1/take1.json"}
        for name in names:
            place.put(file, name)
        assert place.names() == names
        assert stamp_of(place.address_of(f"{odd}/{odd}.json"))
        place.remove(f"{odd}/{odd}.json")
        assert place.names() == names - {f"{odd}/{odd}.json"}
        place.remove_folder(odd)
        assert place.names() == {"take1/take1.json"}

    def test_removing_what_is_not_there_is_no_error(self, place):
        place.remove("none.json")
        place.remove_folder("none")

    def test_the_stamp_changes_with_the_file(self, place, file):
        place.put(file, "a.mp4")
        address = place.address_of("a.mp4")
        before = stamp_of(address)
        assert stamp_of(address) == before
        place.put(written(file, b"9876543210"), "a.mp4")
        assert stamp_of(address) != before

    def test_a_video_is_copied_and_heard_of(self, place, tmp_path):
        content = os.urandom(3 * 2**20)
        place.put(written(tmp_path / "video", content), "a.mp4")
        heard = []
        copy(place.address_of("a.mp4"), tmp_path / "copy", lambda: heard.append(1))
        assert (tmp_path / "copy").read_bytes() == content and heard

    def test_a_missing_video_is_named(self, place, tmp_path):
        for read in (stamp_of, lambda address: copy(address, tmp_path / "copy", lambda: None)):
            with pytest.raises(SourceError, match=r"none\.mp4") as missing:
                read(place.address_of("none.mp4"))
            assert "\n" not in str(missing.value)

    @pytest.fixture(scope="class")
    @classmethod
    def ours(cls, tmp_path_factory) -> Path:
        """A folder with one file of each kind that posecoach writes."""
        folder = tmp_path_factory.mktemp("ours")
        video = fakes.video(folder / "x.mkv", 8.0)
        settings = archives.settings(folder, video=True, extras=(REPORT, TRC, MOT))
        outcome = analyze(video, settings)
        video.unlink()
        found = VideoOutcome("x", 0, "", None, "key")
        (folder / "summary.csv").write_text(keyed_csv([found]))
        with (folder / "summary.parquet").open("wb") as table:
            write_attempts([found], table)
        assert len(outcome.files) == 7
        return folder

    def test_files_of_posecoach_may_be_replaced_and_those_of_others_not(self, place, ours, tmp_path):
        assert len(list(ours.iterdir())) == 9
        for path in ours.iterdir():
            place.put(path, path.name)
            place.check_ours(path.name)
            for content in (b"somebody else's", b"", b"PAR1 somebody else's PAR1"):
                place.put(written(tmp_path / "foreign", content), path.name)
                with pytest.raises(UsageError, match="posecoach did not write it") as refusal:
                    place.check_ours(path.name)
                assert place.address_of(path.name) in str(refusal.value)
