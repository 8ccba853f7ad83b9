"""What is written: JSON after its schema, a table a person's tools can read, files whole or not there."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from importlib.resources import files

import pytest

from posecoach.core.judging.coach import Assessment
from posecoach.core.judging.events import Fault, Rep, Unjudged
from posecoach.core.result import ModelInfo, Result, VideoInfo, make_result
from posecoach.errors import SourceError
from posecoach.storage.landmark_file import MAX_FRAMES
from posecoach.storage.result_json import MAX_BYTES, dumps, json_schema, loads, read

VIDEO = VideoInfo("clip.mp4", "0" * 64, 640, 480, 29.97, 12.3456, 100, 90)
MODEL = ModelInfo("full", "full.task", "1" * 64, "official")
FAULT = Fault("hips_low", 3.0, 4.0, 146.123, (165.0, math.inf), "deg", "Hips 19° low: push up", "Hips up")
REP = Rep(1, "bridge", None, 1.0, 2.0, 5.0, 6.0, 3.0, 2.0, faults=(FAULT,))


def result_of(*reps: Rep, judged_s: float = 11.0, **changes) -> Result:
    assessment = Assessment("bridge", reps, {"bridge": 0.4}, judged_s, {"too dark": 1.0})
    return make_result(assessment, replace(VIDEO, **changes), MODEL, 170.0)


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


def test_the_result_of_a_day_with_an_attempt_every_two_seconds_is_small_enough_to_be_read():
    hundred, none = (len(dumps(result_of(*[REP] * count))) for count in (100, 0))
    attempts = MAX_FRAMES / 60 / 2  # of a day
    assert none + (hundred - none) / 100 * attempts < MAX_BYTES


def test_the_result_of_a_week_at_60_frames_a_second_is_read_again():
    week_s = 7 * 24 * 3600
    result = result_of(REP, duration_s=float(week_s), fps=60.0, frames=week_s * 60, frames_with_pose=week_s * 60)
    assert loads(dumps(result)) == result


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
        ({"reps": [{"faults": 3}]}, "is damaged: reps: an attempt or a fault has a wrong structure"),
        ({"reps": None}, "is damaged: reps: an attempt or a fault has a wrong structure"),
        ({"partial": "x" * 10_001}, "is damaged: partial: has more than 10000 characters"),
        ({"asked": "\ud800"}, "is damaged: asked: has half a character"),
        ({"recognition": {"bridge": 1.5}}, r"is damaged: recognition\.bridge: must lie between 0 and 1"),
        ({"height_cm": "tall"}, "is damaged: height_cm"),
    ],
)
def test_a_file_that_is_not_one_is_named_with_what_is_wrong(change, said, tmp_path):
    (tmp_path / "a.json").write_text(json.dumps(written(REP) | change))
    with pytest.raises(SourceError, match=said):
        read(tmp_path / "a.json")


@pytest.mark.parametrize(
    ("part", "key", "value"),
    [
        ("video", "width", 200_000),
        ("video", "height", -5),
        ("video", "width", 0),
        ("video", "fps", -30.0),
        ("video", "duration_s", 1e18),
        ("video", "duration_s", 10**4000),
        ("video", "frames", -1),
        ("video", "frames_with_pose", 101),
        ("video", "turned_deg", 45),
        ("rep", "index", 0),
        ("rep", "start_s", -1e11),
        ("rep", "end_s", -1e9),
        ("fault", "end_s", 0.0),
        ("rep", "hold_s", -0.1),
        ("rep", "good_s", math.inf),
        ("fault", "value", 1e300),
        ("fault", "unit", "deg "),
        ("summary", "judged_share", -3),
        ("summary", "faults", {"hips_low": -1}),
    ],
)
def test_an_impossible_number_is_named(part, key, value, tmp_path):
    data = written(REP)
    holders = {"rep": data["reps"][0], "fault": data["reps"][0]["faults"][0]}
    holders.get(part, data.get(part))[key] = value
    text = json.dumps(data).replace("Infinity", "1e400")  # a number in JSON, and none in Python
    (tmp_path / "a.json").write_text(text)
    with pytest.raises(SourceError, match=rf"a\.json is damaged: .*{key}"):
        read(tmp_path / "a.json")


@pytest.mark.parametrize("text", ["[" * 100_000, '{"schema": ' + "[" * 100_000, '{"schema": ' + "9" * 5000 + "}"])
def test_a_text_that_no_parser_bears_is_refused(text, tmp_path):
    (tmp_path / "a.json").write_text(text)
    with pytest.raises(SourceError, match=r"a\.json is "):
        read(tmp_path / "a.json")


@pytest.mark.parametrize("lost", [1, 20, 200])
def test_a_torn_file_is_named_and_what_to_do(lost, tmp_path):
    (tmp_path / "a.json").write_bytes(dumps(result_of(REP)).rstrip().encode()[:-lost])
    with pytest.raises(SourceError, match=r"a\.json is damaged or incomplete\. Analyse the video again\."):
        read(tmp_path / "a.json")


def test_a_file_torn_within_a_letter_is_damaged_too(tmp_path):
    text = dumps(result_of(REP)).encode()
    (tmp_path / "a.json").write_bytes(text[: text.index("°".encode()) + 1])
    with pytest.raises(SourceError, match="damaged or incomplete"):
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
