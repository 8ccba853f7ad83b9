"""What counts as done: the same content, version, model and settings, with all files; and nothing else."""

from __future__ import annotations

import json
import math
import os
from functools import partial
from pathlib import Path

import archives
import fakes
import pytest

from posecoach.analysis.cluster.receipt import key_of, load_receipt, receipt_name, settings_key
from posecoach.analysis.settings import MOT, REPORT, TRC
from posecoach.core.result import ModelInfo
from posecoach.vision.search.person_search import PersonSearch

SHA256 = "0" * 64


@pytest.mark.parametrize(
    "change",
    [
        {"candidates": archives.SETTINGS.candidates[:1]},
        {"height_cm": 171.0},
        {"model_info": ModelInfo("full", "pose.task", "b" * 64, "own")},
        {"model_info": None},
        {"poses_per_s": math.inf},
        {"turned_deg": 0},
        {"video": True},
        {"extras": (REPORT,)},
        {"stills": True},
        {"estimator": PersonSearch},
    ],
    ids=lambda change: " ".join(change),
)
def test_what_changes_the_answer_or_the_files_changes_the_key(change):
    assert key_of(SHA256, archives.settings(**change)) != key_of(SHA256, archives.SETTINGS)
    assert settings_key(archives.settings(**change)) != settings_key(archives.SETTINGS)


@pytest.mark.parametrize(
    "change",
    [
        {"threads": 7},
        {"cores": 7},
        {"name": "other"},
        {"out": Path("elsewhere")},
        {"model": Path("copy of it")},
        {"model_info": ModelInfo("full", "renamed.task", "a" * 64, "own")},
        {"estimator": partial(fakes.estimator, pause_s=0.0)},
        {"max_pixels": 1_000_000},
    ],
    ids=lambda change: " ".join(change),
)
def test_what_does_not_change_the_answer_leaves_the_key(change):
    assert key_of(SHA256, archives.settings(**change)) == key_of(SHA256, archives.SETTINGS)


def test_the_key_is_of_the_content_and_the_order_of_options_does_not_count():
    assert key_of("1" * 64, archives.SETTINGS) != key_of(SHA256, archives.SETTINGS)
    one, other = archives.settings(extras=(TRC, MOT)), archives.settings(extras=(MOT, TRC))
    assert settings_key(one) == settings_key(other)


@pytest.mark.parametrize(
    "content", [None, b"", b"{}", b"[]", b"\xff", b'{"key": 1}', b"null", b"[" * 100_000], ids=lambda one: repr(one)[:9]
)
def test_what_is_no_receipt_is_none(content):
    assert load_receipt(content) is None


# -- over two runs -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def clips(tmp_path_factory) -> list[bytes]:
    folder = tmp_path_factory.mktemp("clips")
    return [fakes.video(folder / f"{i}.mp4", 1.0 + i / 10).read_bytes() for i in range(2)]


@pytest.fixture
def archive(tmp_path, clips) -> Path:
    """Two folders with videos of the same name."""
    for folder, content in zip("ab", clips, strict=True):
        (tmp_path / "in" / folder).mkdir(parents=True)
        (tmp_path / "in" / folder / "x.mp4").write_bytes(content)
    return tmp_path / "in"


@pytest.fixture
def machine(tmp_path, archive) -> archives.Machine:
    """Has analysed the archive."""
    machine = archives.Machine(tmp_path / "scratch", tmp_path / "out")
    first = machine.run(archive)
    assert {stem: one.exit_code for stem, one in first.items()} == {"a/x": 0, "b/x": 0} and machine.analysed == 2
    assert len({one.key for one in first.values()}) == 2
    return machine


def test_what_is_done_is_neither_copied_nor_analysed_again_and_its_outcome_is_the_same(machine, archive, tmp_path):
    def written() -> dict[Path, tuple[int, int]]:
        files = filter(Path.is_file, (tmp_path / "out").rglob("*"))
        return {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in files}

    before = written()
    again = machine.run(archive)
    assert not machine.copied and all(one.earlier and one.key for one in again.values())
    assert again["a/x"].findings.duration_s == 1.0 and again["b/x"].findings.duration_s == 1.1
    assert written() == before


def test_the_same_name_in_two_folders_is_two_videos(machine, archive, clips):
    (archive / "b" / "x.mp4").write_bytes(clips[0])
    again = machine.run(archive)
    assert machine.analysed == 1 and again["a/x"].earlier and not again["b/x"].earlier
    assert again["a/x"].key == again["b/x"].key


def test_a_changed_file_of_the_same_size_and_time_is_done_again(machine, archive):
    video = archive / "a" / "x.mp4"
    before, content = video.stat(), bytearray(video.read_bytes())
    content[content.index(b"Lavf")] ^= 1  # in the description: the same pictures
    video.write_bytes(content)
    os.utime(video, ns=(before.st_atime_ns, before.st_mtime_ns))
    again = machine.run(archive)
    assert not again["a/x"].earlier and again["b/x"].earlier


def test_a_touched_file_passes_once_it_was_copied_and_then_at_once(machine, archive):
    os.utime(archive / "a" / "x.mp4", (1, 1))
    again = machine.run(archive)
    assert machine.copied and not machine.analysed and again["a/x"].earlier
    machine.run(archive)
    assert not machine.copied


def test_a_moved_archive_passes_after_copying(machine, archive, tmp_path):
    moved = archive.rename(tmp_path / "moved")
    again = machine.run(moved)
    assert not machine.analysed and all(one.earlier for one in again.values())
    assert again["a/x"].video == str(moved / "a" / "x.mp4")


@pytest.mark.parametrize(
    "change", [{"height_cm": 180.0}, {"extras": (TRC,)}, {"poses_per_s": 5.0}], ids=lambda change: " ".join(change)
)
def test_other_settings_do_all_again(change, machine, archive, tmp_path):
    machine.run(archive, analysis=archives.settings(**change))
    assert machine.analysed == 2
    machine.run(archive)
    assert machine.analysed == 2, "the files are of the other settings now"


def test_asked_for_everything_is_done_again(machine, archive):
    machine.run(archive, resume=False)
    assert machine.analysed == 2


@pytest.mark.parametrize("ending", [".json", ".csv", ".landmarks.npz"])
def test_a_result_file_that_somebody_removed_is_made_again(ending, machine, archive, tmp_path):
    (tmp_path / "out" / f"a/x{ending}").unlink()
    again = machine.run(archive)
    assert machine.analysed == 1 and again["b/x"].earlier
    assert (tmp_path / "out" / f"a/x{ending}").exists()


@pytest.mark.parametrize("content", ["", "{}", '{"key": "somebody else\'s"}', "[]"])
def test_a_receipt_that_is_damaged_or_of_others_is_none(content, machine, archive, tmp_path):
    receipt = tmp_path / "out" / receipt_name("a/x")
    assert receipt.exists()
    receipt.write_text(content)
    again = machine.run(archive)
    assert machine.analysed == 1 and not again["a/x"].earlier
    assert load_receipt(receipt.read_bytes()).key == again["a/x"].key


def test_a_receipt_of_another_version_is_none(machine, archive, tmp_path):
    receipt = tmp_path / "out" / receipt_name("a/x")
    facts = json.loads(receipt.read_text())
    receipt.write_text(json.dumps(facts | {"settings": "of another"}))
    machine.run(archive)
    assert machine.analysed == 1


def test_a_video_without_a_result_is_tried_again(machine, archive):
    (archive / "a" / "x.mp4").write_text("no video")
    assert machine.run(archive)["a/x"].exit_code == 4
    again = machine.run(archive)["a/x"]
    assert again.exit_code == 4 and not again.earlier and str(archive / "a" / "x.mp4") in again.problem
