"""What a fresh process loads, and what it can do without."""

from __future__ import annotations

import subprocess
import sys

import fakes

from posecoach.cli.app import run
from posecoach.cli.options import AppContext


def test_judging_again_needs_neither_pose_model_nor_video_library(tmp_path):
    clip, folder = fakes.video(tmp_path / "clip.mp4", 7.0), tmp_path / "analysed"
    context = AppContext(estimator=fakes.estimator, silent=True)
    assert run(["analyze", str(clip), "--no-video", "-o", str(folder)], context) == 0
    code = (
        "import sys; from posecoach.cli.app import run;"
        f"assert run(['analyze', {str(folder / 'clip.landmarks.npz')!r}, '-o', {str(tmp_path)!r}]) == 0;"
        "assert not {'mediapipe', 'av'} & set(sys.modules)"
    )
    environment = {"POSECOACH_MODEL": str(tmp_path / "none.task"), "PYTHONPATH": str(fakes.ROOT), "PATH": ""}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr


def test_showing_the_version_loads_no_heavy_library():
    code = (
        "import sys; from posecoach.cli.app import run; assert run(['--version']) == 0;"
        "assert not {'cv2', 'av', 'mediapipe', 'pydantic'} & set(sys.modules), sorted(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_importing_loads_neither_mediapipe_nor_the_network():
    code = (
        "import sys, posecoach.vision.weights;"
        "print({'mediapipe', 'flatbuffers', 'ssl', 'urllib.request'} & {*sys.modules})"
    )
    end = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert end.stdout.strip() == "set()"
