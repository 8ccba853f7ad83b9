"""Keeps the known devices while the app does not run: one small JSON file in the data folder."""

from __future__ import annotations

import logging
from json import dumps
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from posecoach.files.reading import parse_json, read_file
from posecoach.files.writing import write_private
from posecoach.web.security.devices import Device, Right

log = logging.getLogger(__name__)

MAX_BYTES = 100_000
"""Of the file; one of fifty devices has 15 kB."""


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid")

    cookie: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    id: Annotated[str, Field(pattern="^[0-9a-f]{8}$")]
    name: Annotated[str, Field(max_length=60)]
    rights: frozenset[Right]
    seen_s: float


class _Entries(BaseModel):
    devices: list[_Entry]


def load_devices(path: Path) -> dict[str, Device]:
    """Return the devices by the digest of their cookie; none where the file is missing, or cannot be read."""
    try:
        entries = _Entries.model_validate(parse_json(read_file(path, MAX_BYTES))).devices
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, ValidationError) as error:
        log.warning("no device is known any more: %s", error)
        return {}
    return {one.cookie: Device(one.id, one.name, one.rights, one.seen_s) for one in entries}


def save_devices(path: Path, devices: dict[str, Device]) -> None:
    """Write the devices; raise UsageError when that fails."""
    entries = [
        {"cookie": key, "id": one.id, "name": one.name, "rights": sorted(one.rights), "seen_s": round(one.seen_s)}
        for key, one in devices.items()
    ]
    write_private(path, dumps({"devices": entries}, indent=1) + "\n")
