"""What a wrong package of exercises costs those who use posecoach: a sentence, and nothing else."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from stick_figure import supine

from posecoach.core.result import ModelInfo, VideoInfo
from posecoach.storage.landmark_file import LandmarkLog

ROOT = Path(__file__).parents[2]
FAILING = """
from dataclasses import replace
from posecoach.core.exercise import Measure
from posecoach.exercises.bridge import BRIDGE

print("loaded")

def odd(body):
    if body.pose.size == (320, 240):
        raise ValueError("small")
    return 1.0

TWIN = replace(BRIDGE, id="twin", measures=(*BRIDGE.measures, Measure("odd", "odd", "deg", odd)))
"""


@pytest.fixture
def posecoach(tmp_path):
    """Run a command line beside a package with an exercise; without code the package has no module."""

    def execute(name: str, code: str | None, *arguments: str):
        info = tmp_path / f"{name}-1.0.dist-info"
        if not info.exists():
            info.mkdir()
            info.joinpath("METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
            info.joinpath("entry_points.txt").write_text(f"[posecoach.exercises]\n{name} = {name}:TWIN\n")
            if code:
                tmp_path.joinpath(f"{name}.py").write_text(code)
        environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)])}
        command = [sys.executable, "-m", "posecoach", *arguments]
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    return execute


def test_a_broken_package_costs_a_sentence_and_nothing_else(posecoach):
    done = posecoach("broken", None, "exercises")
    assert done.returncode == 0 and len(done.stdout.splitlines()) == 6
    assert done.stderr.startswith(
        "posecoach: The exercise 'broken' of broken 1.0 is left out: There is no module 'broken'."
    )
    assert done.stderr.count("\n") == 1
    assert posecoach("broken", None, "--help").stderr == ""  # nothing is looked for, which keeps it fast


@pytest.fixture
def stored(tmp_path) -> Path:
    """File with the landmarks of a body that lies still."""
    path, log = tmp_path / "clip.landmarks.npz", LandmarkLog()
    for i in range(30):
        log.add(i / 10, supine(i / 10, size=(320, 240)))
    model = ModelInfo("full", "full.task", "1" * 64, "own")
    log.save(path, VideoInfo("clip.mp4", "0" * 64, 320, 240, 10.0, 3.0, 30, 0), model)
    return path


def test_a_measure_that_fails_while_a_recording_is_judged_costs_a_sentence_and_the_json_is_whole(posecoach, stored):
    done = posecoach("small", FAILING, "analyze", str(stored), "--json", "-")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["reps"] == []
    (sentence,) = (line for line in done.stderr.splitlines() if line != "loaded")
    assert sentence.startswith("posecoach: The measure 'odd' fails, and counts as unseen: ValueError: small (")
    assert sentence.endswith("small.py, line 10).")


def test_a_measure_that_fails_in_many_recordings_costs_one_sentence(posecoach, stored):
    other = shutil.copy(stored, stored.with_name("other.landmarks.npz"))
    done = posecoach("small", FAILING, "analyze", str(stored), str(other), "-o", "out")
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("The measure 'odd' fails") == 1
