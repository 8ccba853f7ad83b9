"""What a fresh process loads."""

from __future__ import annotations

import subprocess
import sys


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
