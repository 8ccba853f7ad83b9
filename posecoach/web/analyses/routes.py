"""Pages about recordings, and their actions."""

from __future__ import annotations

import sys
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute

from posecoach.errors import UsageError
from posecoach.exercises.registry import EXERCISES
from posecoach.files.text import size_text
from posecoach.translation import N_, _, dated
from posecoach.web.analyses import result_page
from posecoach.web.analyses.record import Analysis, parse_wish, shown_name
from posecoach.web.live.plan import model_problem
from posecoach.web.pages import REPORT_HEADERS, render_page
from posecoach.web.routing import action, device_of, page, services_of, while_known


def routes() -> list[BaseRoute]:
    """Return the routes of this part."""
    return [
        page("/analyses", index, "own"),
        action("/analyses", receive, "send", max_bytes=sys.maxsize),  # `receive` counts, and says what to do
        page("/analyses/room", room, "send"),
        page("/analyses/state", state, "send"),
        page("/analyses/{id}", show, "send"),
        action("/analyses/{id}", delete, "send", "DELETE"),
        action("/analyses/{id}/cancel", cancel, "send"),
        action("/analyses/{id}/again", again, "send"),
        page("/analyses/{id}/report", report, "send"),
        page("/analyses/{id}/video", video, "send"),
        page("/analyses/{id}/chapters.vtt", chapters, "send"),
        page("/analyses/{id}/files/{ending}", download, "send"),
        page("/send", send, "send"),
    ]


def index(request: Request) -> Response:
    """Show all analyses, and send more."""
    size = size_text(services_of(request).analyses.store.size_bytes())
    exercise, problem = request.query_params.get("exercise", "auto"), model_problem()
    shown = {"size": size, "exercise": exercise, "model_problem": problem, **_form_and_list(request)}
    return render_page(request, "analyses/index.html.jinja", **shown)


def send(request: Request) -> Response:
    """Show the page on which a phone records a video and sends it."""
    return render_page(request, "analyses/send.html.jinja", **_form_and_list(request))


def show(request: Request) -> Response:
    """Show one analysis."""
    from posecoach.reports.session import wording  # loads the charts, too, which takes a while

    analysis = _find(request)
    folder = services_of(request).analyses.store.folder_of(analysis)
    return render_page(
        request,
        "analyses/result.html.jinja",
        analysis=analysis,
        state=_state(request, analysis),
        result=result_page.read_result(folder) if analysis.state == "done" else None,
        has_video=result_page.result_file(folder, ".annotated.mp4") is not None,
        downloads=result_page.downloads(folder) if analysis.state == "done" else [],
        wording=wording,
        shown=result_page,
        size_text=size_text,
        exercises=EXERCISES,
    )


async def receive(request: Request) -> Response:
    """Receive a video, the request's body, and queue its analysis."""
    queue, query = services_of(request).analyses, dict(request.query_params)
    name, wish = shown_name(query.pop("name", "")), parse_wish(query)
    await run_in_threadpool(queue.uploads.check_room, _declared(request))
    try:
        with queue.uploads.place():
            receiving = queue.uploads.receive(request.stream(), name, device_of(request).id, wish, queue.add)
            new_id = await while_known(request, receiving)
    except ClientDisconnect:
        return Response(status_code=400)  # nobody reads it
    return JSONResponse({"id": new_id}, 201)


def room(request: Request) -> Response:
    """Say whether there is room for a video, before it is sent: while they send, browsers do not listen."""
    try:
        size = int(request.query_params.get("bytes", ""))
    except ValueError as error:
        raise UsageError(N_("bytes: give the size of the video.")) from error
    services_of(request).analyses.uploads.check_room(size)
    return JSONResponse({})


def state(request: Request) -> Response:
    """Say where each analysis is."""
    return JSONResponse([_state(request, analysis) for analysis in _visible(request)])


def cancel(request: Request) -> Response:
    """Cancel an analysis that waits or runs."""
    services_of(request).analyses.cancel(_find(request))
    return JSONResponse({})


def again(request: Request) -> Response:
    """Analyse a video again, as another exercise or for another height."""
    services_of(request).analyses.again(_find(request), parse_wish(request.query_params))
    return JSONResponse({})


def delete(request: Request) -> Response:
    """Delete an analysis with its video."""
    services_of(request).analyses.delete(_find(request))
    return JSONResponse({})


def report(request: Request) -> Response:
    """Return the report."""
    return _file(request, ".html", headers=REPORT_HEADERS)


def video(request: Request) -> Response:
    """Return the annotated video, or the part that the browser asks for."""
    return _file(request, ".annotated.mp4")


def chapters(request: Request) -> Response:
    """Return the attempts as chapters of the video."""
    result = result_page.read_result(services_of(request).analyses.store.folder_of(_find(request)))
    if result is None:
        raise HTTPException(404)
    return PlainTextResponse(result_page.chapters(result), media_type="text/vtt")


def download(request: Request) -> Response:
    """Return a result file under the name of the person's video."""
    ending = request.path_params["ending"]
    return _file(request, ending, filename=result_page.download_name(_find(request), ending))


def _file(request: Request, ending: str, **options: Any) -> Response:
    path = result_page.result_file(services_of(request).analyses.store.folder_of(_find(request)), ending)
    if path is None:
        raise HTTPException(404)
    return FileResponse(path, **options)


def _find(request: Request) -> Analysis:
    """Return the analysis in a request's path; for a device that must not see it, it does not exist."""
    analysis = services_of(request).analyses.store.find(request.path_params["id"])
    if analysis is None or not _may_see(request, analysis):
        raise HTTPException(404)
    return analysis


def _may_see(request: Request, analysis: Analysis) -> bool:
    device = device_of(request)
    return device.may("own") or device.id == analysis.sender


def _visible(request: Request) -> list[Analysis]:
    return [analysis for analysis in services_of(request).analyses.store.all() if _may_see(request, analysis)]


def _state(request: Request, analysis: Analysis) -> dict[str, object]:
    queue, sent = services_of(request).analyses, analysis.sent.astimezone()
    return {
        "id": analysis.id,
        "state": analysis.state,
        "when": _(dated(sent, "moment")),
        "words": _(queue.words(analysis)),
        "share": queue.share(analysis),
    }


def _form_and_list(request: Request) -> dict[str, Any]:
    """Return what a page needs that sends videos and shows those that were sent."""
    return {
        "analyses": [(analysis, _state(request, analysis)) for analysis in _visible(request)],
        "exercises": EXERCISES,
        "height_cm": services_of(request).preferences.height_cm,
    }


def _declared(request: Request) -> int:
    """Return how many bytes a request says that it has; 0 when it does not say."""
    length = request.headers.get("content-length", "0")
    return int(length) if length.isdecimal() else 0
