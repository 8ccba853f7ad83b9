"""Stored landmarks are judged again: the same result as from the video, or another exercise and height."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import fakes
import pytest

from posecoach.cli.app import run
from posecoach.cli.options import AppContext
from posecoach.core.result import ModelInfo, VideoInfo
from posecoach.storage.landmark_file import LandmarkLog

STICK_FIGURE = AppContext(estimator=fakes.estimator, silent=True)


@pytest.fixture(scope="module")
def analysed(tmp_path_factory) -> Path:
    """Folder of an analysed video."""
    folder = tmp_path_factory.mktemp("analysed")
    clip = fakes.video(folder / "clip.mp4", 7.0)
    assert run(["analyze", str(clip), "--no-video", "-o", str(folder)], STICK_FIGURE) == 0
    clip.unlink()
    return folder


def test_landmarks_alone_give_the_same_json_and_table_as_the_video(analysed, tmp_path):
    assert run(["analyze", str(analysed / "clip.landmarks.npz"), "-o", str(tmp_path)]) == 0
    assert not list(tmp_path.glob("*.mp4"))
    for name in ("clip.json", "clip.csv"):
        assert (tmp_path / name).read_bytes() == (analysed / name).read_bytes()


def test_landmarks_are_judged_again_as_another_exercise_and_height(analysed, capfd):
    stored = str(analysed / "clip.landmarks.npz")
    assert run(["analyze", stored, "-e", "leg_lift", "--height", "190", "--json", "-"]) == 0
    answer = json.loads(capfd.readouterr().out)
    assert (answer["exercise"], answer["asked"], answer["height_cm"], answer["reps"]) == (
        "leg_lift",
        "leg_lift",
        190,
        [],
    )


def test_landmarks_of_a_damaged_video_stay_partial(tmp_path):
    stored, log = tmp_path / "clip.landmarks.npz", LandmarkLog()
    log.add(0.0, None)
    model = ModelInfo("full", "full.task", "1" * 64, "own")
    log.save(stored, VideoInfo("clip.mp4", "0" * 64, 160, 120, 10.0, 0.1, 1, 0), model, "damaged")
    assert run(["analyze", str(stored), "-o", str(tmp_path)]) == 5
    assert json.loads((tmp_path / "clip.json").read_text())["partial"] == "damaged"


def test_a_file_without_landmarks_is_a_sentence_and_exit_code_4(tmp_path, capfd):
    path = tmp_path / "a.landmarks.npz"
    path.write_text("no landmarks")
    assert run(["analyze", str(path), "-o", str(tmp_path)]) == 4
    err = capfd.readouterr().err
    assert err.startswith("posecoach: ") and str(path) in err and err.count("\n") == 1


def test_judging_again_needs_neither_pose_model_nor_video_library(analysed, tmp_path):
    code = (
        "import sys; from posecoach.cli.app import run;"
        f"assert run(['analyze', {str(analysed / 'clip.landmarks.npz')!r}, '-o', {str(tmp_path)!r}]) == 0;"
        "assert not {'mediapipe', 'av'} & set(sys.modules)"
    )
    environment = {"POSECOACH_MODEL": str(tmp_path / "none.task"), "PYTHONPATH": str(fakes.ROOT), "PATH": ""}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
