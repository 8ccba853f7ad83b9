"""Two analyses of one video side by side: only the differences are shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from posecoach.analysis.compare import find_changes
from posecoach.cli.app import run
from posecoach.core.judging.view_quality import NOBODY
from posecoach.storage.result_json import loads

LOW = {"code": "hips_low", "start_s": 3, "end_s": 4, "value": 150, "target": [165, None], "unit": "deg", "cue": "Up"}


def rep(start_s: float = 1.0, **other) -> dict:
    times = {"start_s": start_s, "hold_start_s": start_s + 1, "hold_end_s": start_s + 4, "end_s": start_s + 5}
    held = {"hold_s": 3.0, "good_s": 3.0}
    return {"index": 1, "exercise": "bridge", "side": None, **times, **held, "faults": [], "unjudged": []} | other


def analysis(*reps: dict, **other) -> dict:
    video = {"path": "clip.mp4", "sha256": "0" * 64, "width": 640, "height": 480, "fps": 30.0}
    counts = {"duration_s": 20.0, "frames": 600, "frames_with_pose": 600}
    totals = {"reps": len(reps), "reps_without_fault": 0, "hold_s": 0, "good_s": 0, "longest_hold_s": 0, "faults": {}}
    return {
        "schema": "posecoach.analysis/1",
        "posecoach": "0.1.0",
        "model": {"name": "full", "file": "full.task", "sha256": "1" * 64, "origin": "own"},
        "video": video | counts,
        "height_cm": 170,
        "exercise": "bridge",
        "recognition": {},
        "reps": list(reps),
        "summary": totals | {"judged_share": 1, "not_judged_s": {}},
        "partial": None,
    } | other


def differences(before: dict, after: dict) -> list[tuple[str, str, str]]:
    return [tuple(change) for change in find_changes(*(loads(json.dumps(data)) for data in (before, after)))]


def test_the_same_twice_is_no_change():
    assert differences(analysis(rep()), analysis(rep())) == []


def test_version_exercise_and_height_are_told_first():
    after = analysis(rep(hold_s=2.0), posecoach="0.2.0", exercise=None, height_cm=180)
    assert differences(analysis(rep()), after) == [
        ("posecoach", "0.1.0", "0.2.0"),
        ("height", "170 cm", "180 cm"),
        ("exercise", "bridge", "none"),
        ("attempt at 1.0 s: held", "3.0 s", "2.0 s"),
    ]


def test_faults_that_came_and_went_are_told_with_their_attempt():
    high = LOW | {"code": "hips_high"}
    assert differences(analysis(rep(faults=[LOW])), analysis(rep(faults=[high]))) == [
        ("attempt at 1.0 s: fault", "", "hips_high"),
        ("attempt at 1.0 s: fault", "hips_low", ""),
    ]


def test_attempts_are_matched_by_time_and_not_by_number():
    before, after = analysis(rep(1.0), rep(8.0, index=2)), analysis(rep(8.2, side="left"))
    assert differences(before, after) == [
        ("attempts", "2", "1"),
        ("attempt at 1.0 s", "bridge, held 3.0 s", ""),
        ("attempt at 8.0 s: raised leg", "none", "left"),
    ]


def test_another_video_is_told_by_its_content():
    after = analysis()
    after["video"] |= {"sha256": "2" * 64}
    assert differences(analysis(), after) == [("video", "clip.mp4 (00000000)", "clip.mp4 (22222222)")]


def test_what_could_not_be_judged_is_compared_reason_by_reason():
    before, after = analysis(), analysis()
    before["summary"] |= {"judged_share": 0.6, "not_judged_s": {"Too dark: switch on a light.": 3, NOBODY: 5}}
    after["summary"] |= {"judged_share": 0.75, "not_judged_s": {NOBODY: 5}}
    assert differences(before, after) == [
        ("judged", "60 %", "75 %"),
        ("not judged: Too dark: switch on a light.", "3.0 s", ""),
    ]


@pytest.fixture
def pair(tmp_path) -> tuple[Path, Path]:
    paths = tmp_path / "a.json", tmp_path / "b.json"
    for path, held in zip(paths, (3.0, 2.0), strict=True):
        path.write_text(json.dumps(analysis(rep(hold_s=held))))
    return paths


def test_the_command_shows_a_table_and_ends_well(pair, capfd):
    assert run(["diff", *map(str, pair)]) == 0
    shown = capfd.readouterr()
    assert "attempt at 1.0 s: held" in shown.out and "2.0 s" in shown.out and shown.err == ""


def test_the_command_says_when_nothing_changed(pair, capfd):
    assert run(["diff", str(pair[0]), str(pair[0])]) == 0
    assert capfd.readouterr().out == "Nothing changed.\n"


@pytest.mark.parametrize("content", [None, "no json", "{}", "\0"])
def test_what_is_no_analysis_is_a_sentence_and_4(content, pair, tmp_path, capfd):
    bad = tmp_path / "bad.json"
    if content is not None:
        bad.write_text(content)
    assert run(["diff", str(pair[0]), str(bad)]) == 4
    err = capfd.readouterr().err
    assert err.startswith("posecoach: ") and "bad.json" in err and err.count("\n") == 1
