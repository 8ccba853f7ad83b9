"""Every page of the app, with something in it: sessions, videos in each state, devices, and a house."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import fakes
from analysed import new_analysis, state, wait_until
from session_records import SESSION
from web_app import client, web_services

from posecoach.exercises.registry import EXERCISES
from posecoach.practice.questions import SAFETY_ID
from posecoach.storage.history.history import History
from posecoach.web.lan.network import Network
from posecoach.web.security.devices import Right
from posecoach.web.services import Services

GUEST: frozenset[Right] = frozenset({"view", "camera", "send"})
STATES = ("waiting", "running", "failed", "stopped", "interrupted")
OWNERS = (
    "/?later",
    "/safety",
    "/practise",
    "/analyses",
    "/progress?weeks=all",
    "/exercises",
    *(f"/exercises/{name}" for name in EXERCISES),
    "/settings",
    "/devices",
    "/devices/state",
    "/live/cameras",
    "/ca",
    "/no",
)


def full_services(folder: Path) -> Services:
    """Return an app in which everything has happened once."""
    services = web_services(folder, estimator=fakes.estimator, recovered=("A session was kept.",))
    history = History(services.history)
    today = date.today()
    for days, reason in ((0, "tired"), (1, None), (40, "pain")):
        day = (today - timedelta(days=days)).isoformat()
        history.save(replace(SESSION, started=f"{day}T08:05:00+02:00", reason=reason))
    queue = services.analyses
    queue.start(services)
    video = fakes.video(folder / "a.mp4", seconds=7.0).read_bytes()
    queue.add(done := new_analysis(queue, video, "Film.mp4"))
    wait_until(lambda: state(queue, done) == "done")
    queue.close()
    for kept in STATES:
        queue.store.keep(replace(new_analysis(queue, video, f"{kept}.mp4"), state=kept))
    return services


def all_pages(services: Services) -> Iterator[tuple[str, str]]:
    """Yield each page's path, with who asks for it, and its text."""
    owner, guest, stranger = client(services), client(services, GUEST), client(services, frozenset())
    page = {"accept": "text/html"}
    yield "/ not confirmed", owner.get("/safety", headers=page).text
    History(services.history).confirm(SAFETY_ID, SESSION.started)
    for path in OWNERS:
        yield path, owner.get(path, headers=page).text
    for analysis in services.analyses.store.all():
        path = f"/analyses/{analysis.id}"
        yield f"/analyses of {analysis.name}", owner.get(path, headers=page).text
        if analysis.state == "done":
            yield "chapters", owner.get(f"{path}/chapters.vtt").text
    yield "/analyses/state", owner.get("/analyses/state").text
    services.house.network = Network(8000, 8001, ("192.168.1.5", "192.168.1.6"))
    yield "/devices in the house", owner.get("/devices", headers=page).text
    for path in ("/live", "/join", "/phone", "/send", "/settings"):
        yield f"{path} of a guest", guest.get(path, headers=page).text
    yield "/ of a stranger", stranger.get("/", headers=page).text
    yield "/join of a stranger", stranger.get("/join", headers=page).text
    services.analyses.delete_all()
    History(services.history).purge()
    for path in ("/deleted", "/?later", "/analyses", "/progress"):
        yield f"{path} without anything", owner.get(path, headers=page).text
    yield "/send of a guest without anything", guest.get("/send", headers=page).text
