"""The app as a program: one for each person, found again by a second start, and ended by a signal or a page."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import sys
from urllib.parse import urlsplit

import fakes
import pytest
from playwright.sync_api import expect
from served_app import wait_for

from posecoach.errors import UsageError
from posecoach.web import instance

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name == "nt", reason="the signals are those of Unix")]
CODES = {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGHUP: 129}
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/enter\?token=\S+")
LIMIT_S = 60.0
"""A start takes a second; on a busy machine this bound only tells a program that hangs."""


@pytest.fixture
def start(tmp_path):
    """Return what starts an app; its data are the test's own. Those that run are ended."""
    running = []

    def start(*words):
        running.append(fakes.posecoach("app", "--no-browser", *words, env={"XDG_DATA_HOME": str(tmp_path)}))
        return running[-1]

    yield start
    for process in running:
        process.kill()
        process.communicate()


def address_of(process):
    return ADDRESS.search(process.stderr.readline())[0]


def ask(address, method="GET", path=None, **headers):
    """Return the status, a header's cookie, and the body."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.netloc, timeout=LIMIT_S)
    try:
        connection.request(method, path or f"{parts.path}?{parts.query}", headers=headers)
        answer = connection.getresponse()
        return answer.status, (answer.getheader("set-cookie") or "").split(";")[0], answer.read()
    finally:
        connection.close()


@pytest.mark.parametrize("number", CODES, ids=lambda number: signal.Signals(number).name)
def test_a_signal_ends_it_with_its_code_also_while_pages_are_open(number, start):
    process = start()
    parts = urlsplit(address_of(process))
    with socket.create_connection((parts.hostname, parts.port)), socket.create_connection((parts.hostname, parts.port)):
        process.send_signal(number)
        code, _, error = fakes.finish(process)
    assert (code, error) == (CODES[number], "posecoach: Stopped.\n")


def test_a_page_ends_it_and_it_is_no_failure(start):
    process = start()
    address = address_of(process)
    _, cookie, _ = ask(address)
    origin = address.split("/enter")[0]
    assert ask(address, "POST", "/quit", cookie=cookie, origin=origin)[0] == 200
    assert fakes.finish(process)[0::2] == (0, "")


def test_a_second_start_opens_a_page_of_the_first(start, tmp_path):
    first = start()
    before = address_of(first)
    second = start()
    code, _, error = fakes.finish(second)
    again = ADDRESS.search(error)[0]
    assert code == 0 and urlsplit(again).netloc == urlsplit(before).netloc
    assert [ask(one)[0] for one in (before, again, again)] == [303, 303, 401]


def test_it_comes_back_where_it_was_and_knows_its_browser(start, tmp_path):
    first = start()
    before = address_of(first)
    _, cookie, _ = ask(before)
    first.kill()  # so that it can write nothing any more
    first.wait()
    second = start()
    assert urlsplit(address_of(second)).port == urlsplit(before).port
    assert ask(before, path="/devices/state", cookie=cookie)[0] == 200


def test_a_page_that_loses_posecoach_says_so_and_comes_back_by_itself(start, visits):
    first = start()
    page = visits.open(address_of(first))
    page.evaluate("document.title = 'as it was'")
    first.kill()
    first.wait()
    page.get_by_text("posecoach does not answer.").wait_for()
    start()
    expect(page).not_to_have_title("as it was", timeout=LIMIT_S * 1000)
    assert page.get_by_role("heading", name="Before you begin").is_visible()
    assert all("ERR_CONNECTION_REFUSED" in fault for fault in visits.faults)  # as a browser notes each failed request
    visits.faults.clear()
    page.close()


def test_a_port_that_is_taken_is_a_sentence(start):
    with socket.create_server(("127.0.0.1", 0)) as other:
        code, _, error = fakes.finish(start("--port", other.getsockname()[1]))
    assert code == 2
    assert "cannot be used: address already in use" in error and "--port" in error


def test_an_open_app_that_does_not_answer_is_a_sentence(tmp_path):
    instance.note(tmp_path, instance.Running(port=1, secret="x"))
    with pytest.raises(UsageError, match="open already, but does not answer"):
        instance.ask_for_page(tmp_path, lan=False, within_s=0.0)


def test_a_data_folder_that_cannot_be_made_is_a_sentence(start, tmp_path):
    (tmp_path / "posecoach").write_text("")
    code, _, error = fakes.finish(start())
    assert code == 2 and "Cannot write" in error and "file exists" in error


def test_a_disk_that_takes_nothing_keeps_nobody_from_opening_and_ending_it(start, tmp_path):
    (tmp_path / "posecoach" / "app.json").mkdir(parents=True)
    process = start()
    address = address_of(process)
    _, cookie, _ = ask(address)
    assert ask(address, "POST", "/quit", cookie=cookie, origin=address.split("/enter")[0])[0] == 200
    assert fakes.finish(process)[0::2] == (0, "")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the program that opens addresses has another name")
def test_the_browser_opens_the_address_and_outlives_the_app(tmp_path):
    opener = tmp_path / "xdg-open"
    opener.write_text(f'#!/bin/sh\necho "$1" > {tmp_path}/opened\nsleep 1\ntouch {tmp_path}/outlived\n')
    opener.chmod(0o755)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    env = {"XDG_DATA_HOME": str(tmp_path), "DISPLAY": ":0", "PATH": path}
    process = fakes.posecoach("app", env=env, start_new_session=True)
    address = address_of(process)
    wait_for((tmp_path / "opened").exists)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does it
    assert fakes.finish(process)[0] == 130
    wait_for((tmp_path / "outlived").exists)
    assert (tmp_path / "opened").read_text() == f"{address}\n"
