"""The table of frames: promised columns, empty where unknown, whole rows on the disk at once."""

from __future__ import annotations

import csv
import math
import sys
from pathlib import Path

import pytest
import stick_figure

from posecoach.core.judging.events import Fault, Update
from posecoach.errors import UsageError
from posecoach.storage.frame_table import FrameLog, FrameTable

FAULT = Fault("hips_low", 3.0, 4.0, 146.123, (165.0, math.inf), "deg", "Hips 19° low: push up", "Hips up")

PROMISED = [
    "t_s",
    "exercise",
    "phase",
    "rep",
    "visible",
    "hip_left",
    "hip_right",
    "knee_left",
    "knee_right",
    "elbow_left",
    "elbow_right",
    "shoulder_left",
    "shoulder_right",
    "trunk_pitch",
    "leg_pitch_left",
    "leg_pitch_right",
    "arm_pitch_left",
    "arm_pitch_right",
    "heel_height_left_cm",
    "heel_height_right_cm",
    "hip_height_cm",
    "chest_height_cm",
]


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text().splitlines()))


def test_the_table_has_the_promised_columns_first_and_in_order(tmp_path):
    with FrameTable(tmp_path / "a.csv", ["mine", "hip_left"]):
        pass
    head = (tmp_path / "a.csv").read_text().strip().split(",")
    assert head[: len(PROMISED)] == PROMISED
    assert "mine" in head and len(set(head)) == len(head)


def test_what_is_unknown_is_empty(tmp_path):
    pose = stick_figure.supine(1.0)
    with FrameTable(tmp_path / "a.csv", ["mine"]) as table:
        table.update(Update(0.0, None))
        table.update(Update(0.1, pose, {"hip_left": 170.123, "knee_left": math.nan, "mine": math.inf}, "bridge", rep=2))
        table.update(Update(0.2, pose, {}, "bridge", phase="hold", faults=(FAULT,), hold_s=1.0))
    nobody, seen, held = rows(tmp_path / "a.csv")
    assert (nobody["t_s"], nobody["exercise"], nobody["phase"], nobody["rep"], nobody["visible"]) == (
        "0.000",
        "",
        "",
        "",
        "0",
    )
    assert nobody["hip_left"] == seen["knee_left"] == seen["mine"] == ""
    assert (seen["hip_left"], seen["rep"], seen["visible"]) == ("170.12", "2", "1")
    assert (held["phase"], held["faults"], held["hold_s"]) == ("hold", "hips_low", "1.00")


def test_rows_are_on_the_disk_at_once(tmp_path):
    with FrameTable(tmp_path / "a.csv") as table:
        table.update(Update(0.0, None))
        assert len(rows(tmp_path / "a.csv")) == 1


def test_a_table_whose_measures_are_chosen_at_the_end_is_the_same_as_one_written_at_once(tmp_path):
    log = FrameLog(["mine", "yours", "ours"])
    with FrameTable(tmp_path / "at_once.csv", ["ours", "mine"]) as table:
        for update in (
            Update(0.0, None),
            Update(0.1, stick_figure.supine(0.1), {"mine": 1.234, "yours": 2.0, "hip_left": math.nan}, "bridge", rep=2),
            Update(0.2, stick_figure.supine(0.2), {"ours": -3.0}, "bridge", faults=(FAULT, FAULT), side="left"),
        ):
            table.update(update)
            log.update(update)
    log.save(tmp_path / "later.csv", ["ours", "mine"])
    assert (tmp_path / "later.csv").read_bytes() == (tmp_path / "at_once.csv").read_bytes()
    with pytest.raises(UsageError, match="later"):
        log.save(tmp_path / "none" / "later.csv")


def test_a_table_that_cannot_be_opened_is_named(tmp_path):
    with pytest.raises(UsageError, match=str(tmp_path)):
        FrameTable(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="needs the limits of Unix")
def test_a_disk_that_is_full_from_the_beginning_leaves_no_table(tmp_path):
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, before[1]))
    try:
        with pytest.raises(UsageError, match=r"a\.csv"):
            FrameTable(tmp_path / "a.csv")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="needs the limits of Unix")
def test_a_full_disk_leaves_whole_rows(tmp_path):
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    refused = 0
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        with FrameTable(tmp_path / "a.csv") as table:
            for i in range(100):
                try:
                    table.update(Update(i / 10, None))
                except UsageError:
                    refused += 1
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    found = rows(tmp_path / "a.csv")
    assert len(found) == 100 - refused > 0
    assert all(None not in row.values() and row["faults"] == "" for row in found)
