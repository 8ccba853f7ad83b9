"""What strangers, other pages and broken programs send: refused or given up, and the owner is served as before."""

from __future__ import annotations

import base64
import json
import os
import re
import socket
import ssl
import sys
import time
from contextlib import ExitStack, suppress

import pytest
from served_app import PATIENCE_S, Served, all_of, running, wait_for
from starlette.routing import Mount, Route, WebSocketRoute
from web_app import web_services
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from posecoach.web.app import all_routes
from posecoach.web.security import connections
from posecoach.web.security.encryption import MAX_AGREEING
from posecoach.web.security.guard import HEADERS
from posecoach.web.security.registry import MAX_STREAMS

SOON_S = 5.0
"""The owner's page answers within this time, whatever others do: in 0.1 s on a machine that does nothing else."""
MOST_DAYS = 398
"""A certificate that lasts longer is refused by iOS."""
ROUTES = [route for route in all_routes() if not isinstance(route, Mount)]
CLOSED = [route for route in ROUTES if route.endpoint.right != "anyone"]


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    with running(web_services(tmp_path_factory.mktemp("app"))) as app:
        yield app


@pytest.fixture(autouse=True)
def nothing_is_logged(caplog):
    """What others send fills no log, and puts no secret into it."""
    yield
    assert not caplog.records


def owner_is_served(app: Served) -> None:
    begun_s = time.monotonic()
    assert app.get("/devices", app.cookie())[0] == 200
    assert time.monotonic() - begun_s < SOON_S


def path_of(route: Route | WebSocketRoute) -> str:
    return re.sub(r"\{[^}]*\}", "x", route.path)


def upgrade(app: Served, path: str, headers: str) -> str:
    key = base64.b64encode(os.urandom(16)).decode()
    return app.get(
        path,
        f"upgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-key: {key}\r\n"
        f"sec-websocket-version: 13\r\n{headers}",
    )[1]


# -- who asks ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example", "", "192.0.2.1"]
)
def test_a_name_that_is_not_the_computers_is_refused(app, host):
    answer = app.exchange(f"GET / HTTP/1.1\r\nhost: {host}\r\n{app.cookie()}connection: close\r\n\r\n".encode())
    assert answer.startswith((b"HTTP/1.1 403", b"HTTP/1.1 400"))


@pytest.mark.parametrize(
    "origin", ["", "origin: null\r\n", "origin: http://evil.example\r\n", "origin: https://{host}\r\n"]
)
def test_an_action_that_another_page_sends_is_refused(app, origin):
    headers = app.cookie() + origin.format(host=app.host)
    assert app.get("/quit", headers + "content-length: 0\r\n", "POST")[0] == 403
    assert not app.services.ended.is_set()


def name_of(route):
    return f"{path_of(route)} {min(getattr(route, 'methods', ['stream']))}"


@pytest.mark.parametrize("route", CLOSED, ids=name_of)
def test_a_route_is_closed_to_those_without_its_right(app, route):
    right = route.endpoint.right
    origin = f"origin: http://{app.host}\r\n"
    without = frozenset({"view", "control", "camera", "send"} - {right})
    for headers, code in ((origin, 401), (origin + app.cookie(without), 403)):
        if isinstance(route, WebSocketRoute):
            assert upgrade(app, path_of(route), headers).startswith("HTTP/1.1 403")
        else:
            method = (route.methods - {"HEAD"}).pop()
            assert app.get(path_of(route), headers + "content-length: 0\r\n", method)[0] == code


@pytest.mark.parametrize("route", [one for one in ROUTES if isinstance(one, WebSocketRoute)], ids=path_of)
def test_a_stream_is_closed_to_other_pages(app, route):
    for origin in ("", "origin: http://evil.example\r\n"):
        assert upgrade(app, path_of(route), app.cookie() + origin).startswith("HTTP/1.1 403")


def test_a_guessed_cookie_or_token_opens_nothing(app):
    assert app.get("/", "cookie: posecoach=guessed\r\n")[0] == 401
    for token in ("", "x", "x" * 10_000, "%00", "é"):
        assert app.get(f"/enter?token={token}")[0] in (400, 401)


def test_a_second_start_must_know_the_secret(app):
    for secret in ("", "guessed", "\ud800"):
        body = json.dumps({"secret": secret})
        headers = f"origin: http://{app.host}\r\ncontent-length: {len(body)}\r\n\r\n{body}"
        assert app.get("/open", headers, "POST")[0] in (400, 403)


# -- what is asked -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "target",
    [
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2f..%2f..%2fpyproject.toml",
        "/static/%2e%2e%5capp.py",
        "/static//etc/passwd",
        "/static/%2fetc%2fpasswd",
        "/static/app.css%00.html",
        "/static/%ff%fe",
        "//etc/passwd",
        "http://evil.example/",
        "/devices/..%2f..%2fdevices.json",
        "/static/" + "a/" * 5000,
    ],
)
def test_no_address_leads_out_of_the_app(app, target):
    code, answer = app.get(target, app.cookie())
    assert code in (400, 401, 403, 404, 405) and "root:" not in answer and "import" not in answer


@pytest.mark.parametrize("target", ["/", "/health", "/static/app.css", "/nowhere", "/enter?token=x", "/devices", "/ca"])
def test_every_answer_has_the_headers_that_protect_it(app, target):
    for cookie in ("", app.cookie()):
        _, answer = app.get(target, cookie)
        for name in HEADERS.keys() - {"cache-control"}:
            assert f"\r\n{name}: " in answer
        assert "unsafe" not in answer.split("\r\n\r\n")[0] and "server:" not in answer


def test_a_body_that_says_it_is_huge_is_refused_at_once(app):
    headers = f"{app.cookie()}origin: http://{app.host}\r\ncontent-length: 5000000000\r\n"
    assert app.get("/open", headers, "POST")[0] == 413
    owner_is_served(app)


@pytest.mark.parametrize(
    "data",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 500,  # TLS on the plain port
        b"GET / HTTP/1.1\r\n" + b"x: y\r\n" * 50_000 + b"\r\n",
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n",
        b"GET /health HTTP/1.1\r\nhost: a\r\nhost: b\r\n\r\n",
        b"POST /join HTTP/1.1\r\nhost: %s\r\ntransfer-encoding: chunked\r\ncontent-length: 3\r\n\r\nzz\r\n",
        b"GET /health HTTP/1.1\r\nhost: %s\r\n\r\n" * 50 + b"\0\1\2 garbage\r\n\r\n",
        b"\r\n" * 1000 + b"\xff\xfe\r\n\r\n",
        b"GET /health HTTP/9.9\r\nhost: %s\r\n\r\n",
        b"GET /live/socket HTTP/1.1\r\nhost: %s\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n",
        b"GET /x HTTP/1.1\r\nhost: %s\r\nupgrade: websocket\r\nconnection: upgrade\r\ncookie: "
        + b"c" * 20_000
        + b"\r\nsec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n",
    ],
    ids=range(10),
)
def test_what_is_no_request_ends_the_connection(app, data):
    with app.connect(data.replace(b"%s", app.host.encode())) as connection:
        with suppress(OSError):  # the app has closed it already
            connection.shutdown(socket.SHUT_WR)
        all_of(connection)
    owner_is_served(app)


# -- how it is asked -----------------------------------------------------------------------------------------------


def test_hundreds_of_silent_and_slow_connections_keep_nobody_out(app):
    heads = (b"", b"GET / HTTP/1.1\r\nhost: ", f"POST /join HTTP/1.1\r\nhost: {app.host}\r\n".encode())
    with ExitStack() as stack:
        others = [stack.enter_context(app.connect(heads[n % 3])) for n in range(300)]
        owner_is_served(app)
        wait_for(lambda: sum(map(is_open, others)) <= connections.MAX_UNKNOWN)  # the eldest made room
    owner_is_served(app)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has 127.0.0.2 without being asked")
def test_hundreds_that_never_agree_how_to_encrypt_keep_nobody_out(app):
    app.services.house.network.listen()
    where = "127.0.0.2", app.services.house.network.secure_port
    context = ssl.create_default_context(cadata=app.services.house.authority.der)
    with ExitStack() as stack:
        others = [stack.enter_context(socket.create_connection(where, PATIENCE_S)) for _ in range(200)]
        plain = stack.enter_context(socket.create_connection(where, PATIENCE_S))
        secure = stack.enter_context(context.wrap_socket(plain, server_hostname=where[0]))
        secure.sendall(f"GET /health HTTP/1.1\r\nhost: {where[0]}:{where[1]}\r\nconnection: close\r\n\r\n".encode())
        assert all_of(secure).startswith(b"HTTP/1.1 200")
        wait_for(lambda: sum(map(is_open, others)) <= MAX_AGREEING)


def is_open(connection: socket.socket) -> bool:
    """Whether the app has not ended a connection, over which it has nothing to say."""
    connection.setblocking(False)
    try:
        return bool(connection.recv(1))
    except BlockingIOError:
        return True
    except ConnectionError:
        return False


def watching(app: Served, cookie: str, **options) -> ClientConnection:
    """Return an open stream of the live view."""
    name, _, value = cookie.strip().partition(": ")
    return connect(
        f"ws://{app.host}/live/socket",
        additional_headers={name: value},
        origin=f"http://{app.host}",
        proxy=None,
        **options,
    )


def test_hundreds_of_streams_of_one_device_keep_nobody_out(app):
    cookie = app.cookie(frozenset({"view"}))
    with ExitStack() as stack:
        for _ in range(MAX_STREAMS):
            stack.enter_context(watching(app, cookie))
        for _ in range(200 - MAX_STREAMS):
            with pytest.raises(InvalidStatus), watching(app, cookie):
                pytest.fail("one too many")
        owner_is_served(app)
        stack.enter_context(watching(app, app.cookie()))


def test_a_message_that_is_too_large_ends_its_stream(app):
    with watching(app, app.cookie()) as stream, pytest.raises(ConnectionClosed) as ended:
        stream.send(b"x" * 2_000_000)  # which may be refused before its end
        while True:
            stream.recv(PATIENCE_S)
    assert not ended.value.rcvd or ended.value.rcvd.code == 1009  # the end may overtake its reason
    owner_is_served(app)


def test_an_upload_ends_and_leaves_nothing_when_its_device_is_forgotten(app):
    headers = f"host: {app.host}\r\norigin: http://{app.host}\r\n{app.cookie(frozenset({'send'}))}"
    begin = f"POST /analyses?name=clip.mp4 HTTP/1.1\r\n{headers}content-length: 9000000\r\n\r\n".encode()
    folder = app.services.analyses.store.folder
    with app.connect(begin + bytes(2_000_000)) as connection:
        wait_for(lambda: list(folder.glob("*/video")))
        (sender,) = (one for one in app.services.devices.all() if one.rights == {"send"})
        app.services.devices.forget(sender.id)
        all_of(connection)
    wait_for(lambda: not list(folder.iterdir()))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has 127.0.0.2 without being asked")
def test_a_phone_that_trusts_the_computer_reaches_it_by_https_and_nobody_else_does_more(app):
    app.services.house.network.listen()
    context = ssl.create_default_context(cadata=app.services.house.authority.der)
    host, port = "127.0.0.2", app.services.house.network.secure_port
    with (
        socket.create_connection((host, port), timeout=PATIENCE_S) as plain,
        context.wrap_socket(plain, server_hostname=host) as secure,
    ):
        until_s = ssl.cert_time_to_seconds(secure.getpeercert()["notAfter"])
        assert until_s - time.time() < MOST_DAYS * 24 * 3600
        secure.sendall(f"GET /devices HTTP/1.1\r\nhost: {host}:{port}\r\nconnection: close\r\n\r\n".encode())
        assert all_of(secure).startswith(b"HTTP/1.1 401")
