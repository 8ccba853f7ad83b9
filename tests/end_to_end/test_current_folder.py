"""Nothing that lies in the current folder runs: no module, no program, in no process that posecoach starts."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import fakes
import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="its traps are shell scripts")
MODULES = ("av", "cv2", "numpy", "pip", "pyttsx3", "sitecustomize", "sounddevice", "usercustomize")
PROGRAMS = ("aplay", "espeak-ng", "ffmpeg", "gcc", "ld", "paplay", "pip", "pw-play", "python")
CHILDREN = """
from posecoach.process.children import python, run
for module in ("posecoach.feedback.voice_worker", "posecoach.feedback.display_probe"):
    assert "trap" not in run(python(module), 60.0).stderr
done = run(python("pip", "--version"), 60.0)
assert "pip" in done.stdout, done.stderr
from posecoach.feedback.audio import PROGRAMS
from posecoach.process.lookup import program
assert not any((program(name) or "/").startswith(".") for name, *_ in PROGRAMS)
"""


@pytest.fixture
def traps(tmp_path) -> Path:
    """A folder of modules and programs that leave a mark when they run."""
    folder = tmp_path / "downloads"
    (folder / "posecoach").mkdir(parents=True)
    for file in (*(folder / f"{name}.py" for name in MODULES), folder / "posecoach" / "__init__.py"):
        file.write_text(f"open({str(tmp_path / 'ran')!r}, 'a').write(__file__); raise SystemExit('trap')")
    for name in PROGRAMS:
        (folder / name).write_text(f"#!/bin/sh\necho {name} >> {tmp_path / 'ran'}\n")
        (folder / name).chmod(0o755)
    return folder


def run_in(folder: Path, *words: str, pythonpath: str = str(fakes.ROOT)) -> subprocess.CompletedProcess[str]:
    """Run Python there, with a PATH that names the folder first, as some people have it."""
    changes = {"PATH": f".{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": pythonpath, "DISPLAY": ""}
    command, environ = [sys.executable, *words], os.environ | changes
    return subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True, check=False)


def test_no_child_runs_what_lies_in_the_current_folder(traps):
    done = run_in(traps, "-P", "-c", CHILDREN)
    assert (done.returncode, done.stderr) == (0, "")
    assert not (traps.parent / "ran").exists()


@pytest.mark.parametrize("pythonpath", [f"{fakes.ROOT}", f"{os.pathsep}{fakes.ROOT}"], ids=["usual", "empty entry"])
def test_the_command_itself_looks_there_for_nothing_once_it_runs(traps, pythonpath):
    (traps / "posecoach" / "__init__.py").unlink()
    (traps / "posecoach").rmdir()
    (traps / "sitecustomize.py").unlink()  # Python itself reads these two, before posecoach begins
    (traps / "usercustomize.py").unlink()
    done = run_in(traps, "-m", "posecoach", "exercises", "bridge", pythonpath=pythonpath)
    assert (done.returncode, done.stderr) == (0, "")
    assert not (traps.parent / "ran").exists()
