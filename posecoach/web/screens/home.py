"""The first page: what there is to do, today's routine, and how the last session went; and the safety words."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from posecoach.errors import UsageError
from posecoach.translation import _
from posecoach.web.pages import render_page
from posecoach.web.routing import services_of
from posecoach.web.screens.past_sessions import PastSession, in_words
from posecoach.web.services import Services

if TYPE_CHECKING:
    from posecoach.core.session.routine import Routine
    from posecoach.practice.outlook import Outlook


@dataclass(slots=True)
class Today:
    """What the first page says of today.

    Attributes
    ----------
    notes : list of str
        What the person should know before practising.
    dose : str
        Why today's dose is not the full one; empty for the full one.
    steps : list of tuple
        Title and dose of each exercise, and its id.
    minutes : int
        How long the routine takes.
    last : PastSession or None
        The last session.
    problems : list of str
        What of this cannot be said, and why.
    """

    notes: list[str]
    dose: str
    steps: list[tuple[str, str, str]]
    minutes: int
    last: PastSession | None
    problems: list[str]


def home(request: Request) -> Response:
    """Show the first page; whoever has not confirmed the safety words reads them first, or says: not now."""
    from posecoach.practice.questions import SAFETY_ID
    from posecoach.storage.history.history import History

    services = services_of(request)
    confirmed = False
    with suppress(UsageError):  # said on the page
        confirmed = History(services.history).confirmed(SAFETY_ID)
        if not confirmed and "later" not in request.query_params:
            return RedirectResponse("/safety", 303)
    today = read_today(services, date.today())
    practising = services.practice.practising
    return render_page(request, "screens/home.html.jinja", confirmed=confirmed, today=today, practising=practising)


def read_today(services: Services, day: date, routine: Path | None = None) -> Today:
    """Read what the first page says of a day; what cannot be read is a problem in words.

    `routine` is the file of the person's own routine; None = the usual one.
    """
    from posecoach.practice.outlook import Outlook, read_outlook
    from posecoach.practice.routines.routine_file import load_own
    from posecoach.storage.history.history import History

    today, history, outlook = Today([], "", [], 0, None, []), History(services.history), Outlook()
    try:
        outlook = read_outlook(history, day)
        today.last = next((in_words(one, day) for one in history.summaries(1)), None)
        today.problems += [history.notice] if history.notice else []
    except UsageError as error:
        today.problems.append(error.sentence)
    today.notes = outlook.notes(services.recovered)
    try:
        _fill_in(today, load_own(routine), outlook, services.preferences.dose_percent)
    except UsageError as error:
        today.problems.append(error.sentence)
    return today


def _fill_in(today: Today, own: Routine, outlook: Outlook, most_percent: int | None) -> None:
    """Fill in the routine, in its dose of today."""
    from posecoach.core.session.routine import Routine, about_minutes, scaled
    from posecoach.exercises.description import dose_text
    from posecoach.practice.outlook import todays_dose

    percent, today.dose = todays_dose(outlook.last, most_percent)
    steps = tuple(scaled(step, percent / 100) for step in own.steps)
    today.steps = [(s.exercise.title, dose_text(s.exercise, s.hold_s, s.reps), s.exercise.id) for s in steps]
    today.minutes = about_minutes(Routine(own.name, steps))


def safety(request: Request) -> Response:
    """Show the safety words, to be confirmed."""
    from posecoach.practice.questions import SAFETY, SAFETY_ID
    from posecoach.storage.history.history import History

    signs = [_(line).removeprefix("• ") for line in SAFETY if line.startswith("• ")]
    lines = [line for line in SAFETY if not line.startswith("• ")]
    confirmed = History(services_of(request).history).confirmed(SAFETY_ID)
    return render_page(request, "screens/safety.html.jinja", lines=lines, signs=signs, confirmed=confirmed)


def confirm_safety(request: Request) -> Response:
    """Keep that the person confirmed the safety words, as the command line does."""
    from posecoach.practice.questions import SAFETY_ID
    from posecoach.practice.session_log import local_now
    from posecoach.storage.history.history import History

    History(services_of(request).history).confirm(SAFETY_ID, local_now().isoformat(timespec="seconds"))
    return JSONResponse({"confirmed": True})
