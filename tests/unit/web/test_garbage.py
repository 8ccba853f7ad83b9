"""Bodies that no page of posecoach sends: every action refuses them with a sentence, or takes no notice."""

import re

import pytest
from starlette.routing import Route
from web_app import client, web_services

from posecoach.web.app import all_routes

BODIES = [
    b"",
    b"\0\xff",
    b"[]",
    b"null",
    b"1e999",
    b'"\\ud800"',
    b'{"code": "\\ud800", "secret": "\\ud800", "right": "\\ud800", "word": "\\ud800"}',
    b"[" * 10_000,
    b"9" * 5_000,
    b'{"a": 1, "a": {"a": []}}',
    b"<!doctype html>",
]
WITHOUT_BODY = {"/quit", "/shortcut", "/lan", "/live/model"}
"""What these do does not depend on a body."""
ACTIONS = [
    route
    for route in all_routes()
    if isinstance(route, Route) and not route.methods & {"GET"} and route.path not in WITHOUT_BODY
]


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    return client(web_services(tmp_path_factory.mktemp("data")))


@pytest.mark.parametrize("route", ACTIONS, ids=lambda route: f"{min(route.methods)} {route.path}")
def test_no_body_makes_an_action_fail(browser, route):
    path, (method,) = re.sub(r"\{[^}]*\}", "0", route.path), route.methods
    for body in BODIES:
        answer = browser.request(method, path, content=body, headers={"content-type": "application/json"})
        assert answer.status_code < 500, body
        assert answer.status_code < 300 or answer.json()["problem"]
