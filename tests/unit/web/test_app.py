import re

import typer
from starlette.routing import Mount, Route
from web_app import client, web_services

from posecoach.cli.app import app as command_line
from posecoach.web.app import all_routes
from posecoach.web.lan.network import Network
from posecoach.web.security.guard import HEADERS


def test_a_stranger_sees_no_page(tmp_path):
    assert client(web_services(tmp_path), rights=frozenset()).get("/").status_code == 401


def test_the_address_that_posecoach_opens_makes_the_browser_known_once(tmp_path):
    services = web_services(tmp_path)
    address = f"/enter?token={services.devices.new_token('a laptop', frozenset({'own'}))}"
    assert client(services, frozenset()).get(address).status_code == 303
    assert client(services, frozenset()).get(address).status_code == 401


def test_every_route_says_which_right_it_needs():
    for route in all_routes():
        if not isinstance(route, Mount):
            assert getattr(route.endpoint, "right", None), route.path


def test_a_page_of_another_site_gets_nothing(tmp_path):
    browser = client(web_services(tmp_path))
    assert browser.get("/", headers={"host": "evil.example"}).status_code == 403
    assert browser.post("/", headers={"origin": "http://evil.example"}).status_code == 403


def test_an_error_of_ours_is_a_page_with_all_that_protects_pages(tmp_path):
    browser = client(web_services(tmp_path, practice=None), raise_server_exceptions=False)
    for accept in ("text/html", "application/json"):
        answer = browser.get("/live/report/0123456789abcdef", headers={"accept": accept})
        assert answer.status_code == 500 and "Internal error" in answer.text
        assert HEADERS.items() <= dict(answer.headers).items()


def test_no_page_speaks_of_the_command_line(tmp_path):
    commands = "|".join(typer.main.get_command(command_line).commands)
    services = web_services(tmp_path)
    services.house.network = Network(8000, 8001, ("192.168.1.5",))
    paths = [route.path for route in all_routes() if isinstance(route, Route) and "GET" in route.methods]
    pages = ["/nothing", *(path for path in paths if "{" not in path and "/ca/" not in path)]
    for browser in (client(services), client(services, frozenset({"view"})), client(services, frozenset())):
        for path in pages:
            text = browser.get(path, headers={"accept": "text/html"}).text
            assert not re.search(rf"posecoach ({commands})\b|[\s>]--[a-z]|command line", text), path
