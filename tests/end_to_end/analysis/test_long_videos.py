"""A long video in parts, as workers find them: the same bytes as from one machine, whatever happens meanwhile."""

from __future__ import annotations

import math
from collections import Counter
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import archives
import fakes
import pytest
from small_videos import marked, write_video

from posecoach.analysis.batch import Split, analyze_video
from posecoach.analysis.cluster.archive import list_archive
from posecoach.analysis.cluster.job import LostWorkError
from posecoach.analysis.cluster.parts import PIECES_A_PART
from posecoach.analysis.cluster.receipt import FOLDER
from posecoach.analysis.pieces import LONG_S, piece_bounds
from posecoach.analysis.settings import REPORT

pytestmark = pytest.mark.slow

FPS = 5
SECONDS = round(LONG_S) + 10
PIECES = len(piece_bounds(SECONDS, 1))
PARTS = -(-PIECES // PIECES_A_PART)
NEVER = (math.inf, math.inf)


class Estimators:
    """Opens the stick figure; counts how many pieces were begun, and may fail between two times."""

    def __init__(self) -> None:
        self.opened = 0
        self.fails_s = NEVER

    def opener(self):
        @contextmanager
        def estimator(model):
            self.opened += 1

            def find(frame):
                if self.fails_s[0] <= frame.t < self.fails_s[1]:
                    raise OSError("no memory left")
                return fakes.bridging(frame)

            yield find

        return estimator


@pytest.fixture(scope="module")
def videos(tmp_path_factory) -> Path:
    """A folder with a long video, and the same cut off in the middle."""
    folder = tmp_path_factory.mktemp("long")
    video = write_video(
        folder / "whole.mp4",
        SECONDS * FPS,
        images=[marked(i) for i in range(FPS)] * SECONDS,
        time_base=Fraction(1, FPS),
        options={"preset": "ultrafast", "g": "25"},
        container_options={"movflags": "faststart"},
    )
    content = video.read_bytes()
    (folder / "cut.mp4").write_bytes(content[: len(content) // 2])
    return folder


@pytest.fixture(scope="module")
def expected(videos, tmp_path_factory) -> dict[str, bytes]:
    """All files from one machine, by their names."""
    out = tmp_path_factory.mktemp("expected")
    here = archives.settings(out, extras=(REPORT,), threads=None)
    outcomes = {video.stem: analyze_video(video, here) for video in videos.iterdir()}
    assert len(outcomes["whole"].findings.attempts) == 102 and outcomes["whole"].exit_code == 0
    assert len(outcomes["cut"].findings.attempts) > 40 and outcomes["cut"].exit_code == 5
    return contents(out)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@pytest.fixture
def estimators() -> Estimators:
    return Estimators()


@pytest.fixture
def analysis(estimators):
    return archives.settings(extras=(REPORT,), estimator=estimators.opener())


def machine(tmp_path: Path, name: str = "worker") -> archives.Machine:
    return archives.Machine(tmp_path / name, tmp_path / "out")


def test_in_parts_all_files_are_the_same_bytes_as_from_one_machine(videos, expected, tmp_path, analysis, estimators):
    worker = machine(tmp_path)
    outcomes = worker.run(videos, analysis=analysis)
    assert worker.steps.count("copying") < 2 * 4, "once, for all parts"
    assert contents(tmp_path / "out") == expected
    assert outcomes["cut"].exit_code == 5 and str(videos / "cut.mp4") in outcomes["cut"].problem
    assert {path.name for path in (tmp_path / "out" / FOLDER).iterdir()} == {"whole.json", "cut.json"}, "no pieces"
    assert estimators.opened == 2 * PIECES
    again = worker.run(videos, analysis=analysis)
    assert all(one.earlier for one in again.values()) and estimators.opened == 2 * PIECES


def test_killed_in_the_middle_the_pieces_that_are_there_are_not_found_again(
    videos, expected, tmp_path, analysis, estimators
):
    killed = machine(tmp_path, "killed")
    (recording,) = list_archive([str(videos / "whole.mp4")])
    split = killed.work(recording, killed.settings(analysis))
    assert isinstance(split, Split) and len(split.parts) == PARTS
    assert killed.work(split.parts[2], killed.settings(analysis)) is None
    estimators.fails_s = piece_bounds(SECONDS, 1)[2]
    with pytest.raises(LostWorkError, match="no memory left"):
        killed.work(split.parts[0], killed.settings(analysis))
    there, estimators.fails_s = PIECES_A_PART + 2, NEVER
    pieces = list((tmp_path / "out" / FOLDER).rglob("*.npz"))
    assert len(pieces) == there

    estimators.opened = 0
    machine(tmp_path, "next").run(videos / "whole.mp4", analysis=analysis)
    assert estimators.opened == PIECES - there
    assert contents(tmp_path / "out") == {name: content for name, content in expected.items() if "whole" in name}
    assert not list((tmp_path / "out" / FOLDER).rglob("*.npz"))


def test_a_part_that_always_fails_is_one_reason_and_stops_nobody_else(videos, tmp_path, analysis, estimators):
    short = fakes.video(tmp_path / "short.mp4", 1.0)
    estimators.fails_s = piece_bounds(SECONDS, 1)[2]
    worker = machine(tmp_path)
    outcomes = worker.run(videos / "whole.mp4", short, analysis=analysis)
    assert Counter(one.exit_code for one in outcomes.values()) == {0: 1, 4: 1}
    assert outcomes["whole"].problem == (f"{videos / 'whole.mp4'}: given up after 3 tries: OSError: no memory left.")
    assert estimators.opened == PIECES - PIECES_A_PART + 2 + 3 + 1, "the good ones once, and the short one"
    assert not (tmp_path / "out" / "whole.json").exists()


def test_a_piece_that_is_lost_meanwhile_is_found_by_who_joins_them(videos, expected, tmp_path, analysis, estimators):
    worker = machine(tmp_path)
    (recording,) = list_archive([str(videos / "whole.mp4")])
    split = worker.work(recording, worker.settings(analysis))
    for part in split.parts[1:]:
        worker.work(part, worker.settings(analysis))
    estimators.opened = 0
    assert worker.work(split.joined, worker.settings(analysis)).exit_code == 0
    assert estimators.opened == PIECES_A_PART
    assert (tmp_path / "out" / "whole.json").read_bytes() == expected["whole.json"]


def test_other_settings_find_their_own_pieces(videos, tmp_path, analysis, estimators):
    worker = machine(tmp_path)
    (recording,) = list_archive([str(videos / "whole.mp4")])
    for settings in (analysis, replace(analysis, height_cm=180.0)):
        estimators.opened = 0
        worker.work(worker.work(recording, worker.settings(settings)).parts[0], worker.settings(settings))
        assert estimators.opened == PIECES_A_PART
