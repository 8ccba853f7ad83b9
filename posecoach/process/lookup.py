"""Where code and programs are looked for: never in the folder where the person happens to be.

``python -m``, ``python -c`` and an empty entry of PYTHONPATH put that folder first, an empty or relative entry of PATH
names it, and Windows searches it before PATH: a `numpy.py` or `aplay` that was downloaded into it would run.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

HOME = str(Path(__file__).parents[2])
"""The folder that contains the package posecoach: a checkout, or where packages are installed."""


def module_folders(folders: Iterable[str]) -> list[str]:
    """Return the folders of a `sys.path` without the current one, unless posecoach lies there."""
    try:
        here = Path.cwd()
    except OSError:  # it was removed
        here = None
    kept = [one for one in folders if one == HOME or _is_elsewhere(Path(one), here)]
    return kept if HOME in kept else [HOME, *kept]


def _is_elsewhere(folder: Path, here: Path | None) -> bool:
    return folder.is_absolute() and folder.resolve() != here


def program_folders(environ: Mapping[str, str] = os.environ) -> str:
    """Return PATH without its relative entries; the system's usual one when nothing is left of it."""
    paths = (environ.get("PATH", ""), os.defpath)
    kept = (os.pathsep.join(filter(os.path.isabs, path.split(os.pathsep))) for path in paths)
    return next(filter(None, kept), "")


def program(name: str, environ: Mapping[str, str] = os.environ) -> str | None:
    """Return the absolute path of a program; None when it is not installed."""
    import shutil

    found = shutil.which(name, path=program_folders(environ))
    return found if found and Path(found).is_absolute() else None


def avoid_current_folder() -> None:
    """Let this process, with all its libraries, look nowhere else from now on."""
    sys.path[:] = module_folders(sys.path)
    os.environ["PATH"] = program_folders()
    if sys.platform == "win32":
        os.environ["NODEFAULTCURRENTDIRECTORYINEXEPATH"] = "1"
