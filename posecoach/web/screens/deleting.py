"""Deletes everything that posecoach keeps, after the person has typed a word."""

from __future__ import annotations

import shutil

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from posecoach.errors import UsageError
from posecoach.files.reasons import system_reason
from posecoach.storage.preferences import forget_preferences
from posecoach.translation import N_, _
from posecoach.web.pages import render_page
from posecoach.web.routing import Body, device_of, services_of
from posecoach.web.security.devices import Device
from posecoach.web.services import Services

# TRANSLATORS: the word that a person types to confirm that everything is deleted
WORD = N_("delete")
"""The person types this word: nobody does so by mistake."""


class Confirmation(Body):
    """The word that the person typed."""

    word: str


def delete_everything(request: Request, typed: Confirmation) -> Response:
    """Delete sessions, analyses, results and settings, and forget the other devices."""
    if typed.word != _(WORD):
        raise UsageError(N_("Type the word {word} first. Nothing was deleted.", word=WORD))
    _delete(services_of(request), device_of(request))
    return JSONResponse({"deleted": True})


def deleted(request: Request) -> Response:
    """Say what is gone, and what is left; while there is something, show the settings instead."""
    from posecoach.storage.history.history import History

    services = services_of(request)
    if services.analyses.store.all() or History(services.history).summaries(1):
        return RedirectResponse("/settings", 303)
    return render_page(request, "screens/deleted.html.jinja", folder=services.folder)


def _delete(services: Services, device: Device) -> None:
    from posecoach.storage.history.history import History

    if services.practice.running:
        raise UsageError(N_("The camera is in use. End the session first, then delete everything."))
    services.analyses.delete_all()
    History(services.history).purge()
    services.recovered = ()
    try:
        if services.results.exists():
            shutil.rmtree(services.results)
        forget_preferences(services.folder)
        services.use_language()
    except OSError as error:
        named = {"file": str(error.filename), "reason": system_reason(error)}
        raise UsageError(N_("{file} cannot be deleted: {reason}. Delete it yourself.", **named)) from error
    for other in services.devices.all():
        if other.id != device.id:  # the one that asks stays known: it reads what was deleted
            services.devices.forget(other.id)
