"""The page of accuracy, made from clips of moving figures: from the landmark file to the sentences."""

from __future__ import annotations

import json

import pytest
from truth.clips import read_clip, truth_files
from truth.page import page
from truth.score_tables import summary

from posecoach.core.result import ModelInfo, VideoInfo
from posecoach.exercises.bridge import BRIDGE
from posecoach.exercises.simulation.script import MOVE_S, REST_S, Script
from posecoach.exercises.simulation.simulator import View, film
from posecoach.storage.landmark_file import SUFFIX, LandmarkLog

HOLD_S, BACK_S = 10.0, 2.0
UP_S = REST_S + MOVE_S
DOWN_S = UP_S + HOLD_S
LOW = next(example.figure for example in BRIDGE.example_faults if "hips_low" in example.faults)


def attempt(*codes):
    """The true attempt of every clip here."""
    times = {"start": REST_S, "hold_start": UP_S, "hold_end": DOWN_S, "end": DOWN_S + BACK_S}
    return times | {"side": None, "faults": list(codes), "maybe": []}


def add_clip(folder, name, target, **truth):
    """Write the landmarks and the truth of a bridge up to a target pose."""
    script = Script(BRIDGE.figure_start).then(target, hold_s=HOLD_S).then(BRIDGE.figure_start, move_s=BACK_S)
    log = LandmarkLog(film(script, View(height_cm=182.0)))
    video = VideoInfo(f"{name}.mp4", None, 960, 720, 15.0, script.end_s, 1, 1)
    log.save(folder / f"{name}{SUFFIX}", video, ModelInfo("none", "none", "", "own"))
    usual = {"clip": f"{name}.mp4", "near_side": "left", "body": {"height_m": 1.82}, "fps": 15}
    camera = {"camera": {"yaw": 0.0, "distance": 3.2, "position": [0.0, 3.2, 0.5]}}
    (folder / f"{name}.truth.json").write_text(json.dumps(usual | camera | truth))


@pytest.fixture(scope="module")
def clips(tmp_path_factory):
    """A good bridge, a low one, one whose truth says that nothing may be counted, and one found somewhere."""
    folder = tmp_path_factory.mktemp("clips")
    frame = {
        "angles": {
            f"{joint}_{side}": 90.0 for joint in ("hip", "knee", "elbow", "shoulder") for side in ("left", "right")
        },
        "heel_height_left_m": 0.0,
        "heel_height_right_m": 0.0,
        "hip_height_m": 0.2,
        "trunk_pitch_deg": -20.0,
    }
    frames = [{"t": t, **frame} for t in range(20)]
    add_clip(folder, "good_one", BRIDGE.figure_good, exercise="bridge", reps=[attempt()], frames=frames)
    add_clip(folder, "low_one", LOW, exercise="bridge", kind="e", reps=[attempt("hips_low", "hips_high")])
    add_clip(folder, "g_other_one", BRIDGE.figure_good, exercise=None, kind="g", reps=[])
    add_clip(folder, "somebody", BRIDGE.figure_good, exercise="bridge", reps=[attempt()], origin="filmed")
    return [read_clip(file, folder) for file in truth_files(folder)]


def rows(text, first):
    """The cells of the table rows that begin with a word."""
    return [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith(f"| {first} |")]


def test_the_page_counts_attempts_and_faults_by_set(clips):
    text = page(clips)
    assert "plain clips** posecoach counted 1 of 1 attempt. No fault was acted, and no faults were named" in text
    assert "hard clips** posecoach counted 1 of 1 attempt. It named 1 of 2 acted faults, and no faults were" in text
    assert rows(text, "all")[0][1:8] == ["3", "3", "3", "0", "0", "0", "0"]
    (low,) = (row for row in rows(text, "bridge") if row[1] == "`hips_low`" and len(row) == 7)
    assert low[2:] == ["1", "1", "0", "-", "0"]


def test_what_is_counted_in_another_movement_is_a_false_attempt(clips):
    text = page(clips)
    assert rows(text, "other one")[0][2:] == ["1", "`bridge`"]
    assert "1 false attempt in 1 clip" in text


def test_every_mistake_is_listed_with_the_numbers_behind_it(clips):
    (missed,) = rows(page(clips), "low_one")
    assert missed[2:4] == ["`hips_high`", "no `hips_high`"] and "limit at most" in missed[4]


def test_a_recording_has_no_name(clips):
    assert "somebody" not in page(clips)


def test_the_errors_come_from_the_frames_of_the_truth(clips):
    (knee,) = (row for row in rows(page(clips), "knee angle") if row[1] == "all")
    assert knee[2] == "1" and knee[4] == "100%"


def test_the_summary_is_a_line_for_each_set(clips):
    lines = list(summary(clips))
    assert [line.split(":")[0] for line in lines] == [
        "plain clips",
        "hard clips",
        "recordings",
        "all",
        "other movements",
    ]
    assert lines[-1] == "other movements: 1 clip, 1 false attempt"


def test_a_page_can_be_made_of_recordings_alone(clips):
    text = page([clip for clip in clips if clip.is_recording])
    assert "In the recordings" in text and "nan" not in text
