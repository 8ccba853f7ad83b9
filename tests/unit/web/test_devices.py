import asyncio
import stat
from contextlib import ExitStack

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect
from web_app import Clock, client, web_services

from posecoach.web.routing import stream
from posecoach.web.security.devices import OWNER
from posecoach.web.security.guard import Guard
from posecoach.web.security.limits import TryLimit
from posecoach.web.security.names import browser_name
from posecoach.web.security.registry import KNOWN_S, MAX_DEVICES, MAX_STREAMS, TOKEN_S, DeviceRegistry

VIEW = frozenset({"view"})


@pytest.fixture
def clock():
    return Clock()


def test_a_token_works_once(clock):
    devices = DeviceRegistry(now=clock)
    token = devices.new_token("a laptop", OWNER)
    assert devices.device(devices.redeem(token)).may("own")
    assert devices.redeem(token) is None


def test_a_token_works_for_a_while(clock):
    devices = DeviceRegistry(now=clock)
    token = devices.new_token("a laptop", OWNER)
    clock.s += TOKEN_S
    assert devices.redeem(token) is None


def test_a_device_is_known_again_after_a_restart_and_its_file_opens_nothing(clock, tmp_path):
    file = tmp_path / "devices.json"
    cookie = DeviceRegistry(file, clock).admit("the tablet", VIEW)
    assert DeviceRegistry(file, clock).device(cookie).name == "the tablet"
    assert cookie not in file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("content", ["", "[]", '{"devices": [{"cookie": "x"}]}', '{"devices": [], "more": "\0"}'])
def test_a_damaged_file_makes_nobody_known(content, clock, tmp_path):
    (tmp_path / "devices.json").write_text(content)
    assert DeviceRegistry(tmp_path / "devices.json", clock).all() == []


def test_a_disk_that_takes_nothing_keeps_nobody_out(clock, tmp_path):
    (tmp_path / "devices.json").mkdir()
    devices = DeviceRegistry(tmp_path / "devices.json", clock)
    assert devices.device(devices.admit("the tablet", VIEW)).known


def test_a_device_that_was_away_for_months_is_a_stranger(clock):
    devices = DeviceRegistry(now=clock)
    cookie = devices.admit("the tablet", VIEW)
    clock.s += KNOWN_S
    assert devices.device(cookie).known
    clock.s += KNOWN_S + 1
    assert not devices.device(cookie).known


def test_a_browser_that_is_known_gains_rights_and_is_listed_once(clock):
    devices = DeviceRegistry(now=clock)
    before = devices.admit("the tablet", VIEW)
    after = devices.redeem(devices.new_token("This computer", OWNER), before)
    assert devices.device(after).rights == OWNER and devices.device(after).name == "the tablet"
    assert not devices.device(before).known and len(devices.all()) == 1


def test_of_too_many_devices_the_one_that_was_away_longest_is_forgotten(clock):
    devices, cookies = DeviceRegistry(now=clock), []
    for n in range(MAX_DEVICES + 1):
        clock.s += 1
        cookies.append(devices.admit(str(n), VIEW))
    assert not devices.device(cookies[0]).known and devices.device(cookies[1]).known


def test_whoever_is_forgotten_for_whatever_reason_loses_its_streams_and_gets_no_new_one(clock):
    devices, ended = DeviceRegistry(now=clock), []
    cookie = devices.admit("the tablet", VIEW)
    device = devices.device(cookie)
    with devices.streaming(device, lambda: ended.append("too many devices")):
        for n in range(MAX_DEVICES):
            clock.s += 1
            devices.admit(str(n), VIEW)
    with devices.streaming(device, lambda: None) as allowed:
        assert not allowed
    cookie = devices.admit("the phone", VIEW)
    with devices.streaming(devices.device(cookie), lambda: ended.append("away for months")):
        clock.s += KNOWN_S + 1
        devices.device(cookie)
    assert ended == ["too many devices", "away for months"]


def test_a_device_gets_a_right_and_loses_all_when_it_is_forgotten(clock):
    devices = DeviceRegistry(now=clock)
    cookie = devices.admit("the tablet", VIEW)
    device_id = devices.device(cookie).id
    devices.grant(device_id, "camera")
    assert devices.device(cookie).may("camera") and not devices.device(cookie).may("own")
    devices.forget(device_id)
    assert not devices.device(cookie).known


def test_so_many_tries_are_allowed_in_any_minute(clock):
    limit = TryLimit(2, 60.0, clock)
    assert limit.allows() and limit.allows() and not limit.allows()
    clock.s += 60
    assert limit.allows()


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X)", "iPhone"),
        ("Mozilla/5.0 (SMART-TV; Linux; Tizen 6.0)", "Television"),
        ("Mozilla/5.0 (Linux; Android 14; Pixel 8)", "Android device"),
        ("curl/8", "Another device"),
    ],
)
def test_a_device_is_called_what_its_browser_says(user_agent, name):
    assert browser_name(user_agent) == name


# -- streams -------------------------------------------------------------------------------------------------------

ORIGIN = "http://testserver"


@pytest.fixture
def streams(tmp_path):
    """Return the services, and a browser for an app that has one stream, which says hello and waits."""

    async def endpoint(socket):
        await socket.accept()
        await socket.send_text("hello")
        await asyncio.Event().wait()

    services = web_services(tmp_path)
    app = Starlette(routes=[stream("/stream", endpoint, "view")])
    app.state.services = services
    app.add_middleware(Guard, devices=services.devices, hosts=lambda: frozenset({"testserver"}))
    cookie = f"posecoach={services.devices.admit('the tablet', VIEW)}"
    with TestClient(app, headers={"origin": ORIGIN, "cookie": cookie}) as browser:
        yield services, browser


def test_a_device_has_so_many_streams_and_no_more(streams):
    services, browser = streams
    (device,) = services.devices.all()
    with ExitStack() as others:
        for _ in range(MAX_STREAMS - 1):
            others.enter_context(services.devices.streaming(device, lambda: None))
        with browser.websocket_connect("/stream") as last:
            assert last.receive_text() == "hello"
            with pytest.raises(WebSocketDisconnect) as refused, browser.websocket_connect("/stream"):
                pytest.fail("one too many")
    assert refused.value.code == 4429


def test_a_stream_ends_when_its_device_is_forgotten(streams):
    services, browser = streams
    (device,) = services.devices.all()
    with browser.websocket_connect("/stream") as socket:
        assert socket.receive_text() == "hello"
        services.devices.forget(device.id)
        with pytest.raises(WebSocketDisconnect) as ended:
            socket.receive_text()
    assert ended.value.code == 4403


def test_a_token_for_another_device_leads_it_to_its_own_page(tmp_path):
    services = web_services(tmp_path)
    browser = client(services, frozenset())
    answer = browser.get(f"/enter?token={services.devices.new_token('', VIEW)}", headers={"user-agent": "iPhone"})
    assert answer.headers["location"] == "/join"
    assert services.devices.all()[0].name == "iPhone"
    assert browser.get("/join").status_code == 200


def test_the_browser_that_used_an_address_may_open_it_again(tmp_path):
    services = web_services(tmp_path)
    browser, address = client(services, frozenset()), f"/enter?token={services.devices.new_token('', OWNER)}"
    assert [browser.get(address).headers["location"] for _ in range(3)] == ["/"] * 3
