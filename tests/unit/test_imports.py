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


def test_the_public_names_are_those_that_the_package_offers():
    assert posecoach.__all__ == sorted(posecoach.__all__) == dir(posecoach)
    assert all(getattr(posecoach, name) is not None for name in posecoach.__all__)


def test_a_name_that_is_not_public_is_refused():
    with pytest.raises(AttributeError, match="no attribute 'judge_everything'"):
        posecoach.judge_everything  # noqa: B018
