"""Deletes everything that posecoach keeps, after the person has typed a word."""

from __future__ import annotations

import shutil

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from posecoach.errors import UsageError
from posecoach.files.reading import parse_json
from posecoach.files.reasons import system_reason
from posecoach.storage.preferences import forget_preferences
from posecoach.web.pages import render_page
from posecoach.web.routing import device_of, services_of
from posecoach.web.security.devices import Device
from posecoach.web.services import Services

WORD = "delete"
"""The person types this word: nobody does so by mistake."""
RESULTS = "practice"
"""Folder of the results of live sessions, in the data folder."""


async def delete_everything(request: Request) -> Response:
    """Delete sessions, analyses, results and settings, and forget the other devices."""
    try:
        confirmed = parse_json(await request.body()) == {"word": WORD}
    except ValueError:
        confirmed = False
    if not confirmed:
        raise UsageError(f"Type the word {WORD} first. Nothing was deleted.")
    await run_in_threadpool(_delete, services_of(request), device_of(request))
    return JSONResponse({"deleted": True})


def deleted(request: Request) -> Response:
    """Say what is gone, and what is left; while there is something, show the settings instead."""
    from posecoach.storage.history.history import History

    services = services_of(request)
    if services.analyses.store.all() or History(services.history).summaries(1):
        return RedirectResponse("/settings", 303)
    return render_page(request, "screens_deleted.html.jinja", folder=services.folder)


def _delete(services: Services, device: Device) -> None:
    from posecoach.storage.history.history import History

    if services.practice.running:
        raise UsageError("The camera is in use. End the session first, then delete everything.")
    services.analyses.delete_all()
    History(services.history).purge()
    services.recovered = ()
    results = services.folder / RESULTS
    try:
        if results.exists():
            shutil.rmtree(results)
        forget_preferences(services.folder)
    except OSError as error:
        raise UsageError(f"{error.filename} cannot be deleted: {system_reason(error)}. Delete it yourself.") from error
    for other in services.devices.all():
        if other.id != device.id:  # the one that asks stays known: it reads what was deleted
            services.devices.forget(other.id)
