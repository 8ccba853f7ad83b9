"""The person's settings of the app: one small JSON file in the data folder."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from dataclasses import asdict
from json import dumps
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from posecoach.core.height import DEFAULT_HEIGHT_CM, MAX_HEIGHT_CM, MIN_HEIGHT_CM
from posecoach.errors import UsageError
from posecoach.files.writing import write_private
from posecoach.storage.stored_settings import read_stored, stored_path
from posecoach.translation import N_

log = logging.getLogger(__name__)

MIN_RATE, MAX_RATE = 80, 300
"""Words per minute; slower or faster is not understood."""
MIN_DOSE_PERCENT = 10
"""The least dose, as on the command line."""
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
        Of the voice, such as ``en-gb``; None = that of the texts.
    camera : str
        The camera that was used last: a number, or an address.
    mirror : bool
        Whether the picture is shown mirrored.
    dose_percent : int or None
        The most to ask for, in percent of the full dose; None = the full one. After pain it is less all the same.
    screen_language : str or None
        Code of the language of all texts; None = the system's.
    units : {"metric", "imperial"}
        Units of lengths.
    """

    height_cm: Annotated[float, Field(ge=MIN_HEIGHT_CM, le=MAX_HEIGHT_CM)] = DEFAULT_HEIGHT_CM
    speaker: Speaker = "computer"
    rate: Annotated[int, Field(ge=MIN_RATE, le=MAX_RATE)] = 150
    volume: Annotated[int, Field(ge=1, le=100)] = 100
    language: Annotated[str, Field(max_length=20, pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$")] | None = None
    camera: Annotated[str, Field(max_length=300)] = "0"
    mirror: bool = True
    dose_percent: Annotated[int, Field(ge=MIN_DOSE_PERCENT, le=100)] | None = None
    screen_language: str | None = None
    units: Literal["metric", "imperial"] = "metric"


MEANINGS = {
    "height_cm": N_(
        "The height must be {least:.0f} to {most:.0f} cm.",
        least=MIN_HEIGHT_CM,
        most=MAX_HEIGHT_CM,
    ),
    "speaker": N_("Choose who speaks: this computer, the page, or nobody."),
    "rate": N_("The voice can speak {least} to {most} words per minute.", least=MIN_RATE, most=MAX_RATE),
    "volume": N_("The volume must be 1 to 100 percent."),
    "language": N_("The accent must be a language code, such as en-gb."),
    "camera": N_("The camera must be a number or an address, of at most 300 characters."),
    "mirror": N_("The picture is shown mirrored or not."),
    "dose_percent": N_("The dose must be {least} to 100 percent.", least=MIN_DOSE_PERCENT),
    "screen_language": N_("The language must be one of those that posecoach has."),
    "units": N_("The units are metric or imperial."),
}
"""What each setting may be, for a person."""
UNREADABLE = N_("These settings cannot be read.")
"""Said of what is no settings at all."""

_changing = threading.Lock()  # two settings that are changed at once are both kept
_ADAPTER: TypeAdapter[Preferences] = TypeAdapter(Preferences)


def load_preferences(folder: Path) -> Preferences:
    """Read the settings in a data folder; the defaults where there are none, or where they cannot be read."""
    try:
        return _ADAPTER.validate_python(read_stored(folder))
    except FileNotFoundError:
        return Preferences()
    except (OSError, ValueError, ValidationError) as error:
        log.warning("the settings are the defaults: %s", error)
        return Preferences()


def changed(preferences: Preferences, changes: Mapping[str, object]) -> Preferences:
    """Return the settings with some of them changed.

    Parameters
    ----------
    preferences : Preferences
        The settings.
    changes : mapping
        Values from outside, by the names of settings.

    Raises
    ------
    UsageError
        A name is not one of a setting, there is none, or a value is not allowed.
    """
    known = asdict(preferences)
    if not changes or not changes.keys() <= known.keys():
        raise UsageError(N_("posecoach has these settings: {names}.", names=", ".join(known)))
    try:
        return _ADAPTER.validate_json(dumps(known | dict(changes)), strict=True)
    except ValidationError as error:
        where = error.errors()[0]["loc"]  # nowhere, when it is nested deeply, or a text is none
        raise UsageError(MEANINGS[str(where[0])] if where else UNREADABLE) from error


def save_preferences(folder: Path, preferences: Preferences) -> None:
    """Write the settings to a data folder; raise UsageError when that fails."""
    write_private(stored_path(folder), dumps(asdict(preferences), indent=1) + "\n")


def change_preferences(folder: Path, changes: Mapping[str, object]) -> None:
    """Change some of the settings in a data folder; raise UsageError as `changed` and `save_preferences`."""
    with _changing:
        save_preferences(folder, changed(load_preferences(folder), changes))


def forget_preferences(folder: Path) -> None:
    """Delete the settings; the defaults apply from then on. Raise OSError when that fails."""
    stored_path(folder).unlink(missing_ok=True)
