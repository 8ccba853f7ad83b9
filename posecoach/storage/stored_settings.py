"""The file of the person's settings, read without checking each of them: the command line needs two, at once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from posecoach.files.reading import parse_json, read_file

MAX_BYTES = 10_000
"""Of the file; ours has 300."""


def stored_path(folder: Path) -> Path:
    """Return where the settings are in a data folder."""
    return folder / "preferences.json"


def read_stored(folder: Path) -> Any:
    """Return what the file holds; raise OSError or ValueError when it cannot be read."""
    return parse_json(read_file(stored_path(folder), MAX_BYTES))


def stored_settings() -> Mapping[str, Any]:
    """Return the user's own settings that are texts; none where they cannot be read."""
    import platformdirs

    try:
        stored = read_stored(platformdirs.user_data_path("posecoach", appauthor=False))
    except (OSError, ValueError):
        return {}
    return {key: value for key, value in stored.items() if isinstance(value, str)} if isinstance(stored, dict) else {}
