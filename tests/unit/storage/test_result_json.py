"""What is written: JSON after its schema, a table a person's tools can read, files whole or not there."""

from __future__ import annotations

import csv
import json
import math
import sys
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
import stick_figure

from posecoach.core.judging.coach import Assessment
from posecoach.core.judging.events import Fault, Rep, Unjudged, Update
from posecoach.core.result import ModelInfo, Result, VideoInfo, make_result
from posecoach.errors import SourceError, UsageError
from posecoach.files import output_folder, sha256_of, write_text
from posecoach.storage.frame_table import FrameLog, FrameTable
from posecoach.storage.result_json import dumps, json_schema, loads, read

WATCHED = VideoInfo("clip.mp4", "0" * 64, 640, 480, 29.97, 12.3456, 100, 90)
MODEL = ModelInfo("full", "full.task", "1" * 64, "official")
FAULT = Fault("hips_low", 3.0, 4.0, 146.123, (165.0, math.inf), "deg", "Hips 19° low: push up", "Hips up")
REP = Rep(1, "bridge", None, 1.0, 2.0, 5.0, 6.0, 3.0, 2.0, faults=(FAULT,))
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


def result_of(*reps: Rep, judged_s: float = 11.0, **changes) -> Result:
    assessment = Assessment("bridge", reps, {"bridge": 0.4}, judged_s, {"too dark": 1.0})
    return make_result(assessment, replace(WATCHED, **changes), MODEL, 170.0)


def written(*reps: Rep, **changes) -> dict:
    text = dumps(result_of(*reps, **changes))
    return json.loads(text, parse_constant=lambda word: pytest.fail(f"{word} is no JSON"))


def test_the_shipped_schema_is_that_of_the_code():
    shipped = (files("posecoach.storage") / "analysis-1.schema.json").read_text(encoding="utf-8")
    assert json.loads(shipped) == json_schema()


def test_an_analysis_says_what_the_contract_names():
    data = written(REP)
    assert list(data)[:4] == ["schema", "posecoach", "model", "video"]
    assert data["schema"] == "posecoach.analysis/1" and data["video"]["duration_s"] == 12.346
    assert data["reps"][0]["faults"][0] | {"cue": ""} == {
        "code": "hips_low",
        "start_s": 3.0,
        "end_s": 4.0,
        "value": 146.12,
        "target": [165.0, None],
        "unit": "deg",
        "cue": "",
    }
    assert data["summary"]["faults"] == {"hips_low": 1} and data["partial"] is None


def test_a_result_that_is_read_again_is_the_one_that_was_written(tmp_path):
    result = result_of(replace(REP, unjudged=(Unjudged("hips_high", "hidden"),)))
    assert loads(dumps(result)) == result
    (tmp_path / "a.json").write_text(dumps(result))
    assert read(tmp_path / "a.json") == result


def test_the_judged_share_is_the_share_of_the_time_in_which_the_body_could_be_judged():
    assert written(frames_with_pose=99)["summary"]["judged_share"] == pytest.approx(11 / 12, abs=0.001)
    assert written(judged_s=0.0)["summary"]["judged_share"] == 0.0


def test_unknown_keys_of_a_later_version_are_ignored():
    assert loads(json.dumps(written(REP) | {"new": 1})) == result_of(REP)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"schema": "posecoach.analysis/2"}, "written by a newer posecoach"),
        ({"schema": "else/1"}, "is not an analysis of posecoach"),
        ({"video": {}}, r"is damaged: video\.path"),
        ({"reps": [{"faults": 3}]}, "reps: an attempt or a fault has a wrong structure"),
        ({"height_cm": "tall"}, "is damaged: height_cm"),
    ],
)
def test_a_file_that_is_not_one_is_named_with_what_is_wrong(change, said, tmp_path):
    (tmp_path / "a.json").write_text(json.dumps(written(REP) | change))
    with pytest.raises(SourceError, match=said):
        read(tmp_path / "a.json")


def test_a_torn_file_is_named(tmp_path):
    (tmp_path / "a.json").write_text(dumps(result_of(REP))[:200])
    with pytest.raises(SourceError, match=r"a\.json is not an analysis of posecoach"):
        read(tmp_path / "a.json")


def test_a_video_without_any_frame_has_a_valid_analysis_too():
    assert (
        written(frames=0, frames_with_pose=0, fps=None, duration_s=0.0, judged_s=0.0)["summary"]["judged_share"] == 0.0
    )


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_never_gets_into_the_json(number):
    with pytest.raises(ValueError):
        written(replace(REP, hold_s=number))
    with pytest.raises(ValueError):
        written(duration_s=number)


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
def test_a_full_disk_leaves_whole_rows(tmp_path):
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    told = 0
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        with FrameTable(tmp_path / "a.csv") as table:
            for i in range(100):
                try:
                    table.update(Update(i / 10, None))
                except UsageError:
                    told += 1
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    found = rows(tmp_path / "a.csv")
    assert len(found) == 100 - told > 0
    assert all(None not in row.values() and row["faults"] == "" for row in found)
