"""The page of the settings, which are saved as they are changed."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, metadata, requires
from typing import Any

from pydantic import RootModel
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from posecoach.storage import preferences as stored
from posecoach.web.live.cameras import OFFERED, list_cameras
from posecoach.web.pages import render_page
from posecoach.web.routing import services_of
from posecoach.web.screens.data_folder import contents
from posecoach.web.screens.deleting import WORD
from posecoach.web.services import Services

ACCENTS = {"en-gb": "British", "en-us": "American", "en-au": "Australian", "en-in": "Indian"}
"""Language codes of usual English voices, and their names."""
FULL = "The full dose"


class Changes(RootModel[dict[str, Any]]):
    """The new values of some settings, by their names."""


def settings(request: Request) -> Response:
    """Show the settings, and what posecoach keeps."""
    services = services_of(request)
    chosen = services.preferences
    return render_page(
        request,
        "screens/settings.html.jinja",
        kept=chosen,
        limits=stored,
        doses=_doses(chosen.dose_percent),
        accents=_with({"": "As this computer speaks", **ACCENTS}, chosen.language),
        cameras=list(_cameras(services).items()),
        folder=services.folder,
        contents=contents(services.folder),
        licence=_licence("posecoach"),
        libraries=_libraries(),
        word=WORD,
    )


def _doses(chosen: int | None) -> list[tuple[str, str]]:
    percents = sorted({*range(10, 100, 10), *([chosen] if chosen else [])}, reverse=True)
    return [("", FULL), *((str(percent), f"{percent} %") for percent in percents)]


def _with(options: dict[str, str], chosen: object) -> list[tuple[str, str]]:
    """Return values and names to choose from; what is chosen now is among them."""
    now = "" if chosen is None else str(chosen)
    return list({**options, now: options.get(now, now)}.items())


@lru_cache(maxsize=1)
def _libraries() -> list[tuple[str, str]]:
    """Return the libraries that posecoach uses, and their licences in their own words."""
    names = {re.match(r"[\w.-]+", one)[0] for one in requires("posecoach") or () if "extra ==" not in one}  # type: ignore[index]
    found = []
    for name in sorted(names):
        with suppress(PackageNotFoundError):
            found.append((name, _licence(name)))
    return found


def _licence(package: str) -> str:
    """Return the licence of an installed package in its own words."""
    its = metadata(package)
    classes = [line.rpartition(" :: ")[2] for line in its.get_all("Classifier") or () if line.startswith("License")]
    return ", ".join(its.get_all("License-Expression") or classes) or "see its own page"


def change_settings(request: Request, changes: Changes) -> Response:
    """Save the changed settings; one that is not allowed is refused with a sentence."""
    stored.change_preferences(services_of(request).folder, changes.root)
    return JSONResponse({"saved": True})


def _cameras(services: Services) -> dict[str, str]:
    """Return id and name of the cameras that may be kept: not those that the command line offers only this time."""
    now = services.preferences.camera
    there = {camera.id: camera.name for camera in list_cameras(services) if not camera.id.startswith(OFFERED)}
    return {now: f"Camera {now}, not connected now" if now.isdecimal() else now} | there
