"""The work on one video: what goes wrong with it is its outcome; what may succeed elsewhere is an error."""

from __future__ import annotations

import csv
import json
from contextlib import contextmanager
from pathlib import Path

import archives
import fakes
import pytest

from posecoach.analysis.cluster.archive import Recording
from posecoach.analysis.cluster.job import LostWorkError
from posecoach.errors import ModelError, UsageError


@pytest.fixture(scope="module")
def clip(tmp_path_factory) -> bytes:
    return fakes.video(tmp_path_factory.mktemp("clip") / "clip.mp4", 8.0).read_bytes()


@pytest.fixture
def archive(tmp_path, clip) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.mp4").write_bytes(clip)
    (folder / "b.mp4").write_bytes(clip)
    return folder


@pytest.fixture
def machine(tmp_path) -> archives.Machine:
    return archives.Machine(tmp_path / "scratch", tmp_path / "out")


def test_results_name_the_video_as_it_was_typed_and_not_its_copy(machine, archive, tmp_path, monkeypatch):
    monkeypatch.chdir(archive)
    outcome = machine.run("a.mp4")["a"]
    answer = json.loads((tmp_path / "out" / "a.json").read_text())
    assert outcome.video == answer["video"]["path"] == "a.mp4"
    assert answer["video"]["sha256"] and len(answer["reps"]) == len(outcome.findings.attempts) == 1
    with (tmp_path / "out" / "a.csv").open(newline="") as table:
        assert len(list(csv.DictReader(table))) == 80


def test_a_file_of_somebody_else_is_not_replaced_unless_that_is_asked_for(machine, archive, tmp_path):
    machine.run(archive)
    foreign = tmp_path / "out" / "a.json"
    foreign.write_text("somebody else's")
    (archive / "a.mp4").write_bytes((archive / "a.mp4").read_bytes() + b"changed")
    outcomes = machine.run(archive)
    assert outcomes["a"].exit_code == UsageError.exit_code and outcomes["b"].exit_code == 0
    assert f"{archive / 'a.mp4'}: {foreign} is there already" in outcomes["a"].problem
    assert foreign.read_text() == "somebody else's"
    assert machine.run(archive, force=True)["a"].exit_code == 0
    assert json.loads(foreign.read_text())["reps"]


@pytest.mark.parametrize(
    ("content", "reason"), [(b"", "empty"), (b"no video", "cannot be decoded"), (b"\0" * 10_000, "cannot be decoded")]
)
def test_an_unreadable_video_is_named_as_it_was_typed_and_stops_nobody_else(content, reason, machine, archive):
    (archive / "a.mp4").write_bytes(content)
    outcomes = machine.run(archive)
    assert outcomes["b"].exit_code == 0 and outcomes["a"].exit_code == 4
    assert str(archive / "a.mp4") in outcomes["a"].problem and "scratch" not in outcomes["a"].problem


def test_a_video_that_is_gone_meanwhile_is_named(machine, archive):
    gone = Recording("in/gone.mp4", str(archive / "gone.mp4"), "gone")
    outcome = machine.work(gone, machine.settings())
    assert outcome.exit_code == 4 and outcome.problem.startswith("in/gone.mp4: ")


def test_a_model_that_fails_here_may_work_elsewhere(machine, archive):
    @contextmanager
    def estimator(model):
        raise ModelError("The model is damaged.")
        yield

    recording = Recording("a.mp4", str(archive / "a.mp4"), "a")
    with pytest.raises(LostWorkError, match=r"The model is damaged\."):
        machine.work(recording, machine.settings(archives.settings(estimator=estimator)))


def test_results_that_cannot_be_written_end_the_run(machine, archive, tmp_path):
    (tmp_path / "out" / "a.csv").mkdir(parents=True)
    with pytest.raises(UsageError, match=r"a\.csv"):
        machine.run(archive)


def test_the_copy_is_kept_for_the_next_part_only(machine, archive, tmp_path):
    recording = Recording("a.mp4", str(archive / "a.mp4"), "a")
    machine.work(recording, machine.settings())
    machine.steps.clear()
    machine.work(recording, machine.settings())
    assert not machine.copied and machine.analysed == 1
    machine.work(Recording("b.mp4", str(archive / "b.mp4"), "b"), machine.settings())
    assert {path.name for path in (tmp_path / "scratch").glob("*.mp4")} == {"b.mp4"}
