"""Where code and programs are looked for: not in a folder only because the person happens to be there.

``python -m``, ``python -c`` and an empty entry of PYTHONPATH put that folder first, an empty or relative entry of PATH
names it, and Windows searches it before PATH: a `numpy.py` or `aplay` that was downloaded into it would run.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

OWN_FOLDER = str(Path(__file__).parents[2])
"""The folder that contains the package posecoach: a checkout, or where packages are installed."""


def module_folders(folders: Iterable[str], environ: Mapping[str, str] = os.environ) -> list[str]:
    """Return the folders of a `sys.path` that somebody chose, also where one is current; posecoach's own is among them.

    Parameters
    ----------
    folders : iterable of str
        Relative ones are left out, and the current one when only an empty entry of PYTHONPATH, or a dot, names it.
    environ : mapping of str to str
        Environment with which this Python began.
    """
    pythonpath = "" if sys.flags.ignore_environment else environ.get("PYTHONPATH", "")
    named = {os.path.normpath(entry) for entry in pythonpath.split(os.pathsep) if pythonpath}
    here = _current_folder()
    unwanted = here if os.curdir in named and here not in named else ""
    kept = [one for one in folders if one == OWN_FOLDER or (Path(one).is_absolute() and one != unwanted)]
    return kept if OWN_FOLDER in kept else [OWN_FOLDER, *kept]


def _current_folder() -> str:
    try:
        return str(Path.cwd())
    except OSError:  # it was removed
        return ""


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
    if not sys.flags.safe_path and sys.path[:1] == [_current_folder()]:  # `python -m` put it there
        del sys.path[0]
    sys.path[:] = module_folders(sys.path)
    os.environ["PATH"] = program_folders()
    if sys.platform == "win32":
        os.environ["NODEFAULTCURRENTDIRECTORYINEXEPATH"] = "1"
