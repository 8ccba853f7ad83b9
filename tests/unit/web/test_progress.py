"""The page of past sessions: its periods, and that sessions can be taken away and deleted."""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta

import pytest
from session_records import SESSION
from web_app import client, web_services

from posecoach.reports.progress import render_progress
from posecoach.storage.history.history import History


@pytest.fixture
def services(tmp_path):
    return web_services(tmp_path)


@pytest.fixture
def history(services):
    return History(services.history)


def ago(days, **changes):
    return replace(SESSION, started=f"{date.today() - timedelta(days=days)}T08:00:00+02:00", **changes)


def test_the_page_shows_the_sessions_of_the_chosen_time(services, history):
    for days in (1, 27, 28, 100):
        history.save(ago(days))
    browser = client(services)
    for weeks, count in (("4", 2), ("12", 3), ("52", 4), ("all", 4)):
        assert browser.get(f"/progress?weeks={weeks}").text.count('data-path="/sessions/') == count
    assert browser.get("/progress").text == browser.get("/progress?weeks=12").text
    assert browser.get("/progress?weeks=3").status_code == 404


def test_charts_and_sentences_are_those_of_the_progress_page(services, history):
    for days in range(1, 20, 2):
        history.save(ago(days))
    file = render_progress(history.summaries(), history.days(), date.today(), None)
    content = file[file.index('<section class="verdict">') : file.index("<footer>")].strip()
    assert content in client(services).get("/progress?weeks=all").text


def test_without_sessions_the_page_says_so(services):
    text = client(services).get("/progress").text
    assert "No sessions in this time." in text and "Delete all" not in text, "there is nothing to delete"


def test_a_deleted_session_is_gone_and_the_others_remain(services, history):
    first, second = history.save(ago(2)), history.save(ago(1))
    browser = client(services)
    assert browser.delete(f"/sessions/{first}").json() == {"deleted": first}
    assert [one.id for one in history.sessions()] == [second]
    assert browser.delete(f"/sessions/{first}").status_code == 404


def test_a_damaged_session_is_named_and_can_be_deleted(services, history):
    number = history.save(ago(1))
    with closing(sqlite3.connect(services.history)) as file, file:
        file.execute("PRAGMA ignore_check_constraints = ON")
        file.execute("UPDATE sessions SET duration_s = -1")
    browser = client(services)
    assert f'data-path="/sessions/{number}"' in (text := browser.get("/progress").text) and "left out" in text
    assert browser.delete(f"/sessions/{number}").status_code == 200
    assert "left out" not in browser.get("/progress").text


def test_a_number_that_is_none_deletes_nothing(services, history):
    history.save(ago(1))
    browser = client(services)
    for number in ("0", "-1", "1.5", "x", "9" * 30, "%D9%A2", "1%20or%201"):
        assert browser.delete(f"/sessions/{number}").status_code == 404
    assert len(history.sessions()) == 1


def test_all_sessions_are_deleted_at_once(services, history):
    history.save(ago(2))
    history.save(ago(1))
    assert client(services).delete("/sessions").status_code == 200
    assert history.sessions() == []


def test_looking_deletes_nothing(services, history):
    number = history.save(ago(1))
    assert client(services).get(f"/sessions/{number}").status_code == 405
    assert len(history.sessions()) == 1


def test_the_sessions_can_be_taken_away_as_the_command_line_writes_them(services, history):
    history.save(ago(1, name="=evil()"))
    browser = client(services)
    exported = browser.get("/progress/history.json")
    assert exported.headers["content-disposition"] == 'attachment; filename="posecoach-history.json"'
    assert exported.json() == json.loads(json.dumps(history.export()))
    header, row = browser.get("/progress/history.csv").text.splitlines()
    assert header.startswith("id,started,name") and row.startswith("1,") and "'=evil()" in row
