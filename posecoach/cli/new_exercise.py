"""Writes the package of a new exercise: a commented exercise that works, its test, and what makes it installable."""

from __future__ import annotations

import keyword
import re
import reprlib
import sys
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from string import Template

from posecoach.errors import UsageError
from posecoach.exercises.declaration import RESERVED
from posecoach.files.names import is_device
from posecoach.files.writing import output_folder, write_text
from posecoach.translation import N_


def write_package(name: str, out: Path) -> Path:
    """Write a folder with the package of an exercise of this id; return it.

    Raises
    ------
    UsageError
        When the id cannot be one, or the folder is there already.
    """
    from posecoach.exercises.registry import EXERCISES

    if keyword.iskeyword(name):
        raise UsageError(N_("'{name}' is a word of Python: choose another id.", name=name))
    if not re.fullmatch("[a-z][a-z0-9_]*", name):
        raise UsageError(
            N_("{name} cannot be an id: use small letters, digits and '_', as in side_plank.", name=reprlib.repr(name))
        )
    if is_device(name):
        raise UsageError(N_("Windows allows no file {name}.py: choose another id.", name=name))
    if name in RESERVED or name in EXERCISES:
        raise UsageError(N_("There is an exercise or a command '{name}' already: choose another id.", name=name))
    package = f"posecoach-{name.replace('_', '-')}"
    folder = out / package
    if folder.exists():
        raise UsageError(
            N_("{folder} is there already. Choose another name, or another folder with -o.", folder=folder)
        )
    if _importable(name):
        raise UsageError(
            N_("There is a Python module '{name}' already, which yours would clash with: choose another id.", name=name)
        )
    output_folder(folder)
    words = {"name": name, "NAME": name.upper(), "title": name.replace("_", " ").capitalize(), "package": package}
    for template, file in (("exercise.py", f"{name}.py"), ("test.py", f"test_{name}.py"), ("pyproject.toml",) * 2):
        text = files(__package__).joinpath("new_package", f"{template}.txt").read_text(encoding="utf-8")
        write_text(folder / file, Template(text).substitute(words))
    return folder


def _importable(name: str) -> bool:
    """Whether Python finds a module of this name; a plain folder does not count."""
    spec = find_spec(name)
    return name in sys.stdlib_module_names or (spec is not None and spec.origin is not None)
