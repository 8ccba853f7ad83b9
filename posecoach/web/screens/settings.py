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

from posecoach.languages import NAMES, chosen_language
from posecoach.storage import preferences as stored
from posecoach.translation import N_, _, percent, translated
from posecoach.web.live.cameras import OFFERED, list_cameras
from posecoach.web.pages import render_page
from posecoach.web.routing import services_of
from posecoach.web.screens.data_folder import contents
from posecoach.web.screens.deleting import WORD
from posecoach.web.services import Services

ACCENTS = {
    "en-gb": N_("British English"),
    "en-us": N_("American English"),
    "en-au": N_("Australian English"),
    "en-in": N_("Indian English"),
}
"""Language codes of usual English voices, and their names."""
FULL = N_("The full dose")
# TRANSLATORS: the language of the texts is that of the computer
AS_COMPUTER = N_("As this computer")
# TRANSLATORS: the voice speaks the language in which the texts are shown
AS_TEXTS = N_("As the texts")


class Changes(RootModel[dict[str, Any]]):
    """The new values of some settings, by their names."""


def settings(request: Request) -> Response:
    """Show the settings, and what posecoach keeps."""
    services = services_of(request)
    kept = services.preferences
    return render_page(
        request,
        "screens/settings.html.jinja",
        kept=kept,
        limits=stored,
        doses=_doses(kept.dose_percent),
        languages=_with({"": _(AS_COMPUTER), **NAMES}, kept.screen_language),
        voices=_with({"": _(AS_TEXTS), **NAMES, **{code: _(name) for code, name in ACCENTS.items()}}, kept.language),
        cameras=list(_cameras(services).items()),
        folder=services.folder,
        contents=contents(services.folder),
        licence=_licence("posecoach"),
        libraries=_libraries(),
        word=_(WORD),
    )


def _doses(chosen: int | None) -> list[tuple[str, str]]:
    percents = sorted({*range(10, 100, 10), *([chosen] if chosen else [])}, reverse=True)
    return [("", _(FULL)), *((str(one), _(percent(one / 100))) for one in percents)]


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
    return ", ".join(its.get_all("License-Expression") or classes) or N_("see its own page")


def change_settings(request: Request, changes: Changes) -> Response:
    """Save the changed settings; one that is not allowed is refused with a sentence."""
    services = services_of(request)
    speaks_otherwise = changes.root.keys() & {"screen_language", "units"}
    if speaks_otherwise:
        chosen_language(stored.changed(services.preferences, changes.root).screen_language)  # or refuse it
    stored.change_preferences(services.folder, changes.root)
    if speaks_otherwise:
        services.use_language()
    return JSONResponse({"saved": True})


def _cameras(services: Services) -> dict[str, str]:
    """Return id and name of the cameras that may be kept: not those that the command line offers only this time."""
    now = services.preferences.camera
    there = {camera.id: _(camera.name) for camera in list_cameras(services) if not camera.id.startswith(OFFERED)}
    return {now: translated("Camera {number}, not connected now", number=now) if now.isdecimal() else now} | there
