"""Deletes everything that posecoach keeps, after the person has typed a word."""

from __future__ import annotations

import shutil
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from posecoach.errors import UsageError
from posecoach.files.reading import parse_json
from posecoach.files.reasons import system_reason
from posecoach.web.pages import render_page
from posecoach.web.routing import services_of
from posecoach.web.screens.data_folder import contents
from posecoach.web.services import Services

WORD = "delete"
"""The person types this word: nobody does so by mistake."""
IN_PLACE = ("history", "devices", "certificates")
"""Beginnings of the names of files that are emptied or kept where they are: the history may be in use by another
posecoach, and the browser that asks stays known."""


async def delete_everything(request: Request) -> Response:
    """Delete sessions, analyses, results and settings."""
    try:
        confirmed = parse_json(await request.body()) == {"word": WORD}
    except ValueError:
        confirmed = False
    if not confirmed:
        raise UsageError(f"Type the word {WORD} first. Nothing was deleted.")
    await run_in_threadpool(_delete, services_of(request))
    return JSONResponse({"deleted": True})


def deleted(request: Request) -> Response:
    """Say what is gone, and what is left."""
    folder = services_of(request).folder
    return render_page(request, "screens_deleted.html.jinja", folder=folder, contents=contents(folder))


def _delete(services: Services) -> None:
    from posecoach.storage.history.history import History

    History(services.history).purge()
    for path in services.folder.iterdir() if services.folder.is_dir() else ():
        if not path.name.startswith(IN_PLACE):
            _remove(path)


def _remove(path: Path) -> None:
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise UsageError(f"{path} cannot be deleted: {system_reason(error)}. Delete it yourself.") from error
