"""The first page: the safety words come first, the dose is that of the command line, and looking changes nothing."""

import re
import sqlite3
from dataclasses import replace
from datetime import date, timedelta

import pytest
from session_records import GOOD, SESSION
from web_app import client, web_services

from posecoach.core.session.routine import ASK_DOCTOR, dose_reason
from posecoach.practice.questions import SAFETY, SAFETY_ID
from posecoach.practice.session_log import SessionLog, local_now
from posecoach.storage.history.history import History
from posecoach.storage.history.records import RepRecord, SetRecord
from posecoach.storage.preferences import Preferences, save_preferences
from posecoach.web.screens.home import read_today
from posecoach.web.screens.past_sessions import STOPPED

TODAY = date(2025, 6, 2)


@pytest.fixture
def services(tmp_path):
    return web_services(tmp_path)


@pytest.fixture
def history(services):
    return History(services.history)


def confirmed(services):
    browser = client(services)
    assert browser.post("/safety", json={}).status_code == 200
    return browser


def test_who_comes_for_the_first_time_reads_the_safety_words_first(services):
    browser = client(services)
    assert browser.get("/").headers["location"] == "/safety"
    text = browser.get("/safety").text
    for line in SAFETY:
        assert line.removeprefix("• ") in text


def test_who_confirmed_the_safety_words_in_the_page_is_not_asked_on_the_command_line(services, history):
    browser = confirmed(services)
    assert browser.get("/").status_code == 200
    assert SessionLog(history, SAFETY_ID).confirmed
    with sqlite3.connect(services.history) as file:
        ((text_id, when),) = file.execute("SELECT text_id, confirmed FROM confirmations").fetchall()
    assert text_id == SAFETY_ID and len(when) == len(local_now().isoformat(timespec="seconds"))


def test_who_confirmed_them_on_the_command_line_is_not_asked_in_the_page(services, history):
    SessionLog(history, SAFETY_ID).confirm()
    assert client(services).get("/").status_code == 200


def test_who_says_not_now_may_look_around_and_is_led_to_the_words_before_practising(services, history):
    browser = client(services)
    text = browser.get("/?later").text
    assert 'href="/analyses"' in text and 'class="door" href="/safety"' in text
    assert 'class="door" href="/practise"' not in text
    assert not history.confirmed(SAFETY_ID)


def test_the_dose_and_its_reason_are_those_of_the_command_line(services, history):
    history.save(replace(SESSION, dose_share=1.0, ended="pain"))
    today = read_today(services, TODAY)
    assert today.dose == dose_reason(history.last())
    assert today.steps[0] == ("Bridge", "hold 7 s; 3 times", "bridge")


def test_no_more_is_asked_for_than_the_person_set_and_less_after_pain(services, history):
    save_preferences(services.folder, Preferences(dose_percent=50))
    history.save(replace(SESSION, dose_share=1.0))
    today = read_today(services, TODAY)
    assert today.dose == "Today 50 % of the full dose, as you set it." and today.steps[0][1] == "hold 5 s; 2 times"
    save_preferences(services.folder, Preferences(dose_percent=90))
    history.save(replace(SESSION, dose_share=1.0, ended="pain"))
    assert read_today(services, TODAY).dose == dose_reason(history.last())


def test_who_stopped_for_pain_reads_that_it_was_right_and_no_number(services, history):
    history.save(replace(SESSION, ended="quit", reason="pain"))
    last = read_today(services, TODAY).last
    assert last.how == (STOPPED,) and last.when == "Yesterday, 08:00"


def test_after_a_session_the_person_reads_what_was_done(services, history):
    history.save(SESSION)
    last = read_today(services, TODAY).last
    assert last.what == "Bridge, Bird dog"
    assert last.how == (
        "You did what was planned.",
        "3 attempts in 10 min, at least 60 % of the holding time in good form.",
    )


def test_after_three_stops_for_pain_the_doctor_comes_first(services, history):
    services.recovered = ("Your last session was interrupted: 1 set recovered.",)
    for _ in range(3):
        history.save(replace(SESSION, ended="pain"))
    doctor, recovered = read_today(services, TODAY).notes
    assert doctor.startswith(ASK_DOCTOR) and recovered == services.recovered[0]


def test_looking_at_the_first_page_takes_no_note_away_from_the_session(services, history):
    uneven = (replace(GOOD, side="left", hold_s=20.0), *(replace(GOOD, side="right", hold_s=10.0),))
    for day in range(1, 15, 2):
        started = f"{TODAY - timedelta(days=day)}T08:00:00+02:00"
        history.save(replace(SESSION, started=started, sets=(SetRecord("bird_dog", 1, None, uneven),)))
    (note,) = read_today(services, TODAY).notes
    assert "right side" in note and read_today(services, TODAY).notes == [note]
    assert SessionLog(history, SAFETY_ID, TODAY).notes == [note]
    assert read_today(services, TODAY).notes == []


def test_looking_around_leaves_the_journal_of_a_running_session_alone(services, history):
    browser = confirmed(services)
    with history.journal(SESSION, pytest.fail):
        for path in ("/", "/progress?weeks=all", "/settings"):
            assert browser.get(path).status_code == 200
        assert history.recover() == [] and history.sessions() == []
    assert len(history.recover()) == 1


def test_a_mistake_in_the_own_routine_is_said_and_hides_nothing_else(services, history, tmp_path):
    history.save(SESSION)
    (tmp_path / "routine.toml").write_text("name = 3", encoding="utf-8")
    today = read_today(services, TODAY, tmp_path / "routine.toml")
    assert "routine.toml, line 1" in today.problems[0] and today.steps == [] and today.last


def test_names_of_sessions_and_exercises_cannot_bring_scripts_into_the_pages(services, history):
    evil = "<script>alert(1)</script>"
    history.save(replace(SESSION, name=evil, sets=(SetRecord(evil, None, None, (RepRecord(None, 0.0, 1.0, 1.0, 0),)),)))
    browser = confirmed(services)
    for path in ("/", "/progress?weeks=all"):
        text = browser.get(path).text
        assert evil not in text and "&lt;script&gt;" in text


@pytest.mark.parametrize("rights", [frozenset(), frozenset({"view", "control", "camera", "send"})])
def test_what_concerns_the_person_is_shown_to_the_owner_only(services, rights):
    other = client(services, rights)
    for path in (
        "/",
        "/safety",
        "/progress",
        "/progress/history.json",
        "/progress/history.csv",
        "/settings",
        "/deleted",
    ):
        assert other.get(path).status_code in (401, 403)
    for method, path in (
        ("POST", "/safety"),
        ("POST", "/settings"),
        ("DELETE", "/sessions"),
        ("DELETE", "/everything"),
    ):
        assert other.request(method, path, json={}).status_code in (401, 403)


def test_the_first_page_is_small(services):
    browser = confirmed(services)
    page = browser.get("/")
    files = {
        path.partition("#")[0] for path in re.findall(r'<(?:link|script|img|use)[^>]* (?:href|src)="([^"]+)', page.text)
    }
    answers = [browser.get(path) for path in files]
    assert len(answers) >= 6 and all(answer.status_code == 200 for answer in answers)
    assert len(page.content) + sum(len(answer.content) for answer in answers) < 100_000
