"""The practice page and its actions: what may be chosen, by whom, and no path comes from a page."""

from __future__ import annotations

import json
from dataclasses import replace

import fakes
import pytest
from fake_camera import until
from page_sessions import LivePage, running, scene_of
from session_records import SESSION
from web_app import HOST, client, web_services

from posecoach.storage.history.history import History
from posecoach.storage.preferences import Preferences, save_preferences
from posecoach.vision.weights import ENVIRONMENT
from posecoach.web.live.cameras import resolve_camera
from posecoach.web.live.plan import voice_of
from posecoach.web.live.routes import remember_camera

SOCKET = f"ws://{HOST}/live/socket"
BRIDGE = {"exercise": "bridge", "camera": "offered:0", "dose_percent": 100}


@pytest.fixture
def services(tmp_path):
    film = fakes.video(tmp_path / "film.mp4", 2.0)
    return web_services(tmp_path, cameras=(str(film), "rtsp://me:secret@10.0.0.9/live"), estimator=fakes.estimator)


def test_the_page_offers_exercises_routines_and_cameras_without_a_password_or_path(services, tmp_path):
    page = client(services).get("/practise").text
    for words in ("Bridge", "hold 10 s; 5 times", "Lower back, five minutes", "Free practice", "film.mp4", "10.0.0.9"):
        assert words in page
    assert "secret" not in page and str(tmp_path) not in page
    assert len(page) < 100_000


@pytest.mark.parametrize(
    ("rights", "practise", "live"), [({"view"}, 403, 200), ({"view", "control"}, 200, 200), ({"send"}, 403, 403)]
)
def test_who_may_only_watch_sees_the_live_page_alone(services, rights, practise, live):
    browser = client(services, frozenset(rights))
    assert browser.get("/practise").status_code == practise
    page = browser.get("/live")
    assert page.status_code == live
    assert browser.post("/live/start", json=BRIDGE).status_code == 403 or practise == 200
    services.practice.close()


def test_todays_dose_is_the_one_after_the_last_session_and_looking_changes_nothing(services):
    history = History(services.history)
    history.save(replace(SESSION, ended="pain", dose_share=1.0))
    before = services.history.read_bytes()
    page = client(services).get("/practise").text
    assert '<option value="70" selected>' in page and "Your last session ended with pain" in page
    assert services.history.read_bytes() == before


def test_no_more_is_asked_for_than_the_settings_allow(services):
    save_preferences(services.folder, Preferences(dose_percent=45))
    assert '<option value="45" selected>' in client(services).get("/practise").text


def test_without_a_pose_model_the_page_says_so_and_only_the_owner_may_fetch_one(services, tmp_path, monkeypatch):
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path / "missing.task"))
    page = client(services).get("/practise").text
    assert "missing.task" in page and 'id="fetch"' in page
    assert "Fetch it under Practise" in client(services).get("/analyses").text
    guest = client(services, frozenset({"view", "control"}))
    assert 'id="fetch"' not in guest.get("/practise").text
    assert guest.post("/live/model", json={}).status_code == 403
    assert "missing.task" in client(services).post("/live/start", json=BRIDGE).json()["problem"]


@pytest.mark.parametrize(
    "changes",
    [
        {"camera": "/etc/passwd"},
        {"camera": "film.mp4"},
        {"camera": "/dev/video77"},
        {"camera": "file:///etc/passwd"},
        {"camera": "offered:7"},
        {"camera": "phone:nobody"},
        {"camera": ""},
        {"exercise": "../bridge"},
        {"exercise": None},
        {"routine": "short"},
        {"dose_percent": 500},
        {"model": "own.task"},
    ],
)
def test_what_is_not_offered_cannot_be_chosen(services, changes):
    answer = client(services).post("/live/start", json=BRIDGE | changes)
    assert answer.status_code == 400 and answer.json()["problem"]
    assert not services.practice.running


def test_only_the_owner_may_type_an_address(services):
    typed = BRIDGE | {"camera": "http://127.0.0.1:9/"}
    guest = client(services, frozenset({"view", "control"}))
    assert "no such camera" in guest.post("/live/start", json=typed).json()["problem"]
    assert resolve_camera(services, typed["camera"], may_type=True) == typed["camera"]


def test_a_request_that_makes_no_sense_is_refused_with_a_sentence(services):
    for text in ("", "[]", "{", '"' + "x" * 9_000):
        answer = client(services).post("/live/start", content=text)
        assert answer.status_code == 400 and "Load the page again" in answer.json()["problem"]


def test_the_camera_of_a_session_is_remembered_unless_the_disk_takes_nothing(services):
    remember_camera(services, "3")
    assert services.preferences == Preferences(camera="3")
    (services.folder / "preferences.json").unlink()
    (services.folder / "preferences.json").mkdir()
    remember_camera(services, "4")  # the session has begun, and goes on
    assert services.preferences == Preferences()


def test_a_session_begins_asks_and_ends_with_a_report(services):
    browser = client(services)
    with browser.websocket_connect(SOCKET) as socket:
        page = LivePage(socket)
        session = browser.post("/live/start", json=BRIDGE).json()["session"]
        asked = page.follow(lambda state: state.get("asked"))["asked"]
        assert asked["kind"] == "confirm" and "Pain means stop." in asked["lines"]
        page.tap("confirm", asked["id"])
        asked = page.follow(lambda state: state["asked"] and state["asked"]["kind"] == "choice")["asked"]
        page.tap("10", asked["id"])
        warned = page.follow(lambda state: state["asked"] and state["asked"]["kind"] == "confirm")["asked"]
        assert warned["warns"] and warned["no"] == "not today"
        page.tap("confirm", warned["id"])
        page.follow(lambda state: scene_of(state)["stage"] != "")
        page.tap("stop")
        asked = page.follow(lambda state: (state["asked"] and state["summary"] is None) or state["asked"])["asked"]
        page.tap("4", asked["id"])
        over = page.follow(lambda state: state["mode"] == "over")
    (record,) = History(services.history).sessions()
    assert (record.pain_before, record.pain_after, record.ended) == (10, 4, "pain")
    assert over["id"] == session and over["report"]
    report = browser.get(f"/live/report/{session}")
    assert report.status_code == 200 and "Bridge" in report.text
    assert "sandbox" in report.headers["content-security-policy"]
    assert browser.get("/live/report/0123456789abcdef").status_code == 404
    assert client(services, frozenset({"view", "control"})).get(f"/live/report/{session}").status_code == 403
    assert [path.stat().st_mode & 0o077 for path in (services.folder / "practice").iterdir()] == [0] * 4


def test_the_first_page_leads_to_a_session_that_goes_on(services, tmp_path):
    browser = client(services)
    with running(services, tmp_path):
        assert "A session is going on" in browser.get("/?later").text
    assert "A session is going on" not in browser.get("/?later").text


def test_the_look_shows_picture_and_checks_and_ends_for_the_session(services):
    browser = client(services)
    with browser.websocket_connect(SOCKET) as socket:
        page = LivePage(socket)
        assert browser.post("/live/preview", json={"camera": "offered:0"}).status_code == 200
        seen = page.follow(lambda state: state["mode"] == "preview" and state["findings"] and page.pictures)
        assert {finding["code"] for finding in seen["findings"]} >= {"light", "whole", "distance", "side"}
        assert services.practice.running, "analyses wait"
        assert browser.post("/live/start", json=BRIDGE).status_code == 200
        page.follow(lambda state: state["mode"] == "session")
        problem = browser.post("/live/preview", json={"camera": "offered:0"}).json()["problem"]
        assert "going on already" in problem
    services.practice.close()


def test_the_camera_of_a_look_can_be_switched_off(services):
    browser = client(services)
    browser.post("/live/preview", json={"camera": "offered:0"})
    assert browser.post("/live/preview/end", json={}).status_code == 200
    assert until(lambda: not services.practice.running)


@pytest.mark.parametrize(("speaker", "computer"), [("computer", True), ("page", False), ("nobody", False)])
def test_the_settings_choose_who_speaks(services, speaker, computer):
    save_preferences(services.folder, Preferences(speaker=speaker))
    services.silent = False
    assert (voice_of(services) is not None) is computer
    page = client(services).get("/practise").text
    assert f'data-speaks="{json.dumps(speaker == "page")}"' in page
    assert 'data-speaks="false"' in client(services).get("/live").text, "there, only after a tap"


def test_new_cameras_appear(services):
    services.phones.names = lambda: {"phone:ab12": "Anna's phone"}
    found = client(services).get("/live/cameras").json()
    assert {"id": "phone:ab12", "name": "Phone: Anna's phone"} in found
    assert json.dumps(found).count("secret") == 0
