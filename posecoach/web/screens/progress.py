"""The page of past sessions over time, their list, and their export and deletion."""

from __future__ import annotations

from datetime import date, timedelta

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from posecoach.translation import N_
from posecoach.web.pages import render_page
from posecoach.web.routing import services_of
from posecoach.web.screens.past_sessions import in_words

PERIODS = {"4": N_("4 weeks"), "12": N_("12 weeks"), "52": N_("1 year"), "all": N_("All")}
"""Weeks, as in the address, and their name."""
USUAL = "12"
"""Twelve weeks, a usual length of back training."""
DIGITS_MAX = 18
"""Digits of a session's number; more do not fit into the history's file."""


def progress(request: Request) -> Response:
    """Show the sessions of a period: charts, tables and list."""
    from posecoach.reports.progress import render_progress_content
    from posecoach.storage.history.history import History

    chosen = request.query_params.get("weeks", USUAL)
    if chosen not in PERIODS:
        raise HTTPException(404)
    today, history = date.today(), History(services_of(request).history)
    since = None if chosen == "all" else today - timedelta(weeks=int(chosen)) + timedelta(days=1)
    summaries = history.summaries(since_day=since)
    return render_page(
        request,
        "screens/progress.html.jinja",
        periods=PERIODS,
        chosen=chosen,
        content=render_progress_content(summaries, history.days(), today, since),
        sessions=[in_words(summary, today) for summary in summaries],
        notice=history.notice,
        left_out=history.left_out,
        any=bool(history.days()),
    )


def history_as_json(request: Request) -> Response:
    """Give the whole history, with every attempt, as a file."""
    from posecoach.storage.history.export import history_json
    from posecoach.storage.history.history import History

    text = history_json(History(services_of(request).history).export())
    return _download(text, "application/json", "posecoach-history.json")


def history_as_csv(request: Request) -> Response:
    """Give the whole history, a row per session, as a file."""
    from posecoach.storage.history.export import history_csv
    from posecoach.storage.history.history import History

    text = history_csv(History(services_of(request).history).summaries())
    return _download(text, "text/csv", "posecoach-history.csv")


def delete_session(request: Request) -> Response:
    """Delete a session for good."""
    from posecoach.storage.history.history import History

    number = request.path_params["number"]
    valid = number.isdecimal() and len(number) <= DIGITS_MAX
    if not (valid and History(services_of(request).history).delete(int(number))):
        raise HTTPException(404, N_("This session is not there any more."))
    return JSONResponse({"deleted": int(number)})


def delete_sessions(request: Request) -> Response:
    """Delete all sessions for good."""
    from posecoach.storage.history.history import History

    services = services_of(request)
    History(services.history).purge()
    services.recovered = ()
    return JSONResponse({"deleted": "all"})


def _download(text: str, kind: str, name: str) -> Response:
    return Response(text, media_type=kind, headers={"content-disposition": f'attachment; filename="{name}"'})
