"""The live view over its WebSocket: everybody sees the session, who may steers it, and nobody slows it down."""

from __future__ import annotations

from contextlib import nullcontext

import pytest
from fake_camera import until
from page_sessions import LivePage, begin, running, scene_of
from practice_cases import analysis, endless
from pseudo import outside, pseudo_language
from starlette.websockets import WebSocketDisconnect
from web_app import HOST, client, web_services

from posecoach.errors import CameraError, UsageError
from posecoach.translation import N_, chosen
from posecoach.web.live.socket import BAD_MESSAGE
from posecoach.web.routing import NOT_ALLOWED

SOCKET = f"ws://{HOST}/live/socket"


@pytest.fixture
def services(tmp_path):
    return web_services(tmp_path)


def test_a_viewer_sees_the_coaching_and_the_count(services, tmp_path):
    with running(services, tmp_path), client(services).websocket_connect(SOCKET) as socket:
        page = LivePage(socket)
        held = page.follow(lambda state: scene_of(state)["status"] == "HOLD")
        assert held["mode"] == "session" and held["title"] == "Bridge" and held["scene"]["of"] == " / 10 s"
        page.follow(lambda state: scene_of(state)["done"] == [1])
        assert page.pictures == sorted(set(page.pictures)) and len(page.pictures) > 1
        assert any(cue["say"] for cue in page.cues) and all(cue["age_s"] >= 0 for cue in page.cues)


def test_who_joins_late_sees_the_running_hold_at_once(services, tmp_path):
    with running(services, tmp_path):
        browser = client(services)
        with browser.websocket_connect(SOCKET) as first:
            LivePage(first).follow(lambda state: scene_of(state)["status"] == "HOLD")
        with browser.websocket_connect(SOCKET) as late:
            page = LivePage(late)
            page.follow(lambda state: bool(state), most=3)
            page.follow(lambda state: bool(page.pictures), most=3)


def test_a_viewer_who_draws_nothing_gets_two_pictures_and_every_state(services, tmp_path):
    with running(services, tmp_path), client(services).websocket_connect(SOCKET) as socket:
        page = LivePage(socket, draws=False)
        page.follow(lambda state: scene_of(state)["done"] == [1])
        assert len(page.pictures) == 2


@pytest.mark.parametrize(("action", "ended"), [("stop", "Stopped. Rest now."), ("quit", "Stopped.")])
def test_a_tap_ends_the_session_and_everything_is_kept(services, tmp_path, action, ended):
    session = begin(services, tmp_path)
    with client(services).websocket_connect(SOCKET) as socket:
        page = LivePage(socket)
        page.follow(lambda state: scene_of(state)["done"] == [1])
        page.tap(action)
        over = page.follow(lambda state: state["mode"] == "over")
    assert over["report"] and not over["problem"]
    assert over["summary"]["ended"] == ended and over["summary"]["rows"][0]["reps"] >= 1
    assert analysis(tmp_path).reps and session.report.is_file()


def test_a_tap_pauses_and_goes_on(services, tmp_path):
    with running(services, tmp_path), client(services).websocket_connect(SOCKET) as socket:
        page = LivePage(socket)
        page.follow(lambda state: scene_of(state)["stage"] == "work")
        page.tap("pause")
        page.follow(lambda state: scene_of(state)["stage"] == "paused")
        page.tap("pause")
        page.follow(lambda state: scene_of(state)["stage"] == "work")


def test_who_may_only_watch_steers_nothing(services, tmp_path):
    with running(services, tmp_path):
        viewer, owner = client(services, frozenset({"view"})), client(services)
        with viewer.websocket_connect(SOCKET) as socket, pytest.raises(WebSocketDisconnect) as ended:
            page = LivePage(socket)
            page.follow(lambda state: scene_of(state)["stage"] == "work")
            page.tap("stop")
            page.follow(lambda state: False)
        assert ended.value.code == NOT_ALLOWED
        with owner.websocket_connect(SOCKET) as socket:
            page = LivePage(socket)
            page.follow(lambda state: scene_of(state)["done"] == [1])
            assert page.state["mode"] == "session"


@pytest.mark.parametrize("rights", [frozenset(), frozenset({"send"}), frozenset({"camera"})])
def test_who_may_not_watch_gets_no_connection(services, rights):
    with (
        pytest.raises(WebSocketDisconnect) as refused,
        client(services, rights).websocket_connect(SOCKET),
    ):
        pass
    assert refused.value.code == 4403


def test_a_message_that_makes_no_sense_ends_the_connection_and_not_the_session(services, tmp_path):
    with running(services, tmp_path) as session:
        browser = client(services)
        never_sent = '{"kind": "seen", "sequence": 1000000}'
        for text in ("", "[]", '{"kind": "tap", "action": "format"}', '{"kind": "seen"}', never_sent, "{" * 5000):
            with browser.websocket_connect(SOCKET) as socket, pytest.raises(WebSocketDisconnect) as ended:
                socket.send_text(text)
                LivePage(socket).follow(lambda state: False)
            assert ended.value.code == BAD_MESSAGE
        with browser.websocket_connect(SOCKET) as socket, pytest.raises(WebSocketDisconnect) as ended:
            socket.send_bytes(b'{"kind": "tap", "action": "stop"}')
            LivePage(socket).follow(lambda state: False)
        assert ended.value.code == BAD_MESSAGE
        assert session.running and until(lambda: not services.practice.broadcast.watched)


def test_a_lost_camera_is_named_beside_the_picture(services, tmp_path):
    camera = endless()
    with running(services, tmp_path, source=camera), client(services).websocket_connect(SOCKET) as socket:
        page = LivePage(socket)
        page.follow(lambda state: scene_of(state)["stage"] == "work" and not state["trouble"])
        camera.state, camera.status_text = "lost", "Camera 0 sends no picture"
        page.follow(lambda state: state["trouble"] == "Camera 0 sends no picture.")


def test_the_computer_speaks_only_if_it_shall_and_every_page_gets_the_words(services, tmp_path):
    heard = []

    def open_voice(on_problem):
        on_problem("No voice: no loudspeaker was found.")
        return nullcontext(lambda cue: heard.append(cue.say))

    with (
        running(services, tmp_path, open_voice=open_voice),
        client(services).websocket_connect(SOCKET) as socket,
    ):
        page = LivePage(socket)
        page.follow(lambda state: len(page.cues) > 2 and state["notes"] == ["No voice: no loudspeaker was found."])
        assert {cue["say"] for cue in page.cues} <= set(heard)


def test_without_a_voice_of_the_language_the_session_goes_on_in_words_and_says_so(services, tmp_path):
    def open_voice(on_problem):
        raise UsageError(N_("There is no voice of this language."), "Leave --voice-language out.")

    with (
        pseudo_language(),
        running(services, tmp_path, open_voice=open_voice, speech=chosen()),
        client(services).websocket_connect(SOCKET) as socket,
    ):
        page = LivePage(socket)
        page.follow(lambda state: len(page.cues) > 1 and state["notes"] == ["⟦There is no voice of this language.⟧"])
        assert all(outside(cue["say"]) == "" for cue in page.cues)


def test_the_end_of_the_server_saves_the_session(services, tmp_path):
    session = begin(services, tmp_path)
    with client(services).websocket_connect(SOCKET) as socket:
        LivePage(socket).follow(lambda state: scene_of(state)["done"] == [1])
    services.practice.close()
    assert not session.running and analysis(tmp_path).reps


def test_a_session_is_one_at_a_time(services, tmp_path):
    assert not services.practice.running
    with running(services, tmp_path), pytest.raises(UsageError, match="going on already"):
        assert services.practice.running
        begin(services, tmp_path)
    assert not services.practice.running


def test_what_a_session_could_not_begin_for_is_said(services, tmp_path):
    def busy(camera, stack):
        raise CameraError("Camera 0 cannot be opened. Another program is using it.", "Or use --camera 1.")

    begin(services, tmp_path, source=busy)
    with client(services).websocket_connect(SOCKET) as socket:
        over = LivePage(socket).follow(lambda state: state["mode"] == "over")
    assert over["problem"] == "Camera 0 cannot be opened. Another program is using it." and over["scene"] is None
