"""What a fresh process loads."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    ("code", "heavy"),
    [
        ("from posecoach.cli.app import run; assert run(['--version']) == 0", {"cv2", "av", "mediapipe", "pydantic"}),
        ("from posecoach.cli.app import run; assert run(['--help']) == 0", {"numpy", "cv2", "av", "mediapipe", "rich"}),
        ("import posecoach", {"numpy", "cv2", "av", "mediapipe", "pydantic", "pandas", "typer"}),
        ("import posecoach; posecoach.Coach('bridge')", {"cv2", "av", "mediapipe", "pandas", "typer"}),
        ("import posecoach.web.server", {"cv2", "av", "mediapipe", "pygal", "segno", "trustme", "cryptography"}),
    ],
    ids=["version", "help", "package", "coach", "app"],
)
def test_nothing_is_loaded_before_it_is_needed(code, heavy):
    check = f"import sys; {code}; assert not {heavy} & set(sys.modules), {heavy} & set(sys.modules)"
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_importing_loads_neither_mediapipe_nor_the_network():
    code = (
        "import sys, posecoach.vision.weights;"
        "print({'mediapipe', 'flatbuffers', 'ssl', 'urllib.request'} & {*sys.modules})"
    )
    end = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert end.stdout.strip() == "set()"


def test_a_practice_loads_the_window_library_before_the_video_library():
    """Both bring libraries of X11 under the same names; with those of the video library no window ever opens."""
    code = (
        "import sys, posecoach.practice.runner; names = [*sys.modules]; assert names.index('cv2') < names.index('av')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
