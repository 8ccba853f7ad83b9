"""A shortcut that starts the app with a click: among the programs, and on the desktop."""

from __future__ import annotations

import os
import re
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

import platformdirs

from posecoach.errors import UsageError
from posecoach.files.reading import read_file
from posecoach.files.writing import write_text
from posecoach.translation import N_, translated

OURS = "made by posecoach"
"""In every shortcut that posecoach writes; a file without it belongs to somebody else."""
MAX_BYTES = 10_000
"""Of a shortcut; ours have 400."""
ICON = Path(__file__).parent / "static" / "icon.svg"
NAMES = {"win32": "posecoach.cmd", "darwin": "posecoach.command"}
"""Name of the file by system; elsewhere it is ``posecoach.desktop``."""


def write_shortcuts() -> list[Path]:
    """Write this system's shortcuts; return where they are.

    Raises
    ------
    UsageError
        A file of somebody else has the name, or it cannot be written.
    """
    text = shortcut_text(sys.platform, [sys.executable, "-P", "-m", "posecoach", "app"])
    paths = [folder / NAMES.get(sys.platform, "posecoach.desktop") for folder in _folders()]
    if not paths:
        raise UsageError(N_("This computer has no desktop folder in which a shortcut could be."))
    for path in paths:
        if os.path.lexists(path) and not _is_ours(path):
            raise UsageError(N_("{path} is not posecoach's. Move it, then try again.", path=path))
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_text(path, text, private=True)
        path.chmod(0o700)
    return paths


def shortcut_text(platform: str, command: Sequence[str]) -> str:
    """Return a file that runs a command with a click, as a system needs it.

    Parameters
    ----------
    platform : str
        As `sys.platform` names it.
    command : sequence of str
        An absolute path and arguments; none has a line end.
    """
    if platform == "win32":
        words = " ".join('"' + word.replace("%", "%%") + '"' for word in command)
        return f'@echo off\r\nrem {OURS}\r\nchcp 65001 > nul\r\nstart "posecoach" /min {words}\r\n'
    if platform == "darwin":
        return f"#!/bin/sh\n# {OURS}\nexec {shlex.join(command)}\n"
    words = " ".join('"' + re.sub(r'(["`$\\])', r"\\\1", word) + '"' for word in command)
    values = {
        "Type": "Application",
        "Name": "posecoach",
        "Comment": translated("Coaches lower-back exercises through a webcam"),
        "Exec": words.replace("%", "%%"),
        "Icon": str(ICON),
        "Terminal": "false",
        "Categories": "Utility;",
    }
    lines = [f"{key}={value}".replace("\\", r"\\") for key, value in values.items()]
    return "\n".join([f"# {OURS}", "[Desktop Entry]", *lines, ""])


def _folders() -> list[Path]:
    """Return where this system's user looks for programs."""
    desktop = [folder for folder in (platformdirs.user_desktop_path(),) if folder.is_dir()]
    if sys.platform in NAMES:
        return desktop
    data = os.environ.get("XDG_DATA_HOME", "")
    return [(Path(data) if Path(data).is_absolute() else Path.home() / ".local" / "share") / "applications", *desktop]


def _is_ours(path: Path) -> bool:
    try:
        return OURS.encode() in read_file(path, MAX_BYTES)
    except OSError:
        return False
