"""Where the app listens follows this machine's addresses, while it runs."""

from __future__ import annotations

import http.client
import sys

import pytest
from served_app import PATIENCE_S, running, wait_for
from web_app import web_services

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has 127.0.0.2 without being asked")
HOME, CAFE = "127.0.0.2", "127.0.0.3"


@pytest.fixture
def app(tmp_path):
    with running(web_services(tmp_path)) as app:
        yield app


def status(address: str, port: int) -> int:
    connection = http.client.HTTPConnection(address, port, timeout=PATIENCE_S)
    try:
        connection.request("GET", "/join")
        return connection.getresponse().status
    finally:
        connection.close()


def test_it_listens_in_the_house_once_the_person_wants_it(app):
    with pytest.raises(ConnectionRefusedError):
        status(HOME, app.port)
    answer = app.get("/lan", f"{app.cookie()}origin: http://{app.host}\r\ncontent-length: 0\r\n", "POST")
    assert answer[0] == 200 and f"http://{HOME}:{app.port}" in answer[1]
    assert status(HOME, app.port) == 200


def test_after_the_person_closes_the_house_nobody_is_connected_any_more(app):
    headers = f"{app.cookie()}origin: http://{app.host}\r\ncontent-length: 0\r\n"
    app.get("/lan", headers, "POST")
    watching = http.client.HTTPConnection(HOME, app.port, timeout=PATIENCE_S)
    watching.request("GET", "/join")
    assert watching.getresponse().read()
    assert app.get("/lan", headers, "DELETE")[0] == 200
    with pytest.raises(ConnectionRefusedError):
        status(HOME, app.port)
    with pytest.raises((http.client.RemoteDisconnected, ConnectionError)):
        watching.sock.sendall(b"GET /join HTTP/1.1\r\nhost: x\r\n\r\n")
        http.client.HTTPResponse(watching.sock).begin()
    watching.close()
    assert app.get("/lan", headers, "POST")[0] == 200 and status(HOME, app.port) == 200


def test_it_follows_the_router_that_gives_another_address(app):
    network = app.services.house.network
    network.listen()
    network.find = lambda: (CAFE,)
    wait_for(lambda: network.addresses == (CAFE,))
    assert status(CAFE, app.port) == 200
    with pytest.raises(ConnectionRefusedError):
        status(HOME, app.port)


def test_without_a_network_the_page_says_so(app):
    app.services.house.network.find = lambda: ()
    answer = app.get("/lan", f"{app.cookie()}origin: http://{app.host}\r\ncontent-length: 0\r\n", "POST")
    assert answer[0] == 400 and "in no network of a house" in answer[1]
