"""The shape of the code: imports run only downwards, and importing does nothing."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import posecoach

PACKAGE = Path(posecoach.__file__).parent
FORBIDDEN = {"cv2", "av", "mediapipe", "time", "threading", "logging", "os", "pathlib", "random", "datetime", "io"}
PURE = [*(PACKAGE / "core").rglob("*.py"), *(PACKAGE / "exercises").glob("*.py")]


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return names


@pytest.mark.parametrize("path", PURE, ids=lambda path: path.stem)
def test_the_core_knows_no_camera_screen_clock_or_file(path):
    assert not {name.split(".")[0] for name in imported(path)} & FORBIDDEN


@pytest.mark.parametrize("path", PURE, ids=lambda path: path.stem)
def test_the_core_imports_nothing_above_it(path):
    ours = {name for name in imported(path) if name.startswith("posecoach.")}
    allowed = ("posecoach.core", "posecoach.exercises") if path.parent.name == "exercises" else ("posecoach.core",)
    assert all(name.startswith(allowed) for name in ours)


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_nothing_but_the_command_line_prints(path):
    calls = {
        node.func.id
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert path.name == "cli.py" or "print" not in calls


def test_showing_the_version_loads_no_heavy_library():
    code = (
        "import sys; from posecoach.cli import run; assert run(['--version']) == 0;"
        "assert not {'cv2', 'av', 'mediapipe', 'pydantic'} & set(sys.modules), sorted(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_public_names_are_sorted():
    assert posecoach.__all__ == sorted(posecoach.__all__)
