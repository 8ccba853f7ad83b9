"""The result as JSON: as its schema says, and no number that JSON does not know."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from importlib.resources import files

import pytest
from pydantic import ValidationError

from posecoach.core.judging.events import Fault, Rep
from posecoach.storage import result_json
from posecoach.storage.result_json import Analysis, json_schema

VIDEO = result_json.VideoInfo("clip.mp4", "0" * 64, 640, 480, 29.97, 12.3456, 100, 90)
MODEL = {"name": "full", "file": "full.task", "sha256": "1" * 64, "origin": "official"}
FAULT = Fault("hips_low", 3.0, 4.0, 146.123, (165.0, math.inf), "deg", "Hips 19° low: push up", "Hips up")
REP = Rep(1, "bridge", None, 1.0, 2.0, 5.0, 6.0, 3.0, 2.0, (FAULT,))


def written(*reps: Rep, **changes) -> dict:
    text = result_json.analysis(replace(VIDEO, **changes), MODEL, 170.0, "bridge", {"bridge": 0.4}, reps)
    return json.loads(text, parse_constant=lambda word: pytest.fail(f"{word} is no JSON"))


def test_the_shipped_schema_is_that_of_the_code():
    shipped = (files("posecoach.storage") / "analysis-1.schema.json").read_text(encoding="utf-8")
    assert json.loads(shipped) == json_schema()


def test_an_analysis_has_the_fields_of_the_contract():
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
    Analysis.model_validate(data)


def test_a_video_without_any_frame_has_a_valid_analysis_too():
    assert written(frames=0, frames_with_pose=0, fps=None, duration_s=0.0)["summary"]["judged_share"] == 0.0


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_nan_and_infinity_never_get_into_the_json(number):
    with pytest.raises(ValidationError):
        written(replace(REP, hold_s=number))
    with pytest.raises(ValidationError):
        written(duration_s=number)
