"""What import-linter cannot say: who prints, and which names are public."""

import ast
from pathlib import Path

import pytest

import posecoach

PACKAGE = Path(posecoach.__file__).parent


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_nothing_but_the_command_line_prints(path):
    calls = {
        node.func.id
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert path.parent.name == "cli" or "print" not in calls


def test_public_names_are_sorted():
    assert posecoach.__all__ == sorted(posecoach.__all__)
