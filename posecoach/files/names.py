"""Names of files that posecoach makes from other texts, and how long they may be."""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from pathlib import Path

LENGTH_UNIT = "characters" if sys.platform == "win32" else "bytes"
"""What the length of a name is counted in; on Windows strictly in UTF-16's units, of which an emoji has two."""
NAME_MAX = 255
"""Longest name of a file on nearly all file systems."""
WINDOWS_PATH_MAX = 259
"""Longest path on a Windows that is not set up for longer ones."""
_WINDOWS_DEVICE = re.compile(r"(CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(COM|LPT)[0-9¹²³])\s*(\.|$)", re.IGNORECASE)
"""Names that mean a device on Windows, whatever follows their first dot."""
_FORBIDDEN = re.compile("[/\0]")
_FORBIDDEN_ON_WINDOWS = re.compile('[<>:"/\\\\|?*\0-\x1f]')
_PLACES = ("", ".", "..")


def is_device(name: str) -> bool:
    """Whether a file of this name would be a device on Windows."""
    return bool(_WINDOWS_DEVICE.match(name))


def file_name(text: str, platform: str = sys.platform) -> str:
    """Return a text as the name of a file, or as its beginning: what the system does not allow in it is replaced."""
    if platform == "win32":
        name = _FORBIDDEN_ON_WINDOWS.sub("_", text).rstrip(" .")  # which Windows would drop
        name = f"_{name}" if is_device(name) else name
    else:
        name = _FORBIDDEN.sub("_", text)
    return "unnamed" if name in _PLACES else name


def name_length(name: str, platform: str = sys.platform) -> int:
    """Return the length of a name in the system's unit; 0 for one that no file can have."""
    try:
        return len(name.encode("utf-16-le")) // 2 if platform == "win32" else len(os.fsencode(name))
    except UnicodeEncodeError:
        return 0


def longest_name(folder: Path) -> int:
    """Return how long a name in a folder may be, in the system's unit."""
    if sys.platform == "win32":
        return longest_on_windows(name_length(str(folder.absolute())), _has_long_paths())
    with suppress(OSError):
        return os.pathconf(folder, "PC_NAME_MAX")
    return NAME_MAX


def longest_on_windows(folder_length: int, long_paths: bool) -> int:
    """Return how long a name may be in a folder whose absolute path has a length."""
    return NAME_MAX if long_paths else max(0, min(NAME_MAX, WINDOWS_PATH_MAX - folder_length - 1))


def _has_long_paths() -> bool:
    """Whether this Windows is set up for long paths."""
    if sys.platform == "win32":
        import ctypes

        with suppress(OSError, AttributeError):  # Windows 8 knows no long paths
            return bool(ctypes.WinDLL("ntdll").RtlAreLongPathsEnabled() & 0xFF)
    return False
