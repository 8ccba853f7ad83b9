"""The person's settings of the app: one small JSON file in the data folder."""

from __future__ import annotations

import logging
from dataclasses import asdict
from json import dumps
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from posecoach.core.height import DEFAULT_HEIGHT_CM, MAX_HEIGHT_CM, MIN_HEIGHT_CM
from posecoach.files.reading import parse_json, read_file
from posecoach.files.writing import private_folder, write_text

log = logging.getLogger(__name__)

MAX_BYTES = 10_000
"""Of the file; ours has 300."""
Speaker = Literal["computer", "page", "nobody"]
"""Who speaks: this computer, the page by the browser's own voice, or nobody."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """The settings; each has a default that works without being asked for.

    Attributes
    ----------
    height_cm : float
        The person's height.
    speaker : Speaker
        Who speaks.
    rate : int
        Words per minute.
    volume : int
        Loudness in percent of the system's.
    language : str or None
        Accent of the voice, such as ``en-gb``; None = the system's.
    camera : str
        The camera that was used last: a number, or an address.
    mirror : bool
        Whether the picture is shown mirrored.
    dose_percent : int or None
        Percent of the full dose; None = by the last session.
    """

    height_cm: Annotated[float, Field(ge=MIN_HEIGHT_CM, le=MAX_HEIGHT_CM)] = DEFAULT_HEIGHT_CM
    speaker: Speaker = "computer"
    rate: Annotated[int, Field(ge=80, le=300)] = 150
    volume: Annotated[int, Field(ge=1, le=100)] = 100
    language: Annotated[str, Field(max_length=20, pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$")] | None = None
    camera: Annotated[str, Field(max_length=300)] = "0"
    mirror: bool = True
    dose_percent: Annotated[int, Field(ge=10, le=100)] | None = None


_ADAPTER: TypeAdapter[Preferences] = TypeAdapter(Preferences)


def load_preferences(folder: Path) -> Preferences:
    """Read the settings in a data folder; the defaults where there are none, or where they cannot be read."""
    try:
        return _ADAPTER.validate_python(parse_json(read_file(_path(folder), MAX_BYTES)))
    except FileNotFoundError:
        return Preferences()
    except (OSError, ValueError, ValidationError) as error:
        log.warning("the settings are the defaults: %s", error)
        return Preferences()


def save_preferences(folder: Path, preferences: Preferences) -> None:
    """Write the settings to a data folder; raise OSError when that fails."""
    write_text(_path(private_folder(folder)), dumps(asdict(preferences), indent=1) + "\n", private=True)


def _path(folder: Path) -> Path:
    return folder / "preferences.json"
